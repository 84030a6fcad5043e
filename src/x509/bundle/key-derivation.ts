import { createHash, pbkdf2Sync, scryptSync } from "node:crypto";
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
/** A unit of scrypt is a block of 128 octets, mixed twice. The budget leaves it some 32 MB. */
const SCRYPT_COST = 8;
const MAX_SCRYPT_MEMORY = 64 * 1024 * 1024;

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

const PBKDF2 = "1.2.840.113549.1.5.12";
const SCRYPT = "1.3.6.1.4.1.11591.4.11";

/** PBKDF2 (RFC 8018 section 5.2) or scrypt (RFC 7914 section 7).
 *  @param length of the key in octets; null takes the one that the parameters name.
 *  @throws PasswordProblem; DecodeError for parameters that are none. */
export function derivePbes2Key(
  { algorithm, parameters }: AlgorithmIdentifier,
  password: string,
  length: number | null,
  budget: IterationBudget,
): Buffer {
  if (algorithm === SCRYPT) return deriveScrypt(parametersOf(parameters), password, length, budget);
  if (algorithm !== PBKDF2) throw new PasswordProblem("unsupported", algorithm);
  const { salt, iterations, keyLength, prf } = readSequence(
    parametersOf(parameters),
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
  const digest = HMACS[prf];
  if (digest === undefined) throw new PasswordProblem("unsupported", prf);
  spend(budget, iterations);
  return pbkdf2Sync(password, salt, iterations, keyOctets(length ?? keyLength), digest);
}

/** scrypt-params ::= SEQUENCE { salt, costParameter, blockSize, parallelizationParameter, keyLength OPTIONAL }. */
function deriveScrypt(
  cursor: Cursor,
  password: string,
  length: number | null,
  budget: IterationBudget,
): Buffer {
  const { offset } = cursor;
  const { salt, keyLength, ...options } = readSequence(cursor, "scrypt-params", (content) => ({
    salt: readOctetString(content, "salt"),
    cost: readUnsigned(content, "costParameter"),
    blockSize: readUnsigned(content, "blockSize"),
    parallelization: readUnsigned(content, "parallelizationParameter"),
    keyLength: readOptional(content, TAG.integer, (c) => readUnsigned(c, "keyLength")),
  }));
  spend(budget, options.cost * options.blockSize * options.parallelization * SCRYPT_COST);
  try {
    return scryptSync(password, salt, keyOctets(length ?? keyLength), {
      ...options,
      maxmem: MAX_SCRYPT_MEMORY,
    });
  } catch (error) {
    if (error instanceof RangeError) throw new DecodeError("illegal_value", "scrypt-params", offset);
    throw error;
  }
}

/** Each hash's worth of it costs all the rounds again. */
function keyOctets(length: number | undefined): number {
  if (length === undefined) throw new DecodeError("truncated", "keyLength", 0);
  if (length < 1 || length > MAX_KEY_LENGTH) throw new DecodeError("too_large", "keyLength", 0);
  return length;
}

/** The key of HMAC-SHA512. */
const MAX_KEY_LENGTH = 64;

/** The pseudorandom functions of PBKDF2 and the MACs of PBMAC1. */
export const HMACS: Readonly<Record<string, string>> = {
  "1.2.840.113549.2.7": "sha1",
  "1.2.840.113549.2.8": "sha224",
  "1.2.840.113549.2.9": "sha256",
  "1.2.840.113549.2.10": "sha384",
  "1.2.840.113549.2.11": "sha512",
};

interface Pkcs12Derivation {
  readonly hash: string;
  readonly purpose: number;
  readonly password: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly length: number;
}

/** RFC 7292 appendix B.2. @throws PasswordProblem for more rounds than we give it. */
export function derivePkcs12Key(derivation: Pkcs12Derivation, budget: IterationBudget): Buffer {
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

export function parametersOf(parameters: AlgorithmIdentifier["parameters"]): Cursor {
  if (parameters === null) throw new DecodeError("truncated", "AlgorithmIdentifier.parameters", 0);
  return new Cursor(parameters.encoded, parameters.offset);
}
