import { createDecipheriv } from "node:crypto";
import { createRequire } from "node:module";
import { readOctetString, readSequence, readUnsigned } from "../../wire/der.ts";
import type { AlgorithmIdentifier } from "../algorithm-identifier.ts";
import { readAlgorithmIdentifier } from "../algorithm-identifier.ts";
import { PasswordProblem, derivePbes2Key, derivePkcs12Key, parametersOf } from "./key-derivation.ts";
import type { IterationBudget } from "./key-derivation.ts";

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

const CIPHERS: Readonly<Record<string, { readonly name: string; readonly keyLength: number }>> = {
  "2.16.840.1.101.3.4.1.2": { name: "aes-128-cbc", keyLength: 16 },
  "2.16.840.1.101.3.4.1.22": { name: "aes-192-cbc", keyLength: 24 },
  "2.16.840.1.101.3.4.1.42": { name: "aes-256-cbc", keyLength: 32 },
  "1.2.840.113549.3.7": { name: "des-ede3-cbc", keyLength: 24 },
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
  if (cipher === undefined) throw new PasswordProblem("unsupported", encryption.algorithm);
  const key = derivePbes2Key(derivation, password, cipher.keyLength, budget);
  return decipher(cipher.name, key, readOctetString(parametersOf(encryption.parameters), "IV"), data);
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
    derivePkcs12Key({ hash: "sha1", purpose, password, salt, iterations, length }, budget);
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

/** Loading it takes 30 ms, which a check of a host need not wait for. */
function loadForge(): typeof import("node-forge") {
  return createRequire(import.meta.url)("node-forge");
}

/** node-forge's buffers take a square of their length. */
const RC2_PIECE = 4096;

/** Node's OpenSSL has no RC2, which old PKCS#12 files use. CBC: each piece goes on from the last block before. */
function decipherRc2(key: Uint8Array, iv: Uint8Array, data: Uint8Array, algorithm: string): Uint8Array {
  const forge = loadForge();
  const bytes = (from: Uint8Array) => Buffer.from(from).toString("latin1");
  const opened = forge.rc2.createDecryptionCipher(bytes(key), key.length * 8);
  const pieces: Buffer[] = [];
  for (let start = 0; start < data.length; start += RC2_PIECE) {
    const end = start + RC2_PIECE;
    opened.start(bytes(start === 0 ? iv : data.subarray(start - BLOCK, start)));
    opened.update(forge.util.createBuffer(bytes(data.subarray(start, end))));
    if (end >= data.length && !opened.finish()) throw new PasswordProblem("wrong", algorithm);
    pieces.push(Buffer.from(opened.output.getBytes(), "latin1"));
  }
  return Buffer.concat(pieces);
}
