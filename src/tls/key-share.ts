import type { KeyObject } from "node:crypto";
import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync, randomBytes } from "node:crypto";
import { DecodeError } from "../wire/decode-error.ts";
import { NAMED_GROUP } from "./named-groups.ts";

/** Our half of a key exchange. */
export interface KeyShare {
  readonly group: number;
  readonly publicKey: Uint8Array;
  /** The shared secret. @throws DecodeError for a key_exchange of the other side that is none. */
  readonly agree: (keyExchange: Uint8Array) => Buffer;
}

const CURVES: ReadonlyMap<number, string> = new Map([
  [NAMED_GROUP.secp256r1, "prime256v1"],
  [NAMED_GROUP.secp384r1, "secp384r1"],
  [NAMED_GROUP.secp521r1, "secp521r1"],
]);

/** RFC 8410: what stands before the raw key in SubjectPublicKeyInfo. */
const MONTGOMERY: ReadonlyMap<number, { readonly type: "x25519" | "x448"; readonly prefix: Buffer }> =
  new Map([
    [NAMED_GROUP.x25519, { type: "x25519", prefix: Buffer.from("302a300506032b656e032100", "hex") }],
    [NAMED_GROUP.x448, { type: "x448", prefix: Buffer.from("3042300506032b656f033900", "hex") }],
  ]);

/** The groups with which we can finish a key exchange. */
export const AGREEABLE_GROUPS: readonly number[] = [...MONTGOMERY.keys(), ...CURVES.keys()];

const shares = new Map<number, KeyShare>();

/** Made once for each group: nothing of a probe is secret, and a new pair for each connection would cost more than all the
 *  rest of it. Null for a group that we cannot compute. */
export function findKeyShare(group: number): KeyShare | null {
  const known = shares.get(group);
  if (known !== undefined) return known;
  const share = generate(group);
  if (share !== null) shares.set(group, share);
  return share;
}

function generate(group: number): KeyShare | null {
  const montgomery = MONTGOMERY.get(group);
  if (montgomery !== undefined) return generateMontgomery(group, montgomery);
  const curve = CURVES.get(group);
  return curve === undefined ? null : generateEcdh(group, curve);
}

function generateMontgomery(
  group: number,
  { type, prefix }: { readonly type: "x25519" | "x448"; readonly prefix: Buffer },
): KeyShare {
  // Node's types have one signature for each of the two.
  const pair = type === "x25519" ? generateKeyPairSync(type) : generateKeyPairSync(type);
  const publicKey = pair.publicKey.export({ format: "der", type: "spki" }).subarray(prefix.length);
  return {
    group,
    publicKey,
    agree: (keyExchange) =>
      attempt(keyExchange, publicKey, () => {
        const key = Buffer.concat([prefix, keyExchange]);
        const peer: KeyObject = createPublicKey({ key, format: "der", type: "spki" });
        return diffieHellman({ privateKey: pair.privateKey, publicKey: peer });
      }),
  };
}

function generateEcdh(group: number, curve: string): KeyShare {
  const ecdh = createECDH(curve);
  const publicKey = ecdh.generateKeys();
  return {
    group,
    publicKey,
    agree: (keyExchange) =>
      attempt(keyExchange, publicKey, () => {
        // RFC 8446 section 4.2.8.2: uncompressed only.
        if (keyExchange[0] !== UNCOMPRESSED) throw new RangeError("a point in another form");
        return ecdh.computeSecret(keyExchange);
      }),
  };
}

const UNCOMPRESSED = 4;

/** Whatever OpenSSL calls it, the other side sent no point of the curve. OpenSSL passes over what stands behind a point, so that
 *  we compare the length with that of our own. */
function attempt(keyExchange: Uint8Array, { length }: Uint8Array, agree: () => Buffer): Buffer {
  if (keyExchange.length !== length) throw new DecodeError("illegal_length", "KeyShareEntry.key_exchange", 0);
  try {
    return agree();
  } catch (error) {
    throw new DecodeError("illegal_value", "KeyShareEntry.key_exchange", 0, { cause: error });
  }
}

/** A key_exchange that has the form of ML-KEM-768 with X25519 (draft-ietf-tls-ecdhe-mlkem): servers check that each
 *  coefficient is less than q (FIPS 203 section 7.2). Nobody has the private half: it only makes a Client Hello as large as
 *  today's clients send it. */
export function imitateX25519Mlkem768(): Uint8Array {
  const coefficients = Buffer.alloc(1_152);
  // All at once: asking for random bytes costs more than the bytes.
  const random = randomBytes((coefficients.length / 3) * 4);
  for (let at = 0, from = 0; at < coefficients.length; at += 3, from += 4) {
    const first = random.readUInt16LE(from) % MLKEM_Q;
    const second = random.readUInt16LE(from + 2) % MLKEM_Q;
    coefficients.writeUIntLE(first | (second << 12), at, 3);
  }
  const x25519 = findKeyShare(NAMED_GROUP.x25519)?.publicKey ?? randomBytes(32);
  return Buffer.concat([coefficients, randomBytes(32), x25519]);
}

const MLKEM_Q = 3_329;
