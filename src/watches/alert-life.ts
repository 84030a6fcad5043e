import type { Level, Threshold } from "./thresholds.ts";

/** What a channel is told of one certificate, however many hosts serve it. Plain JSON; times in ms since 1970. */
export interface ExpiryAlert {
  /** SHA-256 fingerprint of the certificate. */
  readonly sha256: string;
  readonly notAfter: number;
  /** `host:port` of those that serve it in this channel. */
  readonly hosts: readonly string[];
  readonly state: AlertState;
  /** What was told last: an alert is due once, and a worse one once more. */
  readonly told: { readonly leftMs: number; readonly level: Level };
  readonly acknowledgedBy: string | null;
  /** Nothing is told before. */
  readonly snoozedUntil: number | null;
}

/** `renewed`: nobody serves it any more, and something better instead. `dropped`: nobody of this channel is watched any more that
 *  served it. */
export type AlertState = "open" | "renewed" | "dropped";

/** What is to be posted. At most one of `open`, `escalate` at a time, however long nobody looked. */
export type AlertEffect =
  /** A message of its own. */
  | { readonly kind: "open"; readonly level: Level }
  /** Into its thread. */
  | { readonly kind: "escalate"; readonly level: Level }
  /** The message shows what changed, and nobody is notified. */
  | { readonly kind: "update" };

export interface CertificateSeen {
  readonly sha256: string;
  readonly notAfter: number;
  readonly hosts: readonly string[];
}

export interface Advanced {
  /** Null: there is nothing to tell, and never was. */
  readonly alert: ExpiryAlert | null;
  readonly effects: readonly AlertEffect[];
}

/** Expired is the last threshold of all. */
const EXPIRED: Threshold = { leftMs: 0, level: "critical" };

/** The alert as it should be, now that the certificate was seen again (or only time has passed).
 *  @param thresholds the earliest first */
export function advanceAlert(
  before: ExpiryAlert | null,
  seen: CertificateSeen,
  thresholds: readonly Threshold[],
  now: number,
): Advanced {
  const due = findDue(seen.notAfter - now, thresholds);
  if (before === null) {
    if (due === null || seen.hosts.length === 0) return { alert: null, effects: [] };
    const { sha256, notAfter, hosts } = seen;
    const quiet = { acknowledgedBy: null, snoozedUntil: null } as const;
    const alert: ExpiryAlert = { sha256, notAfter, hosts, state: "open", told: due, ...quiet };
    return { alert, effects: [{ kind: "open", level: due.level }] };
  }
  const shown: ExpiryAlert = { ...before, hosts: seen.hosts, state: "open" };
  const isWorse = due !== null && due.leftMs < before.told.leftMs;
  if (isWorse && !isQuiet(before, due, thresholds, now)) {
    const alert: ExpiryAlert = { ...shown, told: due, snoozedUntil: null };
    return { alert, effects: [{ kind: "escalate", level: due.level }] };
  }
  const isSame = before.state === "open" && sameHosts(before.hosts, seen.hosts);
  return { alert: shown, effects: isSame ? [] : [{ kind: "update" }] };
}

/** Nobody serves it any more. @param renewed whether the hosts serve another one in its place */
export function closeAlert(before: ExpiryAlert, renewed: boolean): Advanced {
  const state: AlertState = renewed ? "renewed" : "dropped";
  if (before.state === state) return { alert: before, effects: [] };
  return { alert: { ...before, hosts: [], state }, effects: [{ kind: "update" }] };
}

export function acknowledgeAlert(before: ExpiryAlert, user: string): Advanced {
  if (before.state !== "open" || before.acknowledgedBy !== null) return { alert: before, effects: [] };
  return { alert: { ...before, acknowledgedBy: user }, effects: [{ kind: "update" }] };
}

export function snoozeAlert(before: ExpiryAlert, until: number): Advanced {
  if (before.state !== "open") return { alert: before, effects: [] };
  return { alert: { ...before, snoozedUntil: until }, effects: [{ kind: "update" }] };
}

/** When time alone changes something; null for never. */
export function nextChange(
  { notAfter, told, snoozedUntil }: Pick<ExpiryAlert, "notAfter" | "told" | "snoozedUntil">,
  thresholds: readonly Threshold[],
): number | null {
  const next = [...thresholds, EXPIRED].find(({ leftMs }) => leftMs < told.leftMs);
  if (next === undefined) return null;
  return Math.max(notAfter - next.leftMs, snoozedUntil ?? 0);
}

/** The worst that is reached, so that after downtime there is one. */
function findDue(leftMs: number, thresholds: readonly Threshold[]): Threshold | null {
  return [...thresholds, EXPIRED].findLast((threshold) => leftMs <= threshold.leftMs) ?? null;
}

/** Who has acknowledged is reminded before the end, and told of the end; who snoozed is told of the end. */
function isQuiet(
  { acknowledgedBy, snoozedUntil }: ExpiryAlert,
  due: Threshold,
  thresholds: readonly Threshold[],
  now: number,
): boolean {
  if (due.leftMs <= EXPIRED.leftMs) return false;
  if (snoozedUntil !== null && now < snoozedUntil) return true;
  const last = thresholds.at(-1)?.leftMs ?? EXPIRED.leftMs;
  return acknowledgedBy !== null && due.leftMs > last;
}

function sameHosts(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && before.every((host, index) => host === after[index]);
}
