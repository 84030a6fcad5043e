import { createHash, createHmac, randomBytes } from "node:crypto";
import { EXTENSION_TYPE } from "../tls/extension-types.ts";
import { HANDSHAKE_TYPE } from "../tls/handshake.ts";
import { TAG, primitive } from "../wire/der.ts";
import { findExtension } from "./traced-client-hello.ts";

/** What stands in a message in place of a name; as long as it. */
export interface HashedName {
  /** In the body of the message. */
  readonly offset: number;
  readonly bytes: Buffer;
}

const NONE: readonly HashedName[] = [];
/** In the clear, and without names. */
const NAMELESS: ReadonlySet<number> = new Set([
  0, // hello_request
  HANDSHAKE_TYPE.server_hello,
  HANDSHAKE_TYPE.new_session_ticket,
  HANDSHAKE_TYPE.server_key_exchange,
  HANDSHAKE_TYPE.server_hello_done,
  HANDSHAKE_TYPE.certificate_verify,
  HANDSHAKE_TYPE.client_key_exchange,
  HANDSHAKE_TYPE.finished,
]);
/** A server sends the same messages to all. */
const MAX_KNOWN = 1_000;

/** Puts hexadecimal digits in place of the names in handshake messages, the same for the same: label by label, so that a host
 *  still matches the certificate that is for it. By a random key that nobody keeps. Numbers and keys of certificates stay. */
export class NameHash {
  readonly #key = randomBytes(32);
  #known = new Map<string, readonly HashedName[] | null>();

  /** Null for a message that cannot be read, or that may have names elsewhere. */
  find(type: number, body: Buffer): readonly HashedName[] | null {
    if (NAMELESS.has(type)) return NONE;
    if (type === HANDSHAKE_TYPE.client_hello) return this.#findServerName(body);
    const key = createHash("sha256").update(body).digest("base64");
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const names: HashedName[] = [];
    const found = this.#findInDer(type, body, names) ? names : null;
    if (this.#known.size >= MAX_KNOWN) this.#known = new Map();
    this.#known.set(key, found);
    return found;
  }

  /** RFC 6066 section 3. */
  #findServerName(body: Buffer): readonly HashedName[] | null {
    const start = findExtension(body, EXTENSION_TYPE.server_name);
    if (start === -1) return NONE;
    const end = start + body.readUInt16BE(start - 2);
    const names: HashedName[] = [];
    for (let offset = start + 2; offset < end;) {
      if (offset + 3 > end) return null;
      const next = offset + 3 + body.readUInt16BE(offset + 1);
      if (next > end) return null;
      names.push(this.#hash(body, offset + 3, next, TAG.ia5String));
      offset = next;
    }
    return names;
  }

  /** RFC 5246 sections 7.4.2 and 7.4.4, RFC 6066 section 8. */
  #findInDer(type: number, body: Buffer, names: HashedName[]): boolean {
    switch (type) {
      case HANDSHAKE_TYPE.certificate:
        return this.#findInVector(body, 0, 3, names);
      case HANDSHAKE_TYPE.certificate_status:
        return this.#walk(body, 4, body.length, false, names, 0);
      case HANDSHAKE_TYPE.certificate_request: {
        if (body.length < 1) return false;
        const types = 1 + body.readUInt8(0);
        if (types + 2 > body.length) return false;
        const algorithms = types + 2 + body.readUInt16BE(types);
        // TLS 1.2 has signature algorithms before the authorities.
        return this.#findInVector(body, algorithms === body.length ? types : algorithms, 2, names);
      }
      default:
        return false;
    }
  }

  /** To the end of the body. @param size of the length of the list and of each entry */
  #findInVector(body: Buffer, start: number, size: 2 | 3, names: HashedName[]): boolean {
    if (start + size > body.length || start + size + body.readUIntBE(start, size) !== body.length)
      return false;
    for (let offset = start + size; offset < body.length;) {
      if (offset + size > body.length) return false;
      const entry = offset + size;
      offset = entry + body.readUIntBE(offset, size);
      if (offset > body.length || !this.#walk(body, entry, offset, false, names, 0)) return false;
    }
    return true;
  }

  /** False when it is no DER. @param wrapped within an OCTET STRING, as extensions are: GeneralNames have tags of their own there */
  #walk(
    body: Buffer,
    start: number,
    end: number,
    wrapped: boolean,
    names: HashedName[],
    depth: number,
  ): boolean {
    if (depth > MAX_DEPTH) return false;
    for (let offset = start; offset < end;) {
      if (offset + 2 > end) return false;
      const tag = body.readUInt8(offset);
      let length = body.readUInt8(offset + 1);
      let content = offset + 2;
      if (length >= 0x80) {
        const octets = length & 0x7f;
        if (octets === 0 || octets > 4 || content + octets > end) return false;
        length = body.readUIntBE(content, octets);
        content += octets;
      }
      offset = content + length;
      if (offset > end) return false;
      if (STRINGS.has(tag) || (wrapped && length > 1 && GENERAL_NAMES.has(tag)))
        names.push(this.#hash(body, content, offset, tag));
      else if (tag & CONSTRUCTED) {
        if (!this.#walk(body, content, offset, wrapped, names, depth + 1)) return false;
      } else if (tag === TAG.octetString && length > 0 && body.readUInt8(content) === TAG.sequence) {
        const within: HashedName[] = [];
        // What only looks like DER is a number or a key.
        if (this.#walk(body, content, offset, true, within, depth + 1)) names.push(...within);
      }
    }
    return true;
  }

  #hash(body: Buffer, offset: number, end: number, tag: number): HashedName {
    const given = body.subarray(offset, end);
    if (tag === IP_ADDRESS)
      return { offset, bytes: Buffer.from(this.#digits(given.toString("hex"), 2 * given.length), "hex") };
    const width = tag === TAG.bmpString ? 2 : tag === TAG.universalString ? 4 : 1;
    const text = Buffer.from(given.filter((_, index) => index % width === width - 1)).toString("latin1");
    const hashed = text.replace(LABEL, (label) => this.#digits(label.toLowerCase(), label.length));
    const bytes = Buffer.alloc(given.length);
    for (const [index, character] of Buffer.from(hashed, "latin1").entries()) {
      // NumericString has no letters.
      const digit = tag === TAG.numericString ? 0x30 + (character % 10) : character;
      bytes[index * width + width - 1] = digit;
    }
    return { offset, bytes };
  }

  #digits(label: string, length: number): string {
    let digits = "";
    for (let part = 0; digits.length < length; part++)
      digits += createHmac("sha256", this.#key).update(`${part} ${label}`).digest("hex");
    return digits.slice(0, length);
  }
}

const CONSTRUCTED = 0x20;
const MAX_DEPTH = 32;
/** What is between the separators of host names, mail addresses and URIs; the star of a wildcard stays. */
const LABEL = /[^.@:/*]+/g;
const STRINGS: ReadonlySet<number> = new Set([
  TAG.utf8String,
  TAG.numericString,
  TAG.printableString,
  TAG.teletexString,
  TAG.ia5String,
  TAG.visibleString,
  TAG.universalString,
  TAG.bmpString,
]);
const IP_ADDRESS = primitive(7);
/** rfc822Name, dNSName, uniformResourceIdentifier, iPAddress: RFC 5280 section 4.2.1.6. */
const GENERAL_NAMES: ReadonlySet<number> = new Set([primitive(1), primitive(2), primitive(6), IP_ADDRESS]);
