import { X509Certificate } from "node:crypto";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { DecodeError } from "../../src/wire/decode-error.ts";
import { decodeCertificate } from "../../src/x509/certificate.ts";
import { selfSign } from "./openssl.ts";
import type { Request } from "./openssl.ts";

const plain: Request = {
  key: ["EC", "ec_paramgen_curve:P-256"],
  subject: "/C=US/O=Example/CN=api.example.com",
  extensions: ["subjectAltName=DNS:api.example.com"],
};

const keys: readonly (readonly [expected: string, algorithm: string, ...options: string[]])[] = [
  ["RSA 2048", "RSA", "rsa_keygen_bits:2048"],
  ["RSA 2052", "RSA", "rsa_keygen_bits:2052"],
  ["RSA-PSS 2048", "RSA-PSS", "rsa_keygen_bits:2048"],
  ["EC P-224", "EC", "ec_paramgen_curve:P-224"],
  ["EC P-256", "EC", "ec_paramgen_curve:P-256"],
  ["EC P-384", "EC", "ec_paramgen_curve:P-384"],
  ["EC P-521", "EC", "ec_paramgen_curve:P-521"],
  ["EC secp256k1", "EC", "ec_paramgen_curve:secp256k1"],
  ["EC brainpoolP256r1", "EC", "ec_paramgen_curve:brainpoolP256r1"],
  ["EC explicit", "EC", "ec_paramgen_curve:P-256", "ec_param_enc:explicit"],
  ["Ed25519", "ED25519"],
  ["Ed448", "ED448"],
];

describe("decodeCertificate agrees with node:crypto and openssl", () => {
  test.each(keys)("%s", (publicKey, algorithm, ...options) => {
    const der = selfSign({ ...plain, key: [algorithm, ...options] });
    const decoded = decodeCertificate(der);
    const reference = new X509Certificate(der);
    expect(decoded).toMatchObject({
      subject: "CN=api.example.com,O=Example,C=US",
      issuer: "CN=api.example.com,O=Example,C=US",
      subjectAltName: ["DNS:api.example.com"],
      publicKey,
      notBefore: Date.parse(reference.validFrom),
      notAfter: Date.parse(reference.validTo),
      sha256: reference.fingerprint256.replaceAll(":", "").toLowerCase(),
      der: der.toString("base64"),
    });
    expect(decoded.serialNumber.toUpperCase()).toBe(reference.serialNumber);
  });

  test.each([
    ["sha1WithRSAEncryption", ["-sha1"]],
    ["sha384WithRSAEncryption", ["-sha384"]],
    ["id-RSASSA-PSS", ["-sigopt", "rsa_padding_mode:pss"]],
  ])("%s", (signatureAlgorithm, options) => {
    const der = selfSign({ ...plain, key: ["RSA", "rsa_keygen_bits:2048"], options });
    expect(decodeCertificate(der).signatureAlgorithm).toBe(signatureAlgorithm);
  });

  test("every form of general name", () => {
    const names = [
      "DNS:*.example.com",
      "IP:192.0.2.7",
      "IP:::1",
      "IP:2001:db8::1:0:0:1",
      "email:a@example.com",
      "URI:https://example.com/",
      "dirName:dir",
      "RID:1.2.3.4",
      "otherName:1.2.3.4;UTF8:other",
    ];
    const der = selfSign({ ...plain, extensions: [`subjectAltName=${names.join(",")}`] });
    expect(decodeCertificate(der).subjectAltName).toEqual([
      "DNS:*.example.com",
      "IP Address:192.0.2.7",
      "IP Address:::1",
      "IP Address:2001:db8::1:0:0:1",
      "email:a@example.com",
      "URI:https://example.com/",
      "DirName:CN=directory,C=US",
      "Registered ID:1.2.3.4",
      "othername:1.2.3.4",
    ]);
  });

  test.each([
    ["00ff", "ff"],
    ["007f", "7f"],
    ["00", "00"],
    ["0100", "0100"],
    ["-1", "-01"],
    ["-0180", "-0180"],
  ])("serial number %s", (given, expected) => {
    const der = selfSign({ ...plain, options: ["-set_serial", given.replace(/^-?/u, "$&0x")] });
    expect(decodeCertificate(der).serialNumber).toBe(expected);
  });

  test("times of both forms", () => {
    const der = selfSign({ ...plain, options: ["-days", "36500"] });
    const { validTo } = new X509Certificate(der);
    expect(decodeCertificate(der).notAfter).toBe(Date.parse(validTo));
  });
});

