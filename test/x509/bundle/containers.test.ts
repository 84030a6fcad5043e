import { execFile, execFileSync } from "node:child_process";
import { createHash, createHmac, createPublicKey, pbkdf2Sync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { startDemoServers } from "../../../src/demo/servers.ts";
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { Bundle } from "../../../src/x509/bundle/bundle.ts";
import { Cursor } from "../../../src/wire/cursor.ts";
import { readElement } from "../../../src/wire/der.ts";
import { encodePem } from "../../../src/wire/pem.ts";
import { readBundle } from "../../../src/x509/bundle/read-bundle.ts";
import * as writer from "../der-writer.ts";
import type { Entity } from "../issuing.ts";
import { ecKeys, issueAuthority, issueEndEntity, pem, rsaKeys } from "../issuing.ts";

const folder = mkdtempSync(path.join(tmpdir(), "tlscheck-containers-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => path.join(folder, name);
const openssl = (...given: string[]) => execFileSync("openssl", given, { stdio: "pipe" });

const root = issueAuthority("root", { issuer: null });
const entities = {
  rsa: issueEndEntity({ issuer: root, keys: rsaKeys() }),
  ec: issueEndEntity({ issuer: root, keys: ecKeys() }),
};
const hashOf = ({ keys }: Entity) =>
  createHash("sha256")
    .update(keys.publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");
const certificatePem = ({ certificate }: Entity) => encodePem([certificate.toString("base64")]);
for (const [name, entity] of Object.entries({ root, ...entities })) {
  writeFileSync(file(`${name}.pem`), certificatePem(entity));
  writeFileSync(file(`${name}.key`), entity.keys.privateKey.export({ type: "pkcs8", format: "pem" }));
}

const subjects = ({ certificates }: Bundle) =>
  certificates.map(({ certificate }) => certificate.subject).toSorted();
const BOTH = ["CN=root", "CN=www.example.com"];

describe("PKCS#7", () => {
  it.each(["DER", "PEM"])("of openssl in %s", (form) => {
    openssl(
      "crl2pkcs7",
      "-nocrl",
      "-certfile",
      file("rsa.pem"),
      "-certfile",
      file("root.pem"),
      "-outform",
      form,
      "-out",
      file("chain.p7b"),
    );
    const bundle = readBundle(readFileSync(file("chain.p7b")));
    expect(bundle).toMatchObject({ faults: [], formats: expect.arrayContaining(["PKCS#7"]) });
    expect(subjects(bundle)).toEqual(BOTH);
  });

  it("that encrypts is told apart", () => {
    writeFileSync(file("text"), "secret");
    openssl(
      "cms",
      "-encrypt",
      "-in",
      file("text"),
      "-outform",
      "DER",
      "-out",
      file("enveloped"),
      file("rsa.pem"),
    );
    expect(readBundle(readFileSync(file("enveloped"))).faults).toMatchObject([
      { code: "der_malformed", structure: "ContentInfo.contentType" },
    ]);
  });
});

const ENCRYPTIONS: Readonly<Record<string, readonly string[]>> = {
  "AES-256 and SHA-256, as OpenSSL 3 does": [],
  "AES-128 and SHA-1": ["-keypbe", "AES-128-CBC", "-certpbe", "AES-128-CBC", "-macalg", "sha1"],
  "3DES and RC2-40, as everybody did": ["-legacy"],
  "3DES alone": ["-legacy", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES"],
  "RC2-128 and SHA-512": [
    "-legacy",
    "-certpbe",
    "PBE-SHA1-RC2-128",
    "-keypbe",
    "PBE-SHA1-3DES",
    "-macalg",
    "sha512",
  ],
  "no encryption of certificates": ["-certpbe", "NONE"],
  "no encryption and no MAC": ["-certpbe", "NONE", "-keypbe", "NONE", "-nomac"],
};

describe("PKCS#12", () => {
  const make = (name: string, password: string, options: readonly string[]) => {
    openssl(
      "pkcs12",
      "-export",
      "-in",
      file(`${name}.pem`),
      "-inkey",
      file(`${name}.key`),
      "-certfile",
      file("root.pem"),
      "-name",
      "my key ü",
      "-passout",
      `pass:${password}`,
      "-out",
      file("store.p12"),
      ...options,
    );
    return readFileSync(file("store.p12"));
  };

  it.each(Object.entries(ENCRYPTIONS))("with %s", (_, options) => {
    for (const [name, entity] of Object.entries(entities)) {
      const bundle = readBundle(make(name, "päss", options), { password: "päss" });
      expect(bundle.faults).toEqual([]);
      expect(subjects(bundle)).toEqual(BOTH);
      expect(bundle.keys).toMatchObject([
        { kind: "private", publicKeySha256: hashOf(entity), place: { within: "my key ü" } },
      ]);
    }
  });

  it("tells a missing password from a wrong one, and needs none where it is empty", () => {
    const bytes = make("ec", "secret", []);
    expect(readBundle(bytes).faults).toMatchObject([{ severity: "warning", code: "password_missing" }]);
    expect(readBundle(bytes, { password: "wrong" }).faults).toMatchObject([{ code: "password_wrong" }]);
    expect(subjects(readBundle(make("ec", "", [])))).toEqual(BOTH);
  });

  it("tells a missing password from a wrong one without a MAC too", () => {
    const bytes = make("ec", "secret", ["-nomac", "-certpbe", "AES-256-CBC"]);
    expect(readBundle(bytes).faults).toMatchObject([{ severity: "warning", code: "password_missing" }]);
    const wrong = Array.from({ length: 300 }, (_, index) =>
      readBundle(bytes, { password: `wrong ${index}` }),
    );
    for (const { faults } of wrong)
      expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(["password_wrong"]));
    expect(subjects(readBundle(bytes, { password: "secret" }))).toEqual(BOTH);
  });

  describe("with a PBMAC1 (RFC 9579)", () => {
    const PBKDF2 = "1.2.840.113549.1.5.12";
    const HMAC_SHA256 = "1.2.840.113549.2.9";
    const HMAC_SHA512 = "1.2.840.113549.2.11";
    const salt = Buffer.from("salt of the MAC");
    const nil = Buffer.from("0500", "hex");
    /** The same content, its MacData made by node:crypto alone. */
    const withPbmac1 = (keyLength: number | null, scheme = HMAC_SHA512, iterations = 2_048) => {
      const whole = make("ec", "päss", ["-nomac"]);
      const [version, authSafe] = children(whole);
      const [, wrapped = Buffer.alloc(0)] = children(authSafe ?? Buffer.alloc(0));
      const [octets = Buffer.alloc(0)] = children(wrapped);
      const key = pbkdf2Sync("päss", salt, 2_048, keyLength ?? 32, "sha256");
      const digest = createHmac("sha512", key).update(contentOf(octets)).digest();
      const derivation = writer.sequence(
        writer.oid(PBKDF2),
        writer.sequence(
          writer.octetString(salt),
          writer.integer(iterations),
          ...(keyLength === null ? [] : [writer.integer(keyLength)]),
          writer.sequence(writer.oid(HMAC_SHA256), nil),
        ),
      );
      const algorithm = writer.sequence(
        writer.oid("1.2.840.113549.1.5.14"),
        writer.sequence(derivation, writer.sequence(writer.oid(scheme), nil)),
      );
      const macData = writer.sequence(
        writer.sequence(algorithm, writer.octetString(digest)),
        writer.octetString(Buffer.from("NOT USED")),
        writer.integer(1),
      );
      return writer.sequence(version ?? Buffer.alloc(0), authSafe ?? Buffer.alloc(0), macData);
    };

    it("of the right password", () => {
      const bundle = readBundle(withPbmac1(32), { password: "päss" });
      expect(bundle.faults).toEqual([]);
      expect(subjects(bundle)).toEqual(BOTH);
    });

    it("of another password, and of none", () => {
      expect(readBundle(withPbmac1(32), { password: "pass" }).faults).toMatchObject([
        { code: "password_wrong" },
      ]);
      expect(readBundle(withPbmac1(32)).faults).toMatchObject([{ code: "password_missing" }]);
    });

    it.each([
      [
        "no key length, which RFC 9579 demands",
        withPbmac1(null),
        { code: "der_malformed", structure: "keyLength" },
      ],
      ["a key of a megabyte", withPbmac1(1 << 20), { code: "der_malformed", reason: "too_large" }],
      [
        "a MAC that nobody knows",
        withPbmac1(32, "1.2.3.4"),
        { code: "encryption_unsupported", algorithm: "1.2.3.4" },
      ],
      [
        "a billion rounds",
        withPbmac1(32, HMAC_SHA512, 0x3fffffff),
        { code: "limit_exceeded", what: "iterations" },
      ],
    ])("with %s", (_, bytes, fault) => {
      expect(readBundle(bytes, { password: "päss" }).faults).toMatchObject([fault]);
    });
  });

  it("that asks for a billion rounds is refused at once", () => {
    const bytes = Buffer.from(make("ec", "secret", ["-iter", "100000"]));
    const began = performance.now();
    for (
      let at = bytes.indexOf(Buffer.from("020301 86a0".replace(" ", ""), "hex"));
      at >= 0;
      at = bytes.indexOf(Buffer.from("02030186a0", "hex"), at + 1)
    )
      bytes.set([0x02, 0x03, 0x7f, 0xff, 0xff], at);
    expect(readBundle(bytes, { password: "secret" }).faults).toMatchObject([
      { code: "limit_exceeded", what: "iterations" },
    ]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it.each([
    ["a few", 6, "SafeContents"],
    ["thousands of", 2_000, "BER"],
  ])("with %s bags in bags is left at some depth", (_, count, structure) => {
    const bag = (id: string, value: Buffer) =>
      writer.sequence(writer.oid(`1.2.840.113549.1.12.10.1.${id}`), writer.tagged(0, value));
    let contents = writer.sequence();
    for (let depth = 0; depth < count; depth++) contents = writer.sequence(bag("6", contents));
    const info = (content: Buffer) =>
      writer.sequence(writer.oid("1.2.840.113549.1.7.1"), writer.tagged(0, writer.octetString(content)));
    const pfx = writer.sequence(writer.integer(3), info(writer.sequence(info(contents))));
    expect(readBundle(pfx).faults).toMatchObject([{ code: "der_malformed", reason: "too_large", structure }]);
  });

  it("in BER with indefinite lengths is read as well", () => {
    const bytes = make("ec", "secret", []);
    expect(subjects(readBundle(toIndefinite(bytes), { password: "secret" }))).toEqual(BOTH);
  });
});

const contentOf = (bytes: Buffer) =>
  bytes.subarray(2 + ((bytes[1] ?? 0) < 0x80 ? 0 : (bytes[1] ?? 0) & 0x7f));

/** The elements inside one. */
function children(bytes: Buffer): Buffer[] {
  const cursor = new Cursor(contentOf(bytes));
  const found: Buffer[] = [];
  while (cursor.remaining > 0) found.push(Buffer.from(readElement(cursor, "element").encoded));
  return found;
}

/** The same with every constructed element of indefinite length. */
function toIndefinite(der: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < der.length;) {
    const tag = der[at] ?? 0;
    const first = der[at + 1] ?? 0;
    const octets = first < 0x80 ? 0 : first & 0x7f;
    const length = octets === 0 ? first : der.readUIntBE(at + 2, octets);
    const start = at + 2 + octets;
    const content = der.subarray(start, start + length);
    parts.push(
      (tag & 0x20) === 0
        ? der.subarray(at, start + length)
        : Buffer.concat([Buffer.from([tag, 0x80]), toIndefinite(content), Buffer.from([0, 0])]),
    );
    at = start + length;
  }
  return Buffer.concat(parts);
}

describe("private keys leave their public half", () => {
  const forms = (name: "rsa" | "ec"): [string, string[]][] => [
    ["PKCS#8", ["pkcs8", "-topk8", "-nocrypt"]],
    ["PKCS#8 encrypted", ["pkcs8", "-topk8", "-passout", "pass:secret"]],
    ["PKCS#8 encrypted with 3DES", ["pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES", "-passout", "pass:secret"]],
    ["PKCS#8 encrypted with scrypt", ["pkcs8", "-topk8", "-scrypt", "-passout", "pass:secret"]],
    ["its old form", [name, ...(name === "rsa" ? ["-traditional"] : [])]],
    [
      "its old form encrypted",
      [name, ...(name === "rsa" ? ["-traditional"] : []), "-aes128", "-passout", "pass:secret"],
    ],
  ];

  it.each([
    ...forms("rsa").map(([form, given]) => ["rsa", form, given] as const),
    ...forms("ec").map(([form, given]) => ["ec", form, given] as const),
  ])("%s in %s", (name, form, given) => {
    openssl(...given, "-in", file(`${name}.key`), "-out", file("form.key"));
    const text = readFileSync(file("form.key"));
    const { keys, faults } = readBundle(text, { password: "secret" });
    expect(faults).toMatchObject([{ code: "no_certificate", found: "private_key" }]);
    expect(keys).toMatchObject([
      {
        kind: "private",
        algorithm: name === "rsa" ? "RSA 2048" : "EC P-256",
        publicKeySha256: hashOf(entities[name]),
      },
    ]);
    const encrypted = form.includes("encrypted");
    expect(readBundle(text).keys[0]?.publicKeySha256 ?? null).toBe(encrypted ? null : hashOf(entities[name]));
    expect(readBundle(text, { password: "wrong" }).faults.map(({ code }) => code)).toEqual(
      encrypted ? ["password_wrong"] : ["no_certificate"],
    );
  });

  it("nothing secret is in what is returned", () => {
    const { privateKey } = entities.ec.keys;
    const secret = privateKey.export({ format: "jwk" }).d ?? "";
    const bundle = JSON.stringify(
      readBundle(Buffer.from(privateKey.export({ type: "pkcs8", format: "pem" }))),
    );
    for (const form of ["base64", "hex", "base64url"] as const)
      expect(bundle).not.toContain(Buffer.from(secret, "base64url").toString(form).slice(0, 40));
  });

  it("a public key", () => {
    const text = entities.rsa.keys.publicKey.export({ type: "spki", format: "pem" });
    expect(createPublicKey(text).asymmetricKeyType).toBe("rsa");
    expect(readBundle(Buffer.from(text)).keys).toMatchObject([
      { kind: "public", publicKeySha256: hashOf(entities.rsa) },
    ]);
  });
});

it("a request where a certificate should be", () => {
  openssl("req", "-new", "-key", file("rsa.key"), "-subj", "/CN=x", "-out", file("request.pem"));
  expect(readBundle(readFileSync(file("request.pem")))).toMatchObject({
    certificates: [],
    faults: [{ code: "wrong_object", found: "certificate_request" }],
  });
});

it("a key of an algorithm that this OpenSSL may not know is a key", () => {
  const algorithm = writer.sequence(writer.oid("2.16.840.1.101.3.4.3.99"));
  const key = writer.sequence(writer.integer(0), algorithm, writer.octetString(Buffer.alloc(32, 1)));
  expect(readBundle(Buffer.from(pem("PRIVATE KEY", key)))).toMatchObject({
    keys: [{ kind: "private", algorithm: null, publicKeySha256: null }],
    faults: [{ code: "no_certificate" }],
  });
});

it("what openssl s_client -showcerts prints", async () => {
  const servers = await startDemoServers();
  try {
    const port = /^ok\.demo\.test:443:127\.0\.0\.1:(\d+)$/mu.exec(servers.connectTo.join("\n"))?.[1] ?? "";
    const given = ["s_client", "-connect", `127.0.0.1:${port}`, "-servername", "ok.demo.test", "-showcerts"];
    const running = promisify(execFile)("openssl", given, { timeout: 10_000 });
    // It goes on until its input ends.
    running.child.stdin?.end();
    const printed = await running;
    expect(subjects(readBundle(Buffer.from(printed.stdout)))).toEqual([
      "CN=ok.demo.test,O=tlscheck demo",
      "CN=tlscheck demo intermediate,O=tlscheck demo",
    ]);
  } finally {
    await servers.close();
  }
});

it("a trusted certificate of OpenSSL", () => {
  openssl("x509", "-in", file("ec.pem"), "-trustout", "-addtrust", "serverAuth", "-out", file("trusted.pem"));
  expect(readBundle(readFileSync(file("trusted.pem")))).toMatchObject({ certificates: [{}], faults: [] });
});

describe("a Kubernetes secret", () => {
  const cert = Buffer.from(certificatePem(entities.rsa)).toString("base64");
  const key = Buffer.from(entities.rsa.keys.privateKey.export({ type: "pkcs8", format: "pem" })).toString(
    "base64",
  );
  const secret = (data: Readonly<Record<string, string>>) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "tls-edge" },
    data,
  });
  const yaml = (data: Readonly<Record<string, string>>) =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: tls-edge\ndata:\n${Object.entries(data)
      .map(([name, value]) => `  ${name}: ${value}\n`)
      .join("")}`;

  it.each([
    ["YAML of kubernetes.io/tls", yaml({ "tls.crt": cert, "tls.key": key }), "tls-edge data.tls.crt"],
    ["YAML of Apigee hybrid", yaml({ cert, key }), "tls-edge data.cert"],
    ["JSON", JSON.stringify(secret({ cert, key })), "tls-edge data.cert"],
    ["a list", JSON.stringify({ kind: "List", items: [secret({ cert, key })] }), "tls-edge data.cert"],
    ["the data alone", JSON.stringify({ cert, key }), "data.cert"],
    [
      "folded lines",
      yaml({ cert: `|\n    ${cert.replaceAll(/.{60}/gu, "$&\n    ")}`, key }),
      "tls-edge data.cert",
    ],
    ["two documents", `${yaml({ cert })}---\n${yaml({ key })}`, "tls-edge data.cert"],
  ])("%s", (_, text, within) => {
    const bundle = readBundle(Buffer.from(text));
    expect(bundle).toMatchObject({ faults: [], formats: expect.arrayContaining(["Kubernetes secret"]) });
    expect(bundle.certificates.map(({ place }) => place.within)).toEqual([within]);
    expect(bundle.keys.map(({ publicKeySha256 }) => publicKeySha256)).toEqual([hashOf(entities.rsa)]);
  });

  it("encoded twice is told, with the key of the secret", () => {
    const bundle = readBundle(Buffer.from(yaml({ cert: Buffer.from(cert).toString("base64") })));
    expect(bundle.faults).toMatchObject([{ code: "base64_twice", place: { within: "tls-edge data.cert" } }]);
    expect(bundle.certificates).toHaveLength(1);
  });

  it("not encoded at all", () => {
    const bundle = readBundle(Buffer.from(JSON.stringify(secret({ cert: certificatePem(entities.rsa) }))));
    expect(bundle.faults[0]).toMatchObject({ code: "character", place: { within: "tls-edge data.cert" } });
    expect(bundle.certificates).toHaveLength(1);
  });

  it("with other things in it is passed over", () => {
    const bundle = readBundle(
      Buffer.from(
        yaml({ cert, "keystore-password": Buffer.from("hunter2").toString("base64"), color: "Ymx1ZQ==" }),
      ),
    );
    expect(bundle.faults).toEqual([]);
    expect(bundle.certificates).toHaveLength(1);
  });

  it("that multiplies itself is not followed", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghij"
      .split("")
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghij"[index]}`).join(",")}]\n`)
      .join("")}data: *j\n`;
    const began = performance.now();
    readBundle(Buffer.from(bomb));
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe("listings", () => {
  it("of Apigee's management API", () => {
    const text = JSON.stringify({
      certInfo: [
        {
          basicConstraints: "CA:FALSE",
          expiryDate: 1_800_000_000_000,
          isValid: "Yes",
          issuer: "CN=CA",
          publicKey: "RSA Public Key, 2048 bits",
          serialNumber: "01",
          sigAlgName: "SHA256withRSA",
          subject: "CN=api.example.com",
          validFrom: "1700000000000",
          version: 3,
        },
      ],
      certName: "c",
    });
    expect(readBundle(Buffer.from(text))).toMatchObject({
      formats: ["Apigee certInfo"],
      listings: [
        { subject: "CN=api.example.com", notBefore: 1_700_000_000_000, notAfter: 1_800_000_000_000 },
      ],
      faults: [{ severity: "warning", code: "certificate_not_included" }],
    });
  });

  it("of openssl x509 -text, with and without its PEM", () => {
    const text = execFileSync("openssl", ["x509", "-in", file("rsa.pem"), "-text"]);
    expect(readBundle(text)).toMatchObject({ certificates: [{}], listings: [], faults: [] });
    const [listing] = readBundle(
      execFileSync("openssl", ["x509", "-in", file("rsa.pem"), "-text", "-noout"]),
    ).listings;
    expect(listing).toMatchObject({
      subject: "CN = www.example.com",
      issuer: "CN = root",
      notAfter: Date.UTC(2026, 11, 20),
    });
  });
});

it("any bytes in any container never throw", () => {
  const heads = [
    "feedfeed0000000200000002",
    "cececece0000000200000001",
    "308002010330",
    "3082010002010330",
    "308006092a864886f70d010702a080",
  ].map((hex) => Buffer.from(hex, "hex"));
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 300 }), (head, tail) => {
      expect(readBundle(Buffer.concat([head, tail]), { password: "x" }).certificates.length).toBeLessThan(10);
    }),
    { numRuns: 500 },
  );
  const p12 = readFileSync(file("store.p12"));
  const p7 = readFileSync(file("chain.p7b"));
  fc.assert(
    fc.property(
      fc.constantFrom(p12, p7, Buffer.from(pem("CERTIFICATE", root.certificate))),
      fc.nat(),
      fc.nat(255),
      (bytes, at, value) => {
        const changed = Buffer.from(bytes);
        changed[at % changed.length] = value;
        readBundle(changed, { password: "secret" });
        expect(readBundle(changed.subarray(0, at % changed.length), { password: "secret" }).listings).toEqual(
          [],
        );
      },
    ),
    { numRuns: 200 },
  );
});
