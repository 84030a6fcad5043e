import type { TraceRule } from "../trace-rule.ts";

const ALERTS = new Set(["protocol_version", "inappropriate_fallback"]);

/** The server takes none of the versions that the client offers, or the client does not take what the server selected. */
export const protocolMismatch: TraceRule = {
  cites: "RFC 8446 sections 4.2.1 and 6.2 protocol_version; RFC 7507",
  check: ({ trace, server, alert }) => {
    if (alert === null || !ALERTS.has(alert.description)) return [];
    const selected = trace.serverHello === null ? [...server.versions] : [trace.serverHello.version];
    return [
      {
        kind: "protocol_mismatch",
        severity: "error",
        by: alert.by,
        alert: alert.description,
        offered: trace.clientHello?.versions ?? [],
        selected: selected.toSorted((a, b) => b - a),
      },
    ];
  },
};
