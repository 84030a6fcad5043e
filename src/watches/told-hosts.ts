import type { Alert, AlertSubject, Concern } from "./alert.ts";
import { dueOf, worstLevel } from "./due.ts";
import { spread } from "./spread.ts";
import type { Level } from "./thresholds.ts";

/** Of one alert: a thousand hosts, told of and told of as critical. Who knows of so many needs no word of each other one. */
const MAX_TOLD = 2_000;
const CRITICAL = "!";

export interface UntoldHosts {
  /** Nobody was told of them. */
  readonly joined: readonly Concern[];
  /** Critical, which nobody was told. */
  readonly risen: readonly Concern[];
}

/** A message about a certificate is about all that serve it; each host that goes away is news of its own. */
export function isOfHosts({ kind }: AlertSubject): boolean {
  return kind !== "certificate";
}

/** Short, since one alert may have thousands of hosts. */
export function digestOfHost(watched: string): string {
  return spread(watched).toString(36);
}

export function untoldHosts({ toldHosts = [] }: Alert, live: readonly Concern[], now: number): UntoldHosts {
  if (toldHosts.length >= MAX_TOLD) return { joined: [], risen: [] };
  const told = new Set(toldHosts);
  const isUntold = (concern: Concern) => keysOf(concern, now).some((key) => !told.has(key));
  const [joined, known] = [false, true].map((isKnown) =>
    live.filter(({ watched }) => told.has(digestOfHost(watched)) === isKnown),
  );
  return { joined: joined ?? [], risen: (known ?? []).filter(isUntold) };
}

/** @param isCovered who was told of is not to be told of again, however long it takes */
export function tellHosts(
  { toldHosts = [] }: Alert,
  concerns: readonly Concern[],
  now: number,
  isCovered: boolean,
): readonly string[] {
  const covered = isCovered ? toldHosts.map((key) => (key.endsWith(CRITICAL) ? key : key + CRITICAL)) : [];
  const keys = concerns.flatMap((concern) => keysOf(concern, now)).toSorted();
  return [...new Set([...toldHosts, ...covered, ...keys])].slice(0, MAX_TOLD);
}

/** An alert that was written before hosts were told of one by one: what is there was told. */
export function knowHosts(alert: Alert, live: readonly Concern[], now: number): Alert {
  if (alert.toldHosts !== undefined || alert.posts.length === 0 || !isOfHosts(alert.subject)) return alert;
  const isCritical = alert.posts.some(({ told }) => told.level === "critical");
  const keys = tellHosts(alert, live, now, false);
  return { ...alert, toldHosts: isCritical ? keys : keys.filter((key) => !key.endsWith(CRITICAL)) };
}

export function levelOfHosts(concerns: readonly Concern[], now: number): Level {
  return worstLevel(
    concerns.flatMap(({ troubles, days }) => troubles.flatMap((each) => dueOf(each, days, now) ?? [])),
  );
}

function keysOf(concern: Concern, now: number): string[] {
  const digest = digestOfHost(concern.watched);
  return levelOfHosts([concern], now) === "critical" ? [digest, digest + CRITICAL] : [digest];
}
