import type { Level, Threshold } from "./thresholds.ts";
import { thresholdsFor, thresholdsOfDays } from "./thresholds.ts";
import type { Trouble } from "./watched-state.ts";

const HOUR = 3_600_000;
/** Who is away for so long is not restarting. */
const LONG_OUTAGE_MS = HOUR;
/** Expired is the last threshold of all. */
const EXPIRED: Threshold = { leftMs: 0, level: "critical" };
/** Versions that clients of today ask for. */
const CURRENT: ReadonlySet<string> = new Set(["TLS 1.2", "TLS 1.3"]);

export const LEVELS: readonly Level[] = ["info", "warning", "critical"];

/** That something is to be told, and how loudly. */
export interface Due {
  readonly kind: Trouble["kind"];
  readonly level: Level;
  /** The threshold that is reached; null where there are none. */
  readonly leftMs: number | null;
}

/** When somebody is told of the end, the earliest first, the end itself the last. @param days that somebody chose */
export function expiryThresholds(
  { notBefore, notAfter }: { readonly notBefore: number; readonly notAfter: number },
  days: readonly number[] | null,
): readonly Threshold[] {
  const lifetimeMs = notAfter - notBefore;
  const isChosen = days !== null && days.length > 0;
  const all = isChosen ? thresholdsOfDays(days, lifetimeMs) : thresholdsFor(lifetimeMs);
  return [...all.filter(({ leftMs }) => leftMs > EXPIRED.leftMs), EXPIRED];
}

/** Null while it runs out too late for anybody to be told. */
export function dueOf(trouble: Trouble, days: readonly number[] | null, now: number): Due | null {
  const { kind } = trouble;
  if (kind !== "expires") return { kind, level: levelOf(trouble, now), leftMs: null };
  const left = trouble.certificate.notAfter - now;
  const reached = expiryThresholds(trouble.certificate, days).findLast(({ leftMs }) => left <= leftMs);
  return reached === undefined ? null : { kind, ...reached };
}

/** When time alone makes it worse; null for never. */
export function nextDueAt(trouble: Trouble, days: readonly number[] | null, now: number): number | null {
  if (trouble.kind === "unreachable") {
    const at = trouble.since + LONG_OUTAGE_MS;
    return at > now && canBeCritical(trouble) ? at : null;
  }
  if (trouble.kind !== "expires") return null;
  const { certificate } = trouble;
  const times = expiryThresholds(certificate, days).map(({ leftMs }) => certificate.notAfter - leftMs);
  return times.find((at) => at > now) ?? null;
}

export function isWorse(level: Level, than: Level): boolean {
  return LEVELS.indexOf(level) > LEVELS.indexOf(than);
}

export function worstLevel(of: readonly { readonly level: Level }[]): Level {
  return LEVELS.findLast((level) => of.some((each) => each.level === level)) ?? "info";
}

/** `removed` is information, since nearly always somebody meant it, unless it is what clients of today need. It is never critical: where it
 *  breaks a client, others say so. `partly_renewed` is as urgent as the old certificate, whose end is told of beside it. */
function levelOf(trouble: Exclude<Trouble, { kind: "expires" }>, now: number): Level {
  switch (trouble.kind) {
    case "revoked":
    case "chain_broken":
    case "name_not_covered":
      return "critical";
    case "partly_renewed":
      return "warning";
    case "unreachable":
      return now - trouble.since >= LONG_OUTAGE_MS && canBeCritical(trouble) ? "critical" : "warning";
    case "removed":
      return trouble.versions.some((version) => CURRENT.has(version)) ? "warning" : "info";
  }
}

/** A host that was deleted, and one that our own policy forbids, wake nobody. */
function canBeCritical({ why }: Extract<Trouble, { kind: "unreachable" }>): boolean {
  return why.reason !== "name_not_resolved" && why.reason !== "not_allowed";
}
