import { gzipSync } from "node:zlib";
import { Readable } from "node:stream";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Flow } from "../../src/captures/capture-diagnosis.ts";
import { readCapture } from "../../src/captures/read-capture.ts";
import type { RunningChild } from "../../src/demo/child-process.ts";
import type { Message } from "../../src/playground/state.ts";
import { writePcap } from "../pcap/capture-writer.ts";
import type { Scenes } from "../support/captures.ts";
import { recordScenes, refusedByMany } from "../support/captures.ts";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

const WAIT = 15_000;
const LIMIT_MB = 2;

let stage: Stage;
let children: RunningChild[];
let scenes: Scenes;
let thread: Message;
beforeAll(async () => {
  [stage, scenes] = await Promise.all([
    openStage("socket", { retryIntervalsMs: [0, 0, 0], rateLimits: false }),
    recordScenes(),
  ]);
  const small = { TLSCHECK_MAX_CAPTURE_MB: String(LIMIT_MB) };
  children = await Promise.all([stage.start("bot"), stage.start("worker", small)]);
  await stage.connect();
  await stage.playground.command("ada", "general", "/tlscheck ok.demo.test");
  thread = await stage.verdict("general", "ok.demo.test");
});
afterAll(() => stage.close());

function drop(name: string, content: Uint8Array, channel = "general", threadTs?: string): string {
  const file = stage.playground.upload("ada", name, Buffer.from(content));
  stage.playground.say("ada", channel, "", {
    files: [file],
    ...(threadTs !== undefined && { threadTs }),
  });
  return file;
}

const replies = () =>
  stage.playground.thread("general", thread.ts).filter(({ user }) => user === stage.playground.botUser);

function reply(text: string | RegExp, after = 0): Promise<Message> {
  return stage.playground.waitFor(
    () =>
      replies()
        .slice(after)
        .find((message) =>
          typeof text === "string" ? message.text.includes(text) : text.test(message.text),
        ),
    WAIT,
  );
}

function attached(name: string, after: number) {
  return stage.playground.waitFor(
    () =>
      replies()
        .slice(after)
        .flatMap(({ files }) => files)
        .find((file) => file.name === name),
    WAIT,
  );
}

const shown = ({ blocks }: Message) => JSON.stringify(blocks);

async function flowsOf(bytes: Uint8Array): Promise<readonly Flow[]> {
  const flows: Flow[] = [];
  await readCapture(Readable.from([bytes]), { onFlow: (flow) => flows.push(flow), live: false });
  return flows;
}

describe("one handshake", () => {
  test("is answered like a check, with a picture, and nothing of the packets is kept", async () => {
    const before = replies().length;
    drop("one.pcap", writePcap(scenes.refused()), "general", thread.ts);
    const verdict = await reply(/^❌ api\.example\.com \(198\.51\.100\.7:443\): /, before);
    expect(shown(verdict)).toContain("handshake_failure");
    // How many depends on Node.
    expect(shown(verdict)).toMatch(
      /The client offered TLS 1\.3, TLS 1\.2 and \d+ cipher suites, for the name api\.example\.com/,
    );
    expect(shown(verdict)).toContain("one.pcap");
    expect(shown(verdict)).not.toContain("Check 198.51.100.7");
    const picture = await attached("handshake.png", before);
    expect(picture.bytes.subarray(1, 4).toString()).toBe("PNG");
    const upload = stage.playground.calls.findLast(({ method }) => method === "files.getUploadURLExternal");
    expect(JSON.stringify(upload)).toContain("Messages of the handshake between 192.0.2.1:");
    const redis = new Redis(stage.redis.url);
    const keys = await redis.keys("{tlscheck}:capture:*");
    expect(keys).toHaveLength(1);
    for (const key of keys) {
      expect(await redis.ttl(key)).toBeGreaterThan(29 * 24 * 3600);
      expect(await redis.strlen(key)).toBeLessThan(20_000);
    }
    redis.disconnect();
  });

  test("of a server that answers offers a check, which begins in the same thread", async () => {
    const ok = stage.servers.connectTo.find((entry) => entry.startsWith("ok."));
    const port = Number(ok?.split(":").at(-1));
    const before = replies().length;
    const server = { address: "127.0.0.1", port };
    drop("local.pcap", writePcap(scenes.refused({ server })), "general", thread.ts);
    const verdict = await reply(`(127.0.0.1:${port}): `, before);
    expect(shown(verdict)).toContain(`Check 127.0.0.1:${port} now`);
    await stage.playground.click("ada", verdict, "check_server");
    const checked = await reply(new RegExp(`^(?:✅|❌) 127\\.0\\.0\\.1:${port}`), before + 1);
    expect(checked.threadTs).toBe(thread.ts);
    await reply(`127.0.0.1:${port}: The certificate is not for api.example.com`, before + 2);
  });
});

