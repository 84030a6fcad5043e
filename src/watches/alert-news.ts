import type { Alert, AlertPost, Concern } from "./alert.ts";
import type { WatchSettings } from "./channel.ts";
import type { Due } from "./due.ts";
import { dueOf, expiryThresholds, isWorse, worstLevel } from "./due.ts";

const DAY = 86_400_000;
/** What is over and there again is told of at most this often. */
const RETURN_MS = DAY;

/** Something that is the matter now. */
export interface Matter extends Due {
  /** The last threshold before the end is reached, so that who has acknowledged is reminded. */
  readonly isLast: boolean;
  /** Of the certificate that runs out; null where there are no thresholds. */
  readonly notAfter: number | null;
}

/** Something that is the matter now and has not been told. */
export interface News extends Matter {
  readonly why: "escalated" | "returned";
  /** No message of this alert was ever about such a thing. */
  readonly isNewKind: boolean;
  /** Nothing is said before, whatever people want. */
  readonly from: number;
  /** When it is to be said; Infinity for never. */
  readonly at: number;
}

/** One for each kind, at its worst. */
export function mattersOf(
  concerns: readonly Concern[],
  settings: Pick<WatchSettings, "days">,
  now: number,
): readonly Matter[] {
  const matters = new Map<Due["kind"], Matter>();
  for (const { troubles, days } of concerns) {
    const chosen = days ?? settings.days;
    for (const trouble of troubles) {
      const due = dueOf(trouble, chosen, now);
      if (due === null) continue;
      const last =
        trouble.kind === "expires" ? expiryThresholds(trouble.certificate, chosen).at(-2) : undefined;
      const notAfter = trouble.kind === "expires" ? trouble.certificate.notAfter : null;
      const isLast = due.leftMs !== null && due.leftMs <= (last?.leftMs ?? 0);
      matters.set(due.kind, worst(matters.get(due.kind), { ...due, isLast, notAfter }));
    }
  }
  return [...matters.values()];
}

/** What of it has not been told. A kind that was told, was over, and is there again is news once a day has passed. */
export function newsOf(matters: readonly Matter[], alert: Alert, quietUntil: number | null): readonly News[] {
  const { told, posts } = alert;
  const news = matters.flatMap((matter): Omit<News, "at">[] => {
    const last = posts.findLast((post) => post.told.kinds.includes(matter.kind));
    if (last === undefined || isWorseThanTold(matter, posts)) {
      return [{ ...matter, why: "escalated", isNewKind: last === undefined, from: 0 }];
    }
    if (told.kinds.includes(matter.kind)) return [];
    return [{ ...matter, why: "returned", isNewKind: false, from: last.at + RETURN_MS }];
  });
  return news.map((each) => Object.assign(each, { at: whenToSay(each, alert, quietUntil) }));
}

/** A threshold that was not reached when it was told last, whatever days held then; without thresholds, the first time that it is
 *  critical. */
function isWorseThanTold({ kind, level, leftMs, notAfter }: Matter, posts: readonly AlertPost[]): boolean {
  const about = posts.filter(({ told }) => told.kinds.includes(kind));
  if (leftMs !== null && notAfter !== null) return about.every(({ at }) => leftMs < notAfter - at);
  return about.every(({ told }) => isWorse(level, told.level));
}

function worst(one: Matter | undefined, other: Matter): Matter {
  if (one === undefined) return other;
  const lefts = [one.leftMs, other.leftMs].filter((leftMs) => leftMs !== null);
  return {
    kind: one.kind,
    level: isWorse(other.level, one.level) ? other.level : one.level,
    leftMs: lefts.length === 0 ? null : Math.min(...lefts),
    isLast: one.isLast || other.isLast,
    notAfter: one.notAfter ?? other.notAfter,
  };
}

/** Infinity for never. The end, and what is critical and nobody knew of when they acknowledged or snoozed, is said in any case. */
function whenToSay(
  news: Omit<News, "at">,
  { acknowledged, snoozed }: Alert,
  quietUntil: number | null,
): number {
  const isUrgent = news.leftMs === 0 || (news.leftMs === null && news.isNewKind && news.level === "critical");
  if (isUrgent) return news.from;
  if (acknowledged !== null && !news.isLast) return Infinity;
  return Math.max(news.from, snoozed?.until ?? 0, news.level === "critical" ? 0 : (quietUntil ?? 0));
}

/** Who snoozes wants to hear of it again. Infinity: nobody has. */
export function whenToRemind(
  matters: readonly Matter[],
  { snoozed }: Alert,
  quietUntil: number | null,
): number {
  if (snoozed === null) return Infinity;
  return Math.max(snoozed.until, worstLevel(matters) === "critical" ? 0 : (quietUntil ?? 0));
}

export function whyOf(said: readonly News[], { posts, acknowledged }: Alert): AlertPost["why"] {
  if (posts.length === 0) return "opened";
  const isReminder = (news: News) => acknowledged !== null && news.isLast && news.leftMs !== 0;
  const others = said.filter((news) => !isReminder(news));
  if (others.some(({ why }) => why === "escalated")) return "escalated";
  return others.length > 0 ? "returned" : "reminded";
}
