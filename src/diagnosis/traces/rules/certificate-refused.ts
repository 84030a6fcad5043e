import type { Side } from "../../../pcap/handshake-trace.ts";
import type { Certificate } from "../../../x509/certificate.ts";
import { namesHost } from "../names-host.ts";
import type { TraceFinding } from "../trace-finding.ts";
import type { FatalAlert, SeenHandshake, TraceRule } from "../trace-rule.ts";

/** Alerts about the other side's certificate: RFC 8446 section 6.2. */
const ALERTS = new Set([
  "bad_certificate",
  "unsupported_certificate",
  "certificate_revoked",
  "certificate_expired",
  "certificate_unknown",
  "unknown_ca",
  "access_denied",
]);

/** One side refuses the other's certificate. Its list tells more than the alert, where it can be read: many clients say
 *  certificate_unknown for everything. */
export const certificateRefused: TraceRule = {
  cites: "RFC 5246 section 7.2.2; RFC 8446 section 6.2",
  check: (seen) => {
    const { ending } = seen.trace;
    if (ending.kind !== "alert") return [];
    const presenter: Side = ending.by === "client" ? "server" : "client";
    const list = seen.certificates[presenter];
    if (seen.alert === null) {
      // Of a client of TLS 1.3, after the server's flight: there is nothing else for it to refuse.
      if (ending.by !== "client") return [];
      return [
        {
          kind: "certificate_unknown",
          severity: "error",
          by: "client",
          alert: null,
          subject: null,
          issuer: null,
        },
      ];
    }
    if (!ALERTS.has(seen.alert.description)) return [];
    return [explain(seen, seen.alert, presenter, list)];
  },
};

function explain(
  { trace }: SeenHandshake,
  { by, description }: FatalAlert,
  presenter: Side,
  list: readonly Certificate[],
): TraceFinding {
  const severity = "error";
  const at = trace.endedAt;
  const [own] = list;
  if (description === "certificate_revoked")
    return { kind: description, severity, by, subject: own?.subject ?? null };
  const invalid = findInvalid(list, at);
  if (invalid !== null) return { ...invalid, severity, by, alert: description, presenter };
  if (description === "certificate_expired" && own !== undefined)
    return { kind: "clock_wrong", severity, by, subject: own.subject, at };
  const reference = trace.clientHello?.serverName ?? null;
  const anyway =
    description === "unknown_ca" || presenter === "client" || reference === null || own === undefined;
  if (!anyway && !namesHost(own, reference))
    return {
      kind: "host_name_mismatch",
      severity,
      by,
      alert: description,
      referenceIdentifier: reference,
      presentedIdentifiers: own.subjectAltName,
    };
  const { subject = null, issuer = null } = own ?? {};
  return { kind: "certificate_unknown", severity, by, alert: description, subject, issuer };
}

/** notBefore and notAfter themselves are still valid: RFC 5280 section 4.1.2.5. */
export function findInvalid(list: readonly Certificate[], at: number) {
  const position = list.findIndex(({ notBefore, notAfter }) => at > notAfter || at < notBefore);
  const certificate = list[position];
  if (certificate === undefined) return null;
  const { subject, issuer, notBefore, notAfter } = certificate;
  const kind = at > notAfter ? ("certificate_expired" as const) : ("certificate_not_yet_valid" as const);
  return { kind, position, subject, issuer, notBefore, notAfter, at };
}
