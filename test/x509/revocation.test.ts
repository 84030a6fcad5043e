import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { DecodeError } from "../../src/wire/decode-error.ts";
import { decodeCertificateList, findRevocation } from "../../src/x509/crl.ts";
import { validatePath } from "../../src/x509/path-validation.ts";
import type { PathFault } from "../../src/x509/path-fault.ts";
import * as der from "./der-writer.ts";
import {
  basicConstraints,
  ecKeys,
  extension,
  issueAuthority,
  issueCrl,
  issueEndEntity,
  keyUsage,
  NOW,
  pem,
} from "./issuing.ts";
import type { CrlDraft } from "./issuing.ts";
import { verifyWithOpenssl } from "./openssl.ts";

const DAY = 86_400_000;
const serialNumber = der.integer(0x5e1a1);
const root = issueAuthority("Root", { issuer: null });
const endEntity = issueEndEntity({ issuer: root, serialNumber });
const request = { certificateList: [endEntity.certificate], trustAnchors: [root.certificate], at: NOW };

function faultsWith(...crls: readonly Uint8Array[]): readonly PathFault[] {
  const result = validatePath({ ...request, crls });
  return result.valid ? [] : result.faults;
}

describe("a certificate", () => {
  test("that the CRL does not list", () => {
    expect(faultsWith(issueCrl({ issuer: root, revoked: [{ serialNumber: der.integer(7) }] }))).toEqual([]);
    expect(faultsWith(issueCrl({ issuer: root }))).toEqual([]);
  });

  test("that the CRL lists", () => {
    const revoked = [
      { serialNumber: der.integer(7) },
      { serialNumber, reason: 1 },
      { serialNumber: der.integer(8) },
    ];
    expect(verifyWithOpenssl({ ...request, crls: [issueCrl({ issuer: root, revoked })] })).toBe(
      "certificate revoked",
    );
    expect(faultsWith(issueCrl({ issuer: root, revoked }))).toEqual([
      {
        severity: "error",
        kind: "certificate_revoked",
        position: 0,
        revocationDate: NOW - DAY,
        reason: "keyCompromise",
      },
    ]);
    expect(faultsWith(issueCrl({ issuer: root, revoked: [{ serialNumber }] }))).toMatchObject([
      { reason: "unspecified" },
    ]);
  });

  test("that another CA's CRL lists", () => {
    const other = issueAuthority("Other", { issuer: null });
    expect(faultsWith(issueCrl({ issuer: other, revoked: [{ serialNumber }] }))).toEqual([]);
  });

  test("of a CA that is revoked itself", () => {
    const ca = issueAuthority("Intermediate", { issuer: root, serialNumber });
    const certificateList = [issueEndEntity({ issuer: ca }).certificate, ca.certificate];
    const crls = pem("X509 CRL", issueCrl({ issuer: root, revoked: [{ serialNumber }] }));
    const result = validatePath({ ...request, certificateList, crls });
    expect(result).toMatchObject({ faults: [{ kind: "certificate_revoked", position: 1 }] });
  });
});

const distributionPoint = (...fields: readonly Buffer[]) =>
  extension("2.5.29.28", der.sequence(...fields), true);
const TRUE = Buffer.of(0xff);

