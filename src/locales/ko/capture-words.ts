import { formatList } from "../format.ts";
import { LOCALE, listSome } from "./wording.ts";

const SHOWN = 12;

export const SIDES = { client: "클라이언트", server: "서버" } as const;
export const OTHER = { client: "서버", server: "클라이언트" } as const;

export function list(items: readonly string[]): string {
  if (items.length === 0) return "없음";
  return items.length > SHOWN ? listSome(items, SHOWN) : formatList(LOCALE, items);
}
