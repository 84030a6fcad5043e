import { Cursor } from "../../wire/cursor.ts";
import { TAG, constructed, primitive, readContent, readElement } from "../../wire/der.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import { decodeCertificate } from "../certificate.ts";
import { INDEFINITE, headerLength, outerLength } from "./ber.ts";
import type { DerObject, Place } from "./bundle.ts";
import type { Collector } from "./collector.ts";
import { readPkcs12 } from "./pkcs12.ts";
import { readPkcs7 } from "./pkcs7.ts";
import { readPrivateKey, readPublicKey } from "./private-key.ts";

/** Which PEM labels name an object. `TRUSTED CERTIFICATE` is OpenSSL's own form, with data behind the certificate. */
const LABELS: Readonly<Record<Exclude<DerObject, "unknown">, readonly string[]>> = {
  certificate: ["CERTIFICATE", "X509 CERTIFICATE", "X.509 CERTIFICATE", "TRUSTED CERTIFICATE"],
  certificate_request: ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"],
  crl: ["X509 CRL", "CRL"],
  private_key: ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY", "ANY PRIVATE KEY"],
  encrypted_private_key: ["ENCRYPTED PRIVATE KEY"],
  public_key: ["PUBLIC KEY", "RSA PUBLIC KEY"],
  pkcs7: ["PKCS7", "CMS"],
  pkcs12: ["PKCS12"],
};
const TRUSTED = "TRUSTED CERTIFICATE";

/** One object or several behind each other, whatever a label says that they are. `label` is null where there is none. */
export function readDer(bytes: Uint8Array, label: string | null, place: Place, collector: Collector): void {
  let rest = bytes;
  for (let first = true; rest.length > 0 && !collector.isFull; first = false) {
    const length = outerLength(rest);
    const object = length === null ? "unknown" : identify(rest.subarray(0, length));
    const at = bytes.length - rest.length;
    if (length === null || (length > rest.length && object === "unknown")) {
      if (!first) return trailing(at, rest.length, label, place, collector);
      return malformed(rest, length, label, place, collector);
    }
    if (first && label !== null && object !== "unknown" && !LABELS[object].includes(label))
      collector.repaired(place, { code: "wrong_object", found: object, label });
    if (!first) collector.repaired(place, { code: "der_trailing", byte: at, count: rest.length });
    readObject(object, rest.subarray(0, length), label, place, collector);
    rest = rest.subarray(length);
    if (label === TRUSTED) return;
  }
}

/** RFC 7468 section 5.1: nothing follows the certificate. */
function trailing(
  byte: number,
  count: number,
  label: string | null,
  place: Place,
  collector: Collector,
): void {
  if (label !== TRUSTED) collector.repaired(place, { code: "der_trailing", byte, count });
}

function malformed(
  bytes: Uint8Array,
  length: number | null,
  label: string | null,
  place: Place,
  collector: Collector,
): void {
  const structure = structureOf(label);
  if (length !== null && length > bytes.length) {
    const inner = innermost(bytes, structure);
    collector.lost(place, { code: "der_truncated", ...inner });
    return;
  }
  collector.attempt(place, () => {
    readContent(new Cursor(bytes), TAG.sequence, structure);
    throw new DecodeError("illegal_value", structure, 0);
  });
}

function structureOf(label: string | null): string {
  if (label === null) return "DER";
  return LABELS.certificate.includes(label) ? "Certificate" : label;
}

/** Which structure the end of the bytes cuts, and how much of it is missing. */
function innermost(
  bytes: Uint8Array,
  structure: string,
): { structure: string; byte: number; missing: number } {
  const names = structure === "Certificate" ? ["Certificate", "TBSCertificate"] : [structure];
  const [outer = structure, inner] = names;
  const missing = (outerLength(bytes) ?? 0) - bytes.length;
  const header = headerLength(bytes);
  const content = bytes.subarray(header);
  const needed = outerLength(content);
  return inner !== undefined && needed !== null && needed > content.length
    ? { structure: inner, byte: bytes.length, missing: needed - content.length }
    : { structure: outer, byte: bytes.length, missing };
}

function readObject(
  object: DerObject,
  der: Uint8Array,
  label: string | null,
  place: Place,
  collector: Collector,
): void {
  collector.attempt(place, () => {
    switch (object) {
      case "certificate":
        return collector.certificate({ certificate: decodeCertificate(der), place });
      case "crl":
        return collector.crl(der, place);
      case "private_key":
      case "encrypted_private_key":
        return readPrivateKey(der, place, collector);
      case "public_key":
        return readPublicKey(der, place, collector);
      case "certificate_request":
        return collector.lost(place, { code: "wrong_object", found: object, label: "CERTIFICATE" });
      case "pkcs7":
        collector.format("PKCS#7");
        return readPkcs7(der, place, collector);
      case "pkcs12":
        collector.format("PKCS#12");
        return readPkcs12(der, place, collector);
      case "unknown":
        // The certificate's decoder says best what is wrong where a certificate is meant.
        if (label === null || LABELS.certificate.includes(label)) decodeCertificate(der);
        throw new DecodeError("illegal_value", structureOf(label), 0);
    }
  });
}

/** What the first elements inside the outer SEQUENCE say that it is. */
function identify(bytes: Uint8Array): DerObject {
  try {
    const content = readContent(new Cursor(bytes), TAG.sequence, "SEQUENCE");
    const tags: number[] = [];
    let first: Cursor | null = null;
    while (content.remaining > 0 && tags.length < 4) {
      const element = readElement(content, "element");
      first ??= element.content;
      tags.push(element.tag);
    }
    return classify(tags, first);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    // BER in its indefinite form: only the containers are written so.
    return bytes[1] === INDEFINITE ? (bytes[2] === TAG.integer ? "pkcs12" : "pkcs7") : "unknown";
  }
}

function classify([first, second, third]: readonly number[], content: Cursor | null): DerObject {
  if (first === TAG.sequence && second === TAG.sequence && third === TAG.bitString && content !== null)
    return classifySigned(content);
  if (first === TAG.sequence && second === TAG.octetString) return "encrypted_private_key";
  if (first === TAG.sequence && second === TAG.bitString) return "public_key";
  if (first === TAG.objectIdentifier) return "pkcs7";
  if (first !== TAG.integer) return "unknown";
  if (second === TAG.octetString || (second === TAG.sequence && third === TAG.octetString))
    return "private_key";
  if (second === TAG.sequence) return "pkcs12";
  return second === TAG.integer && third === TAG.integer ? "private_key" : "unknown";
}

/** A certificate has a validity between two names, a CRL a time, a request its key right behind the name. */
function classifySigned(content: Cursor): DerObject {
  const tags: number[] = [];
  while (content.remaining > 0) tags.push(readElement(content, "element").tag);
  const [first, second, third] = tags;
  if (tags.some((tag) => tag === TAG.utcTime || tag === TAG.generalizedTime)) return "crl";
  if (first === constructed(0)) return "certificate";
  if (first === TAG.integer && second === TAG.sequence && third === TAG.sequence)
    return tags.at(3) === constructed(0) || tags.length === 3 ? "certificate_request" : "certificate";
  return tags.includes(primitive(1)) ? "certificate" : "unknown";
}
