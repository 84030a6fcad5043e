import { Cursor } from "./cursor.ts";
import { DecodeError } from "./decode-error.ts";

/** Identifier octets of the universal types that X.509 uses (X.690 section 8.1.2). */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The identifier octet of `[number]` on a primitive type (IMPLICIT). */
export const primitive = (number: number) => 0x80 | number;
/** The identifier octet of `[number]` on a constructed type, or of an EXPLICIT tag. */
export const constructed = (number: number) => 0xa0 | number;

/** One value: identifier, length and content octets (X.690 section 8.1). */
export interface DerElement {
  readonly tag: number;
  /** The content octets. */
  readonly content: Cursor;
  /** The whole element. */
  readonly encoded: Uint8Array;
}

/** The next element, whatever its type. */
export function readElement(cursor: Cursor, structure: string): DerElement {
  const { offset } = cursor;
  const tag = cursor.uint(1, structure);
  // Nothing that we decode has a tag number above 30.
  if ((tag & 0x1f) === 0x1f) throw new DecodeError("illegal_value", structure, offset);
  const content = cursor.sub(readLength(cursor, structure), structure);
  return { tag, content, encoded: cursor.since(offset) };
}

/** DER has one form for each length, the shortest (X.690 section 10.1); BER's indefinite form is refused. */
function readLength(cursor: Cursor, structure: string): number {
  const { offset } = cursor;
  const first = cursor.uint(1, structure);
  if (first < 0x80) return first;
  const octets = cursor.opaque(first & 0x7f, structure);
  if (octets.length > 4) throw new DecodeError("too_large", structure, offset);
  const length = octets.reduce((value, octet) => value * 256 + octet, 0);
  if (length < 0x80 || octets[0] === 0) throw new DecodeError("illegal_length", structure, offset);
  return length;
}

/** The content octets of the next element, which must have this tag. */
export function readContent(cursor: Cursor, tag: number, structure: string): Cursor {
  const { offset } = cursor;
  const element = readElement(cursor, structure);
  if (element.tag !== tag) throw new DecodeError("illegal_value", structure, offset);
  return element.content;
}

/** SEQUENCE, SET or a constructed tag: `read` must use all of its content. */
export function readConstructed<T>(
  cursor: Cursor,
  tag: number,
  structure: string,
  read: (content: Cursor) => T,
): T {
  const content = readContent(cursor, tag, structure);
  const value = read(content);
  content.end(structure);
  return value;
}

export function readSequence<T>(cursor: Cursor, structure: string, read: (content: Cursor) => T): T {
  return readConstructed(cursor, TAG.sequence, structure, read);
}

/** SEQUENCE OF, SET OF or an IMPLICIT tag on one. `item` is called until the content is used up. */
export function readListOf<T>(
  cursor: Cursor,
  tag: number,
  structure: string,
  item: (content: Cursor) => T,
): T[] {
  return readConstructed(cursor, tag, structure, (content) => {
    const items: T[] = [];
    while (content.remaining > 0) items.push(item(content));
    return items;
  });
}

/** SEQUENCE SIZE (1..MAX) OF. */
export function readNonEmptySequenceOf<T>(
  cursor: Cursor,
  structure: string,
  item: (content: Cursor) => T,
): [T, ...T[]] {
  const { offset } = cursor;
  const [first, ...rest] = readListOf(cursor, TAG.sequence, structure, item);
  if (first === undefined) throw new DecodeError("illegal_length", structure, offset);
  return [first, ...rest];
}

/** OPTIONAL: what `read` makes of the next element when it has this tag. */
export function readOptional<T>(cursor: Cursor, tag: number, read: (cursor: Cursor) => T): T | undefined {
  return cursor.peek() === tag ? read(cursor) : undefined;
}

/** The content octets of a primitive element. */
export function readOctets(cursor: Cursor, tag: number, structure: string): Uint8Array {
  const content = readContent(cursor, tag, structure);
  return content.opaque(content.remaining, structure);
}

export function readOctetString(cursor: Cursor, structure: string): Uint8Array {
  return readOctets(cursor, TAG.octetString, structure);
}

/** 0xff or 0x00, nothing else (X.690 section 11.1). */
export function readBoolean(cursor: Cursor, structure: string, tag: number = TAG.boolean): boolean {
  const { offset } = cursor;
  const octets = readOctets(cursor, tag, structure);
  if (octets.length !== 1 || (octets[0] !== 0xff && octets[0] !== 0x00)) {
    throw new DecodeError("illegal_value", structure, offset);
  }
  return octets[0] === 0xff;
}

/** Two's complement in the fewest octets (X.690 section 8.3). */
export function readInteger(cursor: Cursor, structure: string, tag: number = TAG.integer): Uint8Array {
  const { offset } = cursor;
  const octets = readOctets(cursor, tag, structure);
  const [first, second = 0] = octets;
  if (first === undefined) throw new DecodeError("illegal_length", structure, offset);
  const padded = (first === 0x00 && second < 0x80) || (first === 0xff && second >= 0x80);
  if (padded && octets.length > 1) throw new DecodeError("illegal_value", structure, offset);
  return octets;
}

/** An INTEGER of 0 to 2^31-1: versions, path lengths, counters. */
export function readUnsigned(cursor: Cursor, structure: string, tag: number = TAG.integer): number {
  const { offset } = cursor;
  const octets = readInteger(cursor, structure, tag);
  if (octets.length > 4 || (octets[0] ?? 0) >= 0x80) throw new DecodeError("too_large", structure, offset);
  return octets.reduce((value, octet) => value * 256 + octet, 0);
}

export interface BitString {
  readonly bytes: Uint8Array;
  /** Where `bytes` begin in the outermost input. */
  readonly offset: number;
  /** Bits of the last byte that do not count, 0 to 7. */
  readonly unusedBits: number;
}

export function readBitString(cursor: Cursor, structure: string, tag: number = TAG.bitString): BitString {
  const content = readContent(cursor, tag, structure);
  const { offset } = content;
  const unusedBits = content.uint(1, structure);
  const start = content.offset;
  const bytes = content.opaque(content.remaining, structure);
  const unused = (bytes.at(-1) ?? 0) & ((1 << unusedBits) - 1);
  if (unusedBits > 7 || (bytes.length === 0 && unusedBits > 0) || unused !== 0) {
    throw new DecodeError("illegal_value", structure, offset);
  }
  return { bytes, offset: start, unusedBits };
}

/** Octets of one arc. 2.25 followed by a UUID has an arc of 128 bits. */
const ARC_OCTETS = 19;

/** In dotted form. */
export function readObjectIdentifier(
  cursor: Cursor,
  structure: string,
  tag: number = TAG.objectIdentifier,
): string {
  const content = readContent(cursor, tag, structure);
  const { offset } = content;
  const arcs: bigint[] = [];
  while (content.remaining > 0) arcs.push(readArc(content, structure));
  const [first, ...rest] = arcs;
  if (first === undefined) throw new DecodeError("illegal_length", structure, offset);
  // X.690 section 8.19.4: the first two arcs share one number, and only arc 2 has more than 40 children.
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...rest].join(".");
}

function readArc(content: Cursor, structure: string): bigint {
  const { offset } = content;
  let value = 0n;
  for (let count = 1; ; count += 1) {
    const octet = content.uint(1, structure);
    if (count === 1 && octet === 0x80) throw new DecodeError("illegal_value", structure, offset);
    if (count > ARC_OCTETS) throw new DecodeError("too_large", structure, offset);
    value = (value << 7n) | BigInt(octet & 0x7f);
    if (octet < 0x80) return value;
  }
}
