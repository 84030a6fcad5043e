import type { Redis } from "ioredis";
import { Cluster } from "ioredis";
import type { RedisClient } from "../../src/store/redis.ts";

export async function emptyRedis(redis: RedisClient): Promise<void> {
  await Promise.all(serversOf(redis).map((server) => server.flushall()));
}

/** @param pattern of KEYS */
export async function listKeys(redis: RedisClient, pattern = "*"): Promise<string[]> {
  return (await Promise.all(serversOf(redis).map((server) => server.keys(pattern)))).flat();
}

/** Bytes. */
export async function usedMemory(redis: RedisClient): Promise<number> {
  const told = await Promise.all(serversOf(redis).map((server) => server.info("memory")));
  return told.reduce((sum, info) => sum + Number(/used_memory:(\d+)/.exec(info)?.[1]), 0);
}

/** Of a cluster every master: such commands go to one of them, whichever. */
function serversOf(redis: RedisClient): Redis[] {
  return redis instanceof Cluster ? redis.nodes("master") : [redis];
}
