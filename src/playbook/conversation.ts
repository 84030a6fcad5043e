import type { ClientTrial } from "../diagnosis/client-trial.ts";
import type { Diagnosis, DiagnosisResult, Given } from "../diagnosis/diagnosis.ts";
import type { Evidence } from "../diagnosis/evidence.ts";
import { isClientId } from "../diagnosis/asked-clients.ts";
import { judgeTrial } from "../diagnosis/judge-trial.ts";
import type { ThreadFact } from "../diagnosis/thread-fact.ts";
import type { JudgedTrial } from "./known.ts";
import { knowFrom } from "./known.ts";
import { choiceAt } from "./place.ts";
import type { Answer, Walk } from "./walk.ts";
import { walk } from "./walk.ts";

/** What people have added to a diagnosis since it was asked for. */
export interface Conversation {
  readonly answers: readonly Answer[];
  readonly thread: readonly ThreadFact[];
  /** What named clients got; null while none has been tried. */
  readonly trials: readonly ClientTrial[] | null;
  /** The check that this one repeats; null for a first one. */
  readonly previous: Diagnosis | null;
}

export type Checked = Extract<DiagnosisResult, { readonly state: "checked" }>;

/** Where the conversation about a check stands. */
export function walkThrough(
  { given = {} }: Pick<Diagnosis, "given">,
  { evidence, findings }: Checked,
  { answers, thread, trials }: Conversation,
): Walk {
  const judged = trials && judgeTrials(trials, evidence);
  return walk(answers, knowFrom({ evidence, findings, trials: judged, thread, given }));
}

/** Those that could be asked. */
export function judgeTrials(trials: readonly ClientTrial[], evidence: Evidence): JudgedTrial[] {
  return trials.flatMap((trial) => {
    const judgement = judgeTrial(trial, evidence);
    if (judgement.state === "not_asked") return [];
    return [{ client: trial.client, finding: judgement.state === "fails" ? judgement.finding : null }];
  });
}

/** It goes on as soon as named clients have been tried: the server can be reached, and the client is one that we know. */
export function awaitsTrials(
  { position, steps }: Walk,
  { evidence }: Checked,
  { trials }: Conversation,
): boolean {
  return (
    position.node === "client_handshake" &&
    trials === null &&
    evidence.profile !== null &&
    isClientId(choiceAt("client", steps) ?? "")
  );
}

/** What was said of the place, to be given to another check of the same. */
export function summarizePlace({ steps }: Pick<Walk, "steps">): Given {
  const product = choiceAt("product", steps);
  const direction = choiceAt("direction_private_cloud", steps) ?? choiceAt("direction_public_cloud", steps);
  const client = choiceAt("client", steps);
  return {
    ...(product !== null && { product }),
    ...(direction !== null && { direction }),
    ...(client !== null && { client }),
  };
}
