import { createDecipheriv, createHash, pbkdf2Sync } from "node:crypto";
import forge from "node-forge";
import { Cursor } from "../../wire/cursor.ts";
import { TAG, readOctetString, readOptional, readSequence, readUnsigned } from "../../wire/der.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import type { AlgorithmIdentifier } from "../algorithm-identifier.ts";
import { readAlgorithmIdentifier } from "../algorithm-identifier.ts";

/** Rounds of key derivation for a whole input. A hostile file asks for more and would burn minutes; honest ones have 2,048
 *  to 600,000. */
export const MAX_ITERATIONS = 2_000_000;
/** PKCS#12's own derivation runs in our code, hash by hash. */
const PKCS12_COST = 8;

export interface IterationBudget {
  left: number;
}

function spend(budget: IterationBudget, iterations: number): void {
  if (iterations < 1 || iterations > budget.left) throw new PasswordProblem("iterations", "");
  budget.left -= iterations;
}

/** Thrown for what cannot be opened, and why. */
export class PasswordProblem extends Error {
  override readonly name = "PasswordProblem";
  readonly reason: "wrong" | "unsupported" | "iterations";
  /** The algorithm's OID, where it is the problem. */
  readonly algorithm: string;

  constructor(reason: PasswordProblem["reason"], algorithm: string) {
    super(`${reason} ${algorithm}`);
    this.reason = reason;
    this.algorithm = algorithm;
  }
}

/** Opens what PBES2 (RFC 8018 section 6.2) or PKCS#12's own scheme (RFC 7292 appendix C) encrypted.
 *  @throws PasswordProblem; DecodeError for parameters that are none. */
export function decryptWithPassword(
  algorithm: AlgorithmIdentifier,
  data: Uint8Array,
  password: string,
  budget: IterationBudget,
): Uint8Array {
  const decrypt = algorithm.algorithm === PBES2 ? decryptPbes2 : decryptPkcs12;
  return decrypt(algorithm, data, password, budget);
}

const PBES2 = "1.2.840.113549.1.5.13";
const PBKDF2 = "1.2.840.113549.1.5.12";

const CIPHERS: Readonly<Record<string, { readonly name: string; readonly keyLength: number }>> = {
  "2.16.840.1.101.3.4.1.2": { name: "aes-128-cbc", keyLength: 16 },
  "2.16.840.1.101.3.4.1.22": { name: "aes-192-cbc", keyLength: 24 },
  "2.16.840.1.101.3.4.1.42": { name: "aes-256-cbc", keyLength: 32 },
  "1.2.840.113549.3.7": { name: "des-ede3-cbc", keyLength: 24 },
};
const PRFS: Readonly<Record<string, string>> = {
  "1.2.840.113549.2.7": "sha1",
  "1.2.840.113549.2.8": "sha224",
  "1.2.840.113549.2.9": "sha256",
  "1.2.840.113549.2.10": "sha384",
  "1.2.840.113549.2.11": "sha512",
};

function decryptPbes2(
  { parameters }: AlgorithmIdentifier,
  data: Uint8Array,
  password: string,
  budget: IterationBudget,
): Uint8Array {
  const { derivation, encryption } = readSequence(parametersOf(parameters), "PBES2-params", (content) => ({
    derivation: readAlgorithmIdentifier(content, "keyDerivationFunc"),
    encryption: readAlgorithmIdentifier(content, "encryptionScheme"),
  }));
  const cipher = CIPHERS[encryption.algorithm];
  if (derivation.algorithm !== PBKDF2) throw new PasswordProblem("unsupported", derivation.algorithm);
  if (cipher === undefined) throw new PasswordProblem("unsupported", encryption.algorithm);
  const { salt, iterations, prf } = readSequence(
    parametersOf(derivation.parameters),
    "PBKDF2-params",
    (content) => ({
      salt: readOctetString(content, "salt"),
      iterations: readUnsigned(content, "iterationCount"),
      keyLength: readOptional(content, TAG.integer, (c) => readUnsigned(c, "keyLength")),
      prf:
        readOptional(content, TAG.sequence, (c) => readAlgorithmIdentifier(c, "prf").algorithm) ??
        "1.2.840.113549.2.7",
    }),
  );
  const digest = PRFS[prf];
  if (digest === undefined) throw new PasswordProblem("unsupported", prf);
  spend(budget, iterations);
  const iv = readOctetString(parametersOf(encryption.parameters), "IV");
  return decipher(cipher.name, pbkdf2Sync(password, salt, iterations, cipher.keyLength, digest), iv, data);
}

/** pbeWithSHAAnd…, RFC 7292 appendix C. */
const PKCS12_SCHEMES: Readonly<
  Record<string, { readonly cipher: "3des" | "rc2"; readonly keyLength: number }>
