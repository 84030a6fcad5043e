import { MAX_OFFERED } from "../selection.ts";
import { listSome } from "./wording.ts";

/** A peer by name. */
export const SIDE = { client: "用戶端", server: "伺服器" } as const;

export function list(items: readonly string[]): string {
  return items.length === 0 ? "無" : listSome(items, MAX_OFFERED);
}
