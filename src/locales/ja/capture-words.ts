import { formatList } from "../format.ts";
import { LOCALE } from "./wording.ts";

const SHOWN = 12;

export const SIDES = { client: "クライアント", server: "サーバー" } as const;
export const OTHER = { client: SIDES.server, server: SIDES.client } as const;

/** To stand after a colon: how it ends is not known. */
export function list(items: readonly string[]): string {
  if (items.length === 0) return "なし";
  const more = items.length - SHOWN;
  return formatList(LOCALE, more > 0 ? [...items.slice(0, SHOWN), `ほか ${more} 件`] : items);
}
