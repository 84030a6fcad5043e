import type { Alert, AlertAct, AlertPost, AlertState, AlertSubject, Concern } from "./alert.ts";
import type { Matter, News } from "./alert-news.ts";
import { mattersOf, newsOf } from "./alert-news.ts";
import type { WatchSettings } from "./channel.ts";
import { LEVELS, nextDueAt } from "./due.ts";
import type { Level } from "./thresholds.ts";

const DAY = 86_400_000;
/** Kept of an alert: the root and the newest. */
const MAX_POSTS = 20;
const MAX_MENTIONS = 10;
/** Closed for less than this, it has only flickered: who has acknowledged it still has. */
const FLICKER_MS = DAY;

interface Advance {
  readonly before: Alert | null;
  readonly subject: AlertSubject;
  /** Of every watch of the channel that has to do with it. */
  readonly concerns: readonly Concern[];
  readonly settings: Pick<WatchSettings, "days">;
  /** The end of the quiet hours that this is in; null in none. */
  readonly quietUntil: number | null;
  readonly now: number;
}

/** The alert as it is to be now, at most one post richer. `alert` null: nothing is to be told, nor ever was. `nextAt`: when time alone
 *  changes something, always after `now`; null for never. Doing it again changes nothing. */
export function advanceAlert(advance: Advance): { alert: Alert | null; nextAt: number | null } {
  const { before, concerns, settings, now } = advance;
  const live = concerns.filter(({ troubles }) => troubles.length > 0);
  if (live.length === 0) return { alert: before && closeAlert(before, concerns, now), nextAt: null };
  const later = live.flatMap(({ troubles, days }) =>
    troubles.flatMap((trouble) => nextDueAt(trouble, days ?? settings.days, now) ?? []),
  );
  const matters = mattersOf(live, settings, now);
  if (matters.length === 0) return { alert: before, nextAt: earliest(later) };

  const alert = openAlert(advance);
  const news = newsOf(matters, alert);
  const said = news.filter((each) => whenToSay(each, alert, advance) <= now);
  const remindAt = whenToRemind(matters, alert, advance);
  if (said.length === 0 && (remindAt === null || remindAt > now)) {
    const times = [...news.map((each) => whenToSay(each, alert, advance)), remindAt ?? Infinity];
    const held = times.filter((at) => at < Infinity);
    return { alert: stillTold(alert, matters), nextAt: earliest([...later, ...held]) };
  }
  const post = {
    number: (alert.posts.at(-1)?.number ?? -1) + 1,
    why: whyOf(said, alert),
    at: now,
    level: worstLevel(news.length === 0 ? matters : news),
    mentions: ownersOf(live),
  };
  return { alert: addPost(alert, matters, post), nextAt: earliest(later) };
}

/** What a person does with it; the same alert when that changes nothing. */
export function actOnAlert(alert: Alert, act: AlertAct): Alert {
  if (alert.state !== "open") return alert;
  switch (act.act) {
    case "acknowledge":
      if (alert.acknowledged !== null) return alert;
      return { ...alert, acknowledged: { by: act.by, at: act.at }, snoozed: null };
    case "snooze":
      return { ...alert, snoozed: { by: act.by, until: act.until } };
    case "reopen":
      if (alert.acknowledged === null && alert.snoozed === null) return alert;
      return { ...alert, acknowledged: null, snoozed: null };
  }
}

function openAlert({ before, subject, now }: Advance): Alert {
  if (before === null) {
    const nothing = { acknowledged: null, snoozed: null, closedAt: null, replaced: null } as const;
    const told = { level: "info", leftMs: null, kinds: [] } as const;
    return { subject, state: "open", openedAt: now, told, posts: [], ...nothing };
  }
  if (before.state === "open") return before;
  const isFlicker = before.closedAt !== null && now - before.closedAt < FLICKER_MS;
  return {
    ...before,
    state: "open",
    told: { ...before.told, kinds: [] },
    acknowledged: isFlicker ? before.acknowledged : null,
    snoozed: before.snoozed !== null && before.snoozed.until > now ? before.snoozed : null,
    closedAt: null,
    replaced: null,
  };
}

