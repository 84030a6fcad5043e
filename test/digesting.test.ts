import { readFileSync } from "node:fs";
import { WebClient } from "@slack/web-api";
import { Redis } from "ioredis";
import { DateTime } from "luxon";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RedisServer } from "../src/demo/redis-server.ts";
import { startRedisServer } from "../src/demo/redis-server.ts";
import { createDigesting } from "../src/digesting.ts";
import type { Queues } from "../src/jobs/queues.ts";
import { createQueues } from "../src/jobs/queues.ts";
import type { Playground } from "../src/playground/playground.ts";
import { startPlayground } from "../src/playground/playground.ts";
import { clientOptions } from "../src/slack/client-options.ts";
import { PREFIX } from "../src/store/keys.ts";
import { createPostStore } from "../src/store/posts.ts";
import { createSettingsStore } from "../src/store/settings.ts";
import type { WatchStore } from "../src/store/watches.ts";
import { createWatchStore } from "../src/store/watches.ts";
import type { WatchSettings } from "../src/watches/channel.ts";
import { ledgerOf } from "../src/worker.ts";
import { endingIn } from "./support/home-watches.ts";
import { watchedServer, watchedState, whoWatches } from "./support/watches.ts";

const DAY = 86_400_000;
const QUIET = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, setName() {} };
const HOST = "api.example.com";

let server: RedisServer;
let redis: Redis;
let playground: Playground;
let clock: number;
let store: WatchStore;
let queues: Queues;
let errors: unknown[];

beforeAll(async () => {
  server = await startRedisServer();
  redis = new Redis(server.url, { maxRetriesPerRequest: null });
  queues = createQueues(redis, PREFIX, () => undefined);
});
afterAll(async () => {
  await queues.close();
  redis.disconnect();
  await server.close();
});
beforeEach(async () => {
  await redis.flushall();
  clock = at("2026-03-25T12:00", "Europe/Berlin");
  errors = [];
  playground = await startPlayground({
    manifest: JSON.parse(
      readFileSync(new URL("../manifests/socket-mode.json", import.meta.url), "utf8"),
    ) as unknown,
    channels: [
      { name: "ops", botIsMember: true },
      { name: "far", private: true },
    ],
    rateLimits: false,
    now: () => clock,
  });
  store = createWatchStore(redis, () => clock);
});
afterEach(() => playground.close());

/** A wall clock's time there, ms since 1970. */
function at(time: string, zone: string): number {
  return DateTime.fromISO(time, { zone }).toMillis();
}

const channelOf = (name: string) => ({ team: playground.teamId, channel: playground.channel(name) });

/** The channel watches a host whose certificate has so many days left now. */
async function watch(daysLeft: number, settings: Partial<WatchSettings> = {}, name = "ops"): Promise<void> {
  const channel = channelOf(name);
  await store.addWatches({ ...whoWatches(channel.team, channel.channel), locale: "en" }, [
    { watched: watchedServer(HOST) },
  ]);
  await see(daysLeft);
  const watching = await store.loadWatchingChannel(channel);
  if (watching === null) throw new Error("nothing is watched");
  if (Object.keys(settings).length > 0)
    await store.saveWatchSettings(channel, { ...watching.settings, ...settings });
}

async function see(daysLeft: number): Promise<void> {
  for (const due of await store.takeDueWatched(10)) {
    const state = endingIn(HOST, daysLeft, clock);
    await store.saveLook(due, { state, concerns: [], replacements: [], nextAt: clock + 365 * DAY });
  }
}

const ledger = () => ledgerOf(createPostStore(redis, () => clock));

function worker(given: Partial<Parameters<typeof createDigesting>[0]> = {}) {
  const client = new WebClient(
    playground.botToken,
    clientOptions(playground.apiUrl, { ...QUIET, getLevel: () => "error" as never }, () => undefined),
  );
  return createDigesting({
    backend: {
      redis,
      watches: store,
      settings: createSettingsStore(redis),
      queues,
      access: {
        clientFor: () => Promise.resolve(client),
        authorize: () => Promise.reject(new Error("not here")),
        verify: () => Promise.resolve(),
        install: () => Promise.resolve(false),
      },
    },
    ledger: ledger(),
    now: () => clock,
    onError: (error) => errors.push(error),
    ...given,
  });
}

/** Lets the time pass until `to`, hour by hour, with a worker that does what is due. */
async function pass(to: number, step = 3_600_000): Promise<void> {
  const process = worker();
  for (; clock < to; clock += step) for (const due of await store.takeDueDigests(10)) await process(due);
}

const digests = (name = "ops") =>
  playground.messages(name).filter(({ text }) => text.startsWith("Certificates "));
/** When they were posted, on the clock of a zone. */
const times = (zone: string, name = "ops") =>
  digests(name).map(({ ts }) => DateTime.fromSeconds(Math.floor(Number(ts)), { zone }).toFormat("ccc HH:mm"));

it("comes on Monday at nine for a channel that nobody has set up, with what runs out", async () => {
  await watch(20);
  await pass(clock + 14 * DAY);
  expect(times("Europe/Berlin")).toEqual(["Mon 09:00", "Mon 09:00"]);
  const [first] = digests();
  expect(first?.text).toBe("Certificates this week: 1 certificate runs out within 30 days");
  expect(JSON.stringify(first?.blocks)).toContain("api.example.com");
  expect(errors).toEqual([]);
});

