import { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import {
  readBitString,
  readConstructed,
  readInteger,
  readObjectIdentifier,
  readSequence,
  TAG,
} from "../wire/der.ts";
import type { BitString } from "../wire/der.ts";
import { readAlgorithmIdentifier } from "./algorithm-identifier.ts";
import type { AlgorithmIdentifier } from "./algorithm-identifier.ts";

/** RFC 5280 section 4.1.2.7, with what rules and people ask of a key. */
export interface SubjectPublicKeyInfo {
  readonly algorithm: AlgorithmIdentifier;
  readonly key: PublicKey;
  /** The BIT STRING: what key identifiers are made of (RFC 5280 section 4.2.1.2). */
  readonly subjectPublicKey: Uint8Array;
  readonly encoded: Uint8Array;
}

export type PublicKey =
  | {
      readonly type: "RSA" | "RSA-PSS";
      readonly modulus: Uint8Array;
      readonly modulusBits: number;
      readonly exponent: Uint8Array;
    }
  /** `curve` is the dotted OID; null where the curve is written out (RFC 3279 section 2.3.5, forbidden by RFC
   *  5480). */
  | { readonly type: "EC"; readonly curve: string | null }
  | { readonly type: "DSA"; readonly primeBits: number | null }
  /** A key that is its algorithm: Ed25519, ML-DSA-65 …; the dotted OID where we know no name. */
  | { readonly type: "other"; readonly name: string };

export function readSubjectPublicKeyInfo(cursor: Cursor): SubjectPublicKeyInfo {
  const start = cursor.offset;
  const fields = readSequence(cursor, "SubjectPublicKeyInfo", (content) => {
    const algorithm = readAlgorithmIdentifier(content, "SubjectPublicKeyInfo.algorithm");
    const bits = readBitString(content, "subjectPublicKey");
    return { algorithm, key: decodeKey(algorithm, bits), subjectPublicKey: bits.bytes };
  });
  return { ...fields, encoded: cursor.since(start) };
}

function decodeKey(algorithm: AlgorithmIdentifier, bits: BitString): PublicKey {
  switch (algorithm.algorithm) {
    case "1.2.840.113549.1.1.1":
      return { type: "RSA", ...decodeRsaPublicKey(bits) };
    case "1.2.840.113549.1.1.10":
      return { type: "RSA-PSS", ...decodeRsaPublicKey(bits) };
    case "1.2.840.10045.2.1":
      return { type: "EC", curve: decodeNamedCurve(algorithm) };
    case "1.2.840.10040.4.1":
      return { type: "DSA", primeBits: decodeDsaPrimeBits(algorithm) };
    default:
      return { type: "other", name: KEY_ALGORITHMS[algorithm.algorithm] ?? algorithm.algorithm };
  }
}

/** RFC 3279 section 2.3.1: RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }. */
function decodeRsaPublicKey({ bytes, offset }: BitString) {
  const cursor = new Cursor(bytes, offset);
  const fields = readSequence(cursor, "RSAPublicKey", (content) => {
    const modulus = readPositive(content, "modulus");
    return { modulus, modulusBits: bitLength(modulus), exponent: readPositive(content, "publicExponent") };
  });
  cursor.end("RSAPublicKey");
  return fields;
}

function readPositive(cursor: Cursor, structure: string): Uint8Array {
  const { offset } = cursor;
  const octets = readInteger(cursor, structure);
  if ((octets[0] ?? 0) >= 0x80) throw new DecodeError("illegal_value", structure, offset);
  return octets;
}

function bitLength(octets: Uint8Array): number {
  const first = octets.findIndex((octet) => octet !== 0);
  return first === -1 ? 0 : (octets.length - first) * 8 - Math.clz32(octets[first] ?? 0) + 24;
}

/** RFC 5480 section 2.1.1: ECParameters ::= CHOICE { namedCurve OBJECT IDENTIFIER }. */
function decodeNamedCurve({ parameters }: AlgorithmIdentifier): string | null {
  if (parameters === null || parameters.encoded[0] !== TAG.objectIdentifier) return null;
  return readObjectIdentifier(new Cursor(parameters.encoded, parameters.offset), "namedCurve");
}

/** RFC 3279 section 2.3.2: Dss-Parms ::= SEQUENCE { p, q, g }; they may be inherited from the issuer. */
function decodeDsaPrimeBits({ parameters }: AlgorithmIdentifier): number | null {
  if (parameters === null || parameters.encoded[0] !== TAG.sequence) return null;
  const cursor = new Cursor(parameters.encoded, parameters.offset);
  return readConstructed(cursor, TAG.sequence, "Dss-Parms", (content) => {
    const prime = readPositive(content, "p");
    readPositive(content, "q");
    readPositive(content, "g");
    return bitLength(prime);
  });
}

/** `RSA 2048`, `EC P-256`, `Ed25519`, … */
export function formatPublicKey(key: PublicKey): string {
  switch (key.type) {
    case "RSA":
    case "RSA-PSS":
      return `${key.type} ${key.modulusBits}`;
    case "EC":
      return `EC ${key.curve === null ? "explicit" : (CURVES[key.curve] ?? key.curve)}`;
    case "DSA":
      return key.primeBits === null ? "DSA" : `DSA ${key.primeBits}`;
    case "other":
      return key.name;
  }
}

const KEY_ALGORITHMS: Readonly<Record<string, string>> = {
  "1.3.101.110": "X25519",
  "1.3.101.111": "X448",
  "1.3.101.112": "Ed25519",
  "1.3.101.113": "Ed448",
  "2.16.840.1.101.3.4.3.17": "ML-DSA-44",
  "2.16.840.1.101.3.4.3.18": "ML-DSA-65",
  "2.16.840.1.101.3.4.3.19": "ML-DSA-87",
  "1.2.156.10197.1.301": "SM2",
};

/** NIST's names where there is one (RFC 5480 section 2.1.1.1), else RFC 5639's and SEC 2's. */
const CURVES: Readonly<Record<string, string>> = {
  "1.2.840.10045.3.1.1": "P-192",
  "1.3.132.0.33": "P-224",
  "1.2.840.10045.3.1.7": "P-256",
  "1.3.132.0.34": "P-384",
  "1.3.132.0.35": "P-521",
  "1.3.132.0.10": "secp256k1",
  "1.3.132.0.32": "secp224k1",
  "1.3.132.0.31": "secp192k1",
  "1.3.36.3.3.2.8.1.1.3": "brainpoolP192r1",
  "1.3.36.3.3.2.8.1.1.5": "brainpoolP224r1",
  "1.3.36.3.3.2.8.1.1.7": "brainpoolP256r1",
  "1.3.36.3.3.2.8.1.1.9": "brainpoolP320r1",
  "1.3.36.3.3.2.8.1.1.11": "brainpoolP384r1",
  "1.3.36.3.3.2.8.1.1.13": "brainpoolP512r1",
  "1.2.156.10197.1.301": "SM2",
};
