import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
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

const PASSWORD = "correct horse battery";

/** PKCS#12 with the leaf alone. */
function keystore(password: string): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), "tlscheck-keystore-"));
  try {
    const file = path.join(folder, "leaf.pem");
    writeFileSync(file, LEAF);
    return execFileSync("openssl", [
      "pkcs12",
      "-export",
      "-nokeys",
      "-in",
      file,
      "-passout",
      `pass:${password}`,
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

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
    expect(shown).toContain(`Line ${LEAF.split("\n").length - 1}, column 26: `);
    expect(shown).toContain(JSON.stringify(LEAF).slice(1, 100));
    const attached = await stage.playground.waitFor(
      () =>
        stage.playground
          .thread("general", thread.ts)
          .flatMap(({ files }) => files)
          .find(({ name }) => name === "chain.pem"),
      15_000,
    );
    expect(attached.bytes.toString()).toBe(LEAF + LEAF);
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
      `The limit is ${MAX_BUNDLE_BYTES.toLocaleString("en-GB")} bytes`,
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
    const redis = new Redis(stage.redis.url);
    const kept = await redis.keys("{tlscheck}:diagnosis:file-*");
    expect(kept.length).toBeGreaterThan(0);
    for (const key of kept) expect(await redis.ttl(key)).toBeGreaterThan(0);
    redis.disconnect();
    const written = await readAppendOnlyFile();
    expect(written).toContain(thread.ts);
    expect(written).not.toContain(secret);
  });
});

test.each(["/tlscheck", "@tlscheck"])("a private key in the text of %s is not repeated", async (how) => {
  const { playground } = stage;
  const typed = `${how} ${KEY.replaceAll("\n", " ")}`;
  const before = playground.ephemerals("grace").length;
  if (how === "/tlscheck") await playground.command("grace", "general", typed);
  else playground.say("grace", "general", typed);
  const answer = await playground.waitFor(() => playground.ephemerals("grace")[before], 15_000);
  expect(answer.text).toContain("Your message holds a private key");
  expect(JSON.stringify(answer)).not.toContain(KEY.split("\n")[1]?.slice(0, 30));
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

describe("a keystore with a password", () => {
  test("asks for it in a form; the password is in nothing that is kept", async () => {
    const { playground } = stage;
    drop("ada", "general", "locked.p12", keystore(PASSWORD), thread.ts);
    const locked = await report("locked.p12");
    expect(locked.text).toContain("The keystore needs a password");
    await playground.click("ada", locked, "enter_password");
    await playground.waitFor(() => playground.modals("ada").length === 1);
    await playground.submitView("ada", { password: "wrong" });
    await playground.waitFor(() => reports("locked.p12")[1]?.text.includes("does not open it"), 15_000);
    await playground.click("ada", locked, "enter_password");
    await playground.waitFor(() => playground.modals("ada").length === 1);
    await playground.submitView("ada", { password: PASSWORD });
    await playground.waitFor(() => reports("locked.p12")[2]?.text.startsWith("✅"), 15_000);
    const written = await readAppendOnlyFile();
    for (const kept of [
      written,
      ...children.map(({ log }) => JSON.stringify(log)),
      JSON.stringify(playground.messages("general")),
    ])
      expect(kept).not.toContain(PASSWORD);
  });
});

describe("the form", () => {
  test("takes files without a host, and compares two of them", async () => {
    const { playground } = stage;
    await playground.command("ada", "general", "/tlscheck");
    await playground.waitFor(() => playground.modals("ada").length === 1);
    expect(await playground.submitView("ada", {})).toMatchObject({
      targets: expect.stringContaining("Which host?"),
    });
    const files = [
      playground.upload("ada", "server.pem", Buffer.from(LEAF)),
      playground.upload("ada", "trusted.pem", Buffer.from(pem("CERTIFICATE", root.certificate))),
    ];
    expect(await playground.submitView("ada", { files })).toEqual({});
    const compared = await playground.waitFor(
      () => playground.messages("general").find(({ text }) => text.includes("Who trusts")),
      15_000,
    );
    expect(compared.text).toContain("Who trusts trusted.pem accepts CN=www.example.com of server.pem.");
    expect(compared.text).toContain("Who trusts server.pem rejects CN=root of trusted.pem: ");
  });
});

describe("in a server's thread", () => {
  test("a truststore is held against what the server sends", async () => {
    const others = [issueAuthority("other 1", { issuer: null }), issueAuthority("other 2", { issuer: null })];
    const strangers = others.map(({ certificate }) => pem("CERTIFICATE", certificate)).join("");
    drop("ada", "general", "strangers.pem", strangers, thread.ts);
    expect(JSON.stringify((await report("strangers.pem")).blocks)).toContain(
      "Who trusts strangers.pem rejects CN=ok.demo.test",
    );
    drop("ada", "general", "ours.pem", strangers + stage.servers.root, thread.ts);
    expect(JSON.stringify((await report("ours.pem")).blocks)).toContain(
      "Who trusts ours.pem accepts CN=ok.demo.test",
    );
  });

  test("the hash of a key is compared, and answered to who asked", async () => {
    const { playground } = stage;
    const hash = createHash("sha256")
      .update(leaf.keys.publicKey.export({ type: "spki", format: "der" }))
      .digest("hex");
    drop("ada", "general", "own.pem", LEAF, thread.ts);
    await report("own.pem");
    const ask = (text: string, threadTs?: string) =>
      playground.say("ada", "general", `@tlscheck ${text}`, threadTs === undefined ? {} : { threadTs });
    const answered = (containing: string) =>
      playground.waitFor(
        () => playground.ephemerals("ada").find(({ text }) => text.includes(containing)),
        15_000,
      );
    ask(`SHA2-256(stdin)= ${hash}`, thread.ts);
    await answered("This key belongs to a certificate of this thread");
    ask("ab".repeat(32), thread.ts);
    await answered("belongs to no certificate of this thread");
    ask(hash);
    expect((await answered("I know no certificate in this thread")).threadTs).not.toBe(thread.ts);
  });
});