describe("many handshakes", () => {
  test("are summed up, the failed first; one is picked, and again after a restart", async () => {
    const { playground } = stage;
    const before = replies().length;
    const packets = [...scenes.completed(), ...refusedByMany(scenes, 3), ...scenes.completed()];
    drop("many.pcap.gz", gzipSync(writePcap(packets)), "general", thread.ts);
    const summary = await reply("many.pcap.gz: ", before);
    expect(summary.text).toMatch(/^❌ many\.pcap\.gz: \d+ packets, 5 TLS handshakes, 2 completed, 3 failed/);
    const [, table] = summary.blocks;
    expect(table).toMatchObject({ type: "table" });
    const cells = (table as unknown as { rows: { text: string }[][] }).rows.map((row) =>
      row.map(({ text }) => text),
    );
    expect(cells.map(([, server]) => server)).toEqual([
      "Server",
      "api.example.com (198.51.100.1:443)",
      "api.example.com (198.51.100.2:443)",
      "api.example.com (198.51.100.3:443)",
      "api.example.com (198.51.100.7:443)",
    ]);
    expect(cells.at(-1)).toEqual(["4", expect.anything(), "The handshake was completed", "2"]);

    await Promise.all(children.map((child) => child.kill("SIGTERM")));
    children = await Promise.all([stage.start("bot"), stage.start("worker")]);
    await stage.connect();
    await playground.click("grace", summary, "pick_handshake", "1");
    await reply(/^❌ api\.example\.com \(198\.51\.100\.2:443\): /, before);
    await attached("handshake.png", before);
    await playground.click("grace", summary, "pick_handshake", "3");
    await reply(/^✅ api\.example\.com \(198\.51\.100\.7:443\): The handshake was completed/, before);
  });

  test("where Slack refuses tables a list stands in", async () => {
    const before = replies().length;
    stage.playground.fault({ method: "chat.postMessage", kind: { type: "error", error: "invalid_blocks" } });
    drop("listed.pcap", writePcap(refusedByMany(scenes, 2)), "general", thread.ts);
    const summary = await reply("listed.pcap: ", before);
    expect(summary.blocks.map(({ type }) => type)).not.toContain("table");
    expect(shown(summary)).toContain("198.51.100.2:443");
  });
});

test("a picture that Slack takes later is there once", async () => {
  const before = replies().length;
  for (const method of ["files.getUploadURLExternal", "files.completeUploadExternal"])
    stage.playground.fault({ method, kind: { type: "ratelimited", retryAfterSeconds: 1 } });
  drop("later.pcap", writePcap(scenes.refused()), "general", thread.ts);
  await attached("handshake.png", before);
  drop("after.pcap", writePcap(scenes.refused()), "general", thread.ts);
  await stage.playground.waitFor(() => replies().slice(before).length === 4, WAIT);
  const about = replies().slice(before);
  expect(about.filter((message) => shown(message).includes("later.pcap"))).toHaveLength(1);
  expect(about.flatMap(({ files }) => files).map(({ name }) => name)).toEqual([
    "handshake.png",
    "handshake.png",
  ]);
});

test("of a capture that is too old, who clicks is told so", async () => {
  const { playground } = stage;
  const before = replies().length;
  drop("old.pcap", writePcap(refusedByMany(scenes, 2)), "general", thread.ts);
  const summary = await reply("old.pcap: ", before);
  const redis = new Redis(stage.redis.url);
  await redis.del(await redis.keys("{tlscheck}:capture:*"));
  redis.disconnect();
  await playground.click("ada", summary, "pick_handshake", "0");
  const told = await playground.waitFor(
    () => playground.ephemerals("ada").find(({ text }) => text.includes("This capture is too old")),
    WAIT,
  );
  expect(told.threadTs).toBe(thread.ts);
});

