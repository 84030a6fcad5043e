import { DateTime } from "luxon";
import type { WatchSettings } from "./channel.ts";

const DIGEST_HOUR = 9;
const MONDAY = 1;
const MINUTES_OF_HOUR = 60;

type QuietSettings = Pick<WatchSettings, "timeZone" | "quietHours">;

/** The end of the quiet hours that `now` is in, ms since 1970; null when it is in none. A zone that is not known counts as UTC. */
export function quietUntil({ timeZone, quietHours }: QuietSettings, now: number): number | null {
  if (quietHours === null) return null;
  const { from, to } = quietHours;
  const local = localTime(now, timeZone);
  const minute = local.hour * MINUTES_OF_HOUR + local.minute;
  const isQuiet = from <= to ? from <= minute && minute < to : from <= minute || minute < to;
  if (!isQuiet) return null;
  const end = atMinute(minute < to ? local : local.plus({ days: 1 }), to);
  // An hour that the clock has twice: of two ends the one that is still to come.
  const ends = end.getPossibleOffsets().map((each) => each.toMillis());
  return ends.toSorted((a, b) => a - b).find((at) => at > now) ?? null;
}

/** When the next digest is due: at 9 o'clock, or when the quiet hours end that this is in. Always after `now`; null for none. */
export function nextDigestAt(settings: WatchSettings, now: number): number | null {
  if (settings.digest === "off") return null;
  const today = localTime(now, settings.timeZone);
  // One day back, whose digest may be shifted to today; a week ahead is Monday again, and one more makes up for the shift.
  for (let days = -1; days <= 8; days++) {
    const day = today.plus({ days });
    if (settings.digest === "weekly" && day.weekday !== MONDAY) continue;
    const nine = atMinute(day, DIGEST_HOUR * MINUTES_OF_HOUR).toMillis();
    const at = quietUntil(settings, nine) ?? nine;
    if (at > now) return at;
  }
  return null;
}

/** A zone that is not known counts as UTC. */
export function localTime(at: number, timeZone: string): DateTime {
  const local = DateTime.fromMillis(at, { zone: timeZone });
  return local.isValid ? local : DateTime.fromMillis(at, { zone: "utc" });
}

/** A time that the clock leaves out is as much later as it skips. */
function atMinute(day: DateTime, minute: number): DateTime {
  return day
    .startOf("day")
    .set({ hour: Math.floor(minute / MINUTES_OF_HOUR), minute: minute % MINUTES_OF_HOUR });
}
