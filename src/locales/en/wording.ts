import type { Malformation } from "../../x509/path-fault.ts";
import { formatList, formatNumber } from "../format.ts";
import { takeSome } from "../selection.ts";

export const LOCALE = "en-GB";

/** `1,000,000`. */
export function grouped(number: number): string {
  return formatNumber(LOCALE, number);
}

/** `a, b and 7 more`. */
export function listSome(items: readonly string[], limit?: number): string {
  const { listed, more } = takeSome(items, limit);
  return more === 0 ? formatList(LOCALE, listed) : `${listed.join(", ")} and ${more} more`;
}

/** `1,000 packets`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(number)} ${number === 1 ? noun : plural}`;
}

/** What is wrong with bytes, after a colon. */
export const DECODE_ERRORS: Readonly<Record<Malformation["code"], string>> = {
  truncated: "it ends too early",
  trailing_bytes: "bytes are left over behind it",
  illegal_length: "its length is not allowed",
  illegal_value: "its value is not allowed",
  too_large: "it is too large",
};

/** ` (alert handshake_failure)`; empty where the server said nothing. */
export function inBrackets(alert: string | null): string {
  return alert === null ? "" : ` (alert ${alert})`;
}