it("is not there when all is well and nothing has changed", async () => {
  await watch(80);
  await pass(clock + 14 * DAY);
  expect(digests()).toEqual([]);
});

// The clocks of New York change on 8 March and those of Berlin on 29 March; those of Kolkata never do.
it.each([
  ["America/New_York", "2026-03-05T12:00"],
  ["Asia/Kolkata", "2026-03-05T12:00"],
  ["Europe/Berlin", "2026-03-26T12:00"],
])("is at nine in %s, also when the clocks change", async (timeZone, from) => {
  clock = at(from, timeZone);
  await watch(15, { timeZone, digest: "daily" });
  await pass(clock + 6 * DAY, 1_800_000);
  expect(times(timeZone)).toEqual(["Fri", "Sat", "Sun", "Mon", "Tue", "Wed"].map((each) => `${each} 09:00`));
});

it("waits for the end of the quiet hours", async () => {
  await watch(10, { digest: "daily", quietHours: { from: 20 * 60, to: 10 * 60 + 30 } });
  await pass(clock + 2 * DAY, 1_800_000);
  expect(times("Europe/Berlin")).toEqual(["Thu 10:30", "Fri 10:30"]);
});

it("is one after a long absence", async () => {
  await watch(15, { digest: "daily" });
  clock += 6 * DAY;
  await pass(clock + DAY / 4);
  expect(digests()).toHaveLength(1);
});

it("ends when somebody turns it off", async () => {
  await watch(10, { digest: "daily" });
  await pass(clock + DAY);
  await watch(10, { digest: "off" });
  await pass(clock + 5 * DAY);
  expect(digests()).toHaveLength(1);
});

it("is in the language that was chosen for the channel, else in that of who watched first", async () => {
  await watch(10, { digest: "daily" });
  const { team, channel } = channelOf("ops");
  await createSettingsStore(redis).saveLocale(team, channel, "ko");
  await pass(clock + DAY);
  expect(playground.messages("ops")).toHaveLength(1);
});

describe("is posted once", () => {
  async function makeDue() {
    await watch(10, { digest: "daily" });
    clock = at("2026-03-26T09:00", "Europe/Berlin");
    const [due] = await store.takeDueDigests(1);
    if (due === undefined) throw new Error("no digest is due");
    return due;
  }

  it("when a worker is killed between posting and writing that down", async () => {
    const due = await makeDue();
    const killed = worker({ ledger: { ...ledger(), record: () => Promise.reject(new Error("killed")) } });
    await killed(due);
    expect(digests()).toHaveLength(1);
    // Also when the next one comes on another day, or at the end of a long night.
    clock += 20 * 3_600_000;
    await pass(clock + 3_600_000);
    expect(digests()).toHaveLength(1);
  });

  it("when Slack accepted it and the connection broke", async () => {
    const due = await makeDue();
    playground.fault({ method: "chat.postMessage", kind: { type: "cut" } });
    await worker()(due);
    await pass(clock + 3_600_000, 60_000);
    expect(digests()).toHaveLength(1);
  });

  it("when two workers do it at the same time", async () => {
    const due = await makeDue();
    await Promise.all([worker()(due), worker()(due)]);
    await pass(clock + 3_600_000, 60_000);
    expect(digests()).toHaveLength(1);
  });

  it("after Slack said how long to wait", async () => {
    const due = await makeDue();
    playground.fault({ method: "chat.postMessage", kind: { type: "ratelimited", retryAfterSeconds: 30 } });
    await worker()(due);
    expect(digests()).toHaveLength(0);
    await pass(clock + 120_000, 10_000);
    expect(digests()).toHaveLength(1);
    expect(errors).toEqual([]);
  });
});

it("pauses a channel in which we cannot write", async () => {
  await watch(10, { digest: "daily" }, "far");
  await pass(clock + 2 * DAY);
  expect((await store.loadWatchingChannel(channelOf("far")))?.paused?.reason).toBeDefined();
  expect(digests("far")).toEqual([]);
});

it("says what was renewed since the last one, each renewal once", async () => {
  await watch(60, { digest: "daily" });
  const [before, after] = [watchedState(HOST, clock - 40 * DAY), watchedState(HOST, clock)].map(
    ({ lists }) => lists[0]?.certificate,
  );
  if (before === undefined || after === undefined) throw new Error("no certificate");
  const channel = channelOf("ops");
  await store.addWatches({ ...whoWatches(channel.team, channel.channel), locale: "en" }, [
    { watched: watchedServer("other.example.com") },
  ]);
  const [due] = await store.takeDueWatched(1);
  if (due === undefined) throw new Error("nothing is due");
  await store.saveLook(due, {
    state: watchedState("other.example.com", clock),
    concerns: [],
    replacements: [{ channel, replacement: { at: clock, watched: due.id, before, after } }],
    nextAt: clock + 365 * DAY,
  });
  await pass(clock + 4 * DAY);
  expect(digests().map(({ text }) => text)).toEqual(["Certificates today: 1 renewed"]);
});
