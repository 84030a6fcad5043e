import type { InputBlock, Option, PlainTextOption } from "@slack/types";
import type { ViewOutput } from "@slack/bolt";
import type { Catalog } from "../../locales/catalog.ts";
import { formatClock } from "../../locales/format.ts";
import type { WatchSettings } from "../../watches/channel.ts";
import type { TimeZone } from "../../watches/time-zones.ts";
import { isTimeZone, offerTimeZones } from "../../watches/time-zones.ts";
import { parseDays, problemOf } from "../../watches/watch-options.ts";
import { plainText } from "./text.ts";
import { describeProblem } from "./watch-answer.ts";

/** Block and action have the same id. */
export const TIME_ZONE = "time_zone";
export const QUIET_FROM = "quiet_from";
export const QUIET_TO = "quiet_to";
export const DIGEST = "digest";
export const DAYS = "days";

const MINUTES_OF_DAY = 24 * 60;
const HALF_HOUR = 30;
const NONE = "none";
/** Where none were chosen before. */
const USUAL_END = 7 * 60;
const DIGESTS = ["off", "daily", "weekly"] as const;

/** @param timeZone of whoever is asked
 *  @param now ms since 1970 */
export function watchSettingsBlocks(
  settings: WatchSettings,
  { timeZone, now }: { readonly timeZone: string; readonly now: number },
  catalog: Catalog,
): InputBlock[] {
  const words = catalog.settings.watching;
  const { quietHours, digest, days } = settings;
  const zones = offerTimeZones([timeZone, settings.timeZone], now);
  const zone = [...zones.suggested, ...zones.usual].find(({ name }) => name === settings.timeZone);
  const off = option(NONE, words.noQuietHours);
  const begins = [off, ...clocks(quietHours?.from)];
  const ends = clocks(quietHours?.to);
  const ofDigest = (each: WatchSettings["digest"]) => option(each, words.digests[each]);
  return [
    {
      ...input(TIME_ZONE, words.timeZone, words.timeZoneHint),
      element: {
        type: "static_select",
        action_id: TIME_ZONE,
        option_groups: [
          { label: plainText(words.suggested, 75), options: zones.suggested.map(zoneOption) },
          { label: plainText(words.allZones, 75), options: zones.usual.map(zoneOption) },
        ],
        // One that another version wrote and this one does not know counts as UTC.
        initial_option: zoneOption(zone ?? { name: "UTC", offsetMinutes: 0 }),
      },
    },
    {
      ...input(QUIET_FROM, words.quietFrom),
      element: {
        type: "static_select",
        action_id: QUIET_FROM,
        options: begins,
        initial_option: quietHours === null ? off : clock(quietHours.from),
      },
    },
    {
      ...input(QUIET_TO, words.quietTo, words.quietHint),
      element: {
        type: "static_select",
        action_id: QUIET_TO,
        options: ends,
        initial_option: clock(quietHours?.to ?? USUAL_END),
      },
    },
    {
      ...input(DIGEST, words.digest, words.digestHint),
      element: {
        type: "static_select",
        action_id: DIGEST,
        options: DIGESTS.map(ofDigest),
        initial_option: ofDigest(digest),
      },
    },
    {
      ...input(DAYS, words.days, words.daysHint),
      optional: true,
      element: {
        type: "plain_text_input",
        action_id: DAYS,
        max_length: 100,
        ...(days !== null && { initial_value: days.join(", ") }),
      },
    },
  ];
}

type Values = ViewOutput["state"]["values"];

/** What was chosen; null for a form that did not ask. `errors`: complaints by block. */
export function readWatchSettings(
  values: Values,
  catalog: Catalog,
): { readonly settings: WatchSettings } | { readonly errors: Readonly<Record<string, string>> } | null {
  const words = catalog.settings.watching;
  const chosen = (name: string) => values[name]?.[name]?.selected_option?.value;
  const timeZone = chosen(TIME_ZONE);
  if (timeZone === undefined || !isTimeZone(timeZone)) return null;
  const digest = DIGESTS.find((each) => each === chosen(DIGEST));
  const from = readClock(chosen(QUIET_FROM));
  const to = readClock(chosen(QUIET_TO));
  const days = readDays(values[DAYS]?.[DAYS]?.value ?? "", catalog);
  const isWrong = from !== null && (to === null || from === to);
  const errors = {
    ...("error" in days && { [DAYS]: days.error }),
    ...(isWrong && { [QUIET_TO]: words.quietWrong }),
  };
  if ("error" in days || isWrong) return { errors };
  if (digest === undefined) return null;
  const quietHours = from === null || to === null ? null : { from, to };
  return { settings: { timeZone, quietHours, digest, days: days.days } };
}

function readDays(typed: string, catalog: Catalog): { days: readonly number[] | null } | { error: string } {
  if (typed.trim() === "") return { days: null };
  try {
    return { days: parseDays(typed) };
  } catch (error) {
    return { error: describeProblem(problemOf(error), catalog) };
  }
}

/** What is different in `after`. */
export function changedSettings(before: WatchSettings, after: WatchSettings): Partial<WatchSettings> {
  const { timeZone, quietHours, digest, days } = after;
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const { from, to } = before.quietHours ?? {};
  return {
    ...(before.timeZone !== timeZone && { timeZone }),
    ...((from !== quietHours?.from || to !== quietHours?.to) && { quietHours }),
    ...(before.digest !== digest && { digest }),
    ...(!same(before.days, days) && { days }),
  };
}

function input(name: string, label: string, hint?: string): Pick<InputBlock, "type" | "block_id" | "label"> {
  return {
    type: "input",
    block_id: name,
    label: plainText(label, 2_000),
    ...(hint !== undefined && { hint: plainText(hint, 2_000) }),
  };
}

/** Every half hour, and one beside that was chosen before. */
function clocks(chosen: number | undefined): PlainTextOption[] {
  const times = Array.from({ length: MINUTES_OF_DAY / HALF_HOUR }, (_, index) => index * HALF_HOUR);
  if (chosen !== undefined && !times.includes(chosen)) times.push(chosen);
  return times.toSorted((a, b) => a - b).map(clock);
}

function clock(minutes: number): PlainTextOption {
  return option(String(minutes), formatClock(minutes));
}

function readClock(value: string | undefined): number | null {
  if (value === undefined || !/^\d{1,4}$/.test(value)) return null;
  const minutes = Number(value);
  return minutes < MINUTES_OF_DAY ? minutes : null;
}

/** `(UTC+05:30) Asia/Kolkata`. */
function zoneOption({ name, offsetMinutes }: TimeZone): PlainTextOption {
  const sign = offsetMinutes < 0 ? "−" : "+";
  return option(name, `(UTC${sign}${formatClock(Math.abs(offsetMinutes))}) ${name}`);
}

function option(value: string, words: string): PlainTextOption & Option {
  return { text: plainText(words, 75), value };
}