> = {
  "1.2.840.113549.1.12.1.3": { cipher: "3des", keyLength: 24 },
  "1.2.840.113549.1.12.1.4": { cipher: "3des", keyLength: 16 },
  "1.2.840.113549.1.12.1.5": { cipher: "rc2", keyLength: 16 },
  "1.2.840.113549.1.12.1.6": { cipher: "rc2", keyLength: 5 },
};
const KEY = 1;
const INITIALIZATION_VECTOR = 2;
const BLOCK = 8;

function decryptPkcs12(
  { algorithm, parameters }: AlgorithmIdentifier,
  data: Uint8Array,
  password: string,
  budget: IterationBudget,
): Uint8Array {
  const scheme = PKCS12_SCHEMES[algorithm];
  if (scheme === undefined) throw new PasswordProblem("unsupported", algorithm);
  const { salt, iterations } = readSequence(parametersOf(parameters), "pkcs-12PbeParams", (content) => ({
    salt: readOctetString(content, "salt"),
    iterations: readUnsigned(content, "iterations"),
  }));
  const derive = (purpose: number, length: number) =>
    deriveKey({ hash: "sha1", purpose, password, salt, iterations, length }, budget);
  const key = derive(KEY, scheme.keyLength);
  const iv = derive(INITIALIZATION_VECTOR, BLOCK);
  if (scheme.cipher === "rc2") return decipherRc2(key, iv, data, algorithm);
  // Two keys: the first is used again.
  return decipher(
    "des-ede3-cbc",
    key.length === 24 ? key : Buffer.concat([key, key.subarray(0, 8)]),
    iv,
    data,
  );
}

export interface Derivation {
  readonly hash: string;
  readonly purpose: number;
  readonly password: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly length: number;
}

/** RFC 7292 appendix B.2. @throws PasswordProblem for more rounds than we give it. */
export function deriveKey(derivation: Derivation, budget: IterationBudget): Buffer {
  const { hash, purpose, password, salt, iterations, length } = derivation;
  spend(budget, iterations * PKCS12_COST);
  const block = hash === "sha384" || hash === "sha512" ? 128 : 64;
  const input = Buffer.concat([fill(salt, block), fill(bmpString(password), block)]);
  const pieces: Buffer[] = [];
  for (let have = 0; have < length;) {
    let digest = createHash(hash).update(Buffer.alloc(block, purpose)).update(input).digest();
    for (let round = 1; round < iterations; round++) digest = createHash(hash).update(digest).digest();
    pieces.push(digest);
    have += digest.length;
    addToBlocks(input, fill(digest, block), block);
  }
  return Buffer.concat(pieces).subarray(0, length);
}

/** Each block of the input plus the digest plus one, modulo 2^(8·block). */
function addToBlocks(input: Buffer, addend: Uint8Array, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let at = block - 1; at >= 0; at--) {
      carry += (input[start + at] ?? 0) + (addend[at] ?? 0);
      input[start + at] = carry & 0xff;
      carry >>= 8;
    }
  }
}

/** The bytes again and again up to a whole number of blocks; for the digest exactly one. */
function fill(bytes: Uint8Array, block: number): Buffer {
  return bytes.length === 0 ? Buffer.alloc(0) : Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
}

/** UTF-16BE with two zero bytes behind it. */
function bmpString(password: string): Buffer {
  return Buffer.from(`${password}\0`, "utf16le").swap16();
}

function decipher(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  try {
    const opened = createDecipheriv(name, key, iv);
    return Buffer.concat([opened.update(data), opened.final()]);
  } catch (error) {
    // A padding or a length that is none: another key, thus another password.
    if (error instanceof Error) throw new PasswordProblem("wrong", name);
    throw error;
  }
}

/** Node's OpenSSL has no RC2, which old PKCS#12 files use. */
function decipherRc2(key: Uint8Array, iv: Uint8Array, data: Uint8Array, algorithm: string): Uint8Array {
  const bytes = (from: Uint8Array) => Buffer.from(from).toString("latin1");
  const opened = forge.rc2.createDecryptionCipher(bytes(key), key.length * 8);
  opened.start(bytes(iv));
  opened.update(forge.util.createBuffer(bytes(data)));
  if (!opened.finish()) throw new PasswordProblem("wrong", algorithm);
  return Buffer.from(opened.output.getBytes(), "latin1");
}

function parametersOf(parameters: AlgorithmIdentifier["parameters"]): Cursor {
  if (parameters === null) throw new DecodeError("truncated", "AlgorithmIdentifier.parameters", 0);
  return new Cursor(parameters.encoded, parameters.offset);
}
