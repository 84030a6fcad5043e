import type { Target } from "../../diagnosis/target.ts";
import { parseTarget } from "../../diagnosis/target.ts";
import { nameWatched, watchRows } from "../../report/watch-rows.ts";
import type { ListedWatch } from "../../watches/channel.ts";
import type { WatchProblem } from "../../watches/watch-options.ts";
import { problemOf, WatchError } from "../../watches/watch-options.ts";
import { watchedId } from "../../watches/watched.ts";
import { UsageError } from "../../diagnosis/usage-error.ts";
import type { Asker, WatchingParts } from "../add-watches.ts";
import { addWatches, announce } from "../add-watches.ts";
import type { SlackPorts } from "../ports.ts";
import type { MessageView } from "../views/message.ts";
import { sentenceView } from "../views/sentence.ts";
import type { Refused } from "../views/watch-answer.ts";
import { describeProblem, exampleOf, unwatchAllView, unwatchAnswerView } from "../views/watch-answer.ts";
import type { WatchListPlace } from "../views/watch-list.ts";
import { MAX_FILTER, watchListView } from "../views/watch-list.ts";
import { readWatchArguments, splitWords } from "./watch-arguments.ts";

export const WATCHING_WORDS = ["watch", "unwatch", "list"] as const;
export type WatchingWord = (typeof WATCHING_WORDS)[number];

/** `watch HOST…`, `unwatch HOST…` and `list [TEXT]`. @param text behind the word @returns what only who asked is told */
export async function answerWatching(
  parts: WatchingParts,
  asker: Asker,
  { word, text }: { readonly word: WatchingWord; readonly text: string },
  now: number,
): Promise<MessageView> {
  const { ports, catalog, command } = parts;
  try {
    switch (word) {
      case "watch":
        return await addWatches(parts, asker, readWatchArguments(text, refuseTarget(ports)));
      case "unwatch":
        return await unwatch(parts, asker, text);
      case "list": {
        const filter = text.trim().toLowerCase().slice(0, MAX_FILTER);
        return await listPage(parts, asker, { page: 0, filter }, now);
      }
    }
  } catch (error) {
    if (error instanceof UsageError || error instanceof WatchError) {
      const said = describeProblem(error.problem, catalog);
      return sentenceView(`${said} ${exampleOf(word, command, catalog, error.problem)}`);
    }
    ports.onError(error, { doing: word, cause: asker.cause });
    return sentenceView(catalog.watching.unavailable);
  }
}

/** Says of a target why it may not be watched; null for one that may. A name is looked up when it is looked at. */
export function refuseTarget({ forbids }: Pick<SlackPorts, "forbids">) {
  return (target: Target): WatchProblem | null => {
    const range = forbids(target);
    return range === null ? null : { code: "address_forbidden", given: target.host, range };
  };
}

/** One page of what the channel watches. */
export async function listPage(
  { ports, catalog, command }: WatchingParts,
  { team, channel }: Pick<Asker, "team" | "channel">,
  place: WatchListPlace,
  now: number,
): Promise<MessageView> {
  const [listed, watching] = await Promise.all([
    ports.listWatches({ team, channel }),
    ports.loadWatchingChannel({ team, channel }),
  ]);
  const paused = (watching?.paused ?? null) !== null;
  const rows = watchRows(listed, { days: watching?.settings.days ?? null, paused }, now);
  return watchListView(rows, place, { paused, now, command }, catalog);
}

async function unwatch(parts: WatchingParts, asker: Asker, text: string): Promise<MessageView> {
  const { ports, catalog, command } = parts;
  const words = splitWords(text);
  if (words.length === 0) throw new UsageError({ code: "target_missing" });
  const { team, channel } = asker;
  const listed = await ports.listWatches({ team, channel });
  if (words.length === 1 && words[0]?.toLowerCase() === "all")
    return listed.length === 0
      ? sentenceView(catalog.watching.list.nothing)
      : unwatchAllView(listed.length, catalog);
  const { ids, ...answer } = findWatched(words, listed);
  const gone = await removeWatches(parts, asker, listed, ids);
  return unwatchAnswerView({ gone, ...answer }, command, catalog);
}

/** Removes, tells the channel, and answers the names of what was watched. */
export async function removeWatches(
  parts: WatchingParts,
  asker: Asker,
  listed: readonly ListedWatch[],
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const { team, channel } = asker;
  const removed = new Set(await parts.ports.removeWatches({ team, channel }, ids));
  const gone = listed
    .filter(({ watch }) => removed.has(watch.watched))
    .map(({ watched }) => nameWatched(watched));
  await announce(parts, asker, "unwatch", gone);
  return gone;
}

/** What the words mean among what is watched: the same target; of a host alone the one that is watched of it, on whatever
 *  port; an uploaded certificate by the beginning of its hash, or by its name. */
export function findWatched(
  words: readonly string[],
  listed: readonly ListedWatch[],
): {
  readonly ids: readonly string[];
  readonly notWatched: readonly string[];
  readonly similar: readonly string[];
  readonly refused: readonly Refused[];
} {
  const ids = new Set<string>();
  const notWatched: string[] = [];
  const similar = new Set<string>();
  const refused: Refused[] = [];
  for (const word of words) {
    const exact = listed.filter((each) => isCalled(each, word));
    try {
      const target = exact.length > 0 ? null : parseTarget(word);
      const found = target === null ? exact : listed.filter((each) => isSame(each, target));
      const ofHost = target === null ? [] : listed.filter((each) => isOfHost(each, target));
      const namesPort = /:\d+$|:\/\//u.test(word.replace(/[>|].*$/u, ""));
      if (found.length > 0) for (const { watch } of found) ids.add(watch.watched);
      else if (ofHost.length === 1 && !namesPort) for (const { watch } of ofHost) ids.add(watch.watched);
      else {
        notWatched.push(word);
        for (const { watched } of ofHost) similar.add(nameWatched(watched));
      }
    } catch (error) {
      refused.push({ given: word, problem: problemOf(error) });
    }
  }
  return { ids: [...ids], notWatched, similar: [...similar], refused };
}

/** At least 8 digits of a hash. */
function isCalled({ watch, watched }: ListedWatch, word: string): boolean {
  if (watched.kind !== "certificate") return watch.watched === word.toLowerCase();
  return (
    (/^sha256:[0-9a-f]{8,64}$/iu.test(word) && watch.watched.startsWith(word.toLowerCase())) ||
    nameWatched(watched).toLowerCase() === word.toLowerCase()
  );
}

function isSame({ watch }: ListedWatch, target: Target): boolean {
  return watch.watched === watchedId({ kind: "server", target });
}

function isOfHost({ watched }: ListedWatch, target: Target): boolean {
  return watched.kind === "server" && watched.target.host === target.host;
}
