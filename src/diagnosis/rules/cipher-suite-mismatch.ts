import { ORDINARY_CLIENT } from "../client-capabilities.ts";
import { findHandshake } from "../evidence.ts";
import { explainFailure, refusesAll, tellsCipherSuites } from "../mismatch.ts";
import type { Rule } from "../rule.ts";

const NO_COMMON_PARAMETERS = new Set(["handshake_failure", "insufficient_security"]);

/** The server speaks our version but shares no suite with an ordinary client. Where its suites are not known, the alert says
 *  so, unless something else that completes explains that alert better. */
export const cipherSuiteMismatch: Rule = {
  cites: "RFC 5246 section 7.2.2 handshake_failure; RFC 8446 section 4.1.1",
  applies: (evidence) => evidence.handshakes.length > 0,
  check: (evidence) => {
    const { profile, target, handshakes } = evidence;
    const failure = explainFailure(evidence);
    if (failure?.parameter === "cipher_suites") {
      const { offered, accepted, alert } = failure;
      return [{ kind: "cipher_suite_mismatch", severity: "error", offered, accepted, alert }];
    }
    if (failure !== null || tellsCipherSuites(profile) || target.serverName === null) return [];
    // It is not for want of a common suite that it refuses them all.
    if (refusesAll(profile)) return [];
    const ordinary = findHandshake(evidence, "ordinary");
    if (ordinary?.result.outcome !== "alert" || ordinary.certificateList.length > 0) return [];
    const alert = ordinary.result.description;
    if (!NO_COMMON_PARAMETERS.has(alert)) return [];
    if (handshakes.some(({ result }) => result.outcome === "completed")) return [];
    if (profile !== null && profile.intolerances.length > 0) return [];
    const { cipherSuites: offered } = ORDINARY_CLIENT;
    return [{ kind: "cipher_suite_mismatch", severity: "error", offered, accepted: [], alert }];
  },
};
