import { describe, expect, it } from "vitest";
import { compareBundles, compareList } from "../../src/diagnosis/compare-stores.ts";
import { readBundle } from "../../src/x509/bundle/read-bundle.ts";
import { decodeCertificate } from "../../src/x509/certificate.ts";
import type { Entity } from "../x509/issuing.ts";
import { HOST, NOW, extKeyUsage, issueAuthority, issueEndEntity, pem } from "../x509/issuing.ts";

const DAY = 86_400_000;
const serverRoot = issueAuthority("server root", { issuer: null });
const clientRoot = issueAuthority("client root", { issuer: null });
const server = issueEndEntity({ issuer: serverRoot });
const client = issueEndEntity({
  issuer: clientRoot,
  extensions: { extKeyUsage: extKeyUsage(["1.3.6.1.5.5.7.3.2"]) },
});
const named = (name: string, ...entities: readonly Entity[]) => ({
  name,
  bundle: readBundle(
    Buffer.from(entities.map(({ certificate }) => pem("CERTIFICATE", certificate)).join("")),
  ),
});
const told = (a: ReturnType<typeof named>, b: ReturnType<typeof named>, at = NOW) =>
  compareBundles(a, b, at).map(({ truster, presenter, subject, reasons }) => {
    const kinds = reasons.map<string>(({ kind }) => kind);
    return [truster, presenter, subject].concat(kinds);
  });

describe("two stores", () => {
  it("whose holders accept one another in one direction", () => {
    expect(told(named("trust", serverRoot, clientRoot), named("keys", server))).toEqual([
      ["trust", "keys", `CN=${HOST}`],
    ]);
  });

  it("that lack the other's root", () => {
    expect(
      told(named("trust", clientRoot, issueAuthority("x", { issuer: null })), named("keys", server)),
    ).toEqual([["trust", "keys", `CN=${HOST}`, "chain_incomplete"]]);
  });

  it("of which one is a client's, in two-way TLS", () => {
    expect(told(named("server's trust", clientRoot, serverRoot), named("client's keys", client))).toEqual([
      ["server's trust", "client's keys", `CN=${HOST}`],
    ]);
  });

  it("with a certificate that expired", () => {
    const [, , , ...reasons] =
      told(named("trust", serverRoot, clientRoot), named("keys", server), NOW + 60 * DAY)[0] ?? [];
    expect(reasons).toContain("certificate_expired");
  });

  it("of roots alone have nothing to present", () => {
    expect(told(named("a", serverRoot, clientRoot), named("b", clientRoot, serverRoot))).toEqual([]);
  });

  it("one of which is empty", () => {
    expect(told(named("a"), named("b", server)).map(([truster]) => truster)).toEqual([]);
  });
});

it("a truststore against what a server sends", () => {
  const certificates = [decodeCertificate(server.certificate)];
  const [accepted] = compareList(
    named("trust", serverRoot),
    { name: "api.example.com:443", certificates },
    NOW,
  );
  expect(accepted).toMatchObject({ presenter: "api.example.com:443", reasons: [] });
  expect(compareList(named("trust", serverRoot), { name: "x", certificates: [] }, NOW)).toEqual([]);
});
