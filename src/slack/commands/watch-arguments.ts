import type { StartTlsProtocol } from "../../diagnosis/starttls.ts";
import type { Target } from "../../diagnosis/target.ts";
import { parseTarget } from "../../diagnosis/target.ts";
import { UsageError } from "../../diagnosis/usage-error.ts";
import type { NewWatch } from "../../watches/channel.ts";
import { watchedId } from "../../watches/watched.ts";
import type { WatchProblem } from "../../watches/watch-options.ts";
import type { Refused } from "../views/watch-answer.ts";
import {
  parseDays,
  parseOwner,
  parseRunbook,
  parseStartTls,
  problemOf,
} from "../../watches/watch-options.ts";

/** A command may name this many; a file more. */
export const MAX_WATCHES = 500;

export interface WatchRequest {
  readonly watches: readonly NewWatch[];
  readonly refused: readonly Refused[];
}

/** What holds for every target of a request. Absent: stays as it is. */
export interface WatchOptions {
  readonly startTls?: StartTlsProtocol;
  readonly owner?: string;
  readonly runbook?: string;
  readonly days?: readonly number[];
}

/** Slack's editor turns two hyphens into a dash. */
const OPTION = /^(?:--|[—–])([a-z]+)(?:=(.*))?$/isu;
const RUNBOOK = /(?<!\S)(?:--|[—–])runbook(?:=|\s+)(<[^<>]*>|[^\s<-]\S*)/giu;
const READERS: Readonly<Record<string, (given: string) => WatchOptions>> = {
  starttls: (given) => ({ startTls: parseStartTls(given) }),
  owner: (given) => ({ owner: parseOwner(given) }),
  runbook: (given) => ({ runbook: parseRunbook(given) }),
  days: (given) => ({ days: parseDays(given) }),
};

/** What stands behind `watch`: hosts over lines, with commas, as links; options anywhere among them.
 *  @throws UsageError, WatchError for an option that is wrong, for no target, and for more than MAX_WATCHES */
export function readWatchArguments(text: string, refuse: Refuse): WatchRequest {
  const words: string[] = [];
  let options: WatchOptions = {};
  const given = splitWords(
    // A comma is part of a link to a runbook, and ends a host.
    text.replace(RUNBOOK, (_, runbook: string) => {
      options = { ...options, runbook: parseRunbook(runbook) };
      return " ";
    }),
  );
  for (let word = given.shift(); word !== undefined; word = given.shift()) {
    const [, name, value] = OPTION.exec(word) ?? [];
    if (name === undefined) {
      words.push(word);
      continue;
    }
    const read = READERS[name.toLowerCase()];
    if (read === undefined) throw new UsageError({ code: "option_unknown", given: word });
    // `30, 7, 1` is one value.
    const more = name.toLowerCase() === "days" ? takeNumbers(given) : [];
    const first = value ?? (more.length > 0 ? "" : (given.shift() ?? ""));
    options = { ...options, ...read([first, ...more].join(" ").trim()) };
  }
  if (words.length === 0) throw new UsageError({ code: "target_missing" });
  return readTargets(words, options, refuse);
}

/** Why a target may not be watched; null for one that may. */
export type Refuse = (target: Target) => WatchProblem | null;

/** Each once, in the given order. @throws UsageError for more than MAX_WATCHES */
export function readTargets(
  words: readonly string[],
  { startTls, ...options }: WatchOptions,
  refuse: Refuse,
): WatchRequest {
  const watches = new Map<string, NewWatch>();
  const refused: Refused[] = [];
  for (const given of words) {
    try {
      const target = parseTarget(given, startTls);
      const problem = refuse(target);
      if (problem !== null) refused.push({ given, problem });
      else {
        const watched = { kind: "server", target } as const;
        watches.set(watchedId(watched), { watched, ...options });
      }
    } catch (error) {
      refused.push({ given, problem: problemOf(error) });
    }
  }
  const count = watches.size + refused.length;
  if (count > MAX_WATCHES) throw new UsageError({ code: "too_many_targets", count, limit: MAX_WATCHES });
  return { watches: [...watches.values()], refused };
}

/** A link with a space in what it shows is one word. */
export function splitWords(text: string): string[] {
  return text.match(/<[^<>]*>|[^\s,]+/gu) ?? [];
}

function takeNumbers(words: string[]): string[] {
  const end = words.findIndex((word) => !/^\d{1,4}$/u.test(word));
  return words.splice(0, end === -1 ? words.length : end);
}
