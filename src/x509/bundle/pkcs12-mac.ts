import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Cursor } from "../../wire/cursor.ts";
import { TAG, readOctetString, readOptional, readSequence, readUnsigned } from "../../wire/der.ts";
import type { AlgorithmIdentifier } from "../algorithm-identifier.ts";
import { readAlgorithmIdentifier } from "../algorithm-identifier.ts";
import { HMACS, PasswordProblem, derivePbes2Key, derivePkcs12Key, parametersOf } from "./key-derivation.ts";
import type { IterationBudget } from "./key-derivation.ts";

/** RFC 7292 section 4: what the password and the content are checked by. */
export interface MacData {
  readonly algorithm: AlgorithmIdentifier;
  readonly digest: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** MacData ::= SEQUENCE { mac DigestInfo, macSalt OCTET STRING, iterations INTEGER DEFAULT 1 }. */
export function readMacData(cursor: Cursor): MacData {
  return readSequence(cursor, "MacData", (mac) => {
    const digestInfo = readSequence(mac, "DigestInfo", (info) => ({
      algorithm: readAlgorithmIdentifier(info, "digestAlgorithm"),
      digest: readOctetString(info, "digest"),
    }));
    return {
      ...digestInfo,
      salt: readOctetString(mac, "macSalt"),
      iterations: readOptional(mac, TAG.integer, (c) => readUnsigned(c, "iterations")) ?? 1,
    };
  });
}

/** False for another password or other content. @throws PasswordProblem, DecodeError */
export function matchesMac(
  mac: MacData,
  content: Uint8Array,
  password: string,
  budget: IterationBudget,
): boolean {
  const { hash, key } =
    mac.algorithm.algorithm === PBMAC1
      ? derivePbmac1(mac, password, budget)
      : deriveHmac(mac, password, budget);
  const computed = createHmac(hash, key).update(content).digest();
  return computed.length === mac.digest.length && timingSafeEqual(computed, mac.digest);
}

interface Hmac {
  /** What node:crypto calls it. */
  readonly hash: string;
  readonly key: Uint8Array;
}

/** HMAC with a key of PKCS#12's own derivation, as long as the hash. */
function deriveHmac(
  { algorithm: { algorithm }, salt, iterations }: MacData,
  password: string,
  budget: IterationBudget,
): Hmac {
  const hash = HASHES[algorithm];
  if (hash === undefined) throw new PasswordProblem("unsupported", algorithm);
  const { length } = createHash(hash).digest();
  return {
    hash,
    key: derivePkcs12Key({ hash, purpose: MAC_KEY, password, salt, iterations, length }, budget),
  };
}

const MAC_KEY = 3;
const HASHES: Readonly<Record<string, string>> = {
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.4": "sha224",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

/** RFC 9579 section 4: PBMAC1-params ::= SEQUENCE { keyDerivationFunc, messageAuthScheme }; salt and rounds are those of
 *  PBKDF2, which must say the length of the key. */
function derivePbmac1(
  { algorithm: { parameters } }: MacData,
  password: string,
  budget: IterationBudget,
): Hmac {
  const { derivation, scheme } = readSequence(parametersOf(parameters), "PBMAC1-params", (content) => ({
    derivation: readAlgorithmIdentifier(content, "keyDerivationFunc"),
    scheme: readAlgorithmIdentifier(content, "messageAuthScheme").algorithm,
  }));
  const hash = HMACS[scheme];
  if (hash === undefined) throw new PasswordProblem("unsupported", scheme);
  return { hash, key: derivePbes2Key(derivation, password, null, budget) };
}

const PBMAC1 = "1.2.840.113549.1.5.14";
