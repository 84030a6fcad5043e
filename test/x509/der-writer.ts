import { TAG } from "../../src/wire/der.ts";

/** X.690: just enough of an encoder to write what no CA would. */
export function tlv(tag: number, ...content: readonly (Uint8Array | string)[]): Buffer {
  const body = Buffer.concat(content.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
  return Buffer.concat([Buffer.from([tag]), length(body.length), body]);
}

function length(octets: number): Buffer {
  if (octets < 0x80) return Buffer.from([octets]);
  const hex = octets.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export const sequence = (...content: readonly Uint8Array[]) => tlv(TAG.sequence, ...content);
export const set = (...content: readonly Uint8Array[]) => tlv(TAG.set, ...content);
/** `[number]` EXPLICIT, or IMPLICIT on a constructed type. */
export const tagged = (number: number, ...content: readonly Uint8Array[]) => tlv(0xa0 | number, ...content);
/** `[number]` IMPLICIT on a primitive type. */
export const implicit = (number: number, content: Uint8Array | string) => tlv(0x80 | number, content);
export const octetString = (content: Uint8Array) => tlv(TAG.octetString, content);
export const utf8 = (text: string) => tlv(TAG.utf8String, text);
export const boolean = (value: boolean) => tlv(TAG.boolean, Buffer.from([value ? 0xff : 0]));
export const bitString = (content: Uint8Array, unusedBits = 0) =>
  tlv(TAG.bitString, Buffer.from([unusedBits]), content);

export function integer(value: number | bigint | Uint8Array): Buffer {
  if (value instanceof Uint8Array) return tlv(TAG.integer, value);
  const hex = value.toString(16);
  const padded = hex.padStart(hex.length + (hex.length % 2), "0");
  return tlv(TAG.integer, Buffer.from(padded >= "8" ? `00${padded}` : padded, "hex"));
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const arcs = [first * 40 + second, ...rest].flatMap((arc) => {
    const octets = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      octets.unshift((left & 0x7f) | 0x80);
    }
    return octets;
  });
  return tlv(TAG.objectIdentifier, Buffer.from(arcs));
}

/** UTCTime through 2049, GeneralizedTime after (RFC 5280 section 4.1.2.5). */
export function time(at: number): Buffer {
  const text = new Date(at).toISOString().replaceAll(/[-:T]|\.000/gu, "");
  return text < "2050" ? tlv(TAG.utcTime, text.slice(2)) : tlv(TAG.generalizedTime, text);
}
