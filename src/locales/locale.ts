import type { Catalog } from "./catalog.ts";
import { en } from "./en/catalog.ts";

/** The languages that there is a catalog for. */
export const LOCALES = ["en"] as const;
export type Locale = (typeof LOCALES)[number];

const catalogs: Readonly<Record<Locale, Catalog>> = { en };

/** The catalog for a BCP 47 tag (`ko-KR`, `zh-TW`, as Slack's `users.info` gives it); English for what we do not speak. */
export function catalogFor(tag: string): Catalog {
  const language = LOCALES.find((locale) => tag === locale || tag.startsWith(`${locale}-`));
  return catalogs[language ?? "en"];
}
