import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { TAG } from "../../src/wire/der.ts";
import { decodeCertificate } from "../../src/x509/certificate.ts";
import { decodeOcspResponse } from "../../src/x509/ocsp.ts";
import { judgeStaple } from "../../src/x509/staple.ts";
import * as der from "./der-writer.ts";
import {
  commonName,
  ecKeys,
  extKeyUsage,
  extension,
  issueAuthority,
  issueEndEntity,
  NOW,
  RSA_SHA256,
  rsaKeys,
} from "./issuing.ts";
import type { Draft, Entity } from "./issuing.ts";
import {
  byKey,
  byName,
  good,
  respond,
  respondWithOpenssl,
  revoked,
  singleResponse,
  status,
  unknown,
} from "./ocsp-issuing.ts";
import type { ResponseDraft } from "./ocsp-issuing.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Valid for the clock of `openssl ocsp` as well. */
const LONG = { notBefore: der.time(Date.UTC(2020, 0)), notAfter: der.time(Date.UTC(2049, 0)) };
const OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

const issuer = issueAuthority("Issuer", { issuer: null, ...LONG });
const serialNumber = der.integer(0x5e_1a_15);
const endEntity = issueEndEntity({ issuer, serialNumber, ...LONG });
const responder = issueResponder();

/** A delegated responder that is in order. */
function issueResponder(draft: Partial<Draft> = {}): Entity {
  return issueEndEntity({
    issuer,
    subject: commonName("Responder"),
    ...LONG,
    ...draft,
    extensions: { extKeyUsage: extKeyUsage([OCSP_SIGNING]), subjectAltName: null, ...draft.extensions },
  });
}

function judge(bytes: Uint8Array, at = NOW, by: Entity | null = issuer) {
  return judgeStaple({
    der: bytes,
    certificate: decodeCertificate(endEntity.certificate),
    issuer: by && decodeCertificate(by.certificate),
    at,
  });
}

const judgeDraft = (draft: Partial<ResponseDraft>, at = NOW, by: Entity | null = issuer) =>
  judge(respond({ issuer, certificate: endEntity.certificate, ...draft }), at, by);
const delegated = (signer: Entity, more: Partial<ResponseDraft> = {}, at = NOW) =>
  judgeDraft({ signer, certificates: [signer.certificate], ...more }, at);

const VALID = "V\t490101000000Z\t";
const REVOKED = "R\t490101000000Z\t261101120000Z";

describe("what openssl ocsp answers, and says of its answer", () => {
  const stranger = issueAuthority("Issuer", { issuer: null, ...LONG });
  const withoutPurpose = issueResponder({ extensions: { extKeyUsage: extKeyUsage(["2.5.29.37.0"]) } });
  const week = ["-ndays", "7"];

  test.each([
    ["good", issuer, VALID, week, "good", "good"],
    ["SHA-256 identifiers", issuer, VALID, [...week, "-sha256"], "good", "good"],
    ["by key", issuer, VALID, [...week, "-resp_key_id"], "good", "good"],
    ["a delegated responder", responder, VALID, week, "good", "good"],
    ["a delegated responder by key", responder, VALID, [...week, "-resp_key_id"], "good", "good"],
    ["a digest of its own", responder, VALID, [...week, "-rmd", "sha512"], "good", "good"],
    ["minutes", issuer, VALID, ["-nmin", "30"], "good", "good"],
    ["revoked", issuer, REVOKED, week, "revoked", "revoked"],
    ["a certificate that it has not", issuer, null, week, "unknown", "unknown"],
    ["another issuer", stranger, VALID, week, "bad_signature", "Response Verify Failure"],
    [
      "a responder without its certificate",
      responder,
      VALID,
      [...week, "-resp_no_certs"],
      "responder_not_authorized",
      "Response Verify Failure",
    ],
    [
      "a responder without the purpose",
      withoutPurpose,
      VALID,
      week,
      "responder_not_authorized",
      "Response Verify Failure",
    ],
  ] as const)("%s", (_, signer, entry, options, kind, said) => {
    const { certificate } = endEntity;
    const { response, verdict } = respondWithOpenssl({
      issuer,
      certificate,
      responder: signer,
      entry,
      options,
    });
    const decoded = decodeOcspResponse(response);
    if (decoded.responseStatus !== "successful") throw new Error(decoded.responseStatus);
    expect(judge(response, decoded.basicResponse.producedAt)).toMatchObject({ kind });
    expect(verdict).toBe(said);
  });

  test("since when and why it was revoked", () => {
    const { certificate } = endEntity;
    const request = { issuer, certificate, responder, options: week };
    const { response } = respondWithOpenssl({ ...request, entry: `${REVOKED},keyCompromise` });
    expect(judge(response, Date.now())).toEqual({
      kind: "revoked",
      revocationDate: Date.UTC(2026, 10, 1, 12),
      reason: "keyCompromise",
    });
  });
});

