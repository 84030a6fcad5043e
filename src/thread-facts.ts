import type { ThreadFact } from "./diagnosis/thread-fact.ts";
import type { Queues } from "./jobs/queues.ts";
import type { DiagnosisStore } from "./store/diagnoses.ts";

/** Adds what somebody brought into a thread to the diagnoses of that thread, whose messages are drawn again.
 *  @param cause names what brought it, the same for a repeated delivery
 *  @param channel in which it was brought */
export type BringIn = (
  diagnosisIds: readonly string[],
  fact: ThreadFact,
  cause: string,
  channel: string,
) => Promise<void>;

/** The ids come from the metadata of messages, which any app of the channel may write: none speaks for another channel. Safe to run again: a fact that is there twice answers what it answers once. */
export function createBringIn(store: DiagnosisStore, queues: Queues): BringIn {
  return async (diagnosisIds, fact, cause, channel) => {
    for (const id of diagnosisIds) {
      if ((await store.load(id))?.origin.channel !== channel) continue;
      if (!(await store.appendFact(id, fact))) continue;
      await queues.enqueueShow(id, cause.replaceAll(":", "-"));
    }
  };
}
