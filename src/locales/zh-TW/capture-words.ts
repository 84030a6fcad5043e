import { join } from "./wording.ts";

const SHOWN = 12;

/** A peer by name. */
export const SIDE = { client: "用戶端", server: "伺服器" } as const;
/** Its opposite. */
export const OTHER = { client: SIDE.server, server: SIDE.client } as const;

export function list(items: readonly string[]): string {
  if (items.length === 0) return "無";
  const more = items.length - SHOWN;
  return more > 0 ? `${join(items.slice(0, SHOWN))}，以及另外 ${more} 項` : join(items);
}