describe("the signature", () => {
  test("of the issuer", () => {
    expect(judgeDraft({})).toEqual({ kind: "good", thisUpdate: NOW - HOUR, nextUpdate: NOW + HOUR });
    expect(judgeDraft({ responderId: byKey(issuer) }).kind).toBe("good");
    expect(judgeDraft({ certificates: [issuer.certificate] }).kind).toBe("good");
  });

  test("that does not match", () => {
    const signatureAlgorithm = "ecdsa-with-SHA256";
    expect(judgeDraft({ keys: ecKeys() })).toEqual({ kind: "bad_signature", signatureAlgorithm });
    expect(delegated(responder, { keys: ecKeys() })).toEqual({ kind: "bad_signature", signatureAlgorithm });
    const bytes = respond({ issuer, certificate: endEntity.certificate });
    const changed = Buffer.from(bytes);
    const at = bytes.indexOf(good, bytes.indexOf(serialNumber));
    changed[at] = unknown[0] ?? 0;
    expect(judge(changed).kind).toBe("bad_signature");
  });

  test("of an algorithm that nobody knows", () => {
    expect(judgeDraft({ algorithm: der.sequence(der.oid("1.2.3.4")) })).toEqual({
      kind: "signature_unsupported",
      signatureAlgorithm: "1.2.3.4",
    });
  });

  test("by RSA", () => {
    const keys = rsaKeys();
    expect(delegated(issueResponder({ keys }), { algorithm: RSA_SHA256.algorithm }).kind).toBe("good");
  });

  test("cannot be judged without the issuer", () => {
    expect(judgeDraft({}, NOW, null)).toEqual({ kind: "issuer_missing" });
    expect(judgeDraft({ certStatus: revoked(NOW) }, NOW, null)).toEqual({ kind: "issuer_missing" });
  });
});

