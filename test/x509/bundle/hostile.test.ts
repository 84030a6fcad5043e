import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readBundle } from "../../../src/x509/bundle/read-bundle.ts";
import * as der from "../der-writer.ts";
import { pem } from "../issuing.ts";

/** Files that would burn minutes of whoever believes them. Each is read in a fraction of a second. */
const MAX_MS = 10_000;
const NEARLY_4_MIB = 4_000_000;

const read = (bytes: Uint8Array, password?: string) => {
  const began = performance.now();
  const bundle = readBundle(bytes, { password });
  expect(performance.now() - began).toBeLessThan(MAX_MS);
  return bundle;
};
const codes = (bytes: Uint8Array, password?: string) => [
  ...new Set(read(bytes, password).faults.map(({ code }) => code)),
];
const zeros = (length: number) => Buffer.alloc(length);
/** Empty SEQUENCEs. */
const empty = (bytes: number) => Buffer.alloc(bytes, Buffer.from([0x30, 0]));

const DATA = "1.2.840.113549.1.7.1";
const RC2_40 = "1.2.840.113549.1.12.1.6";
const content = (type: string, value: Buffer) => der.sequence(der.oid(type), der.tagged(0, value));
const pfx = (safes: readonly Buffer[], ...mac: readonly Buffer[]) =>
  der.sequence(der.integer(3), content(DATA, der.octetString(der.sequence(...safes))), ...mac);
const mac = (iterations: number, digest: Buffer) =>
  der.sequence(
    der.sequence(der.sequence(der.oid("1.3.14.3.2.26")), der.octetString(digest)),
    der.octetString(zeros(8)),
    der.integer(iterations),
  );
const encrypted = (bytes: Buffer) => {
  const algorithm = der.sequence(der.oid(RC2_40), der.sequence(der.octetString(zeros(8)), der.integer(1)));
  const info = der.sequence(der.oid(DATA), algorithm, der.implicit(0, bytes));
  return content("1.2.840.113549.1.7.6", der.sequence(der.integer(0), info));
};
/** PKCS#8 with parameters of that many bits: OpenSSL would compute g^x mod p while it reads it. */
const privateKey = (algorithm: string, bits: number) => {
  const number = der.integer(Buffer.alloc(bits / 8, 0x7b));
  const parameters = der.sequence(number, number, number);
  return der.sequence(der.integer(0), der.sequence(der.oid(algorithm), parameters), der.octetString(number));
};

