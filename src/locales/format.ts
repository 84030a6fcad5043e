const DAY = 86_400_000;

/** Whole days from `from` to `to`, both ms since 1970, rounded towards the past: 23 hours left are 0 days. */
export function daysBetween(from: number, to: number): number {
  return Math.floor((to - from) / DAY);
}

/** `12 days`, `1 day`, in the language's own plural. */
export function formatDays(locale: string, days: number): string {
  return formatUnit(locale, "day", days);
}

/** `20 Nov 2026, 20:00 UTC`. Always UTC: a certificate's times are, and the reader's zone is not known. */
export function formatTime(locale: string, time: number): string {
  if (Number.isNaN(new Date(time).getTime())) return String(time);
  return `${times(locale).format(time)} UTC`;
}

/** `07 Dec`: as wide for every day of a month. @param timeZone IANA, as Node knows it */
export function formatDay(locale: string, time: number, timeZone: string): string {
  return days(`${locale} ${timeZone}`, locale, timeZone).format(time);
}

/** `22:30`. @param minutes since midnight */
export function formatClock(minutes: number): string {
  const parts = [Math.floor(minutes / 60), minutes % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** `1,234 ms`, or seconds from 10 s on. */
export function formatDuration(locale: string, ms: number): string {
  return ms < 10_000
    ? formatUnit(locale, "millisecond", Math.round(ms), "short")
    : formatUnit(locale, "second", Math.round(ms / 1000));
}

/** `1,000,000`. */
export function formatNumber(locale: string, value: number): string {
  return numbers(locale).format(value);
}

/** `a, b and c`. */
export function formatList(locale: string, items: readonly string[]): string {
  return lists(locale).format(items);
}

/** `60%`; `share` from 0 to 1. */
export function formatPercent(locale: string, share: number): string {
  return percents(locale).format(share);
}

/** `Traditional Chinese`: a language in the language of the reader. @param tag BCP 47 */
export function formatLanguage(locale: string, tag: string): string {
  // Readers know it by its script rather than by one of the countries that use it.
  return languages(locale).of(tag === "zh-TW" ? "zh-Hant" : tag) ?? tag;
}

function formatUnit(
  locale: string,
  unit: string,
  value: number,
  unitDisplay: "long" | "short" = "long",
): string {
  return units(`${locale} ${unit} ${unitDisplay}`, locale, unit, unitDisplay).format(value);
}

const times = keep(
  (locale) =>
    new Intl.DateTimeFormat(locale, {
      dateStyle: "medium",
      timeStyle: "short",
      hourCycle: "h23",
      timeZone: "UTC",
    }),
);
const days = keep(
  (_, locale: string, timeZone: string) =>
    new Intl.DateTimeFormat(locale, { day: "2-digit", month: "short", timeZone }),
);
const lists = keep((locale) => new Intl.ListFormat(locale, { type: "conjunction" }));
const numbers = keep((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
const percents = keep(
  (locale) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }),
);
const languages = keep((locale) => new Intl.DisplayNames(locale, { type: "language" }));
const units = keep(
  (_, locale: string, unit: string, unitDisplay: "long" | "short") =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay, maximumFractionDigits: 0 }),
);

/** One of each kind is kept: making one takes 50 µs, and memory that the garbage collector does not see. */
function keep<T, A extends readonly unknown[]>(
  make: (key: string, ...how: A) => T,
): (key: string, ...how: A) => T {
  const made = new Map<string, T>();
  return (key, ...how) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const one = make(key, ...how);
    made.set(key, one);
    return one;
  };
}
