import { Cluster } from "ioredis";
import type { RedisClient } from "../../src/store/redis.ts";

/** Of a cluster, every master. */
export async function emptyRedis(redis: RedisClient): Promise<void> {
  const servers = redis instanceof Cluster ? redis.nodes("master") : [redis];
  await Promise.all(servers.map((server) => server.flushall()));
}
