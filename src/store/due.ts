import type { RedisClient } from "./redis.ts";
import { keys } from "./keys.ts";
import { defineScript, runScript } from "./script.ts";

/** Who takes a turn and does not finish it within this time loses it to another. */
export const LEASE_MS = 30_000;

/** Whose turn it is. Nothing is scanned: each step costs O(log n). */
export interface Due {
  /** Takes up to `limit` of those whose time has come, the longest overdue first, for LEASE_MS. */
  take(limit: number): Promise<Turn[]>;
  /** Its turn comes at `at` (ms since 1970), or before if it would have come before. What is taken now comes again then. */
  schedule(id: string, at: number): Promise<void>;
  /** False: the turn was lost to another, and nothing happens. @param nextAt null: when it is scheduled again */
  finish(id: string, lease: number, nextAt: number | null): Promise<boolean>;
  cancel(id: string): Promise<void>;
  measure(): Promise<DueMeasure>;
}

export interface Turn {
  readonly id: string;
  readonly lease: number;
}

export interface DueMeasure {
  /** Scheduled or taken. */
  readonly count: number;
  /** How long the first in line has waited, in ms; 0 when nobody waits. */
  readonly lagMs: number;
}

/** A sorted set of ids by the time of their turn, which for what is taken is the end of the lease; and a hash of who is taken:
 *  the lease, and when it is due again. For scripts of others, too. */
export const dueFunctions = `
local function schedule(due, leases, id, at)
  local held = redis.call("HGET", leases, id)
  if not held then
    redis.call("ZADD", due, "LT", at, id)
    return
  end
  local lease, again = string.match(held, "^(%d+) ?(%d*)$")
  if again == "" or tonumber(at) < tonumber(again) then redis.call("HSET", leases, id, lease .. " " .. at) end
end
local function holds(leases, id, lease)
  local held = redis.call("HGET", leases, id)
  return held and string.match(held, "^%d+") == lease
end
local function finish(due, leases, id, nextAt)
  local again = string.match(redis.call("HGET", leases, id), " (%d+)$")
  redis.call("HDEL", leases, id)
  if again and (nextAt == "" or tonumber(again) < tonumber(nextAt)) then nextAt = again end
  if nextAt == "" then redis.call("ZREM", due, id) else redis.call("ZADD", due, nextAt, id) end
end
local function cancel(due, leases, id)
  redis.call("ZREM", due, id)
  redis.call("HDEL", leases, id)
end
`;

/** KEYS: due, leases, turns. ARGV: now, end of the lease, limit. */
const takeScript = defineScript(`
local ids = redis.call("ZRANGEBYSCORE", KEYS[1], "-inf", ARGV[1], "LIMIT", 0, ARGV[3])
local taken = {}
for _, id in ipairs(ids) do
  local lease = redis.call("INCR", KEYS[3])
  redis.call("HSET", KEYS[2], id, lease)
  redis.call("ZADD", KEYS[1], ARGV[2], id)
  taken[#taken + 1] = id
  taken[#taken + 1] = tostring(lease)
end
return taken
`);

/** KEYS: due, leases. ARGV: id, at. */
const scheduleScript = defineScript(`${dueFunctions} schedule(KEYS[1], KEYS[2], ARGV[1], ARGV[2])`);

/** KEYS: due, leases. ARGV: id, lease, next. */
const finishScript = defineScript(`${dueFunctions}
if not holds(KEYS[2], ARGV[1], ARGV[2]) then return 0 end
finish(KEYS[1], KEYS[2], ARGV[1], ARGV[3])
return 1
`);

/** KEYS: due, leases. ARGV: id. */
const cancelScript = defineScript(`${dueFunctions} cancel(KEYS[1], KEYS[2], ARGV[1])`);

/** @param queue names it, for all who share the Redis */
export function createDue(redis: RedisClient, queue: string, now: () => number): Due {
  const names = dueKeys(queue);
  return {
    async take(limit) {
      const at = now();
      const taken = (await runScript(
        redis,
        takeScript,
        [...names, keys.dueTurns(queue)],
        [at, at + LEASE_MS, limit],
      )) as string[];
      return taken.flatMap((id, index) => (index % 2 === 0 ? [{ id, lease: Number(taken[index + 1]) }] : []));
    },
    async schedule(id, at) {
      await runScript(redis, scheduleScript, names, [id, Math.round(at)]);
    },
    finish: async (id, lease, nextAt) =>
      (await runScript(redis, finishScript, names, [id, lease, formatTime(nextAt)])) === 1,
    async cancel(id) {
      await runScript(redis, cancelScript, names, [id]);
    },
    async measure() {
      const [due] = names;
      const [count, first] = await Promise.all([redis.zcard(due), redis.zrange(due, "0", "0", "WITHSCORES")]);
      const since = first[1] === undefined ? now() : Number(first[1]);
      return { count, lagMs: Math.max(0, now() - since) };
    },
  };
}

/** Two of them: what `dueFunctions` take. */
export function dueKeys(queue: string): readonly [due: string, leases: string] {
  return [keys.due(queue), keys.dueLeases(queue)];
}

/** As the scripts take it: whole, and nothing for never. */
export function formatTime(at: number | null): string {
  return at === null ? "" : String(Math.round(at));
}
