import type { RedisClient } from "./redis.ts";
import { KEEP_SECONDS, keys } from "./keys.ts";

/** The messages of a diagnosis: the one in the channel, and the one in its thread. */
export type Part = "parent" | "verdict";

/** What is known of a message that must exist once. */
export type Post =
  /** Nobody tried before: send it. */
  | { readonly state: "claimed" }
  /** Somebody began to send it at `since` (ms since 1970) and did not say how it ended. */
  | { readonly state: "uncertain"; readonly since: number }
  | { readonly state: "posted"; readonly ts: string };

export interface PostStore {
  /** Writes down the intent to send before anything is sent. */
  claim(id: string, part: Part): Promise<Post>;
  /** The first to record wins: answers the ts that counts, perhaps another one's. */
  record(id: string, part: Part, ts: string): Promise<string>;
  /** Slack refused for certain: the next attempt need not look whether it was posted. */
  release(id: string, part: Part): Promise<void>;
  /** A digest of what the message showed last; null when that is not known. */
  shown(id: string, part: Part): Promise<string | null>;
  setShown(id: string, part: Part, digest: string | null): Promise<void>;
  /** The answer goes to the asker alone, since the bot is not in the channel. */
  markPrivate(id: string): Promise<void>;
  isPrivate(id: string): Promise<boolean>;
}

const recordScript = `
local known = redis.call("HGET", KEYS[1], ARGV[1])
if known and string.sub(known, 1, 3) == "ts:" then return string.sub(known, 4) end
redis.call("HSET", KEYS[1], ARGV[1], "ts:" .. ARGV[2])
return ARGV[2]
`;

const releaseScript = `
local known = redis.call("HGET", KEYS[1], ARGV[1])
if known and string.sub(known, 1, 3) ~= "ts:" then redis.call("HDEL", KEYS[1], ARGV[1]) end
`;

export function createPostStore(redis: RedisClient, now: () => number): PostStore {
  const field = (part: Part) => `post:${part}`;
  /** What is posted about a file, or said, has no diagnosis whose end it would share. */
  const letExpire = async (key: string) => {
    if ((await redis.ttl(key)) < 0) await redis.expire(key, KEEP_SECONDS);
  };
  return {
    async claim(id, part) {
      const key = keys.diagnosis(id);
      const since = now();
      const claimed = (await redis.hsetnx(key, field(part), `since:${since}`)) === 1;
      await letExpire(key);
      if (claimed) return { state: "claimed" };
      const known = (await redis.hget(key, field(part))) ?? "";
      return known.startsWith("ts:")
        ? { state: "posted", ts: known.slice("ts:".length) }
        : { state: "uncertain", since: Number(known.slice("since:".length)) };
    },
    record: async (id, part, ts) =>
      (await redis.eval(recordScript, 1, keys.diagnosis(id), field(part), ts)) as string,
    async release(id, part) {
      await redis.eval(releaseScript, 1, keys.diagnosis(id), field(part));
    },
    shown: (id, part) => redis.hget(keys.diagnosis(id), `shown:${part}`),
    async setShown(id, part, digest) {
      const key = keys.diagnosis(id);
      if (digest === null) await redis.hdel(key, `shown:${part}`);
      else {
        await redis.hset(key, `shown:${part}`, digest);
        await letExpire(key);
      }
    },
    async markPrivate(id) {
      await redis.hset(keys.diagnosis(id), "private", "1");
    },
    isPrivate: async (id) => (await redis.hexists(keys.diagnosis(id), "private")) === 1,
  };
}
