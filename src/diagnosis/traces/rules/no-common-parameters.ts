import { isSignaling } from "../../../tls/cipher-suites.ts";
import type { TraceFinding } from "../trace-finding.ts";
import type { TraceRule } from "../trace-rule.ts";

const ALERTS = new Set(["handshake_failure", "insufficient_security"]);

/** The server refuses a ClientHello before it has selected anything. What it selected with others in the same capture tells what
 *  it lacks: a suite, a group; where it always found both, that is not the cause. */
export const noCommonParameters: TraceRule = {
  cites: "RFC 5246 section 7.2.2 handshake_failure; RFC 8446 section 4.1.1",
  check: ({ trace, server, alert }): readonly TraceFinding[] => {
    const { clientHello, serverHello } = trace;
    if (alert?.by !== "server" || clientHello === null || serverHello !== null) return [];
    if (!ALERTS.has(alert.description)) return [];
    const severity = "error";
    const { description } = alert;
    const lacks = (offered: readonly number[], selected: ReadonlySet<number>) =>
      !offered.some((value) => selected.has(value));
    if (lacks(clientHello.cipherSuites, server.cipherSuites)) {
      return [
        {
          kind: "cipher_suite_mismatch",
          severity,
          alert: description,
          offered: clientHello.cipherSuites.filter((id) => !isSignaling(id)),
          selected: [...server.cipherSuites],
        },
      ];
    }
    if (server.groups.size === 0 || clientHello.groups.length === 0) return [];
    if (!lacks(clientHello.groups, server.groups)) return [];
    return [
      {
        kind: "group_mismatch",
        severity,
        alert: description,
        offered: clientHello.groups,
        selected: [...server.groups],
      },
    ];
  },
};
