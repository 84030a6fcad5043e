import { findHandshake } from "../evidence.ts";
import type { Rule } from "../rule.ts";

const NO_COMMON_PARAMETERS = new Set(["handshake_failure", "insufficient_security"]);

/** The server speaks our version but shares no suite with an ordinary client. A request for a client
 *  certificate or an older version that works explains the same alert better. */
export const cipherSuiteMismatch: Rule = {
  cites: "RFC 5246 section 7.2.2 handshake_failure; RFC 8446 section 4.1.1",
  applies: (evidence) => evidence.handshakes.length > 0,
  check: (evidence) => {
    const ordinary = findHandshake(evidence, "ordinary");
    if (ordinary?.result.outcome !== "alert" || ordinary.certificateList.length > 0) return [];
    if (!NO_COMMON_PARAMETERS.has(ordinary.result.description)) return [];
    if (findHandshake(evidence, "legacy")?.result.outcome === "completed") return [];
    if (findHandshake(evidence, "without_server_name")?.result.outcome === "completed") return [];
    if (evidence.target.serverName === null) return [];
    return [{ kind: "cipher_suite_mismatch", severity: "error", alert: ordinary.result.description }];
  },
};
