import type { Malformation } from "../../x509/path-fault.ts";
import type { Removed } from "../catalog.ts";
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
  return more === 0 ? formatList(LOCALE, listed) : `${listed.join(", ")} and ${grouped(more)} more`;
}

/** `TLS 1.1 and 3 cipher suites`: short enough for a title. */
export function listRemoved({ versions, cipherSuites }: Removed): string {
  const suites = cipherSuites.length === 0 ? [] : [count(cipherSuites.length, "cipher suite")];
  return formatList(LOCALE, [...versions, ...suites]);
}

/** `30, 7 and 1 days before the end`. */
export function daysBefore(days: readonly number[]): string {
  return `${formatList(LOCALE, days.map(String))} ${days.length === 1 && days[0] === 1 ? "day" : "days"} before the end`;
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
