import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { Cursor } from "../../src/wire/cursor.ts";
import { DecodeError } from "../../src/wire/decode-error.ts";
import { listCrlUrls, readCrlDistributionPoints } from "../../src/x509/distribution-points.ts";
import { readExtension, decodeSignedCertificate } from "../../src/x509/signed-certificate.ts";
import * as der from "./der-writer.ts";
import { commonName, directory, uri } from "./issuing.ts";
import { selfSign } from "./openssl.ts";

const point = (...fields: readonly Buffer[]) => der.sequence(...fields);
const fullName = (...names: readonly Buffer[]) => der.tagged(0, der.tagged(0, ...names));
const reasons = der.implicit(1, Buffer.from([0x06, 0x40]));
const cRLIssuer = der.tagged(2, directory(commonName("other")));

/** None for what is refused as it should be. */
function tryRead(value: Uint8Array) {
  try {
    return read(value);
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}

function read(value: Uint8Array) {
  const cursor = new Cursor(value);
  const points = readCrlDistributionPoints(cursor);
  cursor.end("CRLDistributionPoints");
  return points;
}

const all = der.sequence(
  point(fullName(uri("ldap://ca.example/cn=x"), uri("http://ca.example/1"))),
  point(fullName(uri("http://ca.example/2"), directory(commonName("x"))), reasons),
  point(fullName(uri("http://ca.example/indirect")), cRLIssuer),
  point(der.tagged(0, der.tagged(1, der.sequence(der.oid("2.5.4.3"), der.utf8("relative"))))),
  point(cRLIssuer),
);

describe("cRLDistributionPoints", () => {
  test("says where the issuer's own lists are", () => {
    expect(read(all).map(({ names, indirect }) => [names.length, indirect])).toEqual([
      [2, false],
      [2, false],
      [1, true],
      [0, false],
      [0, true],
    ]);
    expect(listCrlUrls(read(all))).toEqual(["http://ca.example/1", "http://ca.example/2"]);
  });

  test("as OpenSSL writes it", () => {
    const certificate = selfSign({
      key: ["ec", "ec_paramgen_curve:P-256"],
      subject: "/CN=x",
      extensions: ["crlDistributionPoints=URI:http://ca.example/a.crl,URI:http://ca.example/b.crl"],
    });
    const points = readExtension(
      decodeSignedCertificate(certificate),
      "2.5.29.31",
      "CRLDistributionPoints",
      readCrlDistributionPoints,
    );
    expect(listCrlUrls(points ?? [])).toEqual(["http://ca.example/a.crl", "http://ca.example/b.crl"]);
  });

  test("cut short, too long or empty is none", () => {
    for (let length = 0; length < all.length; length++)
      expect(() => read(all.subarray(0, length))).toThrow(DecodeError);
    expect(() => read(Buffer.concat([all, Buffer.of(0)]))).toThrow(DecodeError);
    expect(() => read(der.sequence())).toThrow(DecodeError);
  });

  test("any bytes are one or a DecodeError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(all.length - 1), (bytes, at) => {
        const changed = Buffer.from(all);
        changed.set(bytes.subarray(0, changed.length - at), at);
        for (const value of [bytes, changed]) {
          expect(tryRead(value)).toBeInstanceOf(Array);
        }
      }),
    );
  });
});
