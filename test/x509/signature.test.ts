import { constants, generateKeyPairSync, sign } from "node:crypto";

import { describe, expect, test } from "vitest";

import { Cursor } from "../../src/wire/cursor.ts";
import { readAlgorithmIdentifier } from "../../src/x509/algorithm-identifier.ts";
import { readSubjectPublicKeyInfo } from "../../src/x509/public-key.ts";
import { verifySignature } from "../../src/x509/signature.ts";
import * as der from "./der-writer.ts";
import { ecKeys, rsaKeys } from "./issuing.ts";
import type { Keys } from "./issuing.ts";

const MESSAGE = Buffer.from("what is signed");
const NULL = der.tlv(0x05);
const rsa = rsaKeys();
const rsaOid = (last: number) => der.sequence(der.oid(`1.2.840.113549.1.1.${last}`), NULL);
const ecdsaOid = (last: number) => der.sequence(der.oid(`1.2.840.10045.4.3.${last}`));

const SHA256 = "2.16.840.1.101.3.4.2.1";
const SHA384 = "2.16.840.1.101.3.4.2.2";

/** RFC 4055 section 3.1. */
function pss(hash: string, saltLength: number, maskHash = hash, trailer: readonly Buffer[] = []): Buffer {
  const hashed = (id: string) => der.sequence(der.oid(id), NULL);
  const mask = der.sequence(der.oid("1.2.840.113549.1.1.8"), hashed(maskHash));
  const parameters = [
    der.tagged(0, hashed(hash)),
    der.tagged(1, mask),
    der.tagged(2, der.integer(saltLength)),
  ];
  return der.sequence(der.oid("1.2.840.113549.1.1.10"), der.sequence(...parameters, ...trailer));
}

function verify(
  algorithm: Buffer,
  { publicKey }: Pick<Keys, "publicKey">,
  signature: Buffer,
  message?: Buffer,
) {
  return verifyWith(algorithm, publicKey.export({ format: "der", type: "spki" }), signature, message);
}

function verifyWith(algorithm: Buffer, spki: Buffer, signatureValue: Buffer, signedBytes: Buffer = MESSAGE) {
  const signatureAlgorithm = readAlgorithmIdentifier(new Cursor(algorithm), "signatureAlgorithm");
  const key = readSubjectPublicKeyInfo(new Cursor(spki));
  return verifySignature({ signatureAlgorithm, signatureValue, signedBytes }, key);
}

const pssKeys = () => generateKeyPairSync("rsa-pss", { modulusLength: 2048 });
const restricted = () =>
  generateKeyPairSync("rsa-pss", {
    modulusLength: 2048,
    hashAlgorithm: "sha384",
    mgf1HashAlgorithm: "sha384",
  });
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING };

type Scheme = readonly [algorithm: Buffer, keys: Keys, hash: string | null, options?: object];
const SCHEMES: Readonly<Record<string, Scheme>> = {
  md5WithRSAEncryption: [rsaOid(4), rsa, "md5"],
  sha1WithRSAEncryption: [rsaOid(5), rsa, "sha1"],
  sha224WithRSAEncryption: [rsaOid(14), rsa, "sha224"],
  sha256WithRSAEncryption: [rsaOid(11), rsa, "sha256"],
  sha384WithRSAEncryption: [rsaOid(12), rsa, "sha384"],
  sha512WithRSAEncryption: [rsaOid(13), rsa, "sha512"],
  "id-RSASSA-PSS": [pss(SHA256, 32), rsa, "sha256", { ...PSS, saltLength: 32 }],
  "id-RSASSA-PSS with another salt": [pss(SHA384, 20), rsa, "sha384", { ...PSS, saltLength: 20 }],
  "id-RSASSA-PSS with defaults": [
    der.sequence(der.oid("1.2.840.113549.1.1.10"), der.sequence()),
    rsa,
    "sha1",
    { ...PSS, saltLength: 20 },
  ],
  "id-RSASSA-PSS with an RSA-PSS key": [pss(SHA256, 32), pssKeys(), "sha256", { ...PSS, saltLength: 32 }],
  "ecdsa-with-SHA224": [ecdsaOid(1), ecKeys(), "sha224"],
  "ecdsa-with-SHA256": [ecdsaOid(2), ecKeys(), "sha256"],
  "ecdsa-with-SHA384": [ecdsaOid(3), ecKeys("P-384"), "sha384"],
  "ecdsa-with-SHA512": [ecdsaOid(4), ecKeys("P-521"), "sha512"],
  "ecdsa on brainpool": [ecdsaOid(2), ecKeys("brainpoolP256r1"), "sha256"],
  "id-Ed25519": [der.sequence(der.oid("1.3.101.112")), generateKeyPairSync("ed25519"), null],
  "id-Ed448": [der.sequence(der.oid("1.3.101.113")), generateKeyPairSync("ed448"), null],
};

