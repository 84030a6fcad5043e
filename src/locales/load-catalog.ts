import type { Catalog } from "./catalog.ts";
import { en } from "./en/catalog.ts";
import type { Locale } from "./locale.ts";

/** For who speaks once: loading all languages takes 0.1 s. */
export async function loadCatalog(locale: Locale): Promise<Catalog> {
  switch (locale) {
    case "en":
      return en;
    case "ko":
      return (await import("./ko/catalog.ts")).ko;
    case "de":
      return (await import("./de/catalog.ts")).de;
    case "zh-TW":
      return (await import("./zh-TW/catalog.ts")).zhTW;
    case "ja":
      return (await import("./ja/catalog.ts")).ja;
  }
}
