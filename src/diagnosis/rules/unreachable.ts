import type { Evidence } from "../evidence.ts";
import type { Finding } from "../finding.ts";
import type { Rule } from "../rule.ts";

/** No connection, so nothing can be said of TLS. */
export const unreachable: Rule = {
  cites: "RFC 8446 section 4.1: a handshake needs a connection",
  applies: (evidence) => evidence.unreachable !== null,
  check: (evidence) =>
    evidence.unreachable === null ? [] : [describeUnreachable(evidence, evidence.unreachable)],
};

export function describeUnreachable(
  { target: { host, port } }: Pick<Evidence, "target">,
  why: NonNullable<Evidence["unreachable"]>,
): Finding {
  const severity = "error";
  switch (why.reason) {
    case "name_not_resolved":
      return { kind: why.reason, severity, host, code: why.code };
    case "not_allowed":
      return { kind: why.reason, severity, host, address: why.address, range: why.range };
    case "connection_refused":
      return { kind: why.reason, severity, address: why.address, port };
    case "connection_reset":
      return { kind: why.reason, severity, address: why.address, port, during: "connection" };
    case "timeout":
      return {
        kind: why.reason,
        severity,
        address: why.address,
        port,
        during: "connection",
        afterMs: why.afterMs,
      };
    case "network":
      return { kind: "network_error", severity, address: why.address, code: why.code };
  }
}
