import { constants, createPublicKey, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";

import { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import { constructed, readConstructed, readOptional, readSequence, readUnsigned, TAG } from "../wire/der.ts";
import { readAlgorithmIdentifier } from "./algorithm-identifier.ts";
import type { AlgorithmIdentifier } from "./algorithm-identifier.ts";
import type { SubjectPublicKeyInfo } from "./public-key.ts";

/** `unsupported`: the algorithm or the key is not one that this system verifies. */
export type SignatureResult = "valid" | "invalid" | "unsupported";

export interface Signed {
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signatureValue: Uint8Array;
  /** What the signature is over. */
  readonly signedBytes: Uint8Array;
}

/** RFC 5280 section 6.1.3 (a)(1). Never throws. */
export function verifySignature(signed: Signed, issuer: SubjectPublicKeyInfo): SignatureResult {
  const scheme = findScheme(signed.signatureAlgorithm);
  if (scheme === null || !scheme.keys.includes(keyFamily(issuer)) || !isAffordable(issuer))
    return "unsupported";
  const key = importPublicKey(issuer);
  if (key === null) return "unsupported";
  try {
    const options = { key, ...scheme.options };
    return verify(scheme.hash, signed.signedBytes, options, signed.signatureValue) ? "valid" : "invalid";
  } catch {
    // Node has the algorithm's name but not for this key, for example RSA-PSS parameters that forbid the hash.
    return "unsupported";
  }
}

interface Scheme {
  readonly keys: readonly string[];
  /** Null where the algorithm hashes by itself. */
  readonly hash: string | null;
  readonly options?: { readonly padding: number; readonly saltLength: number };
}

function findScheme(algorithm: AlgorithmIdentifier): Scheme | null {
  if (algorithm.algorithm === RSASSA_PSS) return findPssScheme(algorithm);
  return SCHEMES[algorithm.algorithm] ?? null;
}

/** DSA is left out: no client accepts it, and its parameters are the signer's to inflate. */
const SCHEMES: Readonly<Record<string, Scheme>> = {
  "1.2.840.113549.1.1.4": { keys: ["RSA"], hash: "md5" },
  "1.2.840.113549.1.1.5": { keys: ["RSA"], hash: "sha1" },
  "1.2.840.113549.1.1.14": { keys: ["RSA"], hash: "sha224" },
  "1.2.840.113549.1.1.11": { keys: ["RSA"], hash: "sha256" },
  "1.2.840.113549.1.1.12": { keys: ["RSA"], hash: "sha384" },
  "1.2.840.113549.1.1.13": { keys: ["RSA"], hash: "sha512" },
  "1.2.840.10045.4.1": { keys: ["EC"], hash: "sha1" },
  "1.2.840.10045.4.3.1": { keys: ["EC"], hash: "sha224" },
  "1.2.840.10045.4.3.2": { keys: ["EC"], hash: "sha256" },
  "1.2.840.10045.4.3.3": { keys: ["EC"], hash: "sha384" },
  "1.2.840.10045.4.3.4": { keys: ["EC"], hash: "sha512" },
  "1.3.101.112": { keys: ["Ed25519"], hash: null },
  "1.3.101.113": { keys: ["Ed448"], hash: null },
  "2.16.840.1.101.3.4.3.17": { keys: ["ML-DSA-44"], hash: null },
  "2.16.840.1.101.3.4.3.18": { keys: ["ML-DSA-65"], hash: null },
  "2.16.840.1.101.3.4.3.19": { keys: ["ML-DSA-87"], hash: null },
};

const RSASSA_PSS = "1.2.840.113549.1.1.10";
const MGF1 = "1.2.840.113549.1.1.8";

const HASHES: Readonly<Record<string, string>> = {
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.4": "sha224",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

/** RFC 4055 section 3.1: RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] DEFAULT sha1, maskGenAlgorithm
 *  [1] DEFAULT mgf1SHA1, saltLength [2] DEFAULT 20, trailerField [3] DEFAULT 1 }. Node takes one hash for
 *  both. */
function findPssScheme({ parameters }: AlgorithmIdentifier): Scheme | null {
  if (parameters === null || parameters.encoded[0] !== TAG.sequence) return null;
  try {
    const cursor = new Cursor(parameters.encoded, parameters.offset);
    return readSequence(cursor, "RSASSA-PSS-params", (content) => {
      const hash = readTagged(content, 0, (c) => readAlgorithmIdentifier(c, "hashAlgorithm").algorithm);
      const maskHash = readTagged(content, 1, readMaskHash);
      const saltLength = readTagged(content, 2, (c) => readUnsigned(c, "saltLength")) ?? 20;
      const trailerField = readTagged(content, 3, (c) => readUnsigned(c, "trailerField")) ?? 1;
      const name = HASHES[hash ?? SHA1];
      if (name === undefined || name !== HASHES[maskHash ?? SHA1] || trailerField !== 1) return null;
      const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
      return { keys: ["RSA", "RSA-PSS"], hash: name, options };
    });
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

const SHA1 = "1.3.14.3.2.26";

function readTagged<T>(cursor: Cursor, number: number, read: (content: Cursor) => T): T | undefined {
  const tag = constructed(number);
  return readOptional(cursor, tag, (c) => readConstructed(c, tag, "RSASSA-PSS-params", read));
}

function readMaskHash(cursor: Cursor): string {
  const { algorithm, parameters } = readAlgorithmIdentifier(cursor, "maskGenAlgorithm");
  if (algorithm !== MGF1 || parameters === null) return algorithm;
  return readAlgorithmIdentifier(new Cursor(parameters.encoded, parameters.offset), "maskGenAlgorithm")
    .algorithm;
}

/** The hash that a signature rests on, for judging its strength; null where the algorithm hashes by itself.
 *  */
export function signatureHash(algorithm: AlgorithmIdentifier): string | null {
  return findScheme(algorithm)?.hash ?? null;
}

function keyFamily({ key }: SubjectPublicKeyInfo): string {
  return key.type === "other" ? key.name : key.type;
}

/** What no CA uses, and what a hostile certificate could make us compute for a long time. */
const MAX_RSA_BITS = 16_384;
const MAX_RSA_EXPONENT_OCTETS = 5;

function isAffordable({ key }: SubjectPublicKeyInfo): boolean {
  if (key.type === "EC") return key.curve !== null;
  if (key.type !== "RSA" && key.type !== "RSA-PSS") return true;
  return key.modulusBits <= MAX_RSA_BITS && key.exponent.length <= MAX_RSA_EXPONENT_OCTETS;
}

function importPublicKey({ encoded }: SubjectPublicKeyInfo): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(encoded), format: "der", type: "spki" });
  } catch {
    // A curve or an algorithm that this Node does not have, or a point off the curve.
    return null;
  }
}
