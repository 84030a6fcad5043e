import { explainFailure } from "../mismatch.ts";
import type { Rule } from "../rule.ts";

/** Everything else fits, but the server has no signature that the client can check. */
export const signatureAlgorithmMismatch: Rule = {
  cites: "RFC 8446 section 4.2.3; RFC 5246 section 7.4.1.4.1; RFC 9155",
  applies: (evidence) => evidence.profile !== null,
  check: (evidence) => {
    const failure = explainFailure(evidence);
    if (failure?.parameter !== "signature_algorithms") return [];
    const { offered, accepted, alert } = failure;
    return [{ kind: "signature_algorithm_mismatch", severity: "error", offered, accepted, alert }];
  },
};
