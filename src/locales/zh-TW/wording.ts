import type { Malformation } from "../../x509/path-fault.ts";
import type { Removed } from "../catalog.ts";
import { takeSome } from "../selection.ts";
import { formatNumber } from "../format.ts";

/** Hours from 0 to 23: an outage is not told in mornings and evenings. */
export const LOCALE = "zh-Hant-TW-u-hc-h23";

/** `1,000,000`. */
export function grouped(number: number): string {
  return formatNumber(LOCALE, number);
}

/** `A、B、C`. Intl's own list has a 和 that sticks to the Latin names beside it. */
export function join(items: readonly string[]): string {
  return items.join("、");
}

/** `A、B，以及另外 7 項`. */
export function listSome(items: readonly string[], limit?: number): string {
  const { listed, more } = takeSome(items, limit);
  return more === 0 ? join(listed) : `${join(listed)}，以及另外 ${grouped(more)} 項`;
}

/** `TLS 1.1、3 個加密套件`: short enough for a title. */
export function listRemoved({ versions, cipherSuites }: Removed): string {
  const suites = cipherSuites.length === 0 ? [] : [`${grouped(cipherSuites.length)} 個加密套件`];
  return join([...versions, ...suites]);
}

/** `（警示 handshake_failure）`; empty where the server said nothing. */
export function inBrackets(alert: string | null): string {
  return alert === null ? "" : `（警示 ${alert}）`;
}

/** What is wrong with bytes, after a colon. */
export const DECODE_ERRORS: Readonly<Record<Malformation["code"], string>> = {
  truncated: "資料不完整",
  trailing_bytes: "結尾有多餘的位元組",
  illegal_length: "長度不合規定",
  illegal_value: "值不合規定",
  too_large: "超過大小上限",
};
