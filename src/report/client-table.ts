import type { ClientTrial } from "../diagnosis/client-trial.ts";
import type { Evidence } from "../diagnosis/evidence.ts";
import type { TrialFinding, TrialJudgement } from "../diagnosis/judge-trial.ts";
import { judgeTrial } from "../diagnosis/judge-trial.ts";
import type { Catalog } from "../locales/catalog.ts";
import { CLIENT_PROFILES } from "../tls/clients/clients.ts";
import { printable } from "./printable.ts";

/** What named clients get, for a terminal or Slack's `table`. Texts are printable. */
export interface ClientTable {
  readonly title: string;
  readonly columns: { readonly client: string; readonly result: string };
  /** In the order in which they were asked for. */
  readonly rows: readonly ClientRow[];
}

export interface ClientRow {
  readonly client: string;
  readonly state: "connects" | "fails" | "not_asked";
  /** Version and cipher suite, or the reason; at most 80 characters. */
  readonly result: string;
}

const MAX_RESULT = 80;

/** Null when no client was tried. */
export function clientTable(evidence: Evidence, catalog: Catalog): ClientTable | null {
  if (evidence.clientTrials === undefined) return null;
  const { title, columns } = catalog.clients;
  const rows = evidence.clientTrials.trials.map((trial) => describeTrial(trial, evidence, catalog));
  return { title, columns, rows };
}

function describeTrial(trial: ClientTrial, evidence: Evidence, catalog: Catalog): ClientRow {
  const client = CLIENT_PROFILES[trial.client].name;
  const judgement = judgeTrial(trial, evidence);
  return {
    client,
    state: judgement.state,
    result: printable(wordTrial(judgement, catalog), MAX_RESULT),
  };
}

/** In a few words. Hostile text. */
export function wordTrial(judgement: TrialJudgement, { clients }: Catalog): string {
  switch (judgement.state) {
    case "connects":
      return clients.connects(judgement);
    case "not_asked":
      return clients.notAsked;
    case "fails": {
      const { finding } = judgement;
      // One entry for each kind, so the entry for this kind takes this finding; the compiler cannot correlate the two.
      const reason = clients.reasons[finding.kind] as (finding: TrialFinding) => string;
      return reason(finding);
    }
  }
}
