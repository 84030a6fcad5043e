import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findLocale, readArguments } from "../../src/command-line/arguments.ts";
import type { HostCall } from "../../src/command-line/calls.ts";
import type { UsageProblem } from "../../src/diagnosis/usage-error.ts";
import { UsageError } from "../../src/diagnosis/usage-error.ts";
import { issueAuthority, pem } from "../x509/issuing.ts";

const folder = mkdtempSync(path.join(tmpdir(), "tlscheck-arguments-"));
const anchors = path.join(folder, "anchors.pem");
const ANCHOR = pem("CERTIFICATE", issueAuthority("root", { issuer: null }).certificate);
writeFileSync(anchors, ANCHOR);
afterAll(() => rmSync(folder, { recursive: true }));

function hostCall(...given: string[]): HostCall {
  const call = readArguments(given);
  if (call.command !== "host") throw new Error(`read as ${call.command}`);
  return call;
}

function problemOf(...given: string[]): UsageProblem | null {
  try {
    readArguments(given);
    return null;
  } catch (error) {
    if (error instanceof UsageError) return error.problem;
    throw error;
  }
}

describe("calls", () => {
  it("checks what is named, with or without the word host", () => {
    expect(hostCall("a.example", "b.example:8443").targets).toEqual([
      { host: "a.example", port: 443, serverName: "a.example" },
      { host: "b.example", port: 8443, serverName: "b.example" },
    ]);
    expect(hostCall("host", "a.example")).toEqual(hostCall("a.example"));
  });

  it.each(["bot", "worker", "serve"])("runs %s", (command) => {
    expect(readArguments([command])).toEqual({ command });
    expect(problemOf(command, "x")).toEqual({ code: "option_unknown", given: "x" });
  });

  it.each([["--help"], ["-h"], ["help"], ["a.example", "--help"]])("helps for %j", (...given) => {
    expect(readArguments(given)).toEqual({ command: "help", locale: "en" });
  });

  it("leaves the names of clients to whoever knows them", () => {
    expect(hostCall("a.example", "--client", "java8,go", "--client", "all").clients).toEqual([
      "java8,go",
      "all",
    ]);
    expect(hostCall("a.example").clients).toEqual([]);
  });

  it("has defaults", () => {
    expect(hostCall("a.example")).toMatchObject({
      json: false,
      quick: false,
      locale: "en",
      at: null,
      timeoutMs: 5000,
      trustAnchors: null,
    });
  });
});

describe("explain", () => {
  it("takes words, or standard input", () => {
    expect(readArguments(["explain", "curl:", "(35)", "--json"])).toEqual({
      command: "explain",
      text: "curl: (35)",
      json: true,
      locale: "en",
    });
    expect(readArguments(["explain", "-"])).toMatchObject({ text: "-", json: false });
    expect(problemOf("explain")).toEqual({ code: "text_missing" });
  });
});

describe("options", () => {
  it("reads each", () => {
    const options = ["--json", "--quick", "--locale", "en", "--timeout", "250", "--trust", anchors];
    expect(hostCall(...options, "--at", "2026-11-20T20:00:00Z", "a.example")).toMatchObject({
      json: true,
      quick: true,
      locale: "en",
      at: Date.UTC(2026, 10, 20, 20),
      timeoutMs: 250,
      trustAnchors: ANCHOR,
    });
  });

  it("takes a date alone as its first instant in UTC", () => {
    expect(hostCall("a.example", "--at", "2026-11-20").at).toBe(Date.UTC(2026, 10, 20));
  });

  it("sends another server_name, or none", () => {
    expect(hostCall("192.0.2.7", "--name", "api.example.com").targets).toEqual([
      { host: "192.0.2.7", port: 443, serverName: "api.example.com" },
    ]);
    expect(hostCall("a.example", "--no-sni").targets[0]?.serverName).toBeNull();
  });

  it.each([
    [["--locale", "xx"], "locale"],
    [["--at", "tomorrow"], "time"],
    [["--at", "20"], "time"],
    [["--timeout", "0"], "timeout"],
    [["--timeout", "1e3"], "timeout"],
    [["--timeout", "600001"], "timeout"],
  ])("%j is a wrong value", (given, a) => {
    const [option, value] = given;
    const expected: unknown = expect.objectContaining({ a });
    expect(problemOf("a.example", ...given)).toEqual({
      code: "option_value",
      option,
      given: value,
      expected,
    });
  });

  it.each([
    [["a.example", "--nope"], "--nope"],
    [["a.example", "--at"], "--at"],
    [["-x", "a.example"], "-x"],
    [["--json=yes", "a.example"], "--json"],
  ])("%j names the option that is wrong", (given, option) => {
    expect(problemOf(...given)).toEqual({ code: "option_unknown", given: option });
  });

  it("wants a trust file that can be read and holds certificates", () => {
    expect(problemOf("a.example", "--trust", path.join(folder, "none"))).toMatchObject({
      code: "file_unreadable",
    });
    const empty = path.join(folder, "empty.pem");
    writeFileSync(empty, "");
    expect(problemOf("a.example", "--trust", empty)).toMatchObject({
      code: "option_value",
      option: "--trust",
      given: empty,
    });
  });

  it("wants a target", () => {
    expect(problemOf()).toEqual({ code: "target_missing" });
    expect(problemOf("host")).toEqual({ code: "target_missing" });
    expect(problemOf("--json")).toEqual({ code: "target_missing" });
    expect(problemOf("a b")).toMatchObject({ code: "target_malformed" });
  });
});

describe("the language of a complaint", () => {
  it.each([
    [["--locale", "ko", "--frobnicate"], "ko"],
    [["--frobnicate", "a.example", "--locale=zh-TW"], "zh-TW"],
    [["--locale", "ko", "--locale", "de"], "de"],
    [["a.example", "--timeout", "0"], "en"],
    [["--locale", "xx"], "en"],
    [["--locale"], "en"],
    [["explain", "--", "--locale", "ko"], "en"],
  ])("%j is told in %s", (given, locale) => expect(findLocale(given)).toBe(locale));
});
