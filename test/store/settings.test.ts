import { afterAll, beforeAll, expect, it } from "vitest";
import type { RedisServer } from "../../src/demo/redis-server.ts";
import { startRedisServer } from "../../src/demo/redis-server.ts";
import type { RedisClient } from "../../src/store/redis.ts";
import { connectRedis } from "../../src/store/redis.ts";
import { createSettingsStore } from "../../src/store/settings.ts";

let server: RedisServer;
let redis: RedisClient;
beforeAll(async () => {
  server = await startRedisServer();
  redis = connectRedis(server.url, "worker");
});
afterAll(async () => {
  redis.disconnect();
  await server.close();
});

it("keeps the language of a channel, for that channel of that team alone, and answers what it was", async () => {
  const settings = createSettingsStore(redis);
  expect(await settings.loadLocale("T1", "C1")).toBeNull();
  expect(await settings.saveLocale("T1", "C1", "ko")).toBeNull();
  expect(await settings.loadLocale("T1", "C1")).toBe("ko");
  expect(await settings.loadLocale("T2", "C1")).toBeNull();
  expect(await settings.loadLocale("T1", "C2")).toBeNull();
  expect(await settings.saveLocale("T1", "C1", "ja")).toBe("ko");
  expect(await settings.saveLocale("T1", "C1", null)).toBe("ja");
  expect(await settings.loadLocale("T1", "C1")).toBeNull();
});

it("forgets a team that took the app away, and no other", async () => {
  const settings = createSettingsStore(redis);
  await settings.saveLocale("T1", "C1", "ko");
  await settings.saveLocale("T2", "C1", "de");
  await settings.forget("T1");
  expect(await settings.loadLocale("T1", "C1")).toBeNull();
  expect(await settings.loadLocale("T2", "C1")).toBe("de");
});
