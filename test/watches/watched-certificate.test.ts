import { expect, it } from "vitest";
import { sightedIssuer, watchedCertificate } from "../../src/watches/watched-certificate.ts";

const CERTIFICATE = {
  subject: "CN=api.example.com",
  issuer: "CN=Some CA",
  serialNumber: "01",
  notBefore: 1,
  notAfter: 2,
  subjectAltName: ["DNS:api.example.com"],
  publicKey: "EC P-256",
  signatureAlgorithm: "ecdsa-with-SHA256",
  mustStaple: false,
  ocspResponders: [],
  crlDistributionPoints: [],
  sha256: "ab",
  der: "MII=",
};

it("keeps what a before and an after are told by", () => {
  const { subject, issuer, serialNumber, notBefore, notAfter, sha256 } = CERTIFICATE;
  const { subjectAltName, publicKey, signatureAlgorithm } = CERTIFICATE;
  const kept = { subject, issuer, serialNumber, notBefore, notAfter, sha256, subjectAltName, names: 1 };
  expect(watchedCertificate(CERTIFICATE)).toEqual({ ...kept, publicKey, signatureAlgorithm });
  expect(sightedIssuer(CERTIFICATE)).toEqual({ sha256, subject, notBefore, notAfter });
});

it("is small whatever the certificate says", () => {
  const long = "x".repeat(100_000);
  const hostile = {
    ...CERTIFICATE,
    subject: `CN=${long}`,
    issuer: `CN=${long}`,
    subjectAltName: Array.from({ length: 5_000 }, (_, index) => `DNS:${index}${long.slice(0, 1_000)}`),
  };
  const kept = watchedCertificate(hostile);
  expect(kept.names).toBe(5_000);
  expect(kept.subjectAltName).toHaveLength(10);
  expect(JSON.stringify(kept).length).toBeLessThan(4_000);
  expect(sightedIssuer(hostile).subject).toHaveLength(260);
});
