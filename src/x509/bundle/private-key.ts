import type { KeyObject } from "node:crypto";
import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { Cursor } from "../../wire/cursor.ts";
import { TAG, readInteger, readOctetString, readSequence } from "../../wire/der.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import { readAlgorithmIdentifier } from "../algorithm-identifier.ts";
import { formatPublicKey, readSubjectPublicKeyInfo } from "../public-key.ts";
import type { Place } from "./bundle.ts";
import type { Collector } from "./collector.ts";
import { PasswordProblem } from "./key-derivation.ts";
import { decryptWithPassword } from "./password-encryption.ts";

/** A private key in DER: PKCS#8 (RFC 5958), also encrypted, PKCS#1, SEC 1. Only its public half is kept.
 *  @throws DecodeError, PasswordProblem */
export function readPrivateKey(der: Uint8Array, place: Place, collector: Collector): void {
  const encrypted = isEncrypted(der);
  if (encrypted && collector.password === null) return addUnread(place, collector);
  const plain = encrypted ? decryptPkcs8(der, collector.password ?? "", collector) : der;
  const form = findForm(plain);
  if (form === null) {
    if (encrypted) throw new PasswordProblem("wrong", "");
    throw new DecodeError("illegal_value", "PrivateKey", 0);
  }
  const spki =
    form.type === "pkcs8" && !DERIVABLE.has(form.algorithm)
      ? null
      : attempt(() => spkiOf(createPrivateKey({ key: Buffer.from(plain), format: "der", type: form.type })));
  // A key of an algorithm that this OpenSSL does not know, such as ML-DSA, is a key all the same.
  if (spki === null) addUnread(place, collector);
  else addKey("private", spki, place, collector);
}

/** Algorithms whose public half is at hand or derived at once. DSA and DH bring parameters of any size, and OpenSSL
 *  raises one to the power of the other while it reads the key. */
const DERIVABLE: ReadonlySet<string> = new Set([
  "1.2.840.113549.1.1.1",
  "1.2.840.113549.1.1.10",
  "1.2.840.10045.2.1",
  "1.3.101.110",
  "1.3.101.111",
  "1.3.101.112",
  "1.3.101.113",
  "2.16.840.1.101.3.4.3.17",
  "2.16.840.1.101.3.4.3.18",
  "2.16.840.1.101.3.4.3.19",
]);

type Form = { readonly type: "pkcs8"; readonly algorithm: string } | { readonly type: "pkcs1" | "sec1" };

/** OneAsymmetricKey (RFC 5958 section 2), RSAPrivateKey (RFC 8017 appendix A.1.2), ECPrivateKey (RFC 5915 section 3);
 *  null for none of them. */
function findForm(der: Uint8Array): Form | null {
  try {
    return readSequence(new Cursor(der), "PrivateKey", (content) => {
      readInteger(content, "version");
      const second = content.peek();
      const algorithm =
        second === TAG.sequence ? readAlgorithmIdentifier(content, "privateKeyAlgorithm").algorithm : null;
      content.opaque(content.remaining, "PrivateKey");
      if (algorithm !== null) return { type: "pkcs8", algorithm };
      if (second === TAG.integer) return { type: "pkcs1" };
      return second === TAG.octetString ? { type: "sec1" } : null;
    });
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

/** @throws DecodeError */
export function readPublicKey(der: Uint8Array, place: Place, collector: Collector): void {
  addKey("public", der, place, collector);
}

/** A key in the old encryption of OpenSSL, which RFC 1421's headers tell of (`DEK-Info: AES-128-CBC,…`): OpenSSL opens it
 *  itself. @throws PasswordProblem */
export function readEncryptedBlock(
  {
    label,
    headers,
    bytes,
  }: { readonly label: string; readonly headers: readonly string[]; readonly bytes: Uint8Array },
  place: Place,
  collector: Collector,
): void {
  const { password } = collector;
  if (password === null || !OLD_LABELS.has(label)) return addUnread(place, collector);
  const base64 = Buffer.from(bytes)
    .toString("base64")
    .replaceAll(/.{64}(?!$)/gu, "$&\n");
  const pem = `-----BEGIN ${label}-----\n${headers.join("\n")}\n\n${base64}\n-----END ${label}-----\n`;
  const spki = attempt(() => spkiOf(createPrivateKey({ key: pem, passphrase: password })));
  if (spki === null) throw new PasswordProblem("wrong", "");
  addKey("private", spki, place, collector);
}

/** Under any other, OpenSSL would read PKCS#8 with a DSA key in it. */
const OLD_LABELS: ReadonlySet<string> = new Set(["RSA PRIVATE KEY", "EC PRIVATE KEY"]);

/** A key of which nothing but its place is known. */
export function addUnread(place: Place, collector: Collector): void {
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
  return readSequence(new Cursor(der), "PrivateKey", (content) => {
    const tag = content.peek();
    content.opaque(content.remaining, "PrivateKey");
    return tag === TAG.sequence;
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
