import type { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import { readElement, readListOf, readObjectIdentifier, readSequence, TAG } from "../wire/der.ts";
import type { DerElement } from "../wire/der.ts";

/** RFC 5280 section 4.1.2.4: RDNSequence, the most general first. */
export interface Name {
  readonly rdns: readonly RelativeDistinguishedName[];
  readonly encoded: Uint8Array;
}

type RelativeDistinguishedName = readonly AttributeTypeAndValue[];

interface AttributeTypeAndValue {
  /** Dotted OID. */
  readonly type: string;
  readonly tag: number;
  /** Null where the value is no character string. */
  readonly text: string | null;
  /** The value as it was encoded. */
  readonly value: Uint8Array;
}

export function readName(cursor: Cursor, structure: string): Name {
  const { offset } = cursor;
  const rdns = readListOf(cursor, TAG.sequence, structure, (rdn) =>
    readRelativeDistinguishedName(rdn, structure),
  );
  return { rdns, encoded: cursor.since(offset) };
}

/** SET SIZE (1..MAX) OF AttributeTypeAndValue. */
function readRelativeDistinguishedName(cursor: Cursor, structure: string): RelativeDistinguishedName {
  const { offset } = cursor;
  const attributes = readListOf(cursor, TAG.set, structure, (attribute) =>
    readSequence(attribute, "AttributeTypeAndValue", (content) => {
      const type = readObjectIdentifier(content, "AttributeType");
      const start = content.offset;
      const element = readElement(content, "AttributeValue");
      return { type, tag: element.tag, text: decodeText(element, start), value: element.encoded };
    }),
  );
  if (attributes.length === 0) throw new DecodeError("illegal_length", structure, offset);
  return attributes;
}

/** A character string. PrintableString and IA5String are read as Latin-1, since CAs put more into them than
 *  they may hold. */
function decodeText({ tag, content }: DerElement, offset: number): string | null {
  const bytes = content.opaque(content.remaining, "AttributeValue");
  switch (tag) {
    case TAG.utf8String:
      return decodeUnicode(bytes, "utf-8", offset);
    case TAG.bmpString:
      return decodeUnicode(bytes, "utf-16be", offset);
    case TAG.universalString:
      return decodeUniversalString(bytes, offset);
    case TAG.printableString:
    case TAG.ia5String:
    case TAG.teletexString:
    case TAG.numericString:
    case TAG.visibleString:
      return latin1(bytes);
    default:
      return null;
  }
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

function decodeUnicode(bytes: Uint8Array, encoding: "utf-8" | "utf-16be", offset: number): string {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new DecodeError("illegal_value", "AttributeValue", offset);
  }
}

function decodeUniversalString(bytes: Uint8Array, offset: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const characters: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const codePoint = at + 4 > bytes.length ? Infinity : view.getUint32(at);
    if (codePoint > 0x10ffff) throw new DecodeError("illegal_value", "AttributeValue", offset);
    characters.push(String.fromCodePoint(codePoint));
  }
  return characters.join("");
}

/** One string for each RDN, equal where RFC 5280 section 7.1 calls the RDNs equal: case, the kind of string
 *  and runs of white space do not count, nor does the order within a set. */
export function normalizeName({ rdns }: Name): string[] {
  return rdns.map((attributes) => JSON.stringify(attributes.map(normalizeAttribute).toSorted()));
}

function normalizeAttribute({ type, text, value }: AttributeTypeAndValue): string {
  const normalized =
    text === null
      ? `#${Buffer.from(value).toString("hex")}`
      : text.normalize("NFKC").toLowerCase().trim().replaceAll(/\s+/gu, " ");
  return `${type}=${normalized}`;
}

/** RFC 4514: the most specific first, `CN=api.example.com,O=Example`. Empty for an empty name. */
export function formatName(name: Name): string {
  return name.rdns.toReversed().map(formatRelativeDistinguishedName).join(",");
}

function formatRelativeDistinguishedName(attributes: RelativeDistinguishedName): string {
  return attributes.map(formatAttribute).join("+");
}

/** RFC 4514 section 2.4: without a name for the type, or without text, the value's DER follows `#`. */
function formatAttribute({ type, text, value }: AttributeTypeAndValue): string {
  const keyword = ATTRIBUTE_KEYWORDS[type];
  if (keyword === undefined || text === null)
    return `${keyword ?? type}=#${Buffer.from(value).toString("hex")}`;
  return `${keyword}=${escapeValue(text)}`;
}

function escapeValue(text: string): string {
  return text
    .replaceAll(/["+,;<>\\]/gu, String.raw`\$&`)
    .replaceAll(/^[ #]|(?<!^) $/gu, String.raw`\$&`)
    .replaceAll(/\p{Cc}/gu, escapeOctets);
}

/** Each octet of its UTF-8 as `\xx`. */
function escapeOctets(character: string): string {
  return Buffer.from(character)
    .toString("hex")
    .replaceAll(/../gu, String.raw`\$&`);
}

/** The first lines are RFC 4514's own table; the rest as OpenSSL spells them. */
const ATTRIBUTE_KEYWORDS: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "2.5.4.6": "C",
  "2.5.4.9": "STREET",
  "0.9.2342.19200300.100.1.25": "DC",
  "0.9.2342.19200300.100.1.1": "UID",
  "1.2.840.113549.1.9.1": "emailAddress",
  "2.5.4.4": "SN",
  "2.5.4.5": "serialNumber",
  "2.5.4.12": "title",
  "2.5.4.13": "description",
  "2.5.4.15": "businessCategory",
  "2.5.4.17": "postalCode",
  "2.5.4.41": "name",
  "2.5.4.42": "GN",
  "2.5.4.43": "initials",
  "2.5.4.44": "generationQualifier",
  "2.5.4.46": "dnQualifier",
  "2.5.4.65": "pseudonym",
  "2.5.4.97": "organizationIdentifier",
  "1.3.6.1.4.1.311.60.2.1.1": "jurisdictionL",
  "1.3.6.1.4.1.311.60.2.1.2": "jurisdictionST",
  "1.3.6.1.4.1.311.60.2.1.3": "jurisdictionC",
};
