import type { Malformation } from "../../x509/path-fault.ts";
import type { Removed } from "../catalog.ts";
import { formatList, formatNumber } from "../format.ts";
import { takeSome } from "../selection.ts";

export const LOCALE = "ja-JP";

/** `1,000,000`. */
export function grouped(number: number): string {
  return formatNumber(LOCALE, number);
}

/** `a、b、ほか 7 件`. */
export function listSome(items: readonly string[], limit?: number): string {
  const { listed, more } = takeSome(items, limit);
  return more === 0 ? formatList(LOCALE, listed) : `${listed.join("、")}、ほか ${grouped(more)} 件`;
}

/** `TLS 1.1、暗号スイート 3 種類`: short enough for a title. */
export function listRemoved({ versions, cipherSuites }: Removed): string {
  const suites = cipherSuites.length === 0 ? [] : [`暗号スイート ${grouped(cipherSuites.length)} 種類`];
  return formatList(LOCALE, [...versions, ...suites]);
}

/** `（アラート handshake_failure）`; empty where the server said nothing. */
export function inBrackets(alert: string | null): string {
  return alert === null ? "" : `（アラート ${alert}）`;
}

/** What is wrong with bytes. */
export const DECODE_ERRORS: Readonly<Record<Malformation["code"], string>> = {
  truncated: "途中で切れています",
  trailing_bytes: "末尾に余分なバイトがあります",
  illegal_length: "長さが不正です",
  illegal_value: "値が不正です",
  too_large: "大きすぎます",
};
