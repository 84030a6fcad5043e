import type { RedisClient } from "./redis.ts";
import type { ChannelKey, WatchSettings, WatchingChannel } from "../watches/channel.ts";
import { nextDigestAt } from "../watches/quiet-hours.ts";
import { dueFunctions, dueKeys } from "./due.ts";
import { keys } from "./keys.ts";
import { parseJson } from "./parse-json.ts";
import { defineScript, runScript } from "./script.ts";
import { DUE_ALERTS, DUE_DIGESTS, DUE_WATCHED, formatAlertKey } from "./watch-queues.ts";
import { formatPlace } from "./watched-record.ts";
import type { WatchStore } from "./watches.ts";

/** Of a channel that nobody has set up. */
export function defaultSettings(timeZone: string): WatchSettings {
  return { timeZone, quietHours: null, digest: "weekly", days: null };
}

/** Three fields of the team's hash for each channel: who it is, its settings, and why it is paused. */
export const channelFields = (channel: string) =>
  [channel, `${channel}:settings`, `${channel}:paused`] as const;

type Stored = Pick<WatchingChannel, "enterprise" | "locale" | "addedBy">;

export function encodeChannel({ enterprise, locale, addedBy }: Stored): string {
  return JSON.stringify({ enterprise, locale, addedBy } satisfies Stored);
}

/** Null for what is not there or cannot be read. @param values of `channelFields` */
export function decodeChannel(
  { team, channel }: ChannelKey,
  [stored, settings, paused]: readonly (string | null | undefined)[],
): WatchingChannel | null {
  if (stored == null || settings == null) return null;
  const who = parseJson(stored) as Stored | null;
  const wishes = parseJson(settings) as WatchSettings | null;
  if (who === null || wishes === null) return null;
  return {
    team,
    channel,
    ...who,
    settings: wishes,
    paused: paused == null ? null : (parseJson(paused) as WatchingChannel["paused"]),
  };
}

/** KEYS: the team's channels, the channel's watches, its alerts, due watched and leases, due alerts and leases.
 *  ARGV: now, field of `paused`, prefix of alert keys. */
const resumeScript = defineScript(`${dueFunctions}
if redis.call("HDEL", KEYS[1], ARGV[2]) == 0 then return 0 end
for _, id in ipairs(redis.call("HKEYS", KEYS[2])) do schedule(KEYS[4], KEYS[5], id, ARGV[1]) end
for _, subject in ipairs(redis.call("ZRANGE", KEYS[3], 0, -1)) do
  schedule(KEYS[6], KEYS[7], ARGV[3] .. subject, ARGV[1])
end
return 1
`);

/** As above; with new settings in the place of the pause, and digests behind. ARGV: now, field of the settings, prefix of alert
 *  keys, settings, the channel's field, its place, when the digest is due ("" for never), whether to look again. */
const settingsScript = defineScript(`${dueFunctions}
if redis.call("HEXISTS", KEYS[1], ARGV[5]) == 0 then return 0 end
redis.call("HSET", KEYS[1], ARGV[2], ARGV[4])
if ARGV[8] == "1" then
  for _, id in ipairs(redis.call("HKEYS", KEYS[2])) do schedule(KEYS[4], KEYS[5], id, ARGV[1]) end
end
for _, subject in ipairs(redis.call("ZRANGE", KEYS[3], 0, -1)) do
  schedule(KEYS[6], KEYS[7], ARGV[3] .. subject, ARGV[1])
end
cancel(KEYS[8], KEYS[9], ARGV[6])
if ARGV[7] ~= "" then schedule(KEYS[8], KEYS[9], ARGV[6], ARGV[7]) end
return 1
`);

export type WatchChannels = Pick<
  WatchStore,
  "listWatchingChannels" | "loadWatchingChannel" | "saveWatchSettings" | "pauseWatches" | "resumeWatches"
>;

export function createWatchChannels(redis: RedisClient, now: () => number): WatchChannels {
  const load = async (key: ChannelKey) =>
    decodeChannel(key, await redis.hmget(keys.watching(key.team), ...channelFields(key.channel)));
  const keysOf = ({ team, channel }: ChannelKey) => [
    keys.watching(team),
    keys.watches(team, channel),
    keys.alerts(team, channel),
    ...dueKeys(DUE_WATCHED),
    ...dueKeys(DUE_ALERTS),
  ];
  return {
    async listWatchingChannels(team) {
      const stored = await redis.hgetall(keys.watching(team));
      return Object.keys(stored)
        .filter((field) => !field.includes(":"))
        .flatMap((channel) => {
          const values = channelFields(channel).map((field) => stored[field]);
          return decodeChannel({ team, channel }, values) ?? [];
        });
    },

    loadWatchingChannel: load,

    async saveWatchSettings(key, settings) {
      const before = await load(key);
      if (before === null) return false;
      const [field, settingsField] = channelFields(key.channel);
      const at = now();
      const isOtherDays = JSON.stringify(before.settings.days) !== JSON.stringify(settings.days);
      const saved = await runScript(
        redis,
        settingsScript,
        [...keysOf(key), ...dueKeys(DUE_DIGESTS)],
        [
          at,
          settingsField,
          formatAlertKey({ ...key, subject: "" }),
          JSON.stringify(settings),
          field,
          formatPlace(key),
          nextDigestAt(settings, at) ?? "",
          isOtherDays ? 1 : 0,
        ],
      );
      return saved === 1;
    },

    async pauseWatches({ team, channel }, reason) {
      const [field, , pausedField] = channelFields(channel);
      // Nobody takes a channel away but who takes the whole team away.
      if ((await redis.hexists(keys.watching(team), field)) === 0) return false;
      const paused: WatchingChannel["paused"] = { at: now(), reason };
      return (await redis.hsetnx(keys.watching(team), pausedField, JSON.stringify(paused))) === 1;
    },

    async resumeWatches(key) {
      const [, , pausedField] = channelFields(key.channel);
      const resumed = await runScript(redis, resumeScript, keysOf(key), [
        now(),
        pausedField,
        formatAlertKey({ ...key, subject: "" }),
      ]);
      return resumed === 1;
    },
  };
}
