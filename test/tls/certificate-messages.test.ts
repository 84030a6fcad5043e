import { brotliCompressSync, deflateSync } from "node:zlib";
import * as zlib from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  COMPRESSION_ALGORITHMS,
  decodeCertificateMessage,
  decodeCertificateRequest,
  decodeCertificateStatus,
  decompressCertificate,
} from "../../src/tls/certificate-messages.ts";
import { EXTENSION_TYPE } from "../../src/tls/extension-types.ts";
import { encodeExtensions } from "../../src/tls/extension.ts";
import { DecodeError } from "../../src/wire/decode-error.ts";
import { encodeUint, encodeUint16s, encodeVector } from "../../src/wire/encoding.ts";
import { decodes } from "./decodes.ts";

const BOMB = 16 * 1024 * 1024;
const TLS_1_2 = 0x0303;
const TLS_1_3 = 0x0304;
const LIST = [Buffer.from("first"), Buffer.from("second"), Buffer.from("first")];
const STAPLE = Buffer.concat([Buffer.from([1]), encodeVector(3, Buffer.from("staple"))]);

const before13 = (list: readonly Uint8Array[]) => encodeVector(3, ...list.map((der) => encodeVector(3, der)));
const in13 = (list: readonly Uint8Array[], staples: readonly (Uint8Array | null)[] = []) =>
  Buffer.concat([
    encodeVector(1),
    encodeVector(
      3,
      ...list.flatMap((der, index) => {
        const data = staples[index] ?? null;
        const extensions = data === null ? [] : [{ type: EXTENSION_TYPE.status_request, data }];
        return [encodeVector(3, der), encodeExtensions(extensions)];
      }),
    ),
  ]);
const texts = (list: readonly Uint8Array[]) => list.map((der) => Buffer.from(der).toString("latin1"));

/** Every way to cut it short, and a byte too many. */
function brokenForms(body: Buffer): Buffer[] {
  const cut = Array.from({ length: body.length }, (_, length) => body.subarray(0, length));
  return [...cut, Buffer.concat([body, Buffer.from([0])])];
}

describe("Certificate", () => {
  it.each([
    ["TLS 1.2", before13(LIST), TLS_1_2],
    ["TLS 1.3", in13(LIST), TLS_1_3],
  ])("of %s is read as sent, and no part of it alone", (_, body, version) => {
    const { certificateList, ocspResponse } = decodeCertificateMessage(body, version);
    expect(texts(certificateList)).toEqual(["first", "second", "first"]);
    expect(ocspResponse).toBeNull();
    for (const broken of brokenForms(body))
      expect(() => decodeCertificateMessage(broken, version)).toThrow(DecodeError);
  });

  it("may be empty", () => {
    expect(decodeCertificateMessage(before13([]), TLS_1_2).certificateList).toEqual([]);
    expect(decodeCertificateMessage(in13([]), TLS_1_3)).toEqual({ certificateList: [], ocspResponse: null });
  });

  it("of TLS 1.3 has the staple of the first; those of others do not count", () => {
    const read = (staples: readonly (Uint8Array | null)[]) => {
      const { ocspResponse } = decodeCertificateMessage(in13(LIST, staples), TLS_1_3);
      return ocspResponse === null ? null : Buffer.from(ocspResponse).toString();
    };
    expect(read([STAPLE])).toBe("staple");
    expect(read([null, STAPLE])).toBeNull();
    // ocsp_multi, RFC 6961: another type.
    expect(read([Buffer.concat([Buffer.from([2]), STAPLE.subarray(1)])])).toBeNull();
    expect(() => read([STAPLE.subarray(0, 6)])).toThrow(DecodeError);
    expect(() => read([Buffer.concat([STAPLE, Buffer.from([0])])])).toThrow(DecodeError);
  });
});

it("CertificateStatus has one response of type ocsp", () => {
  expect(Buffer.from(decodeCertificateStatus(STAPLE) ?? []).toString()).toBe("staple");
  expect(decodeCertificateStatus(Buffer.concat([Buffer.from([2]), STAPLE.subarray(1)]))).toBeNull();
  for (const broken of brokenForms(STAPLE))
    expect(() => decodeCertificateStatus(broken)).toThrow(DecodeError);
});

