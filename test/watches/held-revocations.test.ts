import { expect, it } from "vitest";
import { holdRevocations } from "../../src/watches/held-revocations.ts";
import type { SightedList, SightedRevocation } from "../../src/watches/sighting.ts";

const dates = { notBefore: 0, notAfter: 1 };
const issuer = { sha256: "b", subject: "CN=lower", ...dates };
const revocation: SightedRevocation = {
  sha256: "a",
  revocationDate: 0,
  reason: "keyCompromise",
  source: "ocsp",
};

const list = (sha256: string, of: Partial<SightedList> = {}): SightedList => ({
  addresses: ["192.0.2.1"],
  certificate: {
    sha256,
    subject: "CN=x",
    issuer: "CN=lower",
    serialNumber: "01",
    subjectAltName: [],
    names: 0,
    publicKey: "EC P-256",
    signatureAlgorithm: "ecdsa-with-SHA256",
    ...dates,
  },
  issuers: [issuer],
  faults: [],
  covered: true,
  revoked: null,
  ...of,
});
const unknown = { revocationUnknown: true } as const;

it("what was revoked stays so while nobody can say", () => {
  const before = [list("a", { revoked: revocation })];
  expect(holdRevocations(before, [list("a", unknown)])).toEqual(before);
  const ofIssuer = { ...revocation, sha256: "b" };
  expect(holdRevocations([list("a", { revoked: ofIssuer })], [list("c", unknown)])).toEqual([
    list("c", { revoked: ofIssuer }),
  ]);
});

it("what is said now goes before it, and what it does not concern stays as it is", () => {
  const before = [list("a", { revoked: revocation })];
  expect(holdRevocations(before, [list("a")])).toEqual([list("a")]);
  expect(holdRevocations(before, [list("c", unknown)])).toEqual([list("c")]);
  expect(holdRevocations([], [list("a", unknown)])).toEqual([list("a")]);
});
