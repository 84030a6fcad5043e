import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Role } from "../src/config.ts";
import { ConfigError, readConfig } from "../src/config.ts";

const SOCKET = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" };
const HTTP = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: "secret" };
const MANY = {
  SLACK_SIGNING_SECRET: "secret",
  SLACK_CLIENT_ID: "1.2",
  SLACK_CLIENT_SECRET: "client secret",
  SLACK_STATE_SECRET: "0123456789abcdef",
  TLSCHECK_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
};
const folder = mkdtempSync(path.join(tmpdir(), "tlscheck-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

function problemsOf(variables: Readonly<Record<string, string>>, role: Role = "serve"): readonly string[] {
  try {
    readConfig(variables, role);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe("what is given", () => {
  it("has defaults for everything but Slack", () => {
    expect(readConfig(SOCKET, "serve")).toMatchObject({
      slackApiUrl: "https://slack.com/api/",
      installation: { kind: "one", botToken: "xoxb-1" },
      delivery: { mode: "socket", appToken: "xapp-1" },
      redisUrl: "redis://127.0.0.1:6379",
      host: "127.0.0.1",
      port: 3000,
      logLevel: "info",
      trustAnchors: null,
      concurrency: 20,
      timeoutMs: 5000,
      maxCaptureBytes: 100_000_000,
      watchPeriodMs: 3_600_000,
      watchConcurrency: 50,
    });
  });

  it("counts an empty value as missing", () => {
    expect(readConfig({ ...HTTP, SLACK_APP_TOKEN: "", PORT: "" }, "bot")).toMatchObject({
      delivery: { mode: "http", signingSecret: "secret" },
      port: 3000,
    });
  });

  it("prefers Socket Mode when both are there, as the contract says", () => {
    expect(readConfig({ ...HTTP, ...SOCKET }, "bot").delivery).toEqual({
      mode: "socket",
      appToken: "xapp-1",
    });
  });

  it("needs no way in for a worker", () => {
    expect(readConfig({ SLACK_BOT_TOKEN: "xoxb-1" }, "worker").delivery).toBeNull();
  });

  it("takes many workspaces over HTTP", () => {
    expect(readConfig(MANY, "bot").installation).toMatchObject({ kind: "many", clientId: "1.2" });
  });

  it("ends the Web API's base with a slash, once", () => {
    const given = (url: string) => readConfig({ ...SOCKET, SLACK_API_URL: url }, "bot").slackApiUrl;
    expect(given("http://127.0.0.1:4000/api")).toBe("http://127.0.0.1:4000/api/");
    expect(given("http://127.0.0.1:4000/api/")).toBe("http://127.0.0.1:4000/api/");
  });

  it("reads lists with spaces and empty places", () => {
    const { egress, connectTo } = readConfig(
      {
        ...SOCKET,
        TLSCHECK_EGRESS_ALLOW: " 10.0.0.0/8 ,, fd00::/8 ",
        TLSCHECK_EGRESS_DENY: "10.9.0.0/16",
        TLSCHECK_CONNECT_TO:
          "api.internal:443:10.0.0.7:8443, db.internal:5432:[fd00::7]:5432, api.internal:443:10.0.0.8:8443",
      },
      "worker",
    );
    expect(egress.refuse("10.1.2.3")).toBeNull();
    expect(egress.refuse("fd00::1")).toBeNull();
    expect(egress.refuse("10.9.0.1")).toBe("denied");
    expect([...connectTo.values()]).toEqual([
      { addresses: ["10.0.0.7", "10.0.0.8"], port: 8443 },
      { addresses: ["fd00::7"], port: 5432 },
    ]);
  });

  it("reads trust anchors from a file", () => {
    const file = path.join(folder, "anchors.pem");
    writeFileSync(file, "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n");
    expect(readConfig({ ...SOCKET, TLSCHECK_TRUST_FILE: file }, "worker").trustAnchors).toContain("MA==");
  });
});

describe("what is wrong", () => {
  it.each([
    ["SLACK_BOT_TOKEN", "xoxp-1", "must start with xoxb-"],
    ["SLACK_APP_TOKEN", "xoxb-1", "must start with xapp-"],
    ["SLACK_API_URL", "ftp://slack.com", "must be an http or https URL"],
    [
      "REDIS_URL",
      "localhost:6379",
      "must be redis://HOST:PORT, redis+sentinel://HOST:PORT,…/MASTER or redis+cluster://HOST:PORT,… (rediss for TLS)",
    ],
    ["PORT", "65536", "must be a whole number from 0 to 65535"],
    ["PORT", "http", "must be a whole number from 0 to 65535"],
    ["LOG_LEVEL", "loud", "must be debug, info, warn or error"],
    ["SLACK_STATE_SECRET", "short", "must have at least 16 characters"],
    [
      "TLSCHECK_ENCRYPTION_KEY",
      Buffer.alloc(16).toString("base64"),
      "must be 32 bytes in base64: openssl rand -base64 32",
    ],
    ["TLSCHECK_CONCURRENCY", "0", "must be a whole number from 1 to 500"],
    ["TLSCHECK_TIMEOUT_MS", "1.5", "must be a whole number from 1 to 60000"],
    ["TLSCHECK_MAX_CAPTURE_MB", "0", "must be a whole number from 1 to 10000"],
    ["TLSCHECK_MAX_RUNNING_PER_USER", "-1", "must be a whole number from 1 to 10000"],
    ["TLSCHECK_MAX_RUNNING_PER_CHANNEL", "many", "must be a whole number from 1 to 10000"],
  ])("%s=%s is one line", (name, value, problem) => {
    expect(problemsOf({ ...SOCKET, [name]: value }).filter((line) => line.startsWith(name))).toEqual([
      `${name}: ${problem}`,
    ]);
  });

  it("tells of each rule that is none", () => {
    const lists = {
      TLSCHECK_EGRESS_ALLOW: "10.0.0.0/33,10.0.0.0/8,local",
      TLSCHECK_EGRESS_DENY: "::/129",
      TLSCHECK_CONNECT_TO: "api.internal:10.0.0.7",
    };
    const problems = problemsOf({ ...SOCKET, ...lists });
    expect(problems.map((line) => [line.split(" ", 1)[0], /“(.+)”/.exec(line)?.[1]])).toEqual([
      ["TLSCHECK_EGRESS_ALLOW", "10.0.0.0/33"],
      ["TLSCHECK_EGRESS_ALLOW", "local"],
      ["TLSCHECK_EGRESS_DENY", "::/129"],
      ["TLSCHECK_CONNECT_TO", "api.internal:10.0.0.7"],
    ]);
  });

  it("tells all of it at once, and calls nothing missing that is wrong", () => {
    const problems = problemsOf({ SLACK_BOT_TOKEN: "nope", PORT: "x", TLSCHECK_EGRESS_ALLOW: "y" });
    expect(problems.map((line) => line.split(/[: ]/, 1)[0])).toEqual([
      "SLACK_BOT_TOKEN",
      "PORT",
      "SLACK_APP_TOKEN",
      "TLSCHECK_EGRESS_ALLOW",
    ]);
  });

  it("names each companion that many workspaces lack", () => {
    const problems = problemsOf({ SLACK_SIGNING_SECRET: "secret", SLACK_CLIENT_ID: "1.2" });
    expect(problems).toEqual([
      "SLACK_CLIENT_SECRET: is missing, and SLACK_CLIENT_ID needs it",
      "SLACK_STATE_SECRET: is missing, and SLACK_CLIENT_ID needs it",
      "TLSCHECK_ENCRYPTION_KEY: is missing, and SLACK_CLIENT_ID needs it",
    ]);
  });

  it("refuses many workspaces over Socket Mode", () => {
    expect(problemsOf({ ...MANY, SLACK_APP_TOKEN: "xapp-1" })).toEqual([
      expect.stringMatching(/^SLACK_APP_TOKEN: Socket Mode serves one workspace/),
    ]);
  });

  it("wants a trust file that is there and holds certificates", () => {
    const empty = path.join(folder, "empty.pem");
    writeFileSync(empty, "nothing");
    expect(problemsOf({ ...SOCKET, TLSCHECK_TRUST_FILE: empty })).toEqual([
      `TLSCHECK_TRUST_FILE: ${empty} holds no PEM certificate`,
    ]);
    expect(problemsOf({ ...SOCKET, TLSCHECK_TRUST_FILE: `${empty}.not` })).toEqual([
      expect.stringMatching(/^TLSCHECK_TRUST_FILE: cannot be read: ENOENT/),
    ]);
  });

  it("never repeats a secret in what it says", () => {
    const secret = "s3cr3t-value";
    for (const name of [
      "SLACK_BOT_TOKEN",
      "SLACK_APP_TOKEN",
      "TLSCHECK_ENCRYPTION_KEY",
      "SLACK_STATE_SECRET",
    ])
      expect(problemsOf({ ...SOCKET, [name]: secret }).join("\n")).not.toContain(secret);
  });
});