describe("CompressedCertificate", () => {
  const compressed = (algorithm: number, length: number, data: Uint8Array) =>
    Buffer.concat([encodeUint(2, algorithm), encodeUint(3, length), encodeVector(3, data)]);
  const body = in13(LIST);
  const valid = compressed(1, body.length, deflateSync(body));

  it.each([
    ["zlib", 1, deflateSync],
    ["brotli", 2, brotliCompressSync],
  ])("of %s", (_, algorithm, compress) => {
    expect(COMPRESSION_ALGORITHMS).toContain(algorithm);
    expect(decompressCertificate(compressed(algorithm, body.length, compress(body)))).toEqual(body);
  });

  it("of zstd is offered where this Node has it, and only there", () => {
    expect(COMPRESSION_ALGORITHMS.includes(3)).toBe("zstdDecompressSync" in zlib);
    // A frame of RFC 8878 with one raw block.
    const frame = Buffer.concat([Buffer.from("28b52ffd2003190000", "hex"), Buffer.from([1, 2, 3])]);
    const decompress = () => decompressCertificate(compressed(3, 3, frame));
    expect(decodes(decompress)).toBe("zstdDecompressSync" in zlib);
  });

  it("is refused when it is cut short, or has a byte too many", () => {
    for (const broken of brokenForms(valid)) expect(() => decompressCertificate(broken)).toThrow(DecodeError);
  });

  it("is refused when it is longer or shorter than it says, or of an algorithm that nobody offered", () => {
    for (const length of [0, body.length - 1, body.length + 1])
      expect(() => decompressCertificate(compressed(1, length, deflateSync(body)))).toThrow(DecodeError);
    expect(() => decompressCertificate(compressed(4, body.length, deflateSync(body)))).toThrow(
      "CompressedCertificate.algorithm",
    );
    expect(() => decompressCertificate(compressed(1, 10, Buffer.from("no zlib")))).toThrow(DecodeError);
  });

  it.each([
    ["zlib", 1, deflateSync],
    ["brotli", 2, brotliCompressSync],
  ])("that is a bomb of %s is not unpacked", (_, algorithm, compress) => {
    const bomb = compress(Buffer.alloc(BOMB));
    expect(bomb.length).toBeLessThan(BOMB / 500);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => decompressCertificate(compressed(algorithm, 0xffffff, bomb))).toThrow("too large");
    // It lies about the length: no more is unpacked than it said.
    expect(() => decompressCertificate(compressed(algorithm, 1_000, bomb))).toThrow(DecodeError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(BOMB / 4);
  });

  it("may be any bytes: a value, or DecodeError", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 3, 9),
        fc.nat(300),
        fc.uint8Array({ maxLength: 80 }),
        (a, n, data) => {
          const bytes = compressed(a, n, data);
          expect(() => decodes(() => decompressCertificate(bytes))).not.toThrow();
        },
      ),
    );
  });
});

describe("CertificateRequest", () => {
  const names = [Buffer.from("one authority"), Buffer.from("another")];
  const authorities = encodeVector(2, ...names.map((name) => encodeVector(2, name)));
  const schemes = encodeVector(2, encodeUint16s([0x0804, 0x0403]));

  it.each([
    ["TLS 1.0", 0x0301, Buffer.concat([encodeVector(1, Buffer.from([1, 64])), authorities]), []],
    [
      "TLS 1.2",
      TLS_1_2,
      Buffer.concat([encodeVector(1, Buffer.from([1, 64])), schemes, authorities]),
      [0x0804, 0x0403],
    ],
    [
      "TLS 1.3",
      TLS_1_3,
      Buffer.concat([
        encodeVector(1),
        encodeExtensions([
          { type: EXTENSION_TYPE.signature_algorithms, data: schemes },
          { type: EXTENSION_TYPE.certificate_authorities, data: authorities },
        ]),
      ]),
      [0x0804, 0x0403],
    ],
  ])("of %s is read, and no part of it alone", (_, version, body, signatureAlgorithms) => {
    const request = decodeCertificateRequest(body, version);
    expect(request.signatureAlgorithms).toEqual(signatureAlgorithms);
    expect(texts(request.authorities)).toEqual(["one authority", "another"]);
    for (const broken of brokenForms(body))
      expect(() => decodeCertificateRequest(broken, version)).toThrow(DecodeError);
  });

  it("of TLS 1.3 has nothing behind its lists", () => {
    const withSchemes = (data: Uint8Array) =>
      Buffer.concat([
        encodeVector(1),
        encodeExtensions([{ type: EXTENSION_TYPE.signature_algorithms, data }]),
      ]);
    const signing = encodeVector(2, encodeUint16s([0x0804]));
    expect(decodeCertificateRequest(withSchemes(signing), TLS_1_3).signatureAlgorithms).toEqual([0x0804]);
    const longer = withSchemes(Buffer.concat([signing, Buffer.alloc(1)]));
    expect(() => decodeCertificateRequest(longer, TLS_1_3)).toThrow(DecodeError);
  });

  it("of TLS 1.3 may name no authority", () => {
    const body = Buffer.concat([encodeVector(1), encodeExtensions([])]);
    expect(decodeCertificateRequest(body, TLS_1_3)).toEqual({ authorities: [], signatureAlgorithms: [] });
  });
});
