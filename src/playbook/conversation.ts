import type { Diagnosis } from "../diagnosis/diagnosis.ts";
import type { ThreadFact } from "../diagnosis/thread-fact.ts";
import type { Facts } from "./known.ts";
import type { Answer } from "./walk.ts";

/** What people have added to a diagnosis since it was asked for. */
export interface Conversation {
  readonly answers: readonly Answer[];
  readonly thread: readonly ThreadFact[];
  readonly trials: Facts["trials"];
  /** The check that this one repeats; null for a first one. */
  readonly previous: Diagnosis | null;
}
