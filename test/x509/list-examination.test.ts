import { describe, expect, it } from "vitest";
import type { Certificate } from "../../src/x509/certificate.ts";
import { decodeCertificate } from "../../src/x509/certificate.ts";
import type { ExaminationRequest } from "../../src/x509/list-examination.ts";
import { examineList } from "../../src/x509/list-examination.ts";
import { readBundle } from "../../src/x509/bundle/read-bundle.ts";
import * as der from "./der-writer.ts";
import type { Entity } from "./issuing.ts";
import { HOST, NOW, extension, issueAuthority, issueEndEntity, uri } from "./issuing.ts";
import { verifyWithOpenssl } from "./openssl.ts";

const CA_ISSUERS = "1.3.6.1.5.5.7.48.2";
const access = (...urls: string[]) =>
  extension(
    "1.3.6.1.5.5.7.1.1",
    der.sequence(...urls.map((url) => der.sequence(der.oid(CA_ISSUERS), uri(url)))),
  );

const root = issueAuthority("root", { issuer: null });
const upper = issueAuthority("upper", { issuer: root });
const lower = issueAuthority("lower", {
  issuer: upper,
  extensions: { aia: access("http://ca.example/upper.der") },
});
const leaf = issueEndEntity({
  issuer: lower,
  extensions: { aia: access("ldap://x/", "http://ca.example/lower.der", "ftp://x/") },
});
const stranger = issueAuthority("stranger", { issuer: root });
/** The same name as `lower`, another key. */
const namesake = issueAuthority("lower", { issuer: upper });

const decode = ({ certificate }: Entity): Certificate => decodeCertificate(certificate);
const examine = (list: readonly Entity[], given: Partial<ExaminationRequest> = {}) =>
  examineList({
    certificateList: list.map(decode),
    trustAnchors: [root.certificate],
    at: NOW,
    serverName: HOST,
    ...given,
  });
const openssl = (list: readonly Entity[]) =>
  verifyWithOpenssl({
    certificateList: list.map(({ certificate }) => certificate),
    trustAnchors: [root.certificate],
    at: NOW,
  });
const subjects = (pem: string | null) =>
  pem === null
    ? null
    : readBundle(Buffer.from(pem)).certificates.map(({ certificate }) => certificate.subject);
const WHOLE = [`CN=${HOST}`, "CN=lower", "CN=upper"];

describe("a list", () => {
  it("that is right", () => {
    expect(examine([leaf, lower, upper])).toEqual({
      valid: true,
      path: [leaf, lower, upper, root].map((entity) => decode(entity).sha256),
      faults: [],
      outOfOrder: false,
      duplicates: [],
      roots: [],
      unrelated: [],
      missingIssuer: null,
      completed: null,
    });
    expect(openssl([leaf, lower, upper])).toBe("ok");
  });

  it("in the wrong order", () => {
    expect(examine([leaf, upper, lower])).toMatchObject({ valid: true, outOfOrder: true, unrelated: [] });
    expect(subjects(examine([leaf, upper, lower]).completed)).toEqual(WHOLE);
    // OpenSSL does not care, which is why nobody notices; other clients do.
    expect(openssl([leaf, upper, lower])).toBe("ok");
  });

  it("with a root, a duplicate and a stranger", () => {
    const { completed, ...found } = examine([leaf, lower, upper, root, lower, stranger]);
    expect(found).toMatchObject({
      valid: true,
      outOfOrder: false,
      roots: [3],
      duplicates: [4],
      unrelated: [5],
    });
    expect(subjects(completed)).toEqual(WHOLE);
  });

  it("that lacks an intermediate names it, and where it is", () => {
    expect(examine([leaf])).toMatchObject({
      valid: false,
      path: null,
      missingIssuer: { issuer: "CN=lower", caIssuers: ["http://ca.example/lower.der"] },
      completed: null,
      faults: [{ fault: { kind: "issuer_not_found" }, position: 0, subject: `CN=${HOST}` }],
    });
    expect(openssl([leaf])).toBe("unable to get local issuer certificate");
    expect(examine([leaf, lower])).toMatchObject({
      missingIssuer: { issuer: "CN=upper", caIssuers: ["http://ca.example/upper.der"] },
    });
  });

  it("is completed by what was fetched, and stays incomplete as sent", () => {
    const examination = examine([leaf], { fetched: [upper, lower].map(decode) });
    expect(examination).toMatchObject({ valid: false, missingIssuer: { issuer: "CN=lower" } });
    expect(subjects(examination.completed)).toEqual(WHOLE);
    expect(examine([leaf], { fetched: [stranger].map(decode) }).completed).toBeNull();
  });

  it("whose intermediate has the name and another key does not link", () => {
    const examination = examine([leaf, namesake, upper]);
    expect(examination.faults).toMatchObject([
      { fault: { kind: "signature_invalid", issuer: "CN=lower", otherKey: true }, position: 0 },
    ]);
    expect(examination).toMatchObject({ missingIssuer: null, completed: null });
    expect(openssl([leaf, namesake, upper])).not.toBe("ok");
  });

  it("whose root is nobody's", () => {
    expect(
      examine([leaf, lower, upper, root], { trustAnchors: [stranger.certificate] }).faults,
    ).toMatchObject([{ fault: { kind: "root_not_trusted" }, position: 3, subject: "CN=root" }]);
  });

  it("that is empty", () => {
    expect(examine([])).toMatchObject({
      valid: false,
      faults: [{ fault: { kind: "certificate_list_empty" }, position: null }],
    });
  });

  it("names positions of the list, not of the path", () => {
    const expired = issueAuthority("lower", {
      issuer: upper,
      keys: lower.keys,
      notAfter: der.time(NOW - 1_000),
    });
    const found = examine([leaf, stranger, upper, expired]).faults.filter(
      ({ fault }) => fault.kind === "certificate_expired",
    );
    expect(found).toMatchObject([{ position: 3, subject: "CN=lower" }]);
  });

  it("of a thousand strangers is examined in bounded time", () => {
    const strangers = Array.from({ length: 40 }, () => issueAuthority("lower", { issuer: upper }));
    const began = performance.now();
    examine([leaf, ...strangers, ...strangers, ...strangers]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
