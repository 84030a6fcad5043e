import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../src/demo/project-root.ts";
import { reach } from "../../src/demo/reach.ts";
import type { DemoServers } from "../../src/demo/servers.ts";
import { startDemoServers } from "../../src/demo/servers.ts";
import { UsageError, checkHost } from "../../src/index.ts";

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const folder = mkdtempSync(path.join(tmpdir(), "tlscheck-host-"));
let servers: DemoServers;
let trustFile: string;

beforeAll(async () => {
  servers = await startDemoServers();
  trustFile = reach(servers, folder)["TLSCHECK_TRUST_FILE"] ?? "";
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await servers.close();
});

/** The program as it is installed. */
function tlscheck(
  given: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const { PATH = "" } = process.env;
    execFile(
      process.execPath,
      [path.join(PROJECT_ROOT, "dist", "cli.js"), ...given],
      { env: { PATH, ...environment }, timeout: 20_000 },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

/** The arguments that reach a server of the demo from outside the demo. */
function demo(name: string): string[] {
  const host = `${name}.demo.test`;
  const [, address] =
    servers.connectTo
      .map((entry) => /^(.+?):\d+:(.+)$/.exec(entry) ?? [])
      .find(([, from]) => from === host)
      ?.slice(1) ?? [];
  return [address ?? "", "--name", host, "--trust", trustFile];
}

describe("exit codes", () => {
  it.each([
    ["ok", 0],
    ["expired", 1],
    ["plain-http", 1],
    ["refused", 3],
  ])("%s ends with %i", async (name, code) => {
    const ended = await tlscheck(demo(name));
    expect(ended).toMatchObject({ code, err: "" });
    expect(ended.out).toContain("127.0.0.1:");
  });

  it("2 for wrong usage, said on stderr with an example", async () => {
    expect(await tlscheck(["a.example:99999"])).toEqual({
      code: 2,
      out: "",
      err: "tlscheck: “99999” in “a.example:99999” is not a port; ports go from 1 to 65535. For example: tlscheck api.example.com:8443\n",
    });
  });

  it("2 for wrong usage, in the language of --locale whatever else is wrong", async () => {
    const { code, err } = await tlscheck(["--frobnicate", "--locale", "ko"]);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(/^tlscheck: .*--frobnicate.*[가-힣].*: tlscheck api\.example\.com:8443\n$/),
    });
  });

  it("1 when one of several targets is wrong", async () => {
    const [ok = "", ...options] = demo("ok");
    const [refused = ""] = demo("refused");
    expect((await tlscheck([refused, ok, ...options])).code).toBe(3);
    const [expired = ""] = demo("expired");
    expect((await tlscheck([refused, expired, ok, ...options])).code).toBe(1);
  });
});

describe("named clients", () => {
  it("end with 1 when one that was named gets nothing, and say why", async () => {
    const { code, out, err } = await tlscheck([...demo("tls13"), "--client", "java8,chrome"]);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(/✘ 127\.0\.0\.1:\d+ {2}Java 8 .+ and the server have no TLS version in common/);
    expect(out).toMatch(/^ {4}Java 8 .+ ✘ no TLS version in common \(the server has TLS 1\.3\)$/m);
    expect(out).toMatch(/^ {4}Chrome +✔ TLS 1\.3, TLS_AES_256_GCM_SHA384$/m);
    expect(out).toContain("[protocol_mismatch]");
  });

  it("end with 0 when nobody is named", async () => {
    const { code, out } = await tlscheck([...demo("tls13"), "--client", "all", "--json"]);
    expect(code).toBe(0);
    const { clients, findings } = JSON.parse(out) as {
      clients: { client: string; kind: string }[];
      findings: [];
    };
    expect(findings).toEqual([]);
    expect(clients.find(({ client }) => client === "java8")).toMatchObject({
      outcome: "fails",
      kind: "protocol_mismatch",
      version: null,
      cipherSuite: null,
      accepted: ["TLS 1.3"],
    });
    expect(clients.find(({ client }) => client === "chrome")).toMatchObject({
      outcome: "connects",
      kind: null,
      version: "TLS 1.3",
      cipherSuite: { id: "0x1302", name: "TLS_AES_256_GCM_SHA384" },
    });
  });

  it("are named when one is not known", async () => {
    const { code, out, err } = await tlscheck([...demo("ok"), "--client", "java8", "--client", "java99"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/--client wants one of java6, java7, .*chrome.*, all, not “java99”/);
  });

  it("are tried by the library too", async () => {
    const [target = "", , serverName = ""] = demo("tls13");
    const [host = "", port = ""] = target.split(":");
    const { clients, findings } = await checkHost(
      { host, port: Number(port), serverName },
      { clients: ["java8"], trustAnchors: readFileSync(trustFile, "utf8"), quick: true },
    );
    expect(clients).toMatchObject([{ client: "java8", kind: "protocol_mismatch" }]);
    expect(findings).toMatchObject([{ kind: "protocol_mismatch", severity: "error" }]);
    const unknown = ["java99"] as unknown as ["java8"];
    await expect(checkHost("a.example", { clients: unknown })).rejects.toThrow(UsageError);
  });
});

describe("output", () => {
  it("is one JSON object per target and line, in the order named, and nothing else", async () => {
    const [ok = "", ...options] = demo("ok");
    const [refused = ""] = demo("refused");
    const { out, err } = await tlscheck([refused, ok, "--json", ...options]);
    const reports = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(reports.map(({ schema, verdict }) => [schema, verdict])).toEqual([
      ["tlscheck.host/1", "unreachable"],
      ["tlscheck.host/1", "ok"],
    ]);
    expect(err).toBe("");
  });

  it("has no colour unless it is asked for", async () => {
    const plain = await tlscheck(demo("expired"));
    expect(plain.out).not.toContain("\u001B");
    const forced = await tlscheck(demo("expired"), { FORCE_COLOR: "1" });
    expect(forced.out).toContain("\u001B[31m");
    const times = /[\d,]+ ms/g;
    expect(stripVTControlCharacters(forced.out).replace(times, "")).toBe(plain.out.replace(times, ""));
    expect((await tlscheck(demo("expired"), { NO_COLOR: "1" })).out).not.toContain("\u001B");
  });

  it("judges at the time that is asked for", async () => {
    const { code, out } = await tlscheck([...demo("ok"), "--at", "2099-01-01"]);
    expect(code).toBe(1);
    expect(out).toContain("[certificate_expired]");
  });

  it("helps", async () => {
    const { code, out } = await tlscheck(["--help"]);
    expect(code).toBe(0);
    for (const option of [
      "--json",
      "--name",
      "--client ",
      "--no-sni",
      "--at",
      "--trust",
      "--timeout",
      "--quick",
      "--locale",
    ])
      expect(out).toContain(option);
  });
});

it("starts nothing with a wrong environment, one line per problem", async () => {
  const { code, out, err } = await tlscheck(["bot"], { PORT: "x" });
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err.trimEnd().split("\n")).toHaveLength(3);
});
