import type { Catalog } from "./catalog.ts";
import { de } from "./de/catalog.ts";
import { en } from "./en/catalog.ts";
import { ja } from "./ja/catalog.ts";
import { ko } from "./ko/catalog.ts";
import { zhTW } from "./zh-TW/catalog.ts";

/** The languages that there is a catalog for. */
export const LOCALES = ["en", "ko", "de", "zh-TW", "ja"] as const;
export type Locale = (typeof LOCALES)[number];

const catalogs: Readonly<Record<Locale, Catalog>> = {
  en,
  ko,
  de,
  "zh-TW": zhTW,
  ja,
};

/** Readers of Traditional Chinese elsewhere; who reads Simplified gets English. */
const ALSO: Readonly<Record<string, string>> = { "zh-HK": "zh-TW", "zh-MO": "zh-TW", "zh-Hant": "zh-TW" };

/** The catalog for a BCP 47 tag (`ko-KR`, `zh-TW`, as Slack's `users.info` gives it); English for what we do not speak. */
export function catalogFor(tag: string): Catalog {
  const also = Object.keys(ALSO).find((prefix) => tag === prefix || tag.startsWith(`${prefix}-`));
  const wanted = also === undefined ? tag : (ALSO[also] ?? tag);
  const language = LOCALES.find((locale) => wanted === locale || wanted.startsWith(`${locale}-`));
  return catalogs[language ?? "en"];
}