describe("a copy for support", () => {
  test("is made of the capture in Slack, without addresses and without what was said after the handshake", async () => {
    const { playground } = stage;
    const before = replies().length;
    const capture = writePcap([...scenes.completed(), ...scenes.refused()]);
    drop("whole.pcap", capture, "general", thread.ts);
    const summary = await reply("whole.pcap: ", before);
    await playground.click("ada", summary, "copy_capture");
    await playground.waitFor(() => playground.modals("ada").length === 1);
    await playground.submitView("ada", {});
    const copy = await attached("capture-for-support.pcap", before);
    const flows = await flowsOf(copy.bytes);
    expect(flows.map(({ outcome }) => outcome).toSorted()).toEqual(["completed", "failed"]);
    for (const { trace } of flows) {
      expect(trace.client.address).toMatch(/^10\./);
      expect(trace.server.address).toMatch(/^10\./);
      expect(trace.serverName).toBe("api.example.com");
    }
    const between = replies().length;
    await playground.click("ada", summary, "copy_capture");
    await playground.waitFor(() => playground.modals("ada").length === 1);
    await playground.submitView("ada", { names: "hash" });
    const hashed = await attached("capture-for-support.pcap", between);
    expect(capture.includes("api.example.com")).toBe(true);
    expect(hashed.bytes.includes("api.example.com")).toBe(false);
    expect((await flowsOf(hashed.bytes)).map(({ outcome }) => outcome).toSorted()).toEqual([
      "completed",
      "failed",
    ]);
  });

  test("of a capture that somebody deleted cannot be made, and who asked is told", async () => {
    const { playground } = stage;
    const before = replies().length;
    drop("gone.pcap", writePcap(refusedByMany(scenes, 2)), "general", thread.ts);
    const summary = await reply("gone.pcap: ", before);
    playground.fault({ method: "files.info", kind: { type: "error", error: "file_deleted" } });
    await playground.click("grace", summary, "copy_capture");
    await playground.waitFor(() => playground.modals("grace").length === 1);
    await playground.submitView("grace", {});
    const told = await playground.waitFor(
      () => playground.ephemerals("grace").find(({ text }) => text.includes("not in Slack any more")),
      WAIT,
    );
    expect(told.threadTs).toBe(thread.ts);
  });
});

test("a direct message and the form take captures too", async () => {
  const { playground } = stage;
  drop("direct.pcap", writePcap(scenes.refused()), "@ada");
  await playground.waitFor(
    () => playground.messages("@ada").find((message) => shown(message).includes("direct.pcap")),
    WAIT,
  );
  await playground.command("ada", "general", "/tlscheck");
  await playground.waitFor(() => playground.modals("ada").length === 1);
  const files = [playground.upload("ada", "form.pcap", writePcap(scenes.refused()))];
  expect(await playground.submitView("ada", { files })).toEqual({});
  await playground.waitFor(
    () => playground.messages("general").find((message) => shown(message).includes("form.pcap")),
    WAIT,
  );
});

describe("what cannot be read whole", () => {
  test("damaged: what comes before is told, and where it breaks off", async () => {
    const before = replies().length;
    const capture = writePcap(refusedByMany(scenes, 2));
    drop("damaged.pcap", capture.subarray(0, capture.length - 5), "general", thread.ts);
    expect(shown(await reply("damaged.pcap: ", before))).toContain("breaks off or is damaged at byte");
  });

  test("empty, and of nothing that is TLS", async () => {
    const before = replies().length;
    drop("empty.pcap", writePcap([]), "general", thread.ts);
    expect((await reply("empty.pcap: ", before)).text).toContain("0 TLS handshakes");
  });
});

test("too large, also once it is unpacked: nothing of it is kept", async () => {
  const { playground } = stage;
  await Promise.all(children.map((child) => child.kill("SIGTERM")));
  children = await Promise.all([
    stage.start("bot"),
    stage.start("worker", { TLSCHECK_MAX_CAPTURE_MB: String(LIMIT_MB) }),
  ]);
  await stage.connect();
  const before = replies().length;
  const blank = { at: Date.UTC(2026, 10, 20), bytes: Buffer.alloc(100_000) };
  const large = writePcap(Array.from({ length: 25 }, () => blank));
  drop("large.pcap", large, "general", thread.ts);
  expect((await reply("large.pcap", before)).text).toContain("larger than 2 MB");
  drop("bomb.pcap.gz", gzipSync(large), "general", thread.ts);
  expect((await reply("bomb.pcap.gz", before)).text).toContain("larger than 2 MB");
  expect(playground.ephemerals("ada").some(({ text }) => text.includes("broke"))).toBe(false);
});
