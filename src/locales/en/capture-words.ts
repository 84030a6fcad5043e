import { MAX_OFFERED } from "../selection.ts";
import { listSome } from "./wording.ts";

export function list(items: readonly string[]): string {
  return items.length === 0 ? "nothing" : listSome(items, MAX_OFFERED);
}
