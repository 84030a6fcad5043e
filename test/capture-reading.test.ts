import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "../src/backend.ts";
import { openBackend } from "../src/backend.ts";
import type { CaptureReading } from "../src/capture-reading.ts";
import { createCaptureReading } from "../src/capture-reading.ts";
import { createShowHandshake } from "../src/captured-handshake.ts";
import { readConfig } from "../src/config.ts";
import type { FileJob } from "../src/jobs/queues.ts";
import type { FoundFile } from "../src/jobs/read-files-processor.ts";
import { createLogger } from "../src/logger.ts";
import { createMetrics } from "../src/metrics.ts";
import { createBringIn } from "../src/thread-facts.ts";
import { createPostStore } from "../src/store/posts.ts";
import { ledgerOf } from "../src/worker.ts";
import { writePcap } from "./pcap/capture-writer.ts";
import type { Scenes } from "./support/captures.ts";
import { recordScenes, refusedByMany } from "./support/captures.ts";
import type { Stage } from "./support/stage.ts";
import { openStage } from "./support/stage.ts";

let stage: Stage;
let backend: Backend;
let reading: CaptureReading;
let scenes: Scenes;
const problems: unknown[] = [];
beforeAll(async () => {
  [stage, scenes] = await Promise.all([openStage("socket", { rateLimits: false }), recordScenes()]);
  const config = readConfig(stage.environment, "worker");
  backend = openBackend(config, createLogger("error", "worker"), createMetrics(), "worker");
  const ledger = ledgerOf(createPostStore(backend.redis, () => Date.now()));
  const handshake = createShowHandshake(config, ledger);
  reading = createCaptureReading({
    config,
    backend,
    ledger,
    handshake,
    bringIn: createBringIn(backend.store, backend.queues),
    onError: (error) => problems.push(error),
  });
});
afterAll(async () => {
  await backend.close(1_000);
  await stage.close();
});

const NEVER = new AbortController().signal;
const UNBOUND = { stopping: NEVER, late: NEVER };

function jobFor(channel: string, cause: string): FileJob {
  return {
    fileIds: ["F1"],
    channel: stage.playground.channel(channel),
    user: stage.playground.user("ada"),
    team: stage.playground.teamId,
    enterprise: null,
    locale: "en-US",
    cause,
    place: { threadTs: null },
    passwordId: null,
    askedAt: Date.now(),
  };
}

const file = (name: string): FoundFile => ({
  id: "F1",
  name,
  size: 1_000_000,
  url: "",
  threadTs: null,
  diagnosisIds: [],
});

async function* pieces(bytes: Buffer, then: () => Promise<void> = () => Promise.resolve()) {
  yield bytes;
  await then();
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const ours = (channel: string, text: string) =>
  stage.playground.messages(channel).filter((message) => JSON.stringify(message).includes(text));

describe("a capture that cannot be read", () => {
  it("for good is told of in place of its progress, which stays while it is tried again", async () => {
    const job = jobFor("general", "broken");
    const broken = async () => {
      await pause(1_300);
      throw new Error("connection lost");
    };
    const capture = writePcap(scenes.refused());
    await expect(reading.answer(job, file("broken.pcap"), pieces(capture, broken), UNBOUND)).rejects.toThrow(
      "connection lost",
    );
    const [progress] = ours("general", "Reading broken.pcap");
    expect(progress?.text).toMatch(/^Reading broken\.pcap: \d of 1 MB$/);
    await reading.fail(job);
    const told = ours("general", "Something broke on my side");
    expect(told.map(({ ts }) => ts)).toEqual([progress?.ts]);
  });

  it("in time is told so", async () => {
    const late = new AbortController();
    const slow = pieces(writePcap(scenes.refused()), async () => {
      late.abort(new Error("late"));
      await pause(0);
      throw late.signal.reason;
    });
    await reading.answer(jobFor("general", "slow"), file("slow.pcap"), slow, {
      stopping: NEVER,
      late: late.signal,
    });
    expect(ours("general", "slow.pcap could not be read within 5 minutes")).toHaveLength(1);
  });

  it("that failed before it was shown, or was answered, is left alone", async () => {
    const answered = jobFor("general", "answered");
    await reading.answer(answered, file("fine.pcap"), pieces(writePcap(scenes.completed())), UNBOUND);
    const before = stage.playground.messages("general").map(({ text }) => text);
    await reading.fail(answered);
    await reading.fail(jobFor("general", "never shown"));
    expect(stage.playground.messages("general").map(({ text }) => text)).toEqual(before);
  });
});

it("reads nothing again that was read, and posts once", async () => {
  const job = jobFor("general", "again");
  await reading.answer(job, file("again.pcap"), pieces(writePcap(refusedByMany(scenes, 3))), UNBOUND);
  const unread = pieces(Buffer.alloc(0), () => Promise.reject(new Error("read again")));
  await reading.answer(job, file("again.pcap"), unread, UNBOUND);
  expect(ours("general", "again.pcap")).toHaveLength(1);
});

it("answers who asked alone where the bot may not write, without what needs a common message", async () => {
  const capture = pieces(writePcap(refusedByMany(scenes, 3)));
  await reading.answer(jobFor("elsewhere", "private"), file("private.pcap"), capture, UNBOUND);
  expect(ours("elsewhere", "private.pcap")).toEqual([]);
  const [told] = ours("@ada", "private.pcap");
  expect(told?.blocks.map(({ type }) => type)).toEqual(["header", "rich_text", "context"]);
});

it("has no problems that nobody is told of", () => {
  expect(problems).toEqual([]);
});
