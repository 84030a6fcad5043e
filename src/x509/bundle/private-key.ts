import type { KeyObject } from "node:crypto";
import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { Cursor } from "../../wire/cursor.ts";
import { TAG, readElement, readOctetString, readSequence } from "../../wire/der.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import { readAlgorithmIdentifier } from "../algorithm-identifier.ts";
import { formatPublicKey, readSubjectPublicKeyInfo } from "../public-key.ts";
import type { Place } from "./bundle.ts";
import type { Collector } from "./collector.ts";
import { PasswordProblem, decryptWithPassword } from "./password-encryption.ts";
import type { BodyLine } from "./pem-body.ts";
import { decodeBody } from "./pem-body.ts";

const TYPES = ["pkcs8", "pkcs1", "sec1"] as const;

/** A private key in DER: PKCS#8 (RFC 5958), also encrypted, PKCS#1, SEC 1. Only its public half is kept.
 *  @throws DecodeError, PasswordProblem */
export function readPrivateKey(der: Uint8Array, place: Place, collector: Collector): void {
  const encrypted = isEncrypted(der);
  if (encrypted && collector.password === null) return addUnread(place, collector);
  const plain = encrypted ? decryptPkcs8(der, collector.password ?? "", collector) : der;
  for (const type of TYPES) {
    const spki = attempt(() => spkiOf(createPrivateKey({ key: Buffer.from(plain), format: "der", type })));
    if (spki !== null) return addKey("private", spki, place, collector);
  }
  if (encrypted) throw new PasswordProblem("wrong", "");
  // A key of an algorithm that this OpenSSL does not know, such as ML-DSA, is a key all the same.
  if (isPkcs8(plain)) return addUnread(place, collector);
  throw new DecodeError("illegal_value", "PrivateKey", 0);
}

/** OneAsymmetricKey, RFC 5958 section 2. */
function isPkcs8(der: Uint8Array): boolean {
  return readSequence(new Cursor(der), "OneAsymmetricKey", (content) => {
    const tags = [1, 2, 3].map(() => (content.remaining === 0 ? null : readElement(content, "field").tag));
    content.opaque(content.remaining, "OneAsymmetricKey");
    return tags.join() === [TAG.integer, TAG.sequence, TAG.octetString].join();
  });
}

/** @throws DecodeError */
export function readPublicKey(der: Uint8Array, place: Place, collector: Collector): void {
  addKey("public", der, place, collector);
}

/** A block of a PEM file. The old encryption of OpenSSL (`DEK-Info`, RFC 1421) is left to OpenSSL. */
export function readKeyBlock(
  label: string,
  body: readonly BodyLine[],
  place: Place,
  collector: Collector,
): void {
  const headers = body.filter(({ content }) => /^[A-Za-z-]+: /u.test(content));
  const rest = body.filter((line) => !headers.includes(line));
  const der = decodeBody(rest, place, collector);
  if (der === null) return;
  if (headers.length === 0) {
    collector.attempt(place, () => readPrivateKey(der, place, collector));
    return;
  }
  const { password } = collector;
  if (password === null) return addUnread(place, collector);
  const base64 = Buffer.from(der)
    .toString("base64")
    .replaceAll(/.{64}(?!$)/gu, "$&\n");
  const lines = headers.map(({ content }) => content).join("\n");
  const pem = `-----BEGIN ${label}-----\n${lines}\n\n${base64}\n-----END ${label}-----\n`;
  const spki = attempt(() => spkiOf(createPrivateKey({ key: pem, passphrase: password })));
  if (spki === null) collector.lost(place, { code: "password_wrong" });
  else addKey("private", spki, place, collector);
}

function addUnread(place: Place, collector: Collector): void {
  collector.key({ kind: "private", algorithm: null, publicKeySha256: null, place });
}

function addKey(kind: "private" | "public", spki: Uint8Array, place: Place, collector: Collector): void {
  const { key } = readSubjectPublicKeyInfo(new Cursor(spki));
  collector.key({ kind, algorithm: formatPublicKey(key), publicKeySha256: sha256(spki), place });
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function spkiOf(key: KeyObject): Uint8Array {
  return createPublicKey(key).export({ format: "der", type: "spki" });
}

/** EncryptedPrivateKeyInfo begins with an AlgorithmIdentifier, a key with its version. */
function isEncrypted(der: Uint8Array): boolean {
  const content = readSequenceHead(der);
  return content === TAG.sequence;
}

function readSequenceHead(der: Uint8Array): number | undefined {
  const cursor = new Cursor(der);
  return readSequence(cursor, "PrivateKey", (content) => {
    const tag = content.peek();
    content.opaque(content.remaining, "PrivateKey");
    return tag;
  });
}

function decryptPkcs8(der: Uint8Array, password: string, { iterations }: Collector): Uint8Array {
  return readSequence(new Cursor(der), "EncryptedPrivateKeyInfo", (content) => {
    const algorithm = readAlgorithmIdentifier(content, "encryptionAlgorithm");
    return decryptWithPassword(algorithm, readOctetString(content, "encryptedData"), password, iterations);
  });
}

/** Null for what OpenSSL cannot read: the next form is tried. Its errors have a code, or are its own words as they are. */
function attempt(read: () => Uint8Array): Uint8Array | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && ("code" in error || error.message.startsWith("error:"))) return null;
    throw error;
  }
}
