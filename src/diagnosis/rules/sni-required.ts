import { findHandshake } from "../evidence.ts";
import type { Rule } from "../rule.ts";

/** Without server_name the server refuses, or shows another certificate. Most hosts behind a CDN do, so it
 *  is an error only for a client that sends none. */
export const sniRequired: Rule = {
  cites: "RFC 6066 section 3",
  applies: (evidence) => evidence.handshakes.length > 0,
  check: (evidence) => {
    const { host, serverName } = evidence.target;
    const withName = findHandshake(evidence, "ordinary");
    const without = findHandshake(evidence, "without_server_name");
    if (without === undefined) return [];
    // With --no-sni the name was left out on purpose: the client looked at is the one that fails.
    const severity = serverName === null ? "error" : "warning";
    const name = serverName ?? host;
    if (without.result.outcome !== "completed") {
      return withName?.result.outcome === "completed"
        ? [{ kind: "sni_required", severity, serverName: name, without: "refused", subject: null }]
        : [];
    }
    const own = withName?.certificateList[0];
    const other = without.certificateList[0];
    if (own === undefined || other === undefined || own.sha256 === other.sha256) return [];
    return [
      {
        kind: "sni_required",
        severity,
        serverName: name,
        without: "other_certificate",
        subject: other.subject,
      },
    ];
  },
};
