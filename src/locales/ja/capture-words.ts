import { MAX_OFFERED } from "../selection.ts";
import { listSome } from "./wording.ts";

export const SIDES = { client: "クライアント", server: "サーバー" } as const;

/** To stand after a colon: how it ends is not known. */
export function list(items: readonly string[]): string {
  return items.length === 0 ? "なし" : listSome(items, MAX_OFFERED);
}
