import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { TAG } from "../../src/wire/der.ts";
import { DecodeError } from "../../src/wire/decode-error.ts";
import { decodeOcspResponse } from "../../src/x509/ocsp.ts";
import type { BasicOcspResponse } from "../../src/x509/ocsp.ts";
import * as der from "./der-writer.ts";
import { NOW, extension, issueAuthority, issueEndEntity } from "./issuing.ts";
import {
  byKey,
  generalizedTime,
  respond,
  revoked,
  singleResponse,
  status,
  unknown,
  wrap,
} from "./ocsp-issuing.ts";

const HOUR = 3_600_000;
const issuer = issueAuthority("Issuer", { issuer: null });
const { certificate } = issueEndEntity({ issuer });
const draft = { issuer, certificate };

function decodeBasic(bytes: Uint8Array): BasicOcspResponse {
  const response = decodeOcspResponse(bytes);
  if (response.responseStatus !== "successful") throw new Error(response.responseStatus);
  return response.basicResponse;
}

function decodeFailure(bytes: Uint8Array): DecodeError {
  try {
    decodeOcspResponse(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error("was decoded");
}

describe("a successful response", () => {
  test("with everything that may be absent", () => {
    const nonce = extension("1.3.6.1.5.5.7.48.1.2", der.octetString(Buffer.from("nonce")));
    const bytes = respond({
      ...draft,
      version: 0,
      hash: "sha256",
      certStatus: revoked(NOW - HOUR, 1),
      responderId: byKey(issuer),
      certificates: [certificate, issuer.certificate],
      responseExtensions: [nonce],
      singleExtensions: [extension("1.2.3.4", der.tlv(TAG.null), true)],
    });
    const basic = decodeBasic(bytes);
    expect(basic).toMatchObject({
      responderId: { type: "byKey" },
      producedAt: NOW - HOUR,
      responses: [
        {
          certId: { hashAlgorithm: "2.16.840.1.101.3.4.2.1" },
          certStatus: { status: "revoked", revocationDate: NOW - HOUR, reason: "keyCompromise" },
          thisUpdate: NOW - HOUR,
          nextUpdate: NOW + HOUR,
          singleExtensions: [{ id: "1.2.3.4", critical: true }],
        },
      ],
      responseExtensions: [{ id: "1.3.6.1.5.5.7.48.1.2", critical: false }],
      signatureAlgorithm: { algorithm: "1.2.840.10045.4.3.2" },
    });
    expect(basic.certificates.map((embedded) => Buffer.from(embedded.der))).toEqual([
      certificate,
      issuer.certificate,
    ]);
    const { offset = 0, value = Buffer.of() } = basic.responses[0]?.singleExtensions[0] ?? {};
    expect(bytes.subarray(offset, offset + value.length)).toEqual(der.tlv(TAG.null));
  });

  test("with nothing that may be absent", () => {
    const basic = decodeBasic(respond({ ...draft, nextUpdate: null }));
    expect(basic).toMatchObject({ responderId: { type: "byName" }, responseExtensions: [] });
    expect(basic.responses).toMatchObject([
      { certStatus: { status: "good" }, nextUpdate: null, singleExtensions: [] },
    ]);
    expect(basic.certificates).toEqual([]);
  });

  test("of several certificates", () => {
    const others = [
      singleResponse({ ...draft, certStatus: unknown }),
      singleResponse({ ...draft, certStatus: revoked(NOW) }),
    ];
    expect(decodeBasic(respond({ ...draft, others })).responses.map(({ certStatus }) => certStatus)).toEqual([
      { status: "unknown" },
      { status: "revoked", revocationDate: NOW, reason: "unspecified" },
      { status: "good" },
    ]);
  });
});

test.each([
  [1, "malformedRequest"],
  [2, "internalError"],
  [3, "tryLater"],
  [5, "sigRequired"],
  [6, "unauthorized"],
])("the error status %i", (code, responseStatus) => {
  expect(decodeOcspResponse(der.sequence(status(code)))).toEqual({ responseStatus });
});

describe("is refused:", () => {
  const single = singleResponse(draft);
  const data = (...fields: readonly Buffer[]) =>
    wrap(
      der.sequence(
        der.sequence(...fields),
        der.sequence(der.oid("1.2.840.10045.4.3.2")),
        der.bitString(Buffer.of(1)),
      ),
    );
  const certStatus = (encoded: Buffer) => respond({ ...draft, certStatus: encoded });

  test.each<readonly [what: string, bytes: Buffer, structure: string, code: string]>([
    ["status 4", der.sequence(status(4)), "responseStatus", "illegal_value"],
    ["status 7", der.sequence(status(7)), "responseStatus", "illegal_value"],
    ["success without bytes", der.sequence(status(0)), "responseBytes", "truncated"],
    [
      "an error with bytes",
      der.sequence(status(3), der.tagged(0, der.sequence())),
      "OCSPResponse",
      "trailing_bytes",
    ],
    ["another response type", wrap(der.sequence(), "1.2.3.4"), "responseType", "illegal_value"],
    ["version 2", respond({ ...draft, version: 1 }), "version", "illegal_value"],
    [
      "a responder of a third kind",
      data(der.tagged(3), generalizedTime(NOW), der.sequence(single)),
      "responderID",
      "illegal_value",
    ],
    ["no responder", data(), "responderID", "truncated"],
    ["UTCTime", data(byKey(issuer), der.time(NOW), der.sequence(single)), "producedAt", "illegal_value"],
    ["a fourth status", certStatus(der.implicit(3, "")), "certStatus", "illegal_value"],
    ["a good with content", certStatus(der.implicit(0, "x")), "good", "trailing_bytes"],
    ["an unknown with content", certStatus(der.implicit(2, "x")), "unknown", "trailing_bytes"],
    ["a revocation without a time", certStatus(der.tagged(1)), "revocationTime", "truncated"],
    [
      "a malformed certificate",
      respond({ ...draft, certificates: [der.sequence(der.sequence())] }),
      "serialNumber",
      "truncated",
    ],
    [
      "too many certificates",
      respond({ ...draft, certificates: Array<Buffer>(9).fill(certificate) }),
      "certs",
      "too_large",
    ],
  ])("%s", (_, bytes, structure, code) => {
    const error = decodeFailure(bytes);
    expect(error).toMatchObject({ structure, code });
    expect(error.offset).toBeLessThanOrEqual(bytes.length);
  });

  test("a byte after it", () => {
    const bytes = respond(draft);
    expect(decodeFailure(Buffer.concat([bytes, Buffer.of(0)]))).toMatchObject({
      code: "trailing_bytes",
      structure: "OCSPResponse",
      offset: bytes.length,
    });
  });

  test("a certificate in it, named where it is in the whole", () => {
    const malformed = der.sequence(der.sequence(der.tlv(TAG.null)));
    const bytes = respond({ ...draft, certificates: [certificate, malformed] });
    expect(decodeFailure(bytes)).toMatchObject({
      structure: "serialNumber",
      code: "illegal_value",
      offset: bytes.length - 2,
    });
  });
});

describe("hostile bytes", () => {
  const bytes = respond({
    ...draft,
    certStatus: revoked(NOW, 1),
    certificates: [issuer.certificate],
    responseExtensions: [extension("1.2.3.4", der.tlv(TAG.null))],
  });

  test("every truncation is a DecodeError within the input", () => {
    for (let length = 0; length < bytes.length; length += 1) {
      const error = decodeFailure(bytes.subarray(0, length));
      expect(error.code).toBe("truncated");
      expect(error.offset).toBeLessThanOrEqual(length);
    }
  });

  test("any bytes give a response or a DecodeError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (any) => {
        expect(tryDecode(any)).toBeOneOf(["a response", "a DecodeError"]);
      }),
    );
  });

  test("any change of a response gives a response or a DecodeError", () => {
    const edits = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(edits, (list) => {
        const changed = new Uint8Array(bytes);
        for (const [at, value] of list) changed[at] = value;
        expect(tryDecode(changed)).toBeOneOf(["a response", "a DecodeError"]);
      }),
      { numRuns: 2_000 },
    );
  });
});

function tryDecode(bytes: Uint8Array): string {
  try {
    decodeOcspResponse(bytes);
    return "a response";
  } catch (error) {
    return error instanceof DecodeError ? "a DecodeError" : String(error);
  }
}
