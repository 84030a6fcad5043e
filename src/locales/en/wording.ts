import { formatList } from "../format.ts";
import { takeSome } from "../selection.ts";

export const LOCALE = "en-GB";

/** `a, b and 7 more`. */
export function listSome(items: readonly string[], limit?: number): string {
  const { listed, more } = takeSome(items, limit);
  return more === 0 ? formatList(LOCALE, listed) : `${listed.join(", ")} and ${more} more`;
}

/** ` (alert handshake_failure)`; empty where the server said nothing. */
export function inBrackets(alert: string | null): string {
  return alert === null ? "" : ` (alert ${alert})`;
}
