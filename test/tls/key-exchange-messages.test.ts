import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXTENSION_TYPE } from "../../src/tls/extension-types.ts";
import { encodeExtensions } from "../../src/tls/extension.ts";
import {
  decodeCertificateVerify,
  decodeEncryptedExtensions,
  decodeServerKeyExchange,
} from "../../src/tls/key-exchange-messages.ts";
import { DecodeError } from "../../src/wire/decode-error.ts";
import { encodeUint, encodeVector } from "../../src/wire/encoding.ts";
import { decodes } from "./decodes.ts";

const TLS_1_0 = 0x0301;
const TLS_1_2 = 0x0303;

const ecdhe = Buffer.concat([Buffer.from([3]), encodeUint(2, 0x17), encodeVector(1, Buffer.alloc(65, 4))]);
const dhe = (prime: Uint8Array) =>
  Buffer.concat([
    encodeVector(2, prime),
    encodeVector(2, Buffer.from([2])),
    encodeVector(2, Buffer.alloc(64, 5)),
  ]);
const signature = encodeVector(2, Buffer.alloc(64, 6));
const signed = (parameters: Uint8Array, scheme: number | null) =>
  Buffer.concat([parameters, ...(scheme === null ? [] : [encodeUint(2, scheme)]), signature]);

function expectOnlyWhole(body: Buffer, decode: (bytes: Uint8Array) => unknown): void {
  for (let length = 0; length < body.length; length++)
    expect(() => decode(body.subarray(0, length))).toThrow(DecodeError);
  expect(() => decode(Buffer.concat([body, Buffer.from([0])]))).toThrow("trailing bytes");
}

describe("ServerKeyExchange", () => {
  it.each([
    [
      "ECDHE, TLS 1.2",
      signed(ecdhe, 0x0804),
      "ECDHE",
      true,
      TLS_1_2,
      { group: 0x17, signatureScheme: 0x0804 },
    ],
    ["ECDHE, TLS 1.0", signed(ecdhe, null), "ECDHE", true, TLS_1_0, { group: 0x17, signatureScheme: null }],
    ["ECDHE, anonymous", ecdhe, "ECDHE", false, TLS_1_2, { group: 0x17, signatureScheme: null }],
    [
      "DHE, TLS 1.2",
      signed(dhe(Buffer.alloc(256, 0xff)), 0x0401),
      "DHE",
      true,
      TLS_1_2,
      { group: null, dhBits: 2_048, signatureScheme: 0x0401 },
    ],
    ["DHE, anonymous", dhe(Buffer.alloc(128, 0xff)), "DHE", false, TLS_1_0, { dhBits: 1_024 }],
  ] as const)("%s, whole and not in parts", (_, body, keyExchange, isSigned, version, expected) => {
    const decode = (bytes: Uint8Array) => decodeServerKeyExchange(bytes, keyExchange, isSigned, version);
    expect(decode(body)).toMatchObject(expected);
    expectOnlyWhole(body, decode);
  });

  it.each([
    [[0x80], 8],
    [[0x01], 1],
    [[0x00, 0x00, 0x01, 0xff], 9],
    [[0x7f, ...Array<number>(63).fill(0)], 511],
    [[0], 0],
    [[], 0],
  ])("a prime of %j has %i bits", (prime, bits) => {
    expect(decodeServerKeyExchange(dhe(Buffer.from(prime)), "DHE", false, TLS_1_2)?.dhBits).toBe(bits);
  });

  it("names no curve of its own making", () => {
    const explicit = Buffer.from(ecdhe);
    explicit.writeUInt8(1, 0);
    expect(() => decodeServerKeyExchange(explicit, "ECDHE", false, TLS_1_2)).toThrow(
      "ECParameters.curve_type",
    );
  });

  it("of a key exchange that we do not read is null", () => {
    for (const keyExchange of ["RSA", "SRP", "PSK", "GOST", "any"] as const)
      expect(decodeServerKeyExchange(Buffer.from([1]), keyExchange, true, TLS_1_2)).toBeNull();
  });
});

it("CertificateVerify has the scheme", () => {
  const body = Buffer.concat([encodeUint(2, 0x0807), signature]);
  expect(decodeCertificateVerify(body)).toBe(0x0807);
  expectOnlyWhole(body, decodeCertificateVerify);
});

describe("EncryptedExtensions", () => {
  const alpn = (...names: readonly string[]) => ({
    type: EXTENSION_TYPE.application_layer_protocol_negotiation,
    data: encodeVector(2, ...names.map((name) => encodeVector(1, Buffer.from(name)))),
  });

  it("have the protocol and the types in the server's order", () => {
    const body = encodeExtensions([
      { type: 0, data: Buffer.alloc(0) },
      alpn("h2"),
      { type: 10, data: ecdhe },
    ]);
    expect(decodeEncryptedExtensions(body)).toEqual({ alpn: "h2", extensionTypes: [0, 16, 10] });
    expectOnlyWhole(body, decodeEncryptedExtensions);
    expect(decodeEncryptedExtensions(encodeExtensions([]))).toEqual({ alpn: null, extensionTypes: [] });
  });

  it("with two protocols, none, or a type twice are refused", () => {
    for (const extensions of [[alpn("h2", "http/1.1")], [alpn()], [alpn("h2"), alpn("h2")]])
      expect(() => decodeEncryptedExtensions(encodeExtensions(extensions))).toThrow("illegal value");
  });
});

it("any bytes are a value, or DecodeError", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 120 }),
      fc.constantFrom("ECDHE", "DHE"),
      fc.boolean(),
      fc.constantFrom(TLS_1_0, TLS_1_2),
      (bytes, keyExchange, isSigned, version) => {
        for (const decode of [
          () => decodeServerKeyExchange(bytes, keyExchange, isSigned, version),
          () => decodeCertificateVerify(bytes),
          () => decodeEncryptedExtensions(bytes),
        ])
          expect(() => decodes(decode)).not.toThrow();
      },
    ),
  );
});
