import type { WebClient } from "@slack/web-api";
import { WebAPIPlatformError } from "@slack/web-api";
import type { Backend } from "./backend.ts";
import { pastedFact } from "./diagnosis/thread-fact.ts";
import type { SayJob } from "./jobs/queues.ts";
import type { Catalog } from "./locales/catalog.ts";
import { catalogFor } from "./locales/catalogs.ts";
import { nameFor } from "./name-for.ts";
import type { MessageKey } from "./slack/messages/messenger.ts";
import { isNotAllowedHere, listOurMessages } from "./slack/messages/messenger.ts";
import { postOnce } from "./slack/messages/post-once.ts";
import { sendPrivately } from "./slack/messages/private-answer.ts";
import type { ShowLedger } from "./slack/messages/show-diagnosis.ts";
import { sentenceView } from "./slack/views/sentence.ts";
import { explanationView } from "./slack/views/explanation.ts";
import type { MessageView } from "./slack/views/message.ts";
import { languageSetView, watchSettingsSetView } from "./slack/views/settings-modal.ts";
import { pausedView, resumedView } from "./slack/views/paused.ts";
import { announcedView } from "./slack/views/watch-answer.ts";
import type { BringIn } from "./thread-facts.ts";
import { waitAsSlackSays } from "./wait-as-slack-says.ts";

/** The job that posts what is no diagnosis: an explanation, that the channel has another language, what it watches. */
export function createSaying({ access }: Pick<Backend, "access">, ledger: ShowLedger, bringIn: BringIn) {
  const process = async (job: SayJob): Promise<void> => {
    const { channel, threadTs, locale } = job;
    const client = await access.clientFor(job);
    try {
      const key = keyOf(job.subject);
      const { fresh } = await postOnce(
        client,
        ledger,
        { channel, threadTs },
        draw(job, catalogFor(locale)),
        key,
      );
      // Another attempt of the job that posted it finds its own cause there.
      if (fresh) await ledger.setShown(key, job.cause);
      await bringInto(bringIn, client, job);
      if (!fresh && job.say.kind === "explanation" && (await ledger.shown(key)) !== job.cause)
        await tellAlready(client, job);
    } catch (error) {
      if (!isNotAllowedHere(error)) throw error;
      await sayPrivately(client, ledger, job);
    }
  };
  return (job: SayJob) => process(job).catch(waitAsSlackSays);
}

/** What was pasted into the thread of a check answers its questions. */
async function bringInto(
  bringIn: BringIn,
  client: WebClient,
  { say, channel, threadTs, cause }: SayJob,
): Promise<void> {
  if (say.kind !== "explanation" || say.explanation.causes.length === 0 || threadTs === null) return;
  const { diagnosisIds } = await listOurMessages(client, channel, threadTs);
  await bringIn(diagnosisIds, pastedFact(say.explanation.causes), cause, channel);
}

function draw({ say, user }: SayJob, catalog: Catalog): MessageView {
  switch (say.kind) {
    case "explanation":
      return explanationView(say.explanation, catalog);
    case "language":
      return languageSetView(say.tag, user, catalog);
    case "watch_settings":
      return watchSettingsSetView(say.changes, user, catalog);
    case "paused":
      return pausedView(say, catalog);
    case "resumed":
      return resumedView(say.by, catalog);
    case "watching":
      return announcedView(say, user, catalog);
  }
}

/** The bot is not in the channel. */
async function sayPrivately(client: WebClient, ledger: ShowLedger, job: SayJob): Promise<void> {
  const { cause, user, responseUrl, locale, ownLocale = locale } = job;
  const key = keyOf(cause);
  if ((await ledger.shown(key)) !== null) return;
  await sendPrivately(client, { user, responseUrl }, draw(job, catalogFor(ownLocale)));
  await ledger.setShown(key, "private");
}

/** Somebody else asked before. */
async function tellAlready(client: WebClient, job: SayJob): Promise<void> {
  const { channel, threadTs, user, responseUrl, locale, ownLocale = locale } = job;
  const view = sentenceView(catalogFor(ownLocale).explaining.already);
  const { text, blocks } = view;
  const thread = threadTs !== null && { thread_ts: threadTs };
  try {
    await client.chat.postEphemeral({ channel, user, ...thread, text, blocks });
  } catch (error) {
    // A public channel can be read, and its messages' shortcuts used, without being a member.
    if (!isNotMember(error) && !isNotAllowedHere(error)) throw error;
    await sendPrivately(client, { user, responseUrl }, view);
  }
}

function isNotMember(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && error.data.error === "user_not_in_channel";
}

function keyOf(name: string): MessageKey {
  return { diagnosisId: `said-${nameFor(name)}`, part: "verdict" };
}
