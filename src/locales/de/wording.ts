import type { Malformation } from "../../x509/path-fault.ts";
import type { Removed } from "../catalog.ts";
import { daysBetween, formatList, formatNumber } from "../format.ts";
import { takeSome } from "../selection.ts";

export const LOCALE = "de-DE";

/** `1.000.000`. */
export function grouped(number: number): string {
  return formatNumber(LOCALE, number);
}

/** `1.000 Pakete`. */
export function count(number: number, one: string, many: string): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** `7 weitere Ziele`, nominative or accusative: whatever may be watched. */
export function further(number: number): string {
  return count(number, "weiteres Ziel", "weitere Ziele");
}

/** `30, 7 und 1 Tag vor dem Ablauf`. */
export function daysBefore(days: readonly number[]): string {
  return `${formatList(LOCALE, days.map(String))} ${days.at(-1) === 1 ? "Tag" : "Tage"} vor dem Ablauf`;
}

/** The dative that a plain number of days lacks: `vor 12 Tagen`, `in 1 Tag`. */
const relative = new Intl.RelativeTimeFormat(LOCALE);

/** `a, b und 7 weitere`. */
export function listSome(items: readonly string[], limit?: number): string {
  const { listed, more } = takeSome(items, limit);
  return more === 0 ? formatList(LOCALE, listed) : `${listed.join(", ")} und ${grouped(more)} weitere`;
}

/** `TLS 1.1 und 3 Cipher Suites`: short enough for a title. */
export function listRemoved({ versions, cipherSuites }: Removed): string {
  const suites =
    cipherSuites.length === 0 ? [] : [count(cipherSuites.length, "Cipher Suite", "Cipher Suites")];
  return formatList(LOCALE, [...versions, ...suites]);
}

/** ` (Alert handshake_failure)`; empty where the server said nothing. */
export function inBrackets(alert: string | null): string {
  return alert === null ? "" : ` (Alert ${alert})`;
}

/** A title and how many faults it leaves out. */
export function withMore(title: string, more: number): string {
  if (more <= 0) return title;
  return more === 1 ? `${title} (und 1 weiterer Fehler)` : `${title} (und ${more} weitere Fehler)`;
}

/** `vor 12 Tagen`. */
export function ago(at: number, then: number): string {
  const days = daysBetween(then, at);
  return days === 0 ? "vor weniger als einem Tag" : relative.format(-days, "day");
}

/** `in 12 Tagen`. */
export function inDays(days: number): string {
  return relative.format(days, "day");
}

/** After a structure and where it stands. */
export const DECODE_ERRORS: Readonly<Record<Malformation["code"], string>> = {
  truncated: "bricht vorzeitig ab",
  trailing_bytes: "danach folgen überzählige Bytes",
  illegal_length: "unzulässige Länge",
  illegal_value: "unzulässiger Wert",
  too_large: "zu groß",
};
