import type { WebClient } from "@slack/web-api";
import type { Catalog } from "../locales/catalog.ts";
import { nameWatched } from "../report/watch-rows.ts";
import type { NewWatch } from "../watches/channel.ts";
import { watchedId } from "../watches/watched.ts";
import type { ListenerParts } from "./listener-parts.ts";
import { isNotAllowedHere } from "./messages/messenger.ts";
import { expire } from "./person.ts";
import type { WatchingSaid } from "./ports.ts";
import { localesOf } from "./user-locale.ts";
import type { MessageView } from "./views/message.ts";
import { mentioningView, sentenceView } from "./views/sentence.ts";
import type { Refused } from "./views/watch-answer.ts";
import { watchAnswerView } from "./views/watch-answer.ts";

/** Who wants something of a channel's watches. Ids are Slack's. */
export interface Asker {
  readonly team: string;
  readonly enterprise: string | null;
  readonly channel: string;
  readonly user: string;
  /** Names the command, click or form; the same for a repeated delivery. */
  readonly cause: string;
  readonly responseUrl: string | null;
}

/** What the listeners of watches stand on. */
export interface WatchingParts extends Pick<ListenerParts, "ports" | "localeOf" | "personOf"> {
  readonly client: WebClient;
  /** Of who asked. */
  readonly catalog: Catalog;
  /** `/tlscheck`, for examples. */
  readonly command: string;
}

/** For all to read: more are counted. */
const MAX_ANNOUNCED = 10;
/** Somebody waits: whether we are in a channel is asked of Slack no longer than this. */
const MEMBER_TIMEOUT_MS = 1_000;

/** Adds what can be watched, tells the channel, and answers what only who asked is told. */
export async function addWatches(
  parts: WatchingParts,
  asker: Asker,
  request: { readonly watches: readonly NewWatch[]; readonly refused: readonly Refused[] },
): Promise<MessageView> {
  const { ports, client, catalog, command } = parts;
  const { watches, refused } = request;
  if (watches.length === 0)
    return watchAnswerView({ added: [], known: [], changed: [], refused }, command, catalog);
  try {
    if (!(await isMember(parts, asker.channel)))
      return mentioningView(catalog.watching.notInChannel(`<#${asker.channel}>`));
    const { team, enterprise, channel, user } = asker;
    const { locale, timeZone } = await parts.personOf(client, team, user);
    const answer = await ports.addWatches(
      {
        team,
        enterprise,
        channel,
        addedBy: user,
        locale,
        timeZone,
      },
      watches,
    );
    if ("scope" in answer) return sentenceView(catalog.watching.full(answer));
    const names = new Map(watches.map(({ watched }) => [watchedId(watched), nameWatched(watched)]));
    const named = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id);
    await announce(parts, asker, "watch", named(answer.added));
    const changing = new Set(watches.filter(saysMore).map(({ watched }) => watchedId(watched)));
    return watchAnswerView(
      {
        added: named(answer.added),
        known: named(answer.known.filter((id) => !changing.has(id))),
        changed: named(answer.known.filter((id) => changing.has(id))),
        refused,
      },
      command,
      catalog,
    );
  } catch (error) {
    ports.onError(error, { doing: "addWatches", cause: asker.cause });
    return sentenceView(catalog.watching.unavailable);
  }
}

/** What is watched already takes it over. */
function saysMore({ owner, runbook, days }: NewWatch): boolean {
  return owner !== undefined || runbook !== undefined || days !== undefined;
}

/** All in the channel are to know; who is alone with us has been told. */
export async function announce(
  { ports, localeOf, client }: WatchingParts,
  { team, enterprise, channel, user, cause, responseUrl }: Asker,
  act: WatchingSaid["act"],
  targets: readonly string[],
): Promise<void> {
  if (targets.length === 0 || channel.startsWith("D")) return;
  const first = targets.slice(0, MAX_ANNOUNCED);
  try {
    await ports.say({
      say: { kind: "watching", act, targets: first, count: targets.length },
      team,
      enterprise,
      channel,
      user,
      threadTs: null,
      ...(await localesOf(localeOf, client, { team, user, channel })),
      cause,
      subject: cause,
      responseUrl,
    });
  } catch (error) {
    // It is watched, and who asked hears so.
    ports.onError(error, { doing: "announce", cause });
  }
}

/** Whether we could tell a channel anything. A Slack that does not say so in time is no reason to refuse: a channel that
 *  cannot be written to is paused later. */
export async function isMember({ ports, client }: WatchingParts, channel: string): Promise<boolean> {
  const asked = client.conversations.history({ channel, limit: 1 }).then(
    () => true,
    (error: unknown) => {
      if (isNotAllowedHere(error)) return false;
      ports.onError(error, { doing: "conversations.history" });
      return true;
    },
  );
  return (await Promise.race([asked, expire(MEMBER_TIMEOUT_MS)])) ?? true;
}
