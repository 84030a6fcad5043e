/** The languages that there is a catalog for. */
export const LOCALES = ["en", "ko", "de", "zh-TW", "ja"] as const;
export type Locale = (typeof LOCALES)[number];

/** Readers of Traditional Chinese elsewhere; who reads Simplified gets English. */
const ALSO: Readonly<Record<string, string>> = { "zh-HK": "zh-TW", "zh-MO": "zh-TW", "zh-Hant": "zh-TW" };

/** For a BCP 47 tag (`ko-KR`, `zh-TW`, as Slack's `users.info` gives it); English for what we do not speak. */
export function localeOfTag(tag: string): Locale {
  const also = Object.keys(ALSO).find((prefix) => tag === prefix || tag.startsWith(`${prefix}-`));
  const wanted = also === undefined ? tag : (ALSO[also] ?? tag);
  return LOCALES.find((locale) => wanted === locale || wanted.startsWith(`${locale}-`)) ?? "en";
}
