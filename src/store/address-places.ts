import { randomUUID } from "node:crypto";
import type { RedisClient } from "./redis.ts";
import { keys } from "./keys.ts";
import { defineScript, runScript } from "./script.ts";

/** Connections at a time to one address, from all workers together. */
export const ADDRESS_CONCURRENCY = 8;
/** A connection that never reported its end stops counting. */
const PLACE_MS = 20_000;

/** Places at an address: who connects has one. */
export interface AddressPlaces {
  /** Null when all are taken; else gives it back. */
  enter(address: string): Promise<(() => void) | null>;
}

/** KEYS: the address. ARGV: now, end of the place, token, how many. */
const enterScript = defineScript(`
if redis.call("ZCARD", KEYS[1]) >= tonumber(ARGV[4]) then
  redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", ARGV[1])
  if redis.call("ZCARD", KEYS[1]) >= tonumber(ARGV[4]) then return 0 end
end
redis.call("ZADD", KEYS[1], ARGV[2], ARGV[3])
redis.call("PEXPIRE", KEYS[1], ${PLACE_MS})
return 1
`);

export function createAddressPlaces(
  redis: RedisClient,
  now: () => number,
  onError: (error: unknown) => void,
): AddressPlaces {
  const own = randomUUID().slice(0, 8);
  let count = 0;
  return {
    async enter(address) {
      const key = keys.busy(address);
      const at = now();
      count += 1;
      const token = `${own}${count}`;
      const values = [at, at + PLACE_MS, token, ADDRESS_CONCURRENCY];
      if ((await runScript(redis, enterScript, [key], values)) !== 1) return null;
      return () => {
        redis.zrem(key, token).catch(onError);
      };
    },
  };
}
