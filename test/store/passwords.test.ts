import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RedisServer } from "../../src/demo/redis-server.ts";
import { startRedisServer } from "../../src/demo/redis-server.ts";
import { createPasswordVault } from "../../src/store/passwords.ts";
import { seal, unseal } from "../../src/store/sealing.ts";

let server: RedisServer;
let redis: Redis;
beforeAll(async () => {
  server = await startRedisServer();
  redis = new Redis(server.url);
});
afterAll(async () => {
  redis.disconnect();
  await server.close();
});

const key = Buffer.alloc(32, 7);

test("a password is sealed, comes back, and goes by itself", async () => {
  const vault = createPasswordVault(redis, key);
  const id = await vault.save("correct horse");
  const [name = ""] = await redis.keys("*password*");
  expect(await redis.get(name)).not.toContain("correct");
  expect(await redis.ttl(name)).toBeGreaterThan(100);
  expect(await redis.ttl(name)).toBeLessThanOrEqual(120);
  expect(await vault.load(id)).toBe("correct horse");
  await vault.remove(id);
  expect(await vault.load(id)).toBeNull();
});

test("what is sealed opens with its key and name alone", () => {
  const sealed = seal(key, "a", "secret");
  expect(unseal(key, "a", sealed)).toBe("secret");
  expect(() => unseal(key, "b", sealed)).toThrow("Unsupported state or unable to authenticate data");
  expect(() => unseal(Buffer.alloc(32, 8), "a", sealed)).toThrow(
    "Unsupported state or unable to authenticate data",
  );
  expect(seal(key, "a", "secret")).not.toBe(sealed);
});
