import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningChild } from "../../src/demo/child-process.ts";
import type { Message } from "../../src/playground/state.ts";
import { MAX_BUNDLE_BYTES } from "../../src/x509/bundle/read-bundle.ts";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";
import { issueAuthority, issueEndEntity, pem } from "../x509/issuing.ts";

const root = issueAuthority("root", { issuer: null });
const leaf = issueEndEntity({ issuer: root });
const LEAF = pem("CERTIFICATE", leaf.certificate);
const KEY = String(leaf.keys.privateKey.export({ type: "pkcs8", format: "pem" }));

let stage: Stage;
let children: RunningChild[];
let thread: Message;
beforeAll(async () => {
  stage = await openStage("socket", { retryIntervalsMs: [0, 0, 0] });
  children = await Promise.all([stage.start("bot"), stage.start("worker")]);
  await stage.connect();
  await stage.playground.command("ada", "general", "/tlscheck ok.demo.test");
  thread = await stage.verdict("general", "ok.demo.test");
});
afterAll(() => stage.close());

function drop(
  user: string,
  channel: string,
  name: string,
  content: string | Uint8Array,
  threadTs?: string,
): Message {
  const file = stage.playground.upload(user, name, Buffer.from(content));
  return stage.playground.say(user, channel, "", {
    files: [file],
    ...(threadTs !== undefined && { threadTs }),
  });
}

const reports = (name: string) =>
  stage.playground
    .thread("general", thread.ts)
    .filter(({ text, user }) => user === stage.playground.botUser && text.includes(name));

function report(name: string): Promise<Message> {
  return stage.playground.waitFor(() => reports(name)[0], 15_000);
}

/** Every command that ever changed our Redis, in the clear. */
async function readAppendOnlyFile(): Promise<string> {
  const redis = new Redis(stage.redis.url);
  try {
    const [, directory = ""] = await redis.config("GET", "dir");
    const folder = path.join(directory, "appendonlydir");
    return readdirSync(folder)
      .map((name) => readFileSync(path.join(folder, name), "latin1"))
      .join("");
  } finally {
    redis.disconnect();
  }
}

describe("a file in a thread of ours is read", () => {
  test("glued PEM blocks: what is wrong, where, and the repair", async () => {
    drop("ada", "general", "glued.pem", LEAF.trimEnd() + LEAF, thread.ts);
    const { text, blocks } = await report("glued.pem");
    expect(text).toMatch(/^❌ glued\.pem: Two PEM blocks are glued together on one line/);
    const shown = JSON.stringify(blocks);
    expect(shown).toContain(`In line ${LEAF.split("\n").length - 1}, column 26: `);
    expect(shown).toContain(JSON.stringify(LEAF).slice(1, 100));
  });

  test("by the other person too, once for each place, whatever Slack repeats", async () => {
    drop("grace", "general", "twice.pem", LEAF, thread.ts);
    await report("twice.pem");
    const shared = stage.playground.deliveries.findLast(({ outgoing }) =>
      JSON.stringify(outgoing).includes("file_shared"),
    );
    expect(shared).toBeDefined();
    if (shared !== undefined) await stage.playground.redeliver(shared);
    drop("ada", "general", "after.pem", LEAF, thread.ts);
    await report("after.pem");
    expect(reports("twice.pem")).toHaveLength(1);
  });

  test("hostile names and content mention nobody", async () => {
    drop("ada", "general", "<!channel> \u202Egpj.pem", "-----BEGIN <!here>-----", thread.ts);
    const { text, mentions } = await report("gpj.pem");
    expect(mentions).toEqual([]);
    expect(text).not.toContain("<!");
  });

  test("too large a file is told so, without being read", async () => {
    drop("ada", "general", "huge.pem", Buffer.alloc(MAX_BUNDLE_BYTES + 1, 65), thread.ts);
    expect(JSON.stringify((await report("huge.pem")).blocks)).toContain(
      `the limit is ${MAX_BUNDLE_BYTES} bytes`,
    );
  });
});

test("a direct message is read as well", async () => {
  drop("grace", "@grace", "direct.pem", LEAF);
  const answer = await stage.playground.waitFor(
    () => stage.playground.messages("@grace").find(({ text }) => text.includes("direct.pem")),
    15_000,
  );
  expect(answer.text).toContain("The intermediate certificate is missing");
});

describe("a private key", () => {
  test("is told of to who posted it alone, and nothing of it is kept, logged or queued", async () => {
    drop("ada", "general", "oops.pem", LEAF + KEY, thread.ts);
    const warning = await stage.playground.waitFor(
      () => stage.playground.ephemerals("ada").find(({ text }) => text.includes("oops.pem")),
      15_000,
    );
    expect(warning.text).toContain("holds a private key");
    expect(warning.threadTs).toBe(thread.ts);
    expect(stage.playground.ephemerals("grace")).toEqual([]);
    const { blocks } = await report("oops.pem");
    const secret = KEY.split("\n")[1]?.slice(0, 30) ?? "";
    expect(JSON.stringify([warning, blocks])).not.toContain(secret);
    for (const { log } of children) expect(JSON.stringify(log)).not.toContain(secret);
    const written = await readAppendOnlyFile();
    expect(written).toContain(thread.ts);
    expect(written).not.toContain(secret);
  });
});

describe("what was not meant for us is left alone", () => {
  test("a file in the channel, in a stranger's thread, a picture", async () => {
    drop("ada", "general", "channel.pem", LEAF);
    const other = stage.playground.say("ada", "general", "a thread of people");
    drop("ada", "general", "people.pem", LEAF, other.ts);
    drop("ada", "general", "error.png", "not a certificate", thread.ts);
    drop("ada", "general", "last.pem", LEAF, thread.ts);
    await report("last.pem");
    const ours = ["general"]
      .flatMap((channel) => stage.playground.messages(channel))
      .filter(({ user }) => user === stage.playground.botUser);
    for (const name of ["channel.pem", "people.pem", "error.png"]) {
      expect(ours.some(({ text }) => text.includes(name))).toBe(false);
      expect(reports(name)).toEqual([]);
    }
    expect(
      stage.playground.thread("general", other.ts).some(({ user }) => user === stage.playground.botUser),
    ).toBe(false);
  });
});