/** Without a word: who renewed it knows. */
function closeAlert(before: Alert, concerns: readonly Concern[], now: number): Alert | null {
  if (before.posts.length === 0) return null;
  if (before.state !== "open") return before;
  const replaced = concerns
    .flatMap((concern) => concern.replaced ?? [])
    .reduce<Concern["replaced"]>((one, other) => (one !== null && one.at >= other.at ? one : other), null);
  const isDropped = concerns.every(({ unwatched }) => unwatched === true);
  const state: AlertState = replaced !== null ? "renewed" : isDropped ? "dropped" : "resolved";
  return { ...before, state, closedAt: now, replaced };
}

/** Infinity for never. The end, and what is critical and nobody knew when they acknowledged or snoozed, is said in any case. */
function whenToSay(news: News, { acknowledged, snoozed }: Alert, { quietUntil }: Advance): number {
  const isUrgent = news.leftMs === 0 || (news.leftMs === null && news.isNewKind && news.level === "critical");
  if (acknowledged !== null && !isUrgent && !news.isLast) return Infinity;
  return Math.max(
    news.from,
    isUrgent ? 0 : (snoozed?.until ?? 0),
    news.level === "critical" ? 0 : (quietUntil ?? 0),
  );
}

/** Who snoozes wants to hear of it again. Null: nobody has. */
function whenToRemind(
  matters: readonly Matter[],
  { snoozed }: Alert,
  { quietUntil }: Advance,
): number | null {
  if (snoozed === null) return null;
  return Math.max(snoozed.until, worstLevel(matters) === "critical" ? 0 : (quietUntil ?? 0));
}

function whyOf(said: readonly News[], { posts, acknowledged }: Alert): AlertPost["why"] {
  if (posts.length === 0) return "opened";
  const isReminder = (news: News) => acknowledged !== null && news.isLast && news.leftMs !== 0;
  const others = said.filter((news) => !isReminder(news));
  if (others.some(({ why }) => why === "escalated")) return "escalated";
  return others.length > 0 ? "returned" : "reminded";
}

/** One post tells everything that is the matter. */
function addPost(
  alert: Alert,
  matters: readonly Matter[],
  { level, ...post }: Pick<AlertPost, "number" | "why" | "at" | "mentions"> & { readonly level: Level },
): Alert {
  const lefts = [alert.told.leftMs, ...matters.map(({ leftMs }) => leftMs)].filter((left) => left !== null);
  const leftMs = earliest(lefts);
  const kinds = matters.map(({ kind }) => kind).toSorted();
  const added = {
    ...post,
    told: { level, leftMs, kinds },
    mentions: level === "critical" ? post.mentions : [],
  };
  const posts = [...alert.posts.slice(0, 1), ...[...alert.posts.slice(1), added].slice(1 - MAX_POSTS)];
  const isOver = alert.snoozed !== null && alert.snoozed.until <= post.at;
  return {
    ...alert,
    posts: alert.posts.length === 0 ? [added] : posts,
    told: { level: worstLevel(matters), leftMs, kinds },
    snoozed: isOver ? null : alert.snoozed,
  };
}

/** Of what was told, what is the matter still. */
function stillTold(alert: Alert, matters: readonly Matter[]): Alert {
  const kinds = alert.told.kinds.filter((told) => matters.some(({ kind }) => kind === told));
  const level = LEVELS[Math.min(LEVELS.indexOf(alert.told.level), LEVELS.indexOf(worstLevel(matters)))];
  return { ...alert, told: { ...alert.told, kinds, level: level ?? alert.told.level } };
}

function worstLevel(of: readonly { readonly level: Level }[]): Level {
  return LEVELS.findLast((level) => of.some((each) => each.level === level)) ?? "info";
}

function ownersOf(concerns: readonly Concern[]): readonly string[] {
  const owners = new Set(concerns.flatMap(({ owner }) => owner ?? []));
  return [...owners].toSorted().slice(0, MAX_MENTIONS);
}

function earliest(times: readonly number[]): number | null {
  return times.length === 0 ? null : times.reduce((one, other) => Math.min(one, other));
}
