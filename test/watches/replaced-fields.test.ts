import { expect, it } from "vitest";
import { changedFields } from "../../src/watches/replaced-fields.ts";
import { DAY, HOUR, certificate } from "./world.ts";

const before = certificate("aa", 0, 90);
const after = certificate("bb", 60 * DAY, 90);
const names = (count: number, of: readonly string[]) => ({ subjectAltName: of, names: count });

it("says nothing of what always differs, and of a lifetime that differs by a moment", () => {
  expect(changedFields(before, after)).toEqual([]);
  expect(changedFields(before, { ...after, notAfter: after.notAfter - HOUR })).toEqual([]);
});

it("names each field with what was and is", () => {
  const other = {
    ...after,
    subject: "CN=www.example.com",
    issuer: "CN=Other CA",
    publicKey: "RSA 2048",
    signatureAlgorithm: "sha256WithRSAEncryption",
    notAfter: after.notBefore + 47 * DAY,
  };
  expect(changedFields(before, other)).toEqual([
    { field: "subject", before: "CN=api.example.com", after: "CN=www.example.com" },
    { field: "issuer", before: "CN=Some CA", after: "CN=Other CA" },
    { field: "publicKey", before: "EC P-256", after: "RSA 2048" },
    { field: "signatureAlgorithm", before: "ecdsa-with-SHA256", after: "sha256WithRSAEncryption" },
    { field: "lifetime", before: 90 * DAY, after: 47 * DAY },
  ]);
});

it("says which names were added and removed, in any order", () => {
  const one = { ...before, ...names(2, ["DNS:a", "DNS:b"]) };
  expect(changedFields(one, { ...after, ...names(2, ["DNS:b", "DNS:a"]) })).toEqual([]);
  expect(changedFields(one, { ...after, ...names(2, ["DNS:b", "DNS:c"]) })).toEqual([
    { field: "names", before: 2, after: 2, added: ["DNS:c"], removed: ["DNS:a"] },
  ]);
});

it("is only certain of names where all are known", () => {
  const few = { ...before, ...names(2, ["DNS:a", "DNS:b"]) };
  const many = { ...after, ...names(40, ["DNS:b", "DNS:c"]) };
  expect(changedFields(few, many)).toEqual([
    { field: "names", before: 2, after: 40, added: ["DNS:c"], removed: [] },
  ]);
  expect(changedFields(many, { ...many, ...names(40, ["DNS:c", "DNS:d"]) })).toEqual([]);
});
