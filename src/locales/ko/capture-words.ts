import { MAX_OFFERED } from "../selection.ts";
import { listSome } from "./wording.ts";

export const SIDES = { client: "클라이언트", server: "서버" } as const;

export function list(items: readonly string[]): string {
  return items.length === 0 ? "없음" : listSome(items, MAX_OFFERED);
}
