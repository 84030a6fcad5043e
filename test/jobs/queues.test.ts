import { Worker } from "bullmq";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RedisServer } from "../../src/demo/redis-server.ts";
import { startRedisServer } from "../../src/demo/redis-server.ts";
import type { FollowUpJob, Queues } from "../../src/jobs/queues.ts";
import { FOLLOW_UPS, createQueues } from "../../src/jobs/queues.ts";
import type { RedisClient } from "../../src/store/redis.ts";
import { connectRedis } from "../../src/store/redis.ts";

const PREFIX = "{queues}";
let server: RedisServer;
let redis: RedisClient;
let queues: Queues;
beforeAll(async () => {
  server = await startRedisServer();
  redis = connectRedis(server.url, "worker");
  queues = createQueues(redis, PREFIX, () => undefined);
});
afterAll(async () => {
  await queues.close();
  redis.disconnect();
  await server.close();
});

it("a hundred clicks are one job until it ends, and then the next one counts", async () => {
  const job = (click: string, asked: FollowUpJob["asked"] = "clients"): FollowUpJob => ({
    diagnosisId: "d1",
    asked,
    threadTs: "1.1",
    locale: "en",
    cause: `click:T1:${click}`,
  });
  for (let i = 0; i < 100; i++) await queues.enqueueFollowUp(job(String(i)));
  await queues.enqueueFollowUp(job("100", "bundle"));
  expect((await queues.countJobs())[FOLLOW_UPS]).toMatchObject({ waiting: 2 });
  const done: string[] = [];
  const worker = new Worker<FollowUpJob>(FOLLOW_UPS, async ({ data }) => void done.push(data.cause), {
    connection: redis,
    prefix: PREFIX,
  });
  await expect.poll(() => done).toHaveLength(2);
  await expect.poll(async () => (await queues.countJobs())[FOLLOW_UPS]?.["active"]).toBe(0);
  await queues.enqueueFollowUp(job("101"));
  await expect.poll(() => done).toEqual(["click:T1:0", "click:T1:100", "click:T1:101"]);
  await worker.close();
});
