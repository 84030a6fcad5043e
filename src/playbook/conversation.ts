import type { Diagnosis, DiagnosisResult } from "../diagnosis/diagnosis.ts";
import type { ThreadFact } from "../diagnosis/thread-fact.ts";
import type { Facts } from "./known.ts";
import { knowFrom } from "./known.ts";
import type { Answer, Walk } from "./walk.ts";
import { walk } from "./walk.ts";

/** What people have added to a diagnosis since it was asked for. */
export interface Conversation {
  readonly answers: readonly Answer[];
  readonly thread: readonly ThreadFact[];
  readonly trials: Facts["trials"];
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
  return walk(answers, knowFrom({ evidence, findings, trials, thread, given }));
}

/** It goes on as soon as named clients have been tried, and they can be. */
export function awaitsTrials({ position }: Walk, { evidence }: Checked, { trials }: Conversation): boolean {
  return position.node === "client_handshake" && trials === null && evidence.profile !== null;
}