describe("a CRL that says nothing", () => {
  const DEFECTS: readonly (readonly [defect: string, draft: Partial<CrlDraft>, openssl: string])[] = [
    ["signature", { keys: ecKeys() }, "CRL signature failure"],
    ["not_yet_valid", { thisUpdate: NOW + DAY, nextUpdate: NOW + 2 * DAY }, "CRL is not yet valid"],
    ["expired", { nextUpdate: NOW - 1_000 }, "CRL has expired"],
    ["crl_number", { extensions: { cRLNumber: null } }, "certificate revoked"],
    [
      "crl_number",
      { extensions: { cRLNumber: extension("2.5.29.20", der.integer(7), true) } },
      "unhandled critical CRL extension",
    ],
    [
      "critical_extension",
      { extensions: { unknown: extension("1.2.3.4", der.tlv(0x05), true) } },
      "unhandled critical CRL extension",
    ],
    ["scope", { extensions: { delta: extension("2.5.29.27", der.integer(6), true) } }, "certificate revoked"],
    [
      "scope",
      { extensions: { scope: distributionPoint(der.implicit(4, TRUE)) } },
      "unable to get certificate CRL",
    ],
    ["scope", { extensions: { scope: distributionPoint(der.implicit(5, TRUE)) } }, "different CRL scope"],
  ];

  test.each(DEFECTS)("%s", (defect, draft, openssl) => {
    const crl = issueCrl({ issuer: root, revoked: [{ serialNumber }], ...draft });
    expect(faultsWith(crl)).toEqual([{ severity: "warning", kind: "crl_unusable", position: 0, defect }]);
    expect(verifyWithOpenssl({ ...request, crls: [crl] })).toBe(openssl);
    const usable = issueCrl({ issuer: root });
    expect(faultsWith(crl, usable)).toEqual([]);
  });

  test("because its issuer may not sign it", () => {
    const issuer = issueAuthority("Root", {
      issuer: null,
      extensions: { keyUsage: keyUsage(["keyCertSign"]) },
    });
    const certificateList = [issueEndEntity({ issuer }).certificate];
    const crls = issueCrl({ issuer });
    expect(validatePath({ certificateList, trustAnchors: issuer.certificate, at: NOW, crls })).toMatchObject({
      faults: [{ kind: "crl_unusable", defect: "crl_sign_missing" }],
    });
  });

  test("because its entries are malformed", () => {
    const crl = issueCrl({ issuer: root, revoked: [{ serialNumber: der.tlv(0x05) }] });
    expect(faultsWith(crl)).toMatchObject([{ kind: "crl_unusable", defect: "malformed" }]);
  });

  test("because it is malformed", () => {
    expect(faultsWith(issueCrl({ issuer: root }).subarray(0, -1))).toMatchObject([
      {
        severity: "warning",
        kind: "crl_malformed",
        index: 0,
        code: "truncated",
        structure: "CertificateList",
      },
    ]);
  });
});

test.each([
  [1, [], ["certificate_revoked"]],
  [2, ["certificate_revoked"], []],
])("a CRL only of users' (1) or CAs' (2) certificates: %i", (field, forCa, forUser) => {
  const crl = issueCrl({
    issuer: root,
    revoked: [{ serialNumber }],
    extensions: { scope: distributionPoint(der.implicit(field, TRUE)) },
  });
  expect(faultsWith(crl).map(({ kind }) => kind)).toEqual(forUser);
  const ca = issueEndEntity({
    issuer: root,
    serialNumber,
    extensions: { basicConstraints: basicConstraints(true), keyUsage: null },
  });
  const result = validatePath({ ...request, certificateList: ca.certificate, crls: crl });
  expect(result.valid ? [] : result.faults.map(({ kind }) => kind)).toEqual(forCa);
});

test("any change of a CRL gives a CRL or a DecodeError", () => {
  const crl = issueCrl({ issuer: root, revoked: [{ serialNumber, reason: 1 }] });
  const edits = fc.array(fc.tuple(fc.nat(crl.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(edits, (list) => {
      const bytes = new Uint8Array(crl);
      for (const [at, value] of list) bytes[at] = value;
      expect(tryReading(bytes)).toBeOneOf(["a CRL", "a DecodeError"]);
    }),
    { numRuns: 1_000 },
  );
  for (let length = 0; length < crl.length; length += 1) {
    expect(() => decodeCertificateList(crl.subarray(0, length))).toThrow(DecodeError);
  }
});

function tryReading(bytes: Uint8Array): string {
  try {
    findRevocation(decodeCertificateList(bytes), Buffer.of(1));
    return "a CRL";
  } catch (error) {
    return error instanceof DecodeError ? "a DecodeError" : String(error);
  }
}
