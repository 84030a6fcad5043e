export type Level = "info" | "warning" | "critical";

/** An alert is due once this much is left, in ms, or less. */
export interface Threshold {
  readonly leftMs: number;
  readonly level: Level;
}

const DAY = 86_400_000;

/** People renew these, and need time: CA/Browser Forum ballot SC-081 ends them in 2029. */
const LONG_LIVED_MS = 100 * DAY;
const BY_HAND: readonly Threshold[] = [
  { leftMs: 30 * DAY, level: "info" },
  { leftMs: 14 * DAY, level: "info" },
  { leftMs: 7 * DAY, level: "warning" },
  { leftMs: 3 * DAY, level: "warning" },
  { leftMs: 1 * DAY, level: "critical" },
];

/** ACME clients renew when a third of the lifetime is left (RFC 9773 lets the CA say when). At two ninths that has failed for
 *  days: 20 of 90 days, 10 of 47, 32 hours of 6 days. */
const BY_PROGRAM: readonly { readonly share: number; readonly level: Level }[] = [
  { share: 2 / 9, level: "warning" },
  { share: 1 / 9, level: "warning" },
  { share: 1 / 30, level: "critical" },
];

/** When a certificate of this lifetime (ms) is told of, the earliest first. */
export function thresholdsFor(lifetimeMs: number): readonly Threshold[] {
  if (lifetimeMs > LONG_LIVED_MS) return BY_HAND;
  return BY_PROGRAM.map(({ share, level }) => ({ leftMs: Math.round(lifetimeMs * share), level }));
}

/** Days that a person chose in the place of these. Critical is what would be without them; of the others those in the second half are
 *  warnings. @param days any order, at least one @param lifetimeMs of the certificate */
export function thresholdsOfDays(days: readonly number[], lifetimeMs: number): readonly Threshold[] {
  const falling = [...new Set(days)].toSorted((a, b) => b - a);
  const last = falling.length - 1;
  const criticalMs = thresholdsFor(lifetimeMs).find(({ level }) => level === "critical")?.leftMs ?? 0;
  return falling.map((each, index) => {
    const leftMs = each * DAY;
    return { leftMs, level: leftMs <= criticalMs ? "critical" : index * 2 >= last ? "warning" : "info" };
  });
}
