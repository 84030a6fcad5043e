import { TAG } from "../../wire/der.ts";
import { DecodeError } from "../../wire/decode-error.ts";

/** Deeper than any PKCS structure. */
const MAX_DEPTH = 40;
/** The length octet of BER's indefinite form. */
export const INDEFINITE = 0x80;
const CONSTRUCTED = 0x20;

/** DER of what may be BER: indefinite and long lengths, strings in pieces (X.690 section 8.1.3.6, 8.7.3). Keychain and
 *  Firefox write PKCS#12 so. @throws DecodeError for what is neither. */
export function toDer(bytes: Uint8Array): Uint8Array {
  const { der } = convert(bytes, 0, 0);
  return der;
}

interface Converted {
  readonly der: Uint8Array;
  /** Where the next element begins. */
  readonly next: number;
  /** It was DER already, so that nothing has to be written anew. */
  readonly same: boolean;
}

function convert(bytes: Uint8Array, start: number, depth: number): Converted {
  if (depth > MAX_DEPTH) throw new DecodeError("too_large", "BER", start);
  const tag = at(bytes, start);
  const { length, content } = readLength(bytes, start + 1);
  const shortest = length !== null && content - start - 1 === encodeLength(length).length;
  if ((tag & CONSTRUCTED) === 0) {
    if (length === null) throw new DecodeError("illegal_length", "BER", start + 1);
    const value = slice(bytes, content, length);
    const next = content + length;
    return { der: shortest ? bytes.subarray(start, next) : encode(tag, [value]), next, same: shortest };
  }
  const end = length === null ? bytes.length : content + length;
  if (end > bytes.length) throw new DecodeError("truncated", "BER", start);
  const children: Uint8Array[] = [];
  let same = shortest && tag !== (TAG.octetString | CONSTRUCTED);
  let position = content;
  while (position < end) {
    if (length === null && at(bytes, position) === 0 && at(bytes, position + 1) === 0)
      return { der: join(tag, children), next: position + 2, same: false };
    const child = convert(bytes, position, depth + 1);
    children.push(child.der);
    same &&= child.same;
    position = child.next;
  }
  if (length === null || position !== end) throw new DecodeError("truncated", "BER", start);
  return { der: same ? bytes.subarray(start, end) : join(tag, children), next: end, same };
}

/** A string in pieces becomes one. */
function join(tag: number, children: readonly Uint8Array[]): Uint8Array {
  return tag === (TAG.octetString | CONSTRUCTED)
    ? encode(
        TAG.octetString,
        children.map((child) => stripHeader(child)),
      )
    : encode(tag, children);
}

/** The content octets of an element in DER. */
export function stripHeader(der: Uint8Array): Uint8Array {
  return der.subarray(readLength(der, 1).content);
}

function encode(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...encodeLength(content.length)]), content]);
}

function encodeLength(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) octets.unshift(left & 0xff);
  return [0x80 | octets.length, ...octets];
}

function readLength(bytes: Uint8Array, start: number): { length: number | null; content: number } {
  const first = at(bytes, start);
  if (first < 0x80) return { length: first, content: start + 1 };
  if (first === INDEFINITE) return { length: null, content: start + 1 };
  const octets = slice(bytes, start + 1, first & 0x7f);
  if (octets.length > 4) throw new DecodeError("too_large", "BER", start);
  return {
    length: octets.reduce((value, octet) => value * 256 + octet, 0),
    content: start + 1 + octets.length,
  };
}

function at(bytes: Uint8Array, position: number): number {
  const byte = bytes[position];
  if (byte === undefined) throw new DecodeError("truncated", "BER", position);
  return byte;
}

function slice(bytes: Uint8Array, start: number, length: number): Uint8Array {
  if (start + length > bytes.length) throw new DecodeError("truncated", "BER", start);
  return bytes.subarray(start, start + length);
}

/** How long identifier and length of the first element are. */
export function headerLength(bytes: Uint8Array): number {
  const second = bytes[1] ?? 0;
  return second < 0x80 ? 2 : 2 + (second & 0x7f);
}

/** How long the first SEQUENCE says that it is, header included; all of it for BER's indefinite form; null for no length. */
export function outerLength(bytes: Uint8Array): number | null {
  const [tag, second] = bytes;
  if (tag !== TAG.sequence || second === undefined) return null;
  if (second === INDEFINITE) return bytes.length;
  const header = headerLength(bytes);
  if (header > 6 || header > bytes.length) return null;
  if (second < 0x80) return header + second;
  return header + bytes.subarray(2, header).reduce((value, octet) => value * 256 + octet, 0);
}
