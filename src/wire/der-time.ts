import type { Cursor } from "./cursor.ts";
import { DecodeError } from "./decode-error.ts";
import { readElement, TAG } from "./der.ts";

export interface Time {
  /** ms since 1970. */
  readonly at: number;
  readonly form: "UTCTime" | "GeneralizedTime";
}

/** RFC 5280 section 4.1.2.5: UTCTime `YYMMDDHHMMSSZ` or GeneralizedTime `YYYYMMDDHHMMSSZ`, always with
 *  seconds, always Z, without fractions. */
export function readTime(cursor: Cursor, structure: string): Time {
  const { offset } = cursor;
  const { tag, content } = readElement(cursor, structure);
  const text = String.fromCharCode(...content.opaque(content.remaining, structure).subarray(0, 16));
  if (tag === TAG.utcTime && /^\d{12}Z$/u.test(text)) {
    const century = text < "50" ? "20" : "19";
    return { at: parse(century + text, structure, offset), form: "UTCTime" };
  }
  if (tag === TAG.generalizedTime && /^\d{14}Z$/u.test(text)) {
    return { at: parse(text, structure, offset), form: "GeneralizedTime" };
  }
  throw new DecodeError("illegal_value", structure, offset);
}

function parse(text: string, structure: string, offset: number): number {
  const iso = text.replace(/^(....)(..)(..)(..)(..)(..)Z$/u, "$1-$2-$3T$4:$5:$6.000Z");
  const at = Date.parse(iso);
  // Date.parse turns 30 February into 1 March and takes 24:00.
  if (Number.isNaN(at) || new Date(at).toISOString() !== iso) {
    throw new DecodeError("illegal_value", structure, offset);
  }
  return at;
}
