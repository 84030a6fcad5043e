import { expect, it } from "vitest";
import { holdsPrivateKey } from "../../src/slack/incoming-text.ts";

const KINDS = ["", "RSA ", "EC ", "ENCRYPTED ", "OPENSSH "];
const pem = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----\nMIIE`;

it.each(KINDS)("a pasted key is seen, %s, in plain or in a Kubernetes secret", (kind) => {
  expect(holdsPrivateKey(`help: ${pem(kind)}`)).toBe(true);
  expect(holdsPrivateKey(`tls.key: ${Buffer.from(pem(kind)).toString("base64")}`)).toBe(true);
});

it("also where formatting has cut its words apart", () => {
  expect(holdsPrivateKey("-----BEGIN RSA\nPRIVATE\u00A0KEY-----")).toBe(true);
});

it("a certificate is none, and neither is talk of keys", () => {
  const certificate = "-----BEGIN CERTIFICATE-----\nMIIE";
  expect(holdsPrivateKey(certificate)).toBe(false);
  expect(holdsPrivateKey(Buffer.from(certificate).toString("base64"))).toBe(false);
  expect(holdsPrivateKey("unable to load private key")).toBe(false);
});
