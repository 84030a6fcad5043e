import type { DecodeErrorCode } from "../../wire/decode-error.ts";
import { formatList } from "../format.ts";

export const LOCALE = "ko-KR";
const MAX_LISTED = 8;

/** What a decoder found wrong, as the end of a sentence. */
export const DECODE_ERRORS: Readonly<Record<DecodeErrorCode, string>> = {
  truncated: "데이터가 중간에 끊겼습니다",
  trailing_bytes: "끝난 뒤에 바이트가 남아 있습니다",
  illegal_length: "길이가 규격에 맞지 않습니다",
  illegal_value: "값이 규격에 맞지 않습니다",
  too_large: "너무 큽니다",
};

/** `a, b 외 7개`. */
export function listSome(items: readonly string[], limit = MAX_LISTED): string {
  return items.length <= limit
    ? formatList(LOCALE, items)
    : `${items.slice(0, limit).join(", ")} 외 ${items.length - limit}개`;
}

/** `(handshake_failure 경고)`; empty where the server said nothing. */
export function inBrackets(alert: string | null): string {
  return alert === null ? "" : `(${alert} 경고)`;
}
