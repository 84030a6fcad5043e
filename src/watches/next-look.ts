import { UNREACHABLE_TRIES } from "./judge-look.ts";
import { spread, spreadShare } from "./spread.ts";
import type { WatchedState } from "./watched-state.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** After a look that showed nothing, doubled each time. */
const RETRY_MS = MINUTE;
/** What a look changed is confirmed after this. */
const CONFIRM_MS = 2 * MINUTE;
/** Both are moved by up to this share, so that what failed together is not asked again together. */
const JITTER = 0.25;

/** When it is to be looked at again, ms since 1970, always after `now`. Each id has a moment of its own in the period, so that looks stay
 *  spread over it however many were late. Between half and one and a half periods pass. */
export function nextLookAt({
  id,
  state,
  now,
  periodMs,
}: {
  readonly id: string;
  readonly state: WatchedState;
  readonly now: number;
  readonly periodMs: number;
}): number {
  const soon = soonMs(state);
  const regular = nextMoment(now + periodMs / 2, spread(id) % periodMs, periodMs);
  if (soon === null) return regular;
  const jitter = 1 + JITTER * (2 * spreadShare(`${id} ${state.checkedAt}`) - 1);
  return Math.min(now + Math.max(1, Math.round(soon * jitter)), regular);
}

/** Whether what the server accepts is asked for too, which takes dozens of connections: at the first look after the day's moment of this
 *  id. Never at the first look at all: whoever adds 500 hosts would ask all of them at once. */
export function wantsProfile({
  id,
  state,
  now,
}: {
  readonly id: string;
  readonly state: WatchedState | null;
  readonly now: number;
}): boolean {
  if (state === null || state.failures > 0) return false;
  return nextMoment(state.checkedAt, spread(`profile ${id}`) % DAY, DAY) <= now;
}

function soonMs({ failures, unconfirmed }: WatchedState): number | null {
  if (failures > 0 && failures < UNREACHABLE_TRIES) return RETRY_MS * 2 ** (failures - 1);
  return failures === 0 && unconfirmed?.early === true ? CONFIRM_MS : null;
}

/** The first moment after this one that has the phase. */
function nextMoment(after: number, phase: number, periodMs: number): number {
  return (Math.floor((after - phase) / periodMs) + 1) * periodMs + phase;
}
