import { formatList } from "../format.ts";

export const LOCALE = "en-GB";
const MAX_LISTED = 8;

/** `a, b and 7 more`. */
export function listSome(items: readonly string[], limit = MAX_LISTED): string {
  return items.length <= limit
    ? formatList(LOCALE, items)
    : `${items.slice(0, limit).join(", ")} and ${items.length - limit} more`;
}

/** ` (alert handshake_failure)`; empty where the server said nothing. */
export function inBrackets(alert: string | null): string {
  return alert === null ? "" : ` (alert ${alert})`;
}
