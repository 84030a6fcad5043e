import type { ConversationsRepliesResponse, WebClient } from "@slack/web-api";
import { WebAPIPlatformError } from "@slack/web-api";
import type { MessageView } from "../views/message.ts";

/** A channel, and a thread in it where that is not null. */
export interface Place {
  readonly channel: string;
  readonly threadTs: string | null;
  /** What is said in a thread is shown in the channel, too: only who follows a thread is told of it. */
  readonly broadcast?: boolean;
}

/** Marks a message as ours, so that it can be found again after a crash. */
export interface MessageKey {
  readonly diagnosisId: string;
  readonly part: "parent" | "verdict";
}

const EVENT_TYPE = "tlscheck_diagnosis";
/** Our clock and Slack's differ. */
const CLOCK_SKEW_MS = 60_000;
/** Of a message; metadata may hold 8,000 characters. */
const MAX_KEYS = 20;
const PAGE = 200;
const MAX_PAGES = 5;

/** Slack's words for "the bot may not write here". */
const NOT_ALLOWED_HERE = new Set([
  "channel_not_found",
  "not_in_channel",
  "is_archived",
  "restricted_action",
  "restricted_action_read_only_channel",
  "restricted_action_thread_only_channel",
  "restricted_action_non_threadable_channel",
]);

export function isNotAllowedHere(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && NOT_ALLOWED_HERE.has(error.data.error);
}

/** Slack's words for "the app is gone": nothing can be written anywhere. A token that is merely wrong is for who runs us to mend. */
const APP_GONE = new Set(["account_inactive", "token_revoked"]);

/** Why nothing can be written there until a person changes that, in Slack's word; null for any other error. */
export function whyGone(error: unknown): string | null {
  if (!(error instanceof WebAPIPlatformError)) return null;
  const { error: word } = error.data;
  return NOT_ALLOWED_HERE.has(word) || APP_GONE.has(word) ? word : null;
}

/** The message that a thread belongs to was deleted. */
export function isThreadGone(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && error.data.error === "thread_not_found";
}

/** Posts, and answers the message's ts. A `plan` that Slack refuses is posted as plain blocks. */
export async function postMessage(
  client: WebClient,
  place: Place,
  view: MessageView,
  key: MessageKey,
): Promise<string> {
  const { ts } = await withPlainFallback(view, (blocks) =>
    client.chat.postMessage({
      channel: place.channel,
      ...threadOf(place),
      text: view.text,
      blocks,
      metadata: metadataOf(key, view),
      unfurl_links: false,
      unfurl_media: false,
    }),
  );
  if (ts === undefined) throw new Error("chat.postMessage answered without ts");
  return ts;
}

function threadOf({ threadTs, broadcast }: Place) {
  if (threadTs === null) return {};
  return broadcast === true
    ? ({ thread_ts: threadTs, reply_broadcast: true } as const)
    : { thread_ts: threadTs };
}

/** False when somebody deleted the message. */
export async function updateMessage(
  client: WebClient,
  channel: string,
  ts: string,
  view: MessageView,
  key: MessageKey,
): Promise<boolean> {
  try {
    await withPlainFallback(view, (blocks) =>
      client.chat.update({ channel, ts, text: view.text, blocks, metadata: metadataOf(key, view) }),
    );
    return true;
  } catch (error) {
    if (error instanceof WebAPIPlatformError && error.data.error === "message_not_found") return false;
    throw error;
  }
}

/** Looks for a message of ours that was posted at or after `since` (ms since 1970). */
export async function findMessage(
  client: WebClient,
  { channel, threadTs }: Place,
  key: MessageKey,
  since: number,
): Promise<string | null> {
  const oldest = String((since - CLOCK_SKEW_MS) / 1000);
  const ours = await ownBotId(client);
  for await (const messages of readPages(client, { channel, threadTs }, oldest)) {
    const found = messages.find((message) => message.bot_id === ours && isMarked(message.metadata, key));
    if (found?.ts !== undefined) return found.ts;
  }
  return null;
}

type Messages = NonNullable<ConversationsRepliesResponse["messages"]>;

/** The messages of a channel or thread, at most `MAX_PAGES` pages of them. @param oldest a ts; absent for all */
async function* readPages(
  client: WebClient,
  { channel, threadTs }: Place,
  oldest?: string,
): AsyncGenerator<Pick<Messages[number], "ts" | "bot_id" | "metadata">[]> {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const common = {
      channel,
      limit: PAGE,
      include_all_metadata: true,
      ...(oldest !== undefined && { oldest }),
      ...(cursor !== undefined && { cursor }),
    };
    const answer =
      threadTs === null
        ? await client.conversations.history(common)
        : await client.conversations.replies({ ...common, ts: threadTs });
    yield answer.messages ?? [];
    cursor = answer.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === "") return;
  }
}

function metadataOf({ diagnosisId, part }: MessageKey, { publicKeys = [] }: MessageView) {
  const keys = publicKeys.slice(0, MAX_KEYS).join(" ");
  return {
    event_type: EVENT_TYPE,
    event_payload: { diagnosis_id: diagnosisId, part, ...(keys !== "" && { public_keys: keys }) },
  };
}

/** What our messages in a thread are about; nothing where the bot may post but not read. */
export async function listOurMessages(
  client: WebClient,
  channel: string,
  ts: string,
): Promise<{ readonly diagnosisIds: string[]; readonly publicKeys: string[] }> {
  const ours = await ownBotId(client);
  const payloads: Map<string, unknown>[] = [];
  try {
    for await (const messages of readPages(client, { channel, threadTs: ts })) {
      for (const { bot_id: botId, metadata } of messages) {
        if (botId === ours && metadata?.event_type === EVENT_TYPE)
          payloads.push(new Map(Object.entries(metadata.event_payload ?? {})));
      }
    }
  } catch (error) {
    if (!isNotAllowedHere(error)) throw error;
  }
  const texts = (name: string) =>
    payloads.map((payload) => payload.get(name)).filter((value) => typeof value === "string");
  return {
    diagnosisIds: [...new Set(texts("diagnosis_id"))],
    publicKeys: texts("public_keys").flatMap((keys) => keys.split(" ")),
  };
}

const ownBotIds = new WeakMap<WebClient, string>();

/** Any app can mark its messages as ours are marked; who posted a message is Slack's word. */
async function ownBotId(client: WebClient): Promise<string> {
  const known = ownBotIds.get(client);
  if (known !== undefined) return known;
  const { bot_id: botId } = await client.auth.test();
  if (botId === undefined) throw new Error("auth.test answered without bot_id");
  ownBotIds.set(client, botId);
  return botId;
}

function isMarked(
  metadata: { event_type?: string; event_payload?: object } | undefined,
  key: MessageKey,
): boolean {
  if (metadata?.event_type !== EVENT_TYPE) return false;
  const payload = new Map<string, unknown>(Object.entries(metadata.event_payload ?? {}));
  return payload.get("diagnosis_id") === key.diagnosisId && payload.get("part") === key.part;
}

async function withPlainFallback<T>(
  { blocks, plainBlocks }: MessageView,
  send: (blocks: MessageView["blocks"]) => Promise<T>,
): Promise<T> {
  try {
    return await send(blocks);
  } catch (error) {
    const refused = error instanceof WebAPIPlatformError && error.data.error === "invalid_blocks";
    if (!refused || plainBlocks === undefined) throw error;
    return send(plainBlocks);
  }
}
