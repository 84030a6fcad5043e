import { findHandshake } from "../evidence.ts";
import type { Rule } from "../rule.ts";

/** Of the ordinary client. */
const OFFERED = ["h2", "http/1.1"];

/** The server speaks none of the application protocols that the client offers. */
export const alpnMismatch: Rule = {
  cites: "RFC 7301 section 3.2",
  applies: (evidence) => evidence.handshakes.length > 0,
  check: (evidence) => {
    const result = findHandshake(evidence, "ordinary")?.result;
    if (result?.outcome !== "alert" || result.description !== "no_application_protocol") return [];
    const accepted = evidence.profile?.alpn ?? [];
    const alert = result.description;
    return [{ kind: "alpn_mismatch", severity: "error", offered: OFFERED, accepted, alert }];
  },
};
