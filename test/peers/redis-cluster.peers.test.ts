import { afterAll, beforeAll, describe, vi } from "vitest";
import type { RedisCluster } from "../support/redis-cluster.ts";
import { startRedisCluster } from "../support/redis-cluster.ts";

/** A cluster refuses a script or a transaction whose keys are not in one slot: what the stores' own tests do, with three masters. */
const place = vi.hoisted(() => ({ url: "" }));
vi.mock("../../src/demo/redis-server.ts", () => ({
  startRedisServer: () => ({ url: place.url, close: () => undefined }),
}));

let cluster: RedisCluster;
beforeAll(async () => {
  cluster = await startRedisCluster();
  place.url = cluster.url;
});
afterAll(() => cluster.close());

describe("diagnoses", async () => void (await import("../store/diagnoses.test.ts")));
describe("settings", async () => void (await import("../store/settings.test.ts")));
describe("queues", async () => void (await import("../jobs/queues.test.ts")));
describe("what is due", async () => void (await import("../store/due.test.ts")));
describe("watches", async () => void (await import("../store/watches.test.ts")));
