import type { Alert, AlertAct, AlertState, AlertSubject, Concern } from "./alert.ts";
import { mattersOf, newsOf, whenToRemind, whyOf } from "./alert-news.ts";
import { addPost, ownersOf, stillTold, tellOfHosts } from "./alert-posts.ts";
import type { WatchSettings } from "./channel.ts";
import { nextDueAt, worstLevel } from "./due.ts";
import { knowHosts } from "./told-hosts.ts";

const DAY = 86_400_000;
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
  const { before, concerns, settings, quietUntil, now } = advance;
  const live = concerns.filter(({ troubles }) => troubles.length > 0);
  if (live.length === 0) return { alert: before && closeAlert(before, concerns, now), nextAt: null };
  const later = live.flatMap(({ troubles, days }) =>
    troubles.flatMap((trouble) => nextDueAt(trouble, days ?? settings.days, now) ?? []),
  );
  const matters = mattersOf(live, settings, now);
  if (matters.length === 0) return { alert: before, nextAt: earliest(later) };

  const alert = knowHosts(openAlert(advance), live, now);
  const news = newsOf(matters, alert, { live, quietUntil, now });
  const said = news.filter(({ at }) => at <= now);
  const remindAt = whenToRemind(matters, alert, quietUntil);
  if (said.length === 0 && remindAt > now) {
    const held = [...news.map(({ at }) => at), remindAt].filter((at) => at < Infinity);
    // Of what nobody was told yet, nothing is to be seen either.
    const kept = isOver(before) ? before : stillTold(alert, matters);
    return { alert: kept, nextAt: earliest([...later, ...held]) };
  }
  const level = worstLevel(remindAt <= now ? matters : news);
  const hosts = remindAt <= now ? null : (news[0]?.hosts ?? null);
  const mentions = level === "critical" ? ownersOf(hosts ?? live) : [];
  const post = { why: whyOf(said, alert), at: now, level, mentions };
  const told = tellOfHosts(addPost(alert, matters, post), { hosts, live, now });
  const next = newsOf(matters, told, { live, quietUntil, now }).filter(({ at }) => at < Infinity);
  return { alert: told, nextAt: earliest([...later, ...next.map(({ at }) => at)]) };
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
    case "wake":
      return alert.snoozed === null ? alert : { ...alert, snoozed: null };
  }
}

/** Nobody was told, or nobody who watched has anything to do with it any more: what comes is another alert, with a message of its own. */
function isOver(before: Alert | null): before is null | (Alert & { state: "dropped" }) {
  return before === null || before.state === "dropped";
}

function openAlert({ before, subject, now }: Advance): Alert {
  if (isOver(before)) {
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
function closeAlert(before: Alert, concerns: readonly Concern[], now: number): Alert {
  if (before.state !== "open") return before;
  const replaced = concerns
    .flatMap((concern) => concern.replaced ?? [])
    .reduce<Concern["replaced"]>((one, other) => (one !== null && one.at >= other.at ? one : other), null);
  const isDropped = concerns.every(({ unwatched }) => unwatched === true);
  const state: AlertState = replaced !== null ? "renewed" : isDropped ? "dropped" : "resolved";
  return { ...before, state, closedAt: now, replaced };
}

function earliest(times: readonly number[]): number | null {
  return times.length === 0 ? null : times.reduce((one, other) => Math.min(one, other));
}
