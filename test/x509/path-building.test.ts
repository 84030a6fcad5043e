import { rootCertificates } from "node:tls";

import { describe, expect, test } from "vitest";

import { decodePem } from "../../src/wire/pem.ts";
import { formatName } from "../../src/x509/name.ts";
import { MAX_SIGNATURE_CHECKS, SignatureChecks } from "../../src/x509/path-building.ts";
import { decodePathCertificate } from "../../src/x509/path-certificate.ts";
import type { PathContext } from "../../src/x509/path-context.ts";
import { RULES, validatePath } from "../../src/x509/path-validation.ts";
import type { PathRequest } from "../../src/x509/path-validation.ts";
import * as der from "./der-writer.ts";
import { dns, ecKeys, issueAuthority, issueEndEntity, nameConstraints, NOW, rsaKeys } from "./issuing.ts";
import type { Entity } from "./issuing.ts";

const DAY = 86_400_000;
const root = issueAuthority("Root", { issuer: null });
const list = (...entities: readonly Entity[]) => entities.map(({ certificate }) => certificate);
const kindsOf = (request: PathRequest) => {
  const result = validatePath(request);
  return result.valid ? [] : result.faults.map(({ kind }) => kind);
};

/** The same name and key, certified by another issuer. */
function crossSign(name: string, entity: Entity, issuer: Entity, notAfter = NOW + DAY): Entity {
  return issueAuthority(name, { issuer, keys: entity.keys, notAfter: der.time(notAfter) });
}

describe("of several paths the valid one is found", () => {
  test("when the cross certificate has expired (AddTrust, 2020)", () => {
    const old = issueAuthority("Old root", { issuer: null });
    const cross = crossSign("Root", root, old, NOW - DAY);
    const leaf = issueEndEntity({ issuer: root });
    const certificateList = list(leaf, cross);
    expect(kindsOf({ certificateList, trustAnchors: list(old, root), at: NOW })).toEqual([]);
    expect(kindsOf({ certificateList, trustAnchors: list(old), at: NOW })).toEqual(["certificate_expired"]);
  });

  test("when the list ends in a root that is not trusted", () => {
    const unknown = issueAuthority("Unknown root", { issuer: null });
    const ca = issueAuthority("Intermediate", { issuer: unknown });
    const cross = crossSign("Intermediate", ca, root);
    const leaf = issueEndEntity({ issuer: ca });
    const certificateList = list(leaf, ca, unknown, cross);
    expect(kindsOf({ certificateList, trustAnchors: list(root), at: NOW })).toEqual([]);
  });

  test("when one way is constrained", () => {
    const other = issueAuthority("Other root", { issuer: null });
    const ca = issueAuthority("Intermediate", { issuer: root });
    const constraints = { nameConstraints: nameConstraints({ permitted: [dns("example.org")] }) };
    const constrained = issueAuthority("Intermediate", {
      issuer: other,
      keys: ca.keys,
      extensions: constraints,
    });
    const leaf = issueEndEntity({ issuer: ca });
    for (const rest of [list(ca, constrained), list(constrained, ca)]) {
      const certificateList = [leaf.certificate, ...rest];
      expect(kindsOf({ certificateList, trustAnchors: list(other, root), at: NOW })).toEqual([]);
    }
  });

  test("when an issuer of the same name has another key", () => {
    const namesakes = Array.from({ length: 20 }, () => issueAuthority("Intermediate", { issuer: root }));
    const [ca = root] = namesakes.slice(-1);
    const leaf = issueEndEntity({ issuer: ca, extensions: { authorityKeyIdentifier: null } });
    const certificateList = list(leaf, ...namesakes);
    expect(kindsOf({ certificateList, trustAnchors: list(root), at: NOW })).toEqual(["profile_violation"]);
  });

  test("through a mesh of cross certificates (CVE-2024-0567)", () => {
    const [a, b, c] = ["A", "B", "C"].map((name) => issueAuthority(name, { issuer: null }));
    if (!a || !b || !c) throw new Error("three");
    const mesh = [
      crossSign("A", a, b),
      crossSign("A", a, c),
      crossSign("B", b, a),
      crossSign("B", b, c),
      crossSign("C", c, a),
      crossSign("C", c, b),
    ];
    const leaf = issueEndEntity({ issuer: a });
    expect(kindsOf({ certificateList: list(leaf, ...mesh), trustAnchors: list(a), at: NOW })).toEqual([]);
    expect(kindsOf({ certificateList: list(leaf, ...mesh), trustAnchors: list(root), at: NOW })).toEqual([
      "path_loops",
    ]);
  });
});

