import { findHandshake } from "../evidence.ts";
import type { Rule } from "../rule.ts";

/** The server speaks none of the application protocols that the client offers. */
export const alpnMismatch: Rule = {
  cites: "RFC 7301 section 3.2",
  applies: (evidence) => evidence.handshakes.length > 0,
  check: (evidence) => {
    const result = findHandshake(evidence, "ordinary")?.result;
    if (result?.outcome !== "alert" || result.description !== "no_application_protocol") return [];
    const accepted = evidence.profile?.alpn ?? [];
    return [{ kind: "alpn_mismatch", severity: "error", accepted, alert: result.description }];
  },
};