describe("bounded work for", () => {
  it("a MAC that claims to be as long as a million keys", () => {
    expect(codes(pfx([], mac(200_000, zeros(1_000_000))), "x")).toEqual(["password_wrong"]);
  });

  it("megabytes in RC2", () => {
    expect(codes(pfx([encrypted(zeros(NEARLY_4_MIB))]), "x")).toEqual(["password_wrong"]);
  });

  it("40,000 encrypted parts, and says that not all were looked at", () => {
    expect(codes(pfx(Array<Buffer>(40_000).fill(encrypted(zeros(8)))), "x")).toEqual([
      "password_wrong",
      "limit_exceeded",
    ]);
  });

  it.each([
    ["DSA", "1.2.840.10040.4.1"],
    ["DH", "1.2.840.113549.1.3.1"],
    ["X9.42 DH", "1.2.840.10046.2.1"],
  ])("%s parameters of 128k bits, in a key that is known for one all the same", (_, algorithm) => {
    const key = privateKey(algorithm, 131_072);
    for (const bytes of [key, Buffer.from(pem("PRIVATE KEY", key))])
      expect(read(bytes).keys).toMatchObject([{ kind: "private", publicKeySha256: null }]);
  });

  it("a DSA key behind the headers of OpenSSL's old encryption", () => {
    const text = pem("PRIVATE KEY", privateKey("1.2.840.10040.4.1", 131_072)).replace(
      "\n",
      "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00000000000000000000000000000000\n\n",
    );
    expect(read(Buffer.from(text), "x").keys).toMatchObject([{ kind: "private", publicKeySha256: null }]);
  });

  it("an RSA key of 8 million bits", () => {
    const number = der.integer(Buffer.alloc(1_000_000, 0x7b));
    const key = der.sequence(der.integer(0), ...Array<Buffer>(3).fill(number));
    expect(read(key).keys).toHaveLength(1);
  });

  it("more keys than a file can mean", () => {
    const { privateKey: key } = generateKeyPairSync("ec", { namedCurve: "P-521" });
    const bytes = key.export({ format: "der", type: "pkcs8" });
    const found = read(Buffer.concat(Array<Buffer>(16_000).fill(bytes)));
    expect(found.keys).toHaveLength(1_000);
    expect(found.faults.at(-1)).toMatchObject({ code: "limit_exceeded", what: "objects", limit: 1_000 });
  });

  it.each([
    ["keys", pem("PRIVATE KEY", Buffer.from("3003020100", "hex"))],
    ["certificates", pem("CERTIFICATE", Buffer.from("3000", "hex"))],
  ])("50,000 blocks of damaged %s", (_, block) => {
    expect(codes(Buffer.from(block.repeat(50_000)))).toEqual(["der_malformed", "limit_exceeded"]);
  });

  it.each([
    ["side by side", empty(NEARLY_4_MIB)],
    [
      "in a request",
      der.sequence(der.sequence(empty(NEARLY_4_MIB)), der.sequence(), der.bitString(zeros(1))),
    ],
    [
      "in PKCS#7",
      content(
        "1.2.840.113549.1.7.2",
        der.sequence(
          der.integer(1),
          der.set(),
          der.sequence(der.oid(DATA)),
          der.tagged(0, empty(NEARLY_4_MIB)),
          der.set(),
        ),
      ),
    ],
  ])("two million empty structures %s", (_, bytes) => {
    expect(read(bytes).certificates).toEqual([]);
  });

  it("a keystore of 100,000 damaged certificates", () => {
    // Tag, alias, creationDate, certificateType, certificate.
    const entry = Buffer.from(
      `00000002 0000 ${"00".repeat(8)} 0005582e353039 000000023000`.replaceAll(" ", ""),
      "hex",
    );
    const store = Buffer.concat([
      Buffer.from("feedfeed00000002000186a0", "hex"),
      ...Array<Buffer>(100_000).fill(entry),
      zeros(20),
    ]);
    expect(codes(store)).toContain("limit_exceeded");
  });

  it.each([
    ["keys", (index: number) => `  k${index}: v`],
    ["references", (index: number) => `  k${index}: ${index === 0 ? "&a x" : "*a"}`],
    ["the same key", () => "  a: b"],
    ["tags", (index: number) => `  k${index}: !t${index} v`],
  ])("YAML of 50,000 lines of %s", (_, line) => {
    const lines = Array.from({ length: 50_000 }, (__, index) => line(index));
    expect(read(Buffer.from(`data:\n${lines.join("\n")}`)).certificates).toEqual([]);
  });

  // Each took the parser minutes, or filled its stack until a pattern that it compiled ended the process.
  it.each([
    ["tags on one node", "!a ".repeat(60_000)],
    ["anchors on one node", "&a ".repeat(60_000)],
    ["lists within lists", "[".repeat(20_000)],
    ["maps within maps", "{a: ".repeat(20_000)],
    ["lists within lists in one line", `\n${"- ".repeat(20_000)}`],
    ["keys that are maps", `\n${"? ".repeat(20_000)}`],
    ["keys in one line", "a: ".repeat(300_000)],
    ["ends without a beginning", "]".repeat(900_000)],
    ["documents", `\n${"---\n".repeat(200_000)}`],
  ])("YAML of %s", (_, filler) => {
    expect(read(Buffer.from(`data: ${filler}`)).certificates).toEqual([]);
  });

  it("20,000 secrets", () => {
    const secret = { data: { cert: pem("CERTIFICATE", Buffer.from("3000", "hex")) } };
    const items = Array.from({ length: 20_000 }, () => secret);
    expect(codes(Buffer.from(JSON.stringify({ items })))).toContain("limit_exceeded");
  });

  it("scrypt that asks for gigabytes", () => {
    const parameters = der.sequence(
      der.octetString(zeros(8)),
      der.integer(1 << 20),
      der.integer(1 << 10),
      der.integer(1),
    );
    const derivation = der.sequence(der.oid("1.3.6.1.4.1.11591.4.11"), parameters);
    const cipher = der.sequence(der.oid("2.16.840.1.101.3.4.1.42"), der.octetString(zeros(16)));
    const algorithm = der.sequence(der.oid("1.2.840.113549.1.5.13"), der.sequence(derivation, cipher));
    expect(codes(der.sequence(algorithm, der.octetString(zeros(64))), "x")).toEqual(["limit_exceeded"]);
  });
});