describe("a delegated responder", () => {
  test("that may", () => {
    expect(delegated(responder).kind).toBe("good");
    expect(delegated(responder, { responderId: byKey(responder) }).kind).toBe("good");
  });

  test("is found among other certificates", () => {
    const namesake = issueResponder({ extensions: { extKeyUsage: null } });
    const certificates = [issuer.certificate, namesake.certificate, responder.certificate];
    expect(judgeDraft({ signer: responder, certificates }).kind).toBe("good");
  });

  const other = issueAuthority("Other", { issuer: null });
  const impostor = issueAuthority("Issuer", { issuer: null });
  const critical = extension("1.2.3.4", der.tlv(TAG.null), true);
  const rows: readonly (readonly [reason: string, signer: Entity, more: Partial<ResponseDraft>])[] = [
    ["certificate_missing", responder, { certificates: [] }],
    ["certificate_missing", responder, { responderId: byName(commonName("Somebody")) }],
    ["certificate_missing", responder, { responderId: byKey(endEntity) }],
    ["other_issuer", issueResponder({ issuer: other }), {}],
    ["other_issuer", issueResponder({ issuerName: other.subject }), {}],
    ["other_issuer", issueResponder({ issuer: impostor }), {}],
    ["purpose", issueResponder({ extensions: { extKeyUsage: null } }), {}],
    ["purpose", issueResponder({ extensions: { extKeyUsage: extKeyUsage(["2.5.29.37.0"]) } }), {}],
    ["purpose", issueResponder({ extensions: { extKeyUsage: extKeyUsage(["1.3.6.1.5.5.7.3.1"]) } }), {}],
    ["not_yet_valid", issueResponder({ notBefore: der.time(NOW + 1_000) }), {}],
    ["expired", issueResponder({ notAfter: der.time(NOW - 1_000) }), {}],
    ["critical_extension", issueResponder({ extensions: { critical } }), {}],
  ];
  test.each(rows)("that may not: %s", (reason, signer, more) => {
    expect(delegated(signer, more)).toMatchObject({ kind: "responder_not_authorized", reason });
  });

  test("is named", () => {
    const expired = issueResponder({ notAfter: der.time(NOW - 1_000) });
    expect(delegated(expired)).toMatchObject({ responder: "CN=Responder" });
    expect(delegated(responder, { responderId: byKey(endEntity) })).toMatchObject({
      responder: expect.stringMatching(/^key [0-9a-f]{40}$/u),
    });
  });

  test("may be signed by the issuer only with an algorithm that is known", () => {
    const scheme = { algorithm: der.sequence(der.oid("1.2.3.4")), hash: "sha256" };
    expect(delegated(issueResponder({ scheme }))).toMatchObject({ kind: "signature_unsupported" });
  });

  test("is valid in its first and in its last second", () => {
    expect(delegated(issueResponder({ notBefore: der.time(NOW) })).kind).toBe("good");
    expect(delegated(issueResponder({ notAfter: der.time(NOW) }), {}, NOW + 999).kind).toBe("good");
  });
});

describe("the certificate that it is about", () => {
  const { certificate } = endEntity;

  test.each(["sha1", "sha256", "sha384", "sha512"])("by %s", (hash) => {
    expect(judgeDraft({ hash }).kind).toBe("good");
    expect(judgeDraft({ hash }, NOW, null).kind).toBe("issuer_missing");
  });

  test("by a hash that nobody knows", () => {
    expect(judgeDraft({ hash: "md5" }).kind).toBe("other_certificate");
  });

  test("has another serial number", () => {
    const other = issueEndEntity({ issuer }).certificate;
    expect(judgeDraft({ certificate: other })).toEqual({ kind: "other_certificate" });
    expect(judgeDraft({ certificate: other }, NOW, null)).toEqual({ kind: "other_certificate" });
    const others = [singleResponse({ issuer, certificate: other, certStatus: revoked(NOW) })];
    expect(judgeDraft({ others }).kind).toBe("good");
    expect(judgeDraft({ certificate: other, others: [singleResponse({ issuer, certificate })] }).kind).toBe(
      "good",
    );
  });

  test("has another issuer, by name or by key", () => {
    const otherName = { ...issuer, subject: commonName("Other") };
    const otherKey = issueAuthority("Issuer", { issuer: null });
    expect(judge(respond({ issuer: otherName, certificate })).kind).toBe("other_certificate");
    expect(judge(respond({ issuer: otherName, certificate }), NOW, null).kind).toBe("other_certificate");
    expect(judge(respond({ issuer: otherKey, certificate, signer: issuer })).kind).toBe("other_certificate");
  });
});