describe("stapling", () => {
  const withExtensions = (...extensions: string[]) => decodeCertificate(selfSign({ ...plain, extensions }));

  test.each([
    [true, "tlsfeature=status_request"],
    [true, "tlsfeature=status_request,status_request_v2"],
    [true, "tlsfeature=17,5"],
    [false, "tlsfeature=status_request_v2"],
    [false, "basicConstraints=CA:FALSE"],
  ])("%s for %s", (mustStaple, extension) => {
    expect(withExtensions(extension)).toMatchObject({ mustStaple, ocspResponders: [] });
  });

  test("the responders", () => {
    const locations = [
      "OCSP;URI:http://ocsp.example.com/",
      "caIssuers;URI:http://ca.example.com/ca.der",
      "OCSP;URI:ldap://ocsp.example.com/",
      "OCSP;DNS:ocsp.example.com",
      "OCSP;URI:HTTPS://ocsp.example.net/",
    ];
    const { ocspResponders } = withExtensions(`authorityInfoAccess=${locations.join(",")}`);
    expect(ocspResponders).toEqual(["http://ocsp.example.com/", "HTTPS://ocsp.example.net/"]);
    const many = Array.from({ length: 6 }, (_, number) => `OCSP;URI:http://${number}.example/`);
    expect(withExtensions(`authorityInfoAccess=${many.join(",")}`).ocspResponders).toHaveLength(4);
  });

  test("malformed, it is told of all the same", () => {
    const malformed = ["1.3.6.1.5.5.7.1.24=DER:3003020105ff", "authorityInfoAccess=DER:0500"];
    expect(withExtensions(...malformed)).toMatchObject({ mustStaple: false, ocspResponders: [] });
  });
});

describe("names are written as RFC 4514 says", () => {
  test.each([
    ["/CN=\u{1f600} x/O=한국", "O=한국,CN=\u{1f600} x"],
    ['/CN=a,b+c"d\\\\e<f>g;h', String.raw`CN=a\,b\+c\"d\\e\<f\>g\;h`],
    ["/CN= both ", String.raw`CN=\ both\ `],
    ["/CN= ", String.raw`CN=\ `],
    ["/CN=#hash#", String.raw`CN=\#hash#`],
    ["/CN=a=b", "CN=a=b"],
    ["/CN=line\nbreak\u0085", String.raw`CN=line\0abreak\c2\85`],
    ["/unstructuredName=x/CN=y", "CN=y,1.2.840.113549.1.9.2=#0c0178"],
    ["/DC=com/DC=example/OU=a+CN=b", "CN=b+OU=a,DC=example,DC=com"],
    ["/emailAddress=a@example.com/serialNumber=7", "serialNumber=7,emailAddress=a@example.com"],
    ["/", ""],
  ])("%j", (subject, expected) => {
    const options = subject.includes("+CN") ? ["-multivalue-rdn"] : [];
    const der = selfSign({ ...plain, subject: subject.replace("b+c", String.raw`b\+c`), options });
    expect(decodeCertificate(der).subject).toBe(expected);
  });
});

describe("hostile bytes", () => {
  const der = selfSign(plain);

  test("every truncation is a DecodeError within the input", () => {
    for (let length = 0; length < der.length; length += 1) {
      const error = decodeFailure(der.subarray(0, length));
      expect(error.offset).toBeLessThanOrEqual(length);
      expect(error.code).toBe("truncated");
    }
  });

  test("trailing bytes are refused where they begin", () => {
    const error = decodeFailure(Buffer.concat([der, Buffer.of(0)]));
    expect(error).toMatchObject({ code: "trailing_bytes", structure: "Certificate", offset: der.length });
  });

  test("any bytes give a certificate or a DecodeError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(tryDecode(bytes)?.offset ?? 0).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  test("any change of a certificate gives a certificate or a DecodeError", () => {
    const edits = fc.array(fc.tuple(fc.nat(der.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    const changed = edits.map((list) => {
      const bytes = new Uint8Array(der);
      for (const [at, value] of list) bytes[at] = value;
      return bytes;
    });
    fc.assert(
      fc.property(changed, (bytes) => {
        expect(tryDecode(bytes)?.offset ?? 0).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 2_000 },
    );
  });
});

function decodeFailure(bytes: Uint8Array): DecodeError {
  const error = tryDecode(bytes);
  if (error === undefined) throw new Error("was decoded");
  return error;
}

function tryDecode(bytes: Uint8Array): DecodeError | undefined {
  try {
    decodeCertificate(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
}
