import { createHash } from "node:crypto";
import type { WebClient } from "@slack/web-api";
import type { Catalog } from "../../locales/catalog.ts";
import type { AlertPost } from "../../watches/alert.ts";
import type { StoredAlert } from "../../watches/channel.ts";
import { alertPostView, alertView } from "../views/alert.ts";
import type { MessageView } from "../views/message.ts";
import type { MessageKey, Place } from "./messenger.ts";
import { isThreadGone, updateMessage } from "./messenger.ts";
import type { PostLedger } from "./post-once.ts";
import { postOnce } from "./post-once.ts";

/** What is known of the messages of one opening of an alert. */
export interface AlertLedger {
  load(numbers: readonly number[]): Promise<{
    /** The number of the post that is the root message. */
    readonly root: number;
    readonly rootTs: string | null;
    readonly lost: boolean;
    /** A digest of what it shows. */
    readonly shown: string | null;
    /** Up to which number all is said. */
    readonly said: number;
  }>;
  /** Of one post. */
  post(number: number): PostLedger;
  beRoot(number: number): Promise<void>;
  loseRoot(): Promise<void>;
  setShown(digest: string): Promise<void>;
  passOver(number: number): Promise<void>;
}

export interface ShowAlert {
  readonly client: WebClient;
  readonly catalog: Catalog;
  readonly ledger: AlertLedger;
  readonly channel: string;
  /** The alert's key. */
  readonly subject: string;
  readonly stored: StoredAlert;
  /** Names the post in Slack. */
  readonly keyOf: (number: number) => MessageKey;
  /** ms since 1970. */
  readonly now: number;
  /** Draws even what is shown already, as far as we know: another worker may have drawn an older state over it. */
  readonly force: boolean;
  readonly onPosted: (post: AlertPost) => void;
}

/** Makes the channel show the alert: every message that must exist is there once, and the root message says how things are.
 *  Safe to run again after any failure, and from two places at once. */
export async function showAlert(show: ShowAlert): Promise<void> {
  const { stored, ledger } = show;
  const numbers = stored.alert.posts.map(({ number }) => number);
  const [first] = stored.alert.posts;
  if (first === undefined) return;
  const { root, rootTs, lost } = await ledger.load(numbers);
  const rootPost = stored.alert.posts.find(({ number }) => number === root) ?? first;
  if (rootTs === null && !lost) await postRoot(show, rootPost);
  await drawRoot(show, numbers);
  await postNext(show, numbers);
}

/** What the post says is in the root message, so of several that are due at once (after Slack was away) it is the only one. */
async function postRoot(show: ShowAlert, post: AlertPost): Promise<void> {
  const { ledger, stored } = show;
  const last = stored.alert.posts.at(-1) ?? post;
  const view = rootView(show, [...post.mentions, ...last.mentions]);
  const { fresh } = await send(show, { channel: show.channel, threadTs: null }, view, post);
  if (!fresh) return;
  await ledger.setShown(digestOf(view));
  if (last.number > post.number) await ledger.passOver(last.number);
}

/** A message that somebody deleted is not posted anew for nothing: the next thing to say opens another. */
async function drawRoot(show: ShowAlert, numbers: readonly number[]): Promise<void> {
  const { client, channel, ledger, force, keyOf } = show;
  const { root, rootTs, shown } = await ledger.load(numbers);
  if (rootTs === null) return;
  const view = rootView(show, null);
  const digest = digestOf(view);
  if (shown === digest && !force) return;
  if (await updateMessage(client, channel, rootTs, view, keyOf(root))) await ledger.setShown(digest);
  else await ledger.loseRoot();
}

async function postNext(show: ShowAlert, numbers: readonly number[]): Promise<void> {
  const { ledger, channel, stored, catalog, now } = show;
  const { said, rootTs } = await ledger.load(numbers);
  const post = joinPosts(stored.alert.posts.filter(({ number }) => number > said));
  if (post === null) return;
  if (rootTs !== null) {
    // Only who follows a thread is told of it, and nobody may: what is urgent is shown in the channel.
    const place = { channel, threadTs: rootTs, broadcast: post.told.level !== "info" };
    try {
      await send(show, place, alertPostView(stored, post, now, catalog), post);
      return;
    } catch (error) {
      if (!isThreadGone(error)) throw error;
    }
  }
  // Written down first, so that whoever takes over looks for it in the channel.
  await ledger.beRoot(post.number);
  await postRoot(show, post);
}

/** Of several that are due at once the newest, which is about the hosts of all of them. */
function joinPosts(due: readonly AlertPost[]): AlertPost | null {
  const last = due.at(-1);
  if (last === undefined) return null;
  const { hosts: _, ...post } = last;
  const mentions = [...new Set(due.flatMap((each) => each.mentions))];
  if (due.some(({ hosts }) => hosts === undefined)) return { ...post, mentions };
  return { ...post, mentions, hosts: due.flatMap(({ hosts }) => hosts ?? []) };
}

async function send(show: ShowAlert, place: Place, view: MessageView, post: AlertPost) {
  const { client, ledger, keyOf, onPosted } = show;
  const sent = await postOnce(client, ledger.post(post.number), place, view, keyOf(post.number));
  if (sent.fresh) onPosted(post);
  return sent;
}

function rootView({ stored, subject, now, catalog }: ShowAlert, mentions: readonly string[] | null) {
  return alertView(stored, { now, subject, mentions }, catalog);
}

function digestOf(view: MessageView): string {
  return createHash("sha256").update(JSON.stringify(view)).digest("base64url");
}
