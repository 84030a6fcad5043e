import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readBundle } from "../../../src/x509/bundle/read-bundle.ts";

/** Made by Java's keytool: fixtures/keystores/make.sh. */
const load = (name: string) => readFileSync(new URL(`../fixtures/keystores/${name}`, import.meta.url));
const FORMATS = { jks: "JKS", jceks: "JCEKS" } as const;

describe.each(Object.entries(FORMATS))("%s", (extension, format) => {
  it("a keystore whose key has a password of its own is read without any password", () => {
    expect(readBundle(load(`key.${extension}`))).toMatchObject({
      formats: [format],
      faults: [],
      certificates: [
        { certificate: { subject: "CN=api.example.com,O=Example" }, place: { within: "server" } },
      ],
      keys: [{ kind: "private", place: { within: "server" } }],
    });
  });

  it("a truststore", () => {
    const { certificates, keys } = readBundle(load(`trust.${extension}`), { password: "storepass" });
    expect(certificates).toMatchObject([{ place: { within: "partner ü" } }]);
    expect(keys).toEqual([]);
  });

  it("another password is told, and reads it all the same", () => {
    const { certificates, faults } = readBundle(load(`key.${extension}`), { password: "wrong" });
    expect(faults).toMatchObject([{ severity: "warning", code: "digest_mismatch" }]);
    expect(certificates).toHaveLength(1);
  });

  it("every truncation has a fault, and none throws", () => {
    const whole = load(`trust.${extension}`);
    for (let length = 12; length < whole.length; length += 7)
      expect(readBundle(whole.subarray(0, length)).faults.length).toBeGreaterThan(0);
  });
});

it("a secret key hides where it ends", () => {
  expect(readBundle(load("secret.jceks")).faults).toMatchObject([
    { code: "entry_unreadable", place: { within: "secret" } },
  ]);
});

it("a store that claims a billion entries ends at its end", () => {
  const bytes = Buffer.from(load("trust.jks"));
  bytes.writeUInt32BE(0x3fffffff, 8);
  expect(readBundle(bytes)).toMatchObject({
    certificates: [{}],
    faults: [{ code: "der_malformed", reason: "truncated" }],
  });
});