describe("the times", () => {
  const GOOD = "good";
  test.each([
    [GOOD, { thisUpdate: NOW + 5 * MINUTE, nextUpdate: NOW + HOUR }],
    ["not_yet_valid", { thisUpdate: NOW + 5 * MINUTE + 1_000, nextUpdate: NOW + HOUR }],
    [GOOD, { thisUpdate: NOW - DAY, nextUpdate: NOW - 5 * MINUTE }],
    ["expired", { thisUpdate: NOW - DAY, nextUpdate: NOW - 5 * MINUTE - 1_000 }],
    [GOOD, { thisUpdate: NOW - DAY - 5 * MINUTE, nextUpdate: null }],
    ["expired", { thisUpdate: NOW - DAY - 5 * MINUTE - 1_000, nextUpdate: null }],
  ])("%s: %j", (kind, times) => {
    expect(judgeDraft(times).kind).toBe(kind);
  });

  test("are told", () => {
    const [thisUpdate, nextUpdate] = [NOW - 2 * DAY, NOW - DAY];
    expect(judgeDraft({ thisUpdate, nextUpdate })).toEqual({ kind: "expired", thisUpdate, nextUpdate });
    expect(judgeDraft({ thisUpdate: NOW + DAY })).toEqual({ kind: "not_yet_valid", thisUpdate: NOW + DAY });
  });

  test("do not bring a revoked certificate back, but one on hold", () => {
    const old = { thisUpdate: NOW - 2 * DAY, nextUpdate: NOW - DAY };
    expect(judgeDraft({ ...old, certStatus: revoked(NOW - 3 * DAY, 4) })).toEqual({
      kind: "revoked",
      revocationDate: NOW - 3 * DAY,
      reason: "superseded",
    });
    expect(judgeDraft({ ...old, certStatus: revoked(NOW - 3 * DAY, 6) }).kind).toBe("expired");
    expect(judgeDraft({ certStatus: revoked(NOW - DAY, 6) })).toMatchObject({ reason: "certificateHold" });
  });
});

describe("the rest", () => {
  test("unknown", () => {
    expect(judgeDraft({ certStatus: unknown })).toEqual({ kind: "unknown" });
  });

  test("an error status", () => {
    expect(judge(der.sequence(status(3)))).toEqual({ kind: "unsuccessful", responseStatus: "tryLater" });
  });

  test("malformed", () => {
    expect(judge(Buffer.of(0x30, 0x03))).toEqual({
      kind: "malformed",
      code: "truncated",
      structure: "OCSPResponse",
      offset: 2,
    });
  });

  test("extensions", () => {
    const adding = (id: string, critical: boolean) => [extension(id, der.tlv(TAG.null), critical)];
    const fault = { kind: "critical_extension", extension: "1.2.3.4" };
    expect(judgeDraft({ singleExtensions: adding("1.2.3.4", true) })).toEqual(fault);
    expect(judgeDraft({ responseExtensions: adding("1.2.3.4", true) })).toEqual(fault);
    expect(judgeDraft({ responseExtensions: adding("1.2.3.4", false) }).kind).toBe("good");
    expect(judgeDraft({ responseExtensions: adding("1.3.6.1.5.5.7.48.1.2", true) }).kind).toBe("good");
  });

  test("is plain JSON", () => {
    for (const judgement of [judgeDraft({}), judgeDraft({ keys: ecKeys() }), delegated(responder)]) {
      expect(JSON.parse(JSON.stringify(judgement))).toEqual(judgement);
    }
  });

  test("any change of a good response is refused, and nothing throws", () => {
    const bytes = respond({ issuer, certificate: endEntity.certificate, certificates: [issuer.certificate] });
    // What follows the signature is not signed.
    const signed = bytes.length - issuer.certificate.length - 8;
    const edit = fc.tuple(fc.nat(signed - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(edit, ([at, value]) => {
        const changed = new Uint8Array(bytes);
        changed[at] = (changed[at] ?? 0) ^ value;
        expect(judge(changed).kind).not.toBeOneOf(["good", "revoked", "unknown"]);
      }),
      { numRuns: 500 },
    );
  });
});
