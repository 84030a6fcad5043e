import { afterAll, beforeAll, expect, it } from "vitest";
import type { RedisServer } from "../src/demo/redis-server.ts";
import { startRedisServer } from "../src/demo/redis-server.ts";
import { createQueues } from "../src/jobs/queues.ts";
import type { Queues } from "../src/jobs/queues.ts";
import { createDiagnosisStore } from "../src/store/diagnoses.ts";
import type { RedisClient } from "../src/store/redis.ts";
import { connectRedis } from "../src/store/redis.ts";
import { createBringIn } from "../src/thread-facts.ts";
import { diagnosis, evidence } from "./support/evidence.ts";

let server: RedisServer;
let redis: RedisClient;
let queues: Queues;
beforeAll(async () => {
  server = await startRedisServer();
  redis = connectRedis(server.url, "worker");
  queues = createQueues(redis, "{facts}", () => undefined);
});
afterAll(async () => {
  await queues.close();
  redis.disconnect();
  await server.close();
});

it("adds a fact to the diagnoses of its channel, whatever ids another app wrote into a message there", async () => {
  const store = createDiagnosisStore(redis, { perUser: 5, perChannel: 5 }, () => 1_000);
  const here = diagnosis(evidence());
  const elsewhere = { ...here, id: "elsewhere", origin: { ...here.origin, channel: "C-ELSEWHERE" } };
  await store.open([here], null);
  await store.open([elsewhere], null);
  const fact = { source: "pasted_key", matches: true } as const;
  await createBringIn(store, queues)([here.id, "elsewhere", "none"], fact, "event:1", here.origin.channel);
  expect((await store.loadConversation(here)).thread).toEqual([fact]);
  expect((await store.loadConversation(elsewhere)).thread).toEqual([]);
});
