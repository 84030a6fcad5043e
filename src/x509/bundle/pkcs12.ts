import { Cursor } from "../../wire/cursor.ts";
import {
  TAG,
  constructed,
  primitive,
  readConstructed,
  readElement,
  readListOf,
  readObjectIdentifier,
  readOctetString,
  readOptional,
  readSequence,
  readUnsigned,
} from "../../wire/der.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import { readAlgorithmIdentifier } from "../algorithm-identifier.ts";
import { decodeCertificate } from "../certificate.ts";
import { outerLength, stripHeader, toDer } from "./ber.ts";
import type { Place } from "./bundle.ts";
import type { Collector } from "./collector.ts";
import { PasswordProblem } from "./key-derivation.ts";
import { decryptWithPassword } from "./password-encryption.ts";
import { matchesMac, readMacData } from "./pkcs12-mac.ts";
import { readPrivateKey } from "./private-key.ts";

const DATA = "1.2.840.113549.1.7.1";
const ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
const BAG = "1.2.840.113549.1.12.10.1.";
const X509_CERTIFICATE = "1.2.840.113549.1.9.22.1";
const X509_CRL = "1.2.840.113549.1.9.23.1";
const FRIENDLY_NAME = "1.2.840.113549.1.9.20";
const MAX_DEPTH = 4;

/** PFX, RFC 7292 section 4. Without a password the empty one is tried, which many have.
 *  @throws DecodeError, PasswordProblem */
export function readPkcs12(bytes: Uint8Array, place: Place, collector: Collector): void {
  const password = collector.password ?? "";
  const { authenticatedSafe, mac } = readSequence(new Cursor(toDer(bytes)), "PFX", (pfx) => {
    readUnsigned(pfx, "version");
    const authSafe = readContentInfo(pfx);
    if (authSafe.type !== DATA) throw new DecodeError("illegal_value", "PFX.authSafe", pfx.offset);
    return {
      authenticatedSafe: readOctetString(authSafe.content, "AuthenticatedSafe"),
      mac: readOptional(pfx, TAG.sequence, readMacData) ?? null,
    };
  });
  if (mac !== null && !matchesMac(mac, authenticatedSafe, password, collector.iterations)) {
    if (collector.password === null) collector.warn(place, { code: "password_missing" });
    else collector.lost(place, { code: "password_wrong" });
    return;
  }
  readListOf(new Cursor(toDer(authenticatedSafe)), TAG.sequence, "AuthenticatedSafe", (list) => {
    const { type, content } = readContentInfo(list);
    collector.attempt(place, () => {
      if (type === DATA) readSafeContents(readOctetString(content, "SafeContents"), place, collector);
      else if (type === ENCRYPTED_DATA)
        readSafeContents(decryptData(content, password, collector), place, collector);
      else throw new PasswordProblem("unsupported", type);
    });
  });
}

function readContentInfo(cursor: Cursor): { readonly type: string; readonly content: Cursor } {
  return readSequence(cursor, "ContentInfo", (info) => {
    const type = readObjectIdentifier(info, "contentType");
    return {
      type,
      content: readConstructed(info, constructed(0), "content", (c) => c.sub(c.remaining, "content")),
    };
  });
}

/** EncryptedData, RFC 5652 section 8. */
function decryptData(content: Cursor, password: string, { iterations }: Collector): Uint8Array {
  return readSequence(content, "EncryptedData", (data) => {
    readUnsigned(data, "version");
    return readSequence(data, "EncryptedContentInfo", (info) => {
      readObjectIdentifier(info, "contentType");
      const algorithm = readAlgorithmIdentifier(info, "contentEncryptionAlgorithm");
      const encrypted = readElement(info, "encryptedContent");
      // In pieces it was constructed, which BER allows.
      const bytes =
        encrypted.tag === primitive(0)
          ? stripHeader(encrypted.encoded)
          : Buffer.concat(listPieces(encrypted.content));
      const opened = decryptWithPassword(algorithm, bytes, password, iterations);
      // One wrong key in 256 leaves a padding that looks right.
      if (outerLength(opened) !== opened.length) throw new PasswordProblem("wrong", algorithm.algorithm);
      return opened;
    });
  });
}

function listPieces(content: Cursor): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  while (content.remaining > 0) pieces.push(readOctetString(content, "encryptedContent"));
  return pieces;
}

/** @param depth of SafeContents within SafeContents. */
function readSafeContents(bytes: Uint8Array, place: Place, collector: Collector, depth = 0): void {
  if (depth > MAX_DEPTH) throw new DecodeError("too_large", "SafeContents", 0);
  readListOf(new Cursor(toDer(bytes)), TAG.sequence, "SafeContents", (list) =>
    readSafeBag(list, place, collector, depth),
  );
}

function readSafeBag(list: Cursor, place: Place, collector: Collector, depth: number): void {
  readSequence(list, "SafeBag", (bag) => {
    const id = readObjectIdentifier(bag, "bagId");
    const value = readConstructed(bag, constructed(0), "bagValue", (c) => c.opaque(c.remaining, "bagValue"));
    const name = readOptional(bag, TAG.set, readFriendlyName) ?? null;
    const here: Place = { ...place, within: name ?? place.within };
    collector.attempt(here, () => readBagValue(id, value, here, collector, depth));
  });
}

function readBagValue(
  id: string,
  value: Uint8Array,
  place: Place,
  collector: Collector,
  depth: number,
): void {
  switch (id) {
    case `${BAG}1`:
    case `${BAG}2`:
      return readPrivateKey(value, place, collector);
    case `${BAG}3`:
      return readWrapped(value, X509_CERTIFICATE, (der) =>
        collector.certificate({ certificate: decodeCertificate(der), place }),
      );
    case `${BAG}4`:
      return readWrapped(value, X509_CRL, (der) => collector.crl(der, place));
    case `${BAG}6`:
      return readSafeContents(value, place, collector, depth + 1);
  }
}

/** CertBag and CRLBag: a type and an OCTET STRING; types other than X.509 are left out. */
function readWrapped(value: Uint8Array, wanted: string, take: (der: Uint8Array) => void): void {
  readSequence(new Cursor(value), "CertBag", (content) => {
    const type = readObjectIdentifier(content, "certId");
    const der = readConstructed(content, constructed(0), "certValue", (c) => readOctetString(c, "certValue"));
    if (type === wanted) take(der);
  });
}

function readFriendlyName(cursor: Cursor): string | null {
  let name: string | null = null;
  readListOf(cursor, TAG.set, "bagAttributes", (list) =>
    readSequence(list, "Attribute", (attribute) => {
      const type = readObjectIdentifier(attribute, "attrId");
      const values = readElement(attribute, "attrValues");
      if (type !== FRIENDLY_NAME || values.content.remaining === 0) return;
      const { content } = readElement(values.content, "friendlyName");
      name = Buffer.from(content.opaque(content.remaining & ~1, "friendlyName"))
        .swap16()
        .toString("utf16le");
    }),
  );
  return name;
}
