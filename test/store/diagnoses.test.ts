import type { ClientTrial } from "../../src/diagnosis/client-trial.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { RedisServer } from "../../src/demo/redis-server.ts";
import { startRedisServer } from "../../src/demo/redis-server.ts";
import type { Diagnosis } from "../../src/diagnosis/diagnosis.ts";
import { createDiagnosisStore } from "../../src/store/diagnoses.ts";
import { createPostStore } from "../../src/store/posts.ts";
import type { RedisClient } from "../../src/store/redis.ts";
import { connectRedis } from "../../src/store/redis.ts";
import { emptyRedis, listKeys } from "../support/redis-contents.ts";

let server: RedisServer;
let redis: RedisClient;
let time = 1_000_000;
const limits = { perUser: 2, perChannel: 3 };
const now = () => time;

beforeAll(async () => {
  server = await startRedisServer();
  redis = connectRedis(server.url, "worker");
});
afterAll(async () => {
  redis.disconnect();
  await server.close();
});
beforeEach(async () => {
  await emptyRedis(redis);
});

function diagnosis(id: string, user = "U1"): Diagnosis {
  return {
    id,
    target: { host: `${id}.example.com`, port: 443, serverName: `${id}.example.com` },
    origin: { team: "T1", enterprise: null, channel: "C1", user, threadTs: null, locale: "en-US" },
    createdAt: time,
    result: null,
  };
}
const failed = { state: "failed", at: 1 } as const;

test("what is opened can be loaded, and its result is kept once", async () => {
  const store = createDiagnosisStore(redis, limits, now);
  expect(await store.open([diagnosis("a")], "https://hooks.slack.com/x")).toEqual({ opened: true });
  expect(await store.load("a")).toEqual(diagnosis("a"));
  expect(await store.loadResponseUrl("a")).toBe("https://hooks.slack.com/x");
  await store.saveResult(diagnosis("a"), failed);
  await store.saveResult(diagnosis("a"), { state: "failed", at: 2 });
  expect((await store.load("a"))?.result).toEqual(failed);
  expect(await redis.ttl("{tlscheck}:diagnosis:a")).toBeGreaterThan(29 * 86_400);
});

test("a repeated delivery opens nothing and is not refused, even at the limit", async () => {
  const store = createDiagnosisStore(redis, limits, now);
  await store.open([diagnosis("a"), diagnosis("b")], null);
  expect(await store.open([diagnosis("a"), diagnosis("b")], null)).toEqual({ opened: true });
  expect((await store.loadRecent("T1", "U1")).map(({ id }) => id)).toEqual(["b", "a"]);
});

test("one user and one channel may have so many running, all or nothing", async () => {
  const store = createDiagnosisStore(redis, limits, now);
  await store.open([diagnosis("a")], null);
  expect(await store.open([diagnosis("b"), diagnosis("c")], null)).toEqual({
    opened: false,
    scope: "user",
    running: 1,
    limit: 2,
  });
  expect(await store.load("b")).toBeNull();
  await store.open([diagnosis("d", "U2"), diagnosis("e", "U2")], null);
  expect(await store.open([diagnosis("f", "U3")], null)).toMatchObject({
    opened: false,
    scope: "channel",
    running: 3,
  });
  await store.saveResult(diagnosis("a"), failed);
  expect(await store.open([diagnosis("f", "U3")], null)).toEqual({ opened: true });
});

test("a check that never ends stops counting after its lease", async () => {
  const store = createDiagnosisStore(redis, limits, now);
  await store.open([diagnosis("a"), diagnosis("b")], null);
  expect(await store.open([diagnosis("c")], null)).toMatchObject({ opened: false });
  time += 5 * 60_000;
  expect(await store.open([diagnosis("c")], null)).toEqual({ opened: true });
});

test("what is discarded is gone, and so is its place among the running ones", async () => {
  const store = createDiagnosisStore(redis, limits, now);
  await store.open([diagnosis("a"), diagnosis("b")], null);
  await store.appendFact("a", { source: "pasted", causes: [{ kind: "not_tls", confidence: 0.9 }] });
  await store.discard([diagnosis("a"), diagnosis("b")]);
  expect(await listKeys(redis, "*diagnosis*")).toEqual([]);
  expect(await store.load("a")).toBeNull();
  expect(await store.loadRecent("T1", "U1")).toEqual([]);
  expect(await store.open([diagnosis("c"), diagnosis("d")], null)).toEqual({ opened: true });
});

const trial: ClientTrial = {
  client: "java8",
  serverName: true,
  result: null,
  version: null,
  cipherSuite: null,
  group: null,
  certificate: null,
  refusal: null,
};

