import type { Malformation } from "../../x509/path-fault.ts";
import type { Removed } from "../catalog.ts";
import { formatList, formatNumber } from "../format.ts";
import { takeSome } from "../selection.ts";

export const LOCALE = "ko-KR";

/** `1,000,000`. */
export function grouped(number: number): string {
  return formatNumber(LOCALE, number);
}

/** What a decoder found wrong, as the end of a sentence. */
export const DECODE_ERRORS: Readonly<Record<Malformation["code"], string>> = {
  truncated: "데이터가 중간에 끊겼습니다",
  trailing_bytes: "끝난 뒤에 바이트가 남아 있습니다",
  illegal_length: "길이가 규격에 맞지 않습니다",
  illegal_value: "값이 규격에 맞지 않습니다",
  too_large: "너무 큽니다",
};

/** `a, b 외 7개`. */
export function listSome(items: readonly string[], limit?: number): string {
  const { listed, more } = takeSome(items, limit);
  return more === 0 ? formatList(LOCALE, listed) : `${listed.join(", ")} 외 ${grouped(more)}개`;
}

/** `TLS 1.1 및 암호화 스위트 3개`: short enough for a title. */
export function listRemoved({ versions, cipherSuites }: Removed): string {
  const suites = cipherSuites.length === 0 ? [] : [`암호화 스위트 ${grouped(cipherSuites.length)}개`];
  return formatList(LOCALE, [...versions, ...suites]);
}

/** `(handshake_failure 경고)`; empty where the server said nothing. */
export function inBrackets(alert: string | null): string {
  return alert === null ? "" : `(${alert} 경고)`;
}