describe("a signature", () => {
  test.each(Object.entries(SCHEMES))("%s", (_, [algorithm, keys, hash, options]) => {
    const signature = sign(hash, MESSAGE, { key: keys.privateKey, ...options });
    expect(verify(algorithm, keys, signature)).toBe("valid");
    expect(verify(algorithm, keys, signature, Buffer.from("another message"))).toBe("invalid");
    expect(verify(algorithm, keys, signature.subarray(0, -1))).toBe("invalid");
    expect(verify(algorithm, keys, Buffer.of())).toBe("invalid");
  });
});

describe("what is not verified", () => {
  const signature = sign("sha256", MESSAGE, rsa.privateKey);

  test.each<readonly [string, Buffer, Pick<Keys, "publicKey">]>([
    ["an algorithm for another kind of key", ecdsaOid(2), rsa],
    ["an unknown algorithm", der.sequence(der.oid("1.2.3.4")), rsa],
    ["PSS with two hashes", pss(SHA256, 32, SHA384), rsa],
    ["PSS with an unknown hash", pss("1.2.3.4", 32), rsa],
    ["PSS with another trailer", pss(SHA256, 32, SHA256, [der.tagged(3, der.integer(2))]), rsa],
    ["PSS without parameters", der.sequence(der.oid("1.2.840.113549.1.1.10")), rsa],
    [
      "PSS with malformed parameters",
      der.sequence(der.oid("1.2.840.113549.1.1.10"), der.sequence(NULL)),
      rsa,
    ],
    ["a hash that the key's own parameters forbid", pss(SHA256, 32), restricted()],
    [
      "DSA",
      der.sequence(der.oid("2.16.840.1.101.3.4.3.2")),
      generateKeyPairSync("dsa", { modulusLength: 1024, divisorLength: 160 }),
    ],
  ])("%s", (_, algorithm, keys) => {
    expect(verify(algorithm, keys, signature)).toBe("unsupported");
  });

  test("an RSA key that costs more than any CA's", () => {
    const modulus = Buffer.from(rsa.publicKey.export({ format: "jwk" }).n ?? "", "base64url");
    const positive = Buffer.concat([Buffer.of(0), modulus]);
    const key = der.sequence(der.integer(positive), der.integer(positive));
    expect(verifyWith(rsaOid(11), der.sequence(rsaOid(1), der.bitString(key)), signature)).toBe(
      "unsupported",
    );
  });

  test("a curve that Node does not have", () => {
    const algorithm = der.sequence(der.oid("1.2.840.10045.2.1"), der.oid("1.3.132.0.99"));
    const spki = der.sequence(algorithm, der.bitString(Buffer.alloc(65, 4)));
    expect(verifyWith(ecdsaOid(2), spki, signature)).toBe("unsupported");
  });

  test("a curve that is written out", () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256", paramEncoding: "explicit" });
    expect(verify(ecdsaOid(2), { publicKey }, signature)).toBe("unsupported");
  });
});
