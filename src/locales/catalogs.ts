import type { Catalog } from "./catalog.ts";
import { de } from "./de/catalog.ts";
import { en } from "./en/catalog.ts";
import { ja } from "./ja/catalog.ts";
import { ko } from "./ko/catalog.ts";
import type { Locale } from "./locale.ts";
import { localeOfTag } from "./locale.ts";
import { zhTW } from "./zh-TW/catalog.ts";

const catalogs: Readonly<Record<Locale, Catalog>> = { en, ko, de, "zh-TW": zhTW, ja };

/** For who speaks with many at a time; all languages are loaded. @param tag BCP 47 */
export function catalogFor(tag: string): Catalog {
  return catalogs[localeOfTag(tag)];
}
