/** The braces of `<!date^…^{date_short} at {time}|…>`, Slack's "Date formatting", in the reader's language and zone. */
const OPTIONS: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};
const SECONDS_PER_DAY = 86_400;

/** @param timestamp seconds since 1970
 *  @param now the same
 *  @returns `undefined` for a format that Slack does not know; the fallback is shown then */
export function formatDateToken(
  timestamp: number,
  format: string,
  locale: string,
  now: number,
): string | undefined {
  let known = /\{\w+\}/.test(format);
  const text = format.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === "ago") return ago(timestamp, locale, now);
    const pretty = name.endsWith("_pretty") ? prettyDay(timestamp, locale, now) : undefined;
    if (pretty !== undefined) return pretty;
    const options = OPTIONS[name.replace(/_pretty$/, "")];
    if (options === undefined) known = false;
    return options === undefined ? "" : formatTime(timestamp, locale, options);
  });
  return known ? text : undefined;
}

export function formatTime(
  timestamp: number,
  locale: string,
  options: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" },
): string {
  return new Intl.DateTimeFormat(locale, options).format(timestamp * 1000);
}

function prettyDay(timestamp: number, locale: string, now: number): string | undefined {
  const days = calendarDay(timestamp) - calendarDay(now);
  if (Math.abs(days) > 1) return undefined;
  const word = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
  return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
}

function ago(timestamp: number, locale: string, now: number): string {
  const seconds = timestamp - now;
  const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
    ["day", SECONDS_PER_DAY],
    ["hour", 3600],
    ["minute", 60],
  ];
  const [unit, length] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? (["second", 1] as const);
  return new Intl.RelativeTimeFormat(locale).format(Math.trunc(seconds / length), unit);
}

/** Days since 1970 in the reader's own time zone. */
function calendarDay(timestamp: number): number {
  const date = new Date(timestamp * 1000);
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 1000 / SECONDS_PER_DAY);
}
