import { keys } from "./keys.ts";
import type { Post } from "./posts.ts";
import type { RedisClient } from "./redis.ts";
import { defineScript, runScript } from "./script.ts";
import type { AlertKey } from "./watches.ts";

/** One opening of an alert. */
export interface OpenedAlert extends AlertKey {
  /** ms since 1970. */
  readonly openedAt: number;
}

/** What is posted of an alert: kept beside it, so for as long as it is open and 30 days more. */
export interface AlertPosts {
  load(alert: OpenedAlert, numbers: readonly number[]): Promise<PostedAlert>;
  /** Writes down the intent to send before anything is sent. @throws Error when the alert is forgotten */
  claim(alert: OpenedAlert, number: number): Promise<Post>;
  /** The first to record wins: answers the ts that counts. */
  record(alert: OpenedAlert, number: number, ts: string): Promise<string>;
  /** Slack refused for certain. */
  release(alert: OpenedAlert, number: number): Promise<void>;
  /** The post of this number is the root message from now on, and nothing is known of what it shows. */
  beRoot(alert: OpenedAlert, number: number): Promise<void>;
  /** Somebody deleted the root message. */
  loseRoot(alert: OpenedAlert): Promise<void>;
  /** A digest of what the root message shows. */
  setShown(alert: OpenedAlert, digest: string): Promise<void>;
  /** What up to this number was to be said has been said otherwise. */
  passOver(alert: OpenedAlert, number: number): Promise<void>;
}

export interface PostedAlert {
  /** Which post is the root message. */
  readonly root: number;
  /** Null: it is not there, or not any more. */
  readonly rootTs: string | null;
  /** It was deleted. */
  readonly lost: boolean;
  readonly shown: string | null;
  /** Up to which number all is said; -1 for nothing. */
  readonly said: number;
}

/** KEYS: the alert. ARGV: field, now. Nothing is written where the alert is forgotten. */
const claimScript = defineScript(`
if redis.call("HEXISTS", KEYS[1], "alert") == 0 then return "" end
if redis.call("HSETNX", KEYS[1], ARGV[1], "since:" .. ARGV[2]) == 1 then return "claimed" end
return redis.call("HGET", KEYS[1], ARGV[1])
`);

/** KEYS: the alert. ARGV: field, ts. */
const recordScript = defineScript(`
local known = redis.call("HGET", KEYS[1], ARGV[1])
if known and string.sub(known, 1, 3) == "ts:" then return string.sub(known, 4) end
if redis.call("EXISTS", KEYS[1]) == 1 then redis.call("HSET", KEYS[1], ARGV[1], "ts:" .. ARGV[2]) end
return ARGV[2]
`);

/** KEYS: the alert. ARGV: field. */
const releaseScript = defineScript(`
local known = redis.call("HGET", KEYS[1], ARGV[1])
if known and string.sub(known, 1, 3) ~= "ts:" then redis.call("HDEL", KEYS[1], ARGV[1]) end
`);

/** KEYS: the alert. ARGV: fields and values; an empty one takes the field away. */
const setScript = defineScript(`
if redis.call("EXISTS", KEYS[1]) == 0 then return end
for i = 1, #ARGV, 2 do
  if ARGV[i + 1] == "" then redis.call("HDEL", KEYS[1], ARGV[i])
  else redis.call("HSET", KEYS[1], ARGV[i], ARGV[i + 1]) end
end
`);

export function createAlertPosts(redis: RedisClient, now: () => number): AlertPosts {
  const keyOf = ({ team, channel, subject }: OpenedAlert) => keys.alert(team, channel, subject);
  const field = ({ openedAt }: OpenedAlert, name: string | number) => `post:${openedAt}:${name}`;
  const run = (script: typeof setScript, alert: OpenedAlert, ...values: string[]) =>
    runScript(redis, script, [keyOf(alert)], values);
  return {
    async load(alert, numbers) {
      const names = ["root", "lost", "shown", "passed", ...numbers].map((name) => field(alert, name));
      const [root, lost, shown, passed, ...posted] = await redis.hmget(keyOf(alert), ...names);
      const tsOf = new Map(
        numbers.flatMap((number, index) => {
          const known = posted[index];
          return known?.startsWith("ts:") === true ? [[number, known.slice("ts:".length)] as const] : [];
        }),
      );
      const rootNumber = Number(root ?? numbers[0] ?? 0);
      const isLost = lost === "1";
      // Of many posts the alert itself remembers the newest.
      if (!numbers.includes(rootNumber)) {
        const known = await redis.hget(keyOf(alert), field(alert, rootNumber));
        if (known?.startsWith("ts:") === true) tsOf.set(rootNumber, known.slice("ts:".length));
      }
      return {
        root: rootNumber,
        rootTs: isLost ? null : (tsOf.get(rootNumber) ?? null),
        lost: isLost,
        shown: shown ?? null,
        said: Math.max(-1, Number(passed ?? -1), ...tsOf.keys()),
      };
    },
    async claim(alert, number) {
      const known = String(await run(claimScript, alert, field(alert, number), String(now())));
      if (known === "") throw new Error("the alert is forgotten");
      if (known === "claimed") return { state: "claimed" };
      return known.startsWith("ts:")
        ? { state: "posted", ts: known.slice("ts:".length) }
        : { state: "uncertain", since: Number(known.slice("since:".length)) };
    },
    record: async (alert, number, ts) => String(await run(recordScript, alert, field(alert, number), ts)),
    async release(alert, number) {
      await run(releaseScript, alert, field(alert, number));
    },
    async beRoot(alert, number) {
      const cleared = ["lost", "shown"].flatMap((name) => [field(alert, name), ""]);
      await run(setScript, alert, field(alert, "root"), String(number), ...cleared);
    },
    async loseRoot(alert) {
      await run(setScript, alert, field(alert, "lost"), "1");
    },
    async setShown(alert, digest) {
      await run(setScript, alert, field(alert, "shown"), digest);
    },
    async passOver(alert, number) {
      await run(setScript, alert, field(alert, "passed"), String(number));
    },
  };
}
