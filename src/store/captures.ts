import type { RedisClient } from "./redis.ts";
import type { CaptureRecord } from "../report/capture-record.ts";
import { KEEP_SECONDS, keys } from "./keys.ts";

/** What was read in captures: findings and summaries, never packets. */
export interface CaptureStore {
  save(record: CaptureRecord): Promise<void>;
  /** Null when it is too old. */
  load(id: string): Promise<CaptureRecord | null>;
}

export function createCaptureStore(redis: RedisClient): CaptureStore {
  return {
    async save(record) {
      await redis.set(keys.capture(record.id), JSON.stringify(record), "EX", KEEP_SECONDS);
    },
    async load(id) {
      const kept = await redis.get(keys.capture(id));
      return kept === null ? null : (JSON.parse(kept) as CaptureRecord);
    },
  };
}
