import type { TraceRule } from "../trace-rule.ts";

/** What servers answer to a name that is missing or that they do not have. */
const REFUSALS = new Set([
  "handshake_failure",
  "unrecognized_name",
  "internal_error",
  "access_denied",
  "missing_extension",
]);

/** A ClientHello without server_name is refused, while others on the same server send one and are answered. */
export const serverName: TraceRule = {
  cites: "RFC 6066 section 3",
  check: ({ trace, server, alert, certificates }) => {
    const { serverHello, ending, serverName: name } = trace;
    if (trace.clientHelloLength === 0 || serverHello !== null) return [];
    if (name !== null) {
      if (alert?.by !== "server" || alert.description !== "unrecognized_name") return [];
      return [
        {
          kind: "host_name_mismatch",
          severity: "error",
          by: "server",
          alert: alert.description,
          referenceIdentifier: name,
          presentedIdentifiers: certificates.server[0]?.subjectAltName ?? [],
        },
      ];
    }
    const refused = alert?.by === "server" && REFUSALS.has(alert.description);
    const cut = (ending.kind === "reset" || ending.kind === "closed") && ending.by === "server";
    if (!refused && !cut) return [];
    const named = server.serverNames.size > 0 && !server.takesNoName;
    if (!named && alert?.description !== "unrecognized_name") return [];
    return [
      {
        kind: "sni_required",
        severity: "error",
        others: [...server.serverNames],
        alert: alert?.description ?? null,
      },
    ];
  },
};
