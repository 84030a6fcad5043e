import { explainFailure } from "../mismatch.ts";
import type { Rule } from "../rule.ts";

/** Version and suite fit, but every suite in common needs a key exchange of which there is none in common. */
export const groupMismatch: Rule = {
  cites: "RFC 8446 section 4.2.7; RFC 8422 section 5.1.1",
  applies: (evidence) => evidence.profile !== null,
  check: (evidence) => {
    const failure = explainFailure(evidence);
    if (failure?.parameter !== "groups") return [];
    const { offered, accepted, alert } = failure;
    return [{ kind: "group_mismatch", severity: "error", offered, accepted, alert }];
  },
};
