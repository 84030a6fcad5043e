import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../src/demo/project-root.ts";
import { HOST, NOW, issueAuthority, issueEndEntity, pem } from "../x509/issuing.ts";

const folder = mkdtempSync(path.join(tmpdir(), "tlscheck-cert-"));
afterAll(() => rmSync(folder, { recursive: true }));

const root = issueAuthority("root", { issuer: null });
const leaf = issueEndEntity({ issuer: root });
const other = issueEndEntity({ issuer: root });
const keyPem = (entity: typeof leaf, options = {}) =>
  String(entity.keys.privateKey.export({ type: "pkcs8", format: "pem", ...options }));
const file = (name: string, content: string | Uint8Array) => {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
};
const leafPem = pem("CERTIFICATE", leaf.certificate);
const trust = [
  "--trust",
  file("root.pem", pem("CERTIFICATE", root.certificate)),
  "--at",
  new Date(NOW).toISOString(),
];
const certificate = file("leaf.pem", leafPem);

const cert = (given: readonly string[], input = "") => tlscheck(["cert", ...given], input);

function tlscheck(
  given: readonly string[],
  input: string,
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(PROJECT_ROOT, "dist", "cli.js"), ...given]);
    let out = "";
    let err = "";
    child.stdout.on("data", (piece: Buffer) => (out += piece.toString()));
    child.stderr.on("data", (piece: Buffer) => (err += piece.toString()));
    child.once("close", (code) => resolve({ code, out, err }));
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

describe("JSON", () => {
  it("is the contract's", async () => {
    const { code, out, err } = await cert([certificate, "--json", "--name", HOST, ...trust]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject({
      schema: "tlscheck.cert/1",
      verdict: "ok",
      certificates: [{ subject: `CN=${HOST}`, publicKey: "EC P-256", notAfter: expect.stringMatching(/Z$/) }],
      path: [expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)],
      findings: [],
    });
    expect(Object.keys(JSON.parse(out) as object)).toEqual([
      "schema",
      "verdict",
      "certificates",
      "path",
      "findings",
    ]);
  });

  it("is a line for each file, and standard input is one", async () => {
    const { code, out } = await cert(
      ["-", certificate, "--json", ...trust],
      leafPem.replace("-----END", "----END"),
    );
    const lines = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { findings: { kind: string }[] });
    expect(lines.map(({ findings }) => findings.map(({ kind }) => kind))).toEqual([
      ["certificate_malformed"],
      [],
    ]);
    expect(code).toBe(1);
  });
});

describe("a key", () => {
  it("that matches, that does not, and one with a password", async () => {
    const own = file("own.key", keyPem(leaf));
    expect((await cert([certificate, "--key", own, ...trust])).out).toContain(
      "key belongs to the certificate",
    );
    const wrong = await cert([certificate, "--key", file("other.key", keyPem(other)), "--json", ...trust]);
    expect(wrong.code).toBe(1);
    expect(wrong.out).toContain('"kind":"key_mismatch"');
    const locked = file("locked.key", keyPem(leaf, { cipher: "aes-256-cbc", passphrase: "päss" }));
    const password = ["--password-file", file("password", "päss\n")];
    expect((await cert([certificate, "--key", locked, ...password, ...trust])).out).toContain(
      "key belongs to the certificate",
    );
  });
});

describe("text", () => {
  it("offers the repair where it is certain", async () => {
    const { code, out } = await cert(["-", ...trust], leafPem.trimEnd() + leafPem);
    expect(code).toBe(1);
    expect(out).toContain("✘ -  Two PEM blocks are glued together on one line");
    expect(out).toContain(`Line ${leafPem.split("\n").length - 1}, column 26: `);
    expect(out).toContain("          -----BEGIN CERTIFICATE-----\n");
    expect(out).not.toContain("\u001B");
  });

  it("of a long chain is not cut", async () => {
    const chain = [leaf, root, root, root, root].map((entity) => pem("CERTIFICATE", entity.certificate));
    const { out } = await cert([
      file("chain.pem", chain.join("").replace("-----BEGIN", "----BEGIN")),
      ...trust,
    ]);
    expect(out.match(/-----END CERTIFICATE-----/g)?.length).toBeGreaterThanOrEqual(5);
  });
});

it.each([
  [[], "Which file?"],
  [[path.join(folder, "none")], "Cannot read"],
  [[certificate, "--key", path.join(folder, "none")], "Cannot read"],
  [[certificate, "--trust", file("empty", "")], "--trust wants a file with certificates"],
])("%j is wrong usage", async (given, complaint) => {
  const { code, out, err } = await cert(given);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(complaint);
});

describe("explain", () => {
  it("names the likely causes and how to find out", async () => {
    const { code, out } = await tlscheck(
      ["explain", "-"],
      "curl: (60) SSL certificate problem: Invalid certificate chain https://api.example.com/",
    );
    expect(code).toBe(0);
    expect(out).toContain(
      "  1. The intermediate certificate is missing (60%, from “SSL certificate problem: Invalid certificate chain”)",
    );
    expect(out).toContain("To find out which it is: tlscheck api.example.com:443");
  });

  it("is the contract's JSON, and shows no terminal escapes of the text", async () => {
    const { code, out } = await tlscheck(["explain", "all is well", "--json"], "");
    expect({ code, report: JSON.parse(out) as unknown }).toEqual({
      code: 0,
      report: { schema: "tlscheck.explain/1", causes: [], hosts: [] },
    });
    const hostile = await tlscheck(["explain", "-"], 'failed to get secret, secrets "\u001B[2J" not found');
    expect(hostile.out).not.toContain("\u001B");
  });
});
