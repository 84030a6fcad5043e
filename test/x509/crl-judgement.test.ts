import { expect, test } from "vitest";

import { decodeCertificateList } from "../../src/x509/crl.ts";
import { judgeCrl } from "../../src/x509/crl-judgement.ts";
import type { CrlJudgement } from "../../src/x509/crl-judgement.ts";
import { SignatureChecks } from "../../src/x509/path-building.ts";
import { decodePathCertificate } from "../../src/x509/path-certificate.ts";
import * as der from "./der-writer.ts";
import type { CrlDraft } from "./issuing.ts";
import { NOW, ecKeys, extension, issueAuthority, issueCrl, issueEndEntity } from "./issuing.ts";

const DAY = 86_400_000;
const serialNumber = der.integer(0x5e1a1);
const issuer = issueAuthority("issuer", { issuer: null });
const other = issueAuthority("other", { issuer: null });
const { certificate } = issueEndEntity({ issuer, serialNumber });

function judge(draft: Partial<CrlDraft>): CrlJudgement {
  return judgeCrl({
    crl: decodeCertificateList(issueCrl({ issuer, ...draft })),
    certificate: decodePathCertificate(certificate),
    distributionPoints: [],
    issuer: decodePathCertificate(issuer.certificate),
    at: NOW,
    signatures: new SignatureChecks(),
  });
}

const listed = { revoked: [{ serialNumber: der.integer(7) }, { serialNumber, reason: 4 }] };
const REVOKED = { kind: "revoked", revocationDate: NOW - DAY, reason: "superseded" };
const unusable = (defect: string) => ({ kind: "unusable", defect });
const scope = (...fields: readonly Buffer[]) => extension("2.5.29.28", der.sequence(...fields), true);

test.each<[string, Partial<CrlDraft>, object]>([
  ["that lists it", listed, REVOKED],
  ["that lists another", { revoked: [{ serialNumber: der.integer(7) }] }, { kind: "not_listed" }],
  ["that lists nothing", {}, { kind: "not_listed" }],
  // The encoded serial number stands within another one.
  [
    "that seems to list it",
    { revoked: [{ serialNumber: der.integer(Buffer.concat([Buffer.of(1), serialNumber])) }] },
    { kind: "not_listed" },
  ],
  ["without a number", { ...listed, extensions: { cRLNumber: null } }, REVOKED],
  [
    "for end entities",
    { ...listed, extensions: { scope: scope(der.implicit(1, Buffer.of(0xff))) } },
    REVOKED,
  ],
  [
    "for CAs",
    { ...listed, extensions: { scope: scope(der.implicit(2, Buffer.of(0xff))) } },
    unusable("other_distribution_point"),
  ],
  ["of another CA", { ...listed, issuer: other }, unusable("other_issuer")],
  ["of another key", { ...listed, keys: ecKeys() }, unusable("signature")],
  ["that is old", { ...listed, nextUpdate: NOW - DAY }, unusable("expired")],
  ["from tomorrow", { ...listed, thisUpdate: NOW + DAY }, unusable("not_yet_valid")],
  [
    "with an extension that nobody knows",
    { ...listed, extensions: { unknown: extension("1.2.3.4", der.utf8("x"), true) } },
    unusable("critical_extension"),
  ],
])("a list %s", (_, draft, judgement) => {
  expect(judge(draft)).toEqual(judgement);
});