test("of several paths that are not valid the nearest is reported", () => {
  const expired = { issuer: null, notAfter: der.time(NOW - DAY) };
  const other = issueAuthority("Other root", expired);
  const ca = issueAuthority("Intermediate", { issuer: root, notAfter: der.time(NOW - DAY) });
  const cross = crossSign("Intermediate", ca, other, NOW - DAY / 2);
  const leaf = issueEndEntity({ issuer: ca });
  for (const rest of [list(ca, cross), list(cross, ca)]) {
    const certificateList = [leaf.certificate, ...rest];
    const request = { certificateList, trustAnchors: list(other, root), at: NOW };
    expect(kindsOf(request)).toEqual(["certificate_expired"]);
    expect(kindsOf({ ...request, trustAnchors: list(other) })).toEqual([
      "certificate_expired",
      "certificate_expired",
    ]);
  }
});

describe("hostile sets end soon", () => {
  const SIZE = 60;
  const keys = ecKeys();
  const rsa = rsaKeys(4096);

  /** Each certifies the next; names and keys either all the same or all different. */
  function chain(nameOf: (index: number) => string, keysOf: (index: number) => Entity["keys"]): Entity[] {
    const entities = [issueAuthority(nameOf(0), { issuer: null, keys: keysOf(0) })];
    for (let index = 1; index < SIZE; index += 1) {
      const issuer = entities[index - 1] ?? root;
      entities.push(issueAuthority(nameOf(index), { issuer, keys: keysOf(index) }));
    }
    return entities;
  }

  /** Everybody certifies everybody. */
  function mesh(size: number): Entity[] {
    const entities = Array.from({ length: size }, (_, index) =>
      issueAuthority(`Mesh ${index}`, { issuer: null }),
    );
    return entities.flatMap((entity, index) =>
      entities
        .filter((issuer) => issuer !== entity)
        .map((issuer) => crossSign(`Mesh ${index}`, entity, issuer)),
    );
  }

  const SETS: Readonly<Record<string, () => Entity[]>> = {
    "other names, other keys": () =>
      chain(
        (index) => `CA ${index}`,
        () => ecKeys(),
      ),
    "other names, one key": () =>
      chain(
        (index) => `CA ${index}`,
        () => keys,
      ),
    "one name, other keys": () =>
      chain(
        () => "CA",
        () => ecKeys(),
      ),
    "one name, one key": () =>
      chain(
        () => "CA",
        () => keys,
      ),
    "one name, one RSA key of 4096 bits": () =>
      chain(
        () => "CA",
        () => rsa,
      ),
    "a full mesh": () => mesh(10),
  };

  test.each(Object.entries(SETS))("%s", (_, make) => {
    const entities = make();
    const [issuer = root] = entities.slice(-1);
    const leaf = issueEndEntity({ issuer });
    for (const others of [entities, entities.toReversed()]) {
      const request = { certificateList: list(leaf, ...others), trustAnchors: list(root), at: NOW };
      const started = performance.now();
      expect(validatePath(request).valid).toBe(false);
      expect(performance.now() - started).toBeLessThan(3_000);
    }
  });

  test("what was not looked at is said", () => {
    const entities = mesh(10);
    const leaf = issueEndEntity({ issuer: entities[0] ?? root });
    const request = { certificateList: list(leaf, ...entities), trustAnchors: list(root), at: NOW };
    expect(kindsOf(request)).toContain("limit_exceeded");
  });

  test("signatures are counted", () => {
    const checks = new SignatureChecks();
    const [first, ...others] = mesh(11).map(({ certificate }) => decodePathCertificate(certificate));
    if (first === undefined) throw new Error("no certificate");
    for (const other of others.slice(0, MAX_SIGNATURE_CHECKS - 1)) checks.check(other, first);
    expect(checks.exhausted).toBe(false);
    checks.check(first, first);
    expect(checks.exhausted).toBe(true);
  });

  test("more certificates than are looked at", () => {
    const certificateList = [
      issueEndEntity({ issuer: root }).certificate,
      ...Array.from({ length: 500 }, () => Buffer.of(0x30)),
    ];
    const other = issueAuthority("Other", { issuer: null });
    const result = validatePath({ certificateList, trustAnchors: list(other), at: NOW });
    expect(result).toMatchObject({ valid: false });
    expect(result.valid ? [] : result.faults).toContainEqual({
      severity: "error",
      kind: "limit_exceeded",
      what: "certificates",
      limit: 500,
    });
  });
});

test("no root of Mozilla's set is refused as a trust anchor", () => {
  const refused = rootCertificates.flatMap((text) => {
    const [anchor] = decodePem(text).map(({ bytes }) => decodePathCertificate(bytes));
    if (anchor === undefined) throw new Error("no certificate");
    const context: PathContext = {
      // Its own end entity, so that it is judged in both places; only the second counts here.
      certificates: [anchor, anchor],
      end: "anchor",
      rejectedIssuers: [],
      at: anchor.notBefore.at,
      purpose: "server",
      reference: null,
      crls: [],
      maxPathLength: 0,
      signatures: new SignatureChecks(),
      nameComparisons: { left: 0 },
    };
    return RULES.flatMap((rule) => Array.from(rule(context)))
      .filter((fault) => fault.severity === "error" && "position" in fault && fault.position === 1)
      .map((fault) => [formatName(anchor.subject), fault]);
  });
  expect(refused).toEqual([]);
});
