import { findHandshake } from "../evidence.ts";
import type { Finding } from "../finding.ts";
import { judgeTrial } from "../judge-trial.ts";
import type { Rule } from "../rule.ts";

/** What stands in the way of a client that was asked for by name. What an ordinary client meets too is said of that one. */
export const namedClients: Rule = {
  cites: "RFC 8446 sections 4.1.1 and 4.1.3: a server selects of what this client offers",
  applies: ({ clientTrials }) => (clientTrials?.named.length ?? 0) > 0,
  check: (evidence) => {
    const { named, trials } = evidence.clientTrials ?? { named: [], trials: [] };
    const fails = findHandshake(evidence, "ordinary")?.result.outcome !== "completed";
    return trials.flatMap((trial): Finding[] => {
      if (!named.includes(trial.client)) return [];
      const judgement = judgeTrial(trial, evidence);
      if (judgement.state !== "fails") return [];
      const { finding } = judgement;
      const isSaid = SAID_BY_PROFILE.has(finding.kind) || (fails && SHARED.has(finding.kind));
      return isSaid ? [] : [finding];
    });
  },
};

/** Of every server that has it, an error whoever asks. */
const SAID_BY_PROFILE: ReadonlySet<string> = new Set(["large_client_hello_intolerant", "version_intolerant"]);
/** Where the ordinary client fails too, it is for the same reason. */
const SHARED: ReadonlySet<string> = new Set([
  "not_tls",
  "starttls_required",
  "starttls_failed",
  "client_certificate_required",
  "connection_reset",
  "timeout",
  "not_determined",
]);