test("answers keep their order, and a flood loses only the late ones", async () => {
  const store = createDiagnosisStore(redis, limits, now);
  await store.open([diagnosis("a")], null);
  const answer = (choice: string) => ({ node: "product", choice, user: "U1", at: 1 });
  for (let i = 0; i < 1_005; i++) expect(await store.appendAnswer("a", answer(String(i)))).toBe(true);
  const { answers } = await store.loadConversation(diagnosis("a"));
  expect(answers.slice(0, 2)).toEqual([answer("0"), answer("1")]);
  expect(answers).toHaveLength(1_000);
  const startOver = { ...answer(""), act: "start_over" } as const;
  await store.appendAnswer("a", startOver);
  await store.appendAnswer("a", answer("after"));
  expect((await store.loadConversation(diagnosis("a"))).answers).toEqual([startOver, answer("after")]);
  expect(await redis.ttl("{tlscheck}:diagnosis:a:answers")).toBeGreaterThan(29 * 86_400);
  expect(await store.appendAnswer("gone", answer("x"))).toBe(false);
  expect(await redis.exists("{tlscheck}:diagnosis:gone:answers")).toBe(0);
});

test("a conversation has what was brought into its thread, the first trials, and the check that it repeats", async () => {
  const store = createDiagnosisStore(redis, limits, now);
  const again = { ...diagnosis("b"), previous: "a" };
  await store.open([diagnosis("a")], null);
  await store.open([again], null);
  const fact = { source: "upload", readable: true, faults: [], keyMatches: null } as const;
  for (let i = 0; i < 55; i++)
    expect(await store.appendFact("b", { ...fact, readable: i === 54 })).toBe(true);
  await store.saveTrials("b", []);
  expect((await store.loadConversation(again)).trials).toEqual([]);
  await store.saveTrials("b", [trial]);
  await store.saveTrials("b", [trial, trial]);
  await store.saveTrials("b", []);
  const conversation = await store.loadConversation(again);
  expect(conversation.thread).toHaveLength(50);
  expect(conversation.thread.at(-1)).toEqual(fact);
  // Those that failed may be made up for.
  expect(conversation.trials).toEqual([trial]);
  expect(conversation.previous).toEqual(diagnosis("a"));
  expect(await store.appendFact("gone", fact)).toBe(false);
  // What is known of a message is no diagnosis.
  await createPostStore(redis, now).claim("file-1", "parent");
  expect(await store.appendFact("file-1", fact)).toBe(false);
  await store.saveTrials("gone", [trial]);
  await store.saveResult(diagnosis("gone"), failed);
  expect(await listKeys(redis, "*gone*")).toEqual([]);
});

test("a message is claimed once, and the first ts counts", async () => {
  const posts = createPostStore(redis, now);
  expect(await posts.claim("a", "parent")).toEqual({ state: "claimed" });
  expect(await posts.claim("a", "parent")).toEqual({ state: "uncertain", since: time });
  await posts.release("a", "parent");
  expect(await posts.claim("a", "parent")).toEqual({ state: "claimed" });
  expect(await posts.record("a", "parent", "1.1")).toBe("1.1");
  expect(await posts.record("a", "parent", "2.2")).toBe("1.1");
  await posts.release("a", "parent");
  expect(await posts.claim("a", "parent")).toEqual({ state: "posted", ts: "1.1" });
});

test("what was told about something that is no diagnosis is not kept for ever", async () => {
  const posts = createPostStore(redis, now);
  await posts.setShown("file-2", "parent", "warned");
  expect(await redis.ttl("{tlscheck}:diagnosis:file-2")).toBeGreaterThan(29 * 86_400);
});

test("of findings that only another version knew hints are left out, and an error is not told as none", async () => {
  const store = createDiagnosisStore(redis, limits, now);
  await store.open([diagnosis("a")], null);
  const known = { kind: "clock_wrong", severity: "error" };
  const unknown = { kind: "toString", severity: "info" };
  const result = { state: "checked", evidence: { at: 7 }, findings: [unknown, known] };
  await redis.hset("{tlscheck}:diagnosis:a", "result", JSON.stringify(result));
  expect((await store.load("a"))?.result).toEqual({ ...result, findings: [known] });
  const grave = { ...result, findings: [known, { ...unknown, severity: "error" }] };
  await redis.hset("{tlscheck}:diagnosis:a", "result", JSON.stringify(grave));
  expect((await store.load("a"))?.result).toEqual({ state: "failed", at: 7 });
});

test("trials of clients that another version knew are left out", async () => {
  const store = createDiagnosisStore(redis, limits, now);
  await store.open([diagnosis("a")], null);
  const known = { client: "java8" };
  await redis.hset("{tlscheck}:diagnosis:a", "trials", JSON.stringify([{ client: "java_99" }, known]));
  expect((await store.loadConversation(diagnosis("a"))).trials).toEqual([known]);
});
