import { outerLength } from "./ber.ts";
import type { FaultData, Place } from "./bundle.ts";
import type { Collector } from "./collector.ts";

/** A line between the boundaries, or a part of one. */
export interface BodyLine {
  readonly line: number;
  /** Where it begins in its line, from 1. */
  readonly column: number;
  readonly content: string;
}

type CharacterKind = Extract<FaultData, { code: "character" }>["kind"];

/** Zero-width and no-break spaces, marks, soft hyphens: copied from documents and chats. */
const INVISIBLE = /[\u00A0\u00AD\u180E\u200B-\u200F\u202A-\u202F\u2060-\u2069\uFEFF]/u;
const QUOTE = /["'`\u2018-\u201F,;\\]/u;
/** Before a line: `> ` of mail, `| ` of tables, spaces of YAML. */
const PREFIX = /^[\s>|]+/u;

/** The bytes of a block's base64; null where they cannot be told. What is wrong is named where it stands. */
export function decodeBody(body: readonly BodyLine[], place: Place, collector: Collector): Uint8Array | null {
  const told = new Set<CharacterKind>();
  let base64 = "";
  let lost = false;
  for (const { line, column, content } of body) {
    const prefix = PREFIX.exec(content)?.[0].length ?? 0;
    for (let at = prefix; at < content.length; at++) {
      const character = String.fromCodePoint(content.codePointAt(at) ?? 0);
      if (/[A-Za-z0-9+/=]/u.test(character)) {
        base64 += character;
        continue;
      }
      if (/\s/u.test(character) && !INVISIBLE.test(character)) continue;
      const kind = classify(character, content.slice(at));
      if (kind === "base64url") base64 += character === "-" ? "+" : "/";
      const data = { code: "character", column: column + at, found: character, kind } as const;
      const certain = kind !== "ellipsis" && kind !== "other";
      lost ||= !certain;
      if (!told.has(kind)) {
        told.add(kind);
        const here = { within: place.within, line };
        if (certain) collector.repaired(here, data);
        else collector.lost(here, data);
      }
      at += character.length - 1;
    }
  }
  return lost ? null : decodeBase64(base64, place, collector);
}

function classify(character: string, rest: string): CharacterKind {
  if (character === "\u2026" || rest.startsWith("...")) return "ellipsis";
  if (INVISIBLE.test(character)) return "invisible";
  if (character === "-" || character === "_") return "base64url";
  return QUOTE.test(character) ? "quote" : "other";
}

/** RFC 4648 section 4. Missing padding is repaired; a character too few or too many cannot be. */
function decodeBase64(base64: string, place: Place, collector: Collector): Uint8Array | null {
  const data = base64.replace(/=+$/u, "");
  const padding = base64.slice(data.length);
  if (data === "") {
    collector.lost(place, { code: "empty" });
    return null;
  }
  if (data.includes("=")) {
    collector.lost(place, { code: "padding", expected: "", found: "=" });
    return null;
  }
  const expected = "=".repeat((4 - (data.length % 4)) % 4);
  // With padding of another length it is a character that is missing, or one too many.
  if (data.length % 4 === 1 || (padding !== "" && padding !== expected)) {
    collector.lost(place, { code: "base64_length", count: data.length });
    return null;
  }
  const bytes = Buffer.from(data, "base64");
  if (padding === expected) return bytes;
  // Without padding only the structure tells whether the end is the end.
  if (outerLength(bytes) === bytes.length) {
    collector.repaired(place, { code: "padding", expected, found: padding });
    return bytes;
  }
  collector.lost(place, { code: "base64_length", count: data.length });
  return null;
}
