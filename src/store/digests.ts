import type { RedisClient } from "./redis.ts";
import { createDue } from "./due.ts";
import { DUE_DIGESTS } from "./watch-queues.ts";
import { formatPlace, parsePlace } from "./watched-record.ts";
import type { WatchStore } from "./watches.ts";

/** Whose digest is due: an id is a channel's place. */
export function createDigests(
  redis: RedisClient,
  now: () => number,
): Pick<WatchStore, "takeDueDigests" | "finishDigest"> {
  const due = createDue(redis, DUE_DIGESTS, now);
  return {
    takeDueDigests: async (limit) =>
      (await due.take(limit)).map(({ id, lease }) => ({ channel: parsePlace(id), lease })),
    async finishDigest(channel, lease, nextAt) {
      await due.finish(formatPlace(channel), lease, nextAt);
    },
  };
}
