import type { Alert, AlertPost, Concern } from "./alert.ts";
import type { WatchSettings } from "./channel.ts";
import type { Due } from "./due.ts";
import { dueOf, expiryThresholds, isWorse, worstLevel } from "./due.ts";
import { isOfHosts, levelOfHosts, untoldHosts } from "./told-hosts.ts";

const DAY = 86_400_000;
/** What is over and there again is told of at most this often. */
const RETURN_MS = DAY;
/** Hosts that go away one after the other are told of together: not before this after the last post, and twice as long after each more. */
const JOIN_MS = 5 * 60_000;
const MAX_DOUBLINGS = 2;

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
  /** What alone it is about; null: everything. */
  readonly hosts: readonly Concern[] | null;
  /** Some of them were not there when somebody acknowledged or snoozed it. */
  readonly isJoined: boolean;
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
export function newsOf(
  matters: readonly Matter[],
  alert: Alert,
  { live, quietUntil, now }: { live: readonly Concern[]; quietUntil: number | null; now: number },
): readonly News[] {
  const { told, posts } = alert;
  const all = { hosts: null, isJoined: false, isNewKind: false } as const;
  const news = matters.flatMap((matter): Omit<News, "at">[] => {
    const last = posts.findLast((post) => post.told.kinds.includes(matter.kind));
    if (last === undefined) return [{ ...matter, ...all, why: "escalated", isNewKind: true, from: 0 }];
    const ofHosts = isOfHosts(alert.subject) ? newsOfHosts(matter, alert, live, now) : [];
    if (ofHosts.length > 0) return ofHosts;
    if (!isOfHosts(alert.subject) && isWorseThanTold(matter, posts)) {
      return [{ ...matter, ...all, why: "escalated", from: 0 }];
    }
    if (told.kinds.includes(matter.kind)) return [];
    return [{ ...matter, ...all, why: "returned", from: last.at + RETURN_MS }];
  });
  return news.map((each) => Object.assign(each, { at: whenToSay(each, alert, quietUntil) }));
}

/** Hosts that joined, and those that are critical by now: of these nobody hears who has acknowledged or snoozed them. */
function newsOfHosts(
  matter: Matter,
  alert: Alert,
  live: readonly Concern[],
  now: number,
): Omit<News, "at">[] {
  const { posts, acknowledged, snoozed } = alert;
  const { joined, risen } = untoldHosts(alert, live, now);
  const isCovered = acknowledged !== null || (snoozed !== null && snoozed.until > now);
  const isJoined = joined.length > 0;
  const hosts = isJoined && isCovered ? joined : [...joined, ...risen];
  if (hosts.length === 0) return [];
  const from = (posts.at(-1)?.at ?? 0) + JOIN_MS * 2 ** Math.min(posts.length - 1, MAX_DOUBLINGS);
  const level = levelOfHosts(hosts, now);
  return [{ ...matter, level, why: "escalated", isNewKind: false, hosts, isJoined, from }];
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
  const from = Math.max(news.from, news.level === "critical" ? 0 : (quietUntil ?? 0));
  if (news.isJoined) return from;
  if (acknowledged !== null && !news.isLast) return Infinity;
  return Math.max(from, snoozed?.until ?? 0);
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
