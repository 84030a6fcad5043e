import type { TraceFinding } from "../trace-finding.ts";
import type { SeenHandshake, TraceRule } from "../trace-rule.ts";
import { ONE_SEGMENT, lastMessage } from "../trace-rule.ts";

/** The connection is refused, cut or left alone, without a word of TLS about it. */
export const connection: TraceRule = {
  cites: "RFC 8446 section 6: an alert is due, so silence is the network's or a broken server's",
  check: (seen) => {
    const { ending, startedAt, endedAt, retransmissions } = seen.trace;
    const severity = "error";
    switch (ending.kind) {
      case "refused":
        return [{ kind: "connection_refused", severity }];
      case "unanswered":
        return [
          {
            kind: "timeout",
            severity,
            of: "server",
            during: "connection",
            afterMs: endedAt - startedAt,
            retransmissions: retransmissions.client,
          },
        ];
      case "reset":
      case "closed":
        return checkCut(seen, ending.by, ending.kind);
      case "silence":
        return [
          ...(ending.of === "server" || seen.trace.clientHello?.incomplete === true
            ? checkLength(seen, "silence")
            : []),
          {
            kind: "timeout",
            severity,
            of: ending.of,
            during: "handshake",
            afterMs: ending.afterMs,
            retransmissions: retransmissions[ending.of === "server" ? "client" : "server"],
          } as const,
        ].slice(0, 1);
      case "completed":
      case "alert":
      case "not_tls":
      case "incomplete":
        return [];
    }
  },
};

function checkCut(seen: SeenHandshake, by: "client" | "server", how: "reset" | "closed"): TraceFinding[] {
  const long = by === "server" ? checkLength(seen, how) : [];
  if (long.length > 0) return long;
  return [{ kind: "connection_reset", severity: "error", by, how, after: lastMessage(seen.trace) }];
}

/** Only a shorter ClientHello that was answered, or one that had to be sent again, makes the length the likely cause. */
function checkLength(
  { trace, server }: SeenHandshake,
  ending: "reset" | "closed" | "silence",
): TraceFinding[] {
  const { clientHello, serverHello, retransmissions } = trace;
  if (clientHello === null || serverHello !== null || clientHello.length <= ONE_SEGMENT) return [];
  const answered = server.longestHello > 0 ? server.longestHello : null;
  const lost = ending === "silence" && retransmissions.client > 0;
  if (answered === null ? !lost : answered >= clientHello.length) return [];
  const { length } = clientHello;
  return [{ kind: "large_client_hello_intolerant", severity: "error", length, answered, ending }];
}
