import { createHash } from "node:crypto";
import type { RedisClient } from "./redis.ts";

/** Lua that runs in Redis as one step. */
export interface Script {
  readonly lua: string;
  readonly sha1: string;
}

export function defineScript(lua: string): Script {
  return { lua, sha1: createHash("sha1").update(lua).digest("hex") };
}

/** @returns what the script returns; the caller knows its shape. */
export async function runScript(
  redis: RedisClient,
  { lua, sha1 }: Script,
  keys: readonly string[],
  values: readonly (string | number | Buffer)[],
): Promise<unknown> {
  try {
    return await redis.evalsha(sha1, keys.length, ...keys, ...values);
  } catch (error) {
    // A Redis that was started anew does not know it yet.
    if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
    return redis.eval(lua, keys.length, ...keys, ...values);
  }
}
