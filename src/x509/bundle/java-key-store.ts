import { createHash, timingSafeEqual } from "node:crypto";
import { Cursor } from "../../wire/cursor.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import { decodeCertificate } from "../certificate.ts";
import type { Place } from "./bundle.ts";
import type { Collector } from "./collector.ts";

const JKS = 0xfeedfeed;
const JCEKS = 0xcececece;
const ENTRY = { privateKey: 1, trustedCertificate: 2, secretKey: 3 };
/** SHA-1 behind everything. */
const DIGEST = 20;
/** A part of the digest's input, as Sun's KeyStore has it. */
const WHITENER = "Mighty Aphrodite";

export function isKeyStore(bytes: Uint8Array): boolean {
  if (bytes.length < 12) return false;
  const magic = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  return magic === JKS || magic === JCEKS;
}

/** Java's own keystores. Their certificates stand in the clear: no password is needed to read them, whatever passwords the
 *  store and its keys have. Private keys are told of by their certificate, and never opened. */
export function readKeyStore(bytes: Uint8Array, place: Place, collector: Collector): void {
  const cursor = new Cursor(bytes.subarray(0, Math.max(0, bytes.length - DIGEST)));
  collector.attempt(place, () => {
    collector.format(cursor.uint(4, "magic") === JKS ? "JKS" : "JCEKS");
    const version = cursor.uint(4, "version");
    if (version !== 1 && version !== 2) throw new DecodeError("illegal_value", "version", 4);
    const count = cursor.uint(4, "count");
    for (let entry = 0; entry < count; entry++) if (!readEntry(cursor, version, place, collector)) return;
    cursor.end("KeyStore");
  });
  const { password } = collector;
  if (password !== null && !matchesDigest(bytes, password))
    collector.warn(place, { code: "digest_mismatch" });
}

/** False when nothing behind it can be read. */
function readEntry(cursor: Cursor, version: number, place: Place, collector: Collector): boolean {
  const { offset } = cursor;
  const tag = cursor.uint(4, "tag");
  const here: Place = { ...place, within: readText(cursor, "alias") };
  cursor.opaque(8, "creationDate");
  switch (tag) {
    case ENTRY.privateKey: {
      cursor.opaque(cursor.uint(4, "key"), "key");
      const chain = cursor.uint(4, "chain");
      for (let index = 0; index < chain; index++) readCertificate(cursor, version, here, collector);
      collector.key({ kind: "private", algorithm: null, publicKeySha256: null, place: here });
      return true;
    }
    case ENTRY.trustedCertificate:
      readCertificate(cursor, version, here, collector);
      return true;
    case ENTRY.secretKey:
      // A serialized Java object that does not say how long it is.
      collector.lost(here, { code: "entry_unreadable" });
      return false;
    default:
      throw new DecodeError("illegal_value", "tag", offset);
  }
}

function readCertificate(cursor: Cursor, version: number, place: Place, collector: Collector): void {
  const type = version === 2 ? readText(cursor, "certificateType") : "X.509";
  const der = cursor.opaque(cursor.uint(4, "certificate"), "certificate");
  if (type !== "X.509" && type !== "X509") return;
  collector.attempt(place, () => collector.certificate({ certificate: decodeCertificate(der), place }));
}

/** DataOutput.writeUTF. */
function readText(cursor: Cursor, structure: string): string {
  return Buffer.from(cursor.opaque(cursor.uint(2, structure), structure)).toString("utf8");
}

function matchesDigest(bytes: Uint8Array, password: string): boolean {
  const hash = createHash("sha1").update(Buffer.from(password, "utf16le").swap16()).update(WHITENER);
  const end = Math.max(0, bytes.length - DIGEST);
  const digest = hash.update(bytes.subarray(0, end)).digest();
  return bytes.length >= DIGEST && timingSafeEqual(digest, bytes.subarray(end));
}
