import type { RedisClient } from "./redis.ts";
import type { Concern } from "../watches/alert.ts";
import type { ChannelKey, ListedWatch } from "../watches/channel.ts";
import type { Watch } from "../watches/watched.ts";
import { watchedId } from "../watches/watched.ts";
import { nextDigestAt } from "../watches/quiet-hours.ts";
import { concernFunctions, encodeConcern } from "./concerns.ts";
import { dueFunctions, dueKeys } from "./due.ts";
import { keys } from "./keys.ts";
import { defineScript, runScript } from "./script.ts";
import { channelFields, defaultSettings, encodeChannel } from "./watch-channels.ts";
import { DUE_ALERTS, DUE_DIGESTS, DUE_WATCHED, formatAlertKey } from "./watch-queues.ts";
import { decodeWatch, encodeChange, encodeWatch, watchFunctions } from "./watch-record.ts";
import { decodeWatched, encodeUploaded, formatPlace, recordFunctions } from "./watched-record.ts";
import type { WatchStore } from "./watches.ts";

export const MAX_PER_CHANNEL = 2_000;
export const MAX_PER_TEAM = 20_000;
/** Redis does nothing else while a script runs. */
const AT_ONCE = 200;
/** Each time a look was faster. */
const MAX_ATTEMPTS = 20;

/** All or nothing. KEYS: the team's channels, its count, the channel's watches, due watched and leases, due digests and leases,
 *  then what is watched. ARGV: now, limit of the channel, limit of the team, place, when the digest is due, then the channel's
 *  fields with their values as far as they are not there, `-`, and for each: id, watch, change, certificate.
 *  Answers { "channel" | "team", count } or { "added", ids… , "known", ids… }. */
const addScript = defineScript(`${dueFunctions}${recordFunctions}${watchFunctions}
local first = 6
while ARGV[first] ~= "-" do first = first + 2 end
local added, known, isNew = {}, {}, {}
for i = 8, #KEYS do
  local id = ARGV[first + 1 + (i - 8) * 4]
  isNew[i] = redis.call("HEXISTS", KEYS[3], id) == 0
  local list = isNew[i] and added or known
  list[#list + 1] = id
end
local inChannel = redis.call("HLEN", KEYS[3]) + #added
if #added > 0 and inChannel > tonumber(ARGV[2]) then return { "channel", inChannel } end
local inTeam = tonumber(redis.call("GET", KEYS[2]) or "0") + #added
if #added > 0 and inTeam > tonumber(ARGV[3]) then return { "team", inTeam } end
for i = 6, first - 1, 2 do redis.call("HSETNX", KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call("INCRBY", KEYS[2], #added)
for i = 8, #KEYS do
  local at = first + 1 + (i - 8) * 4
  local id, watch, change, certificate = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  if not isNew[i] then watch = changeWatch(redis.call("HGET", KEYS[3], id), change) end
  redis.call("HSET", KEYS[3], id, watch)
  redis.call("SET", KEYS[i], addPlace(redis.call("GET", KEYS[i]) or ("\\n" .. certificate .. "\\n"), ARGV[4]))
  schedule(KEYS[4], KEYS[5], id, ARGV[1])
end
if ARGV[5] ~= "" then schedule(KEYS[6], KEYS[7], ARGV[4], ARGV[5]) end
table.insert(added, 1, "added")
added[#added + 1] = "known"
for _, id in ipairs(known) do added[#added + 1] = id end
return added
`);

/** KEYS: the channel's watches, what is watched …; due watched and leases come last. ARGV: now, then for each id and change.
 *  Answers the ids. */
const changeScript = defineScript(`${dueFunctions}${watchFunctions}
local changed = {}
for i = 2, #ARGV, 2 do
  local watch = redis.call("HGET", KEYS[1], ARGV[i])
  if watch then
    redis.call("HSET", KEYS[1], ARGV[i], changeWatch(watch, ARGV[i + 1]))
    schedule(KEYS[2], KEYS[3], ARGV[i], ARGV[1])
    changed[#changed + 1] = ARGV[i]
  end
end
return changed
`);

/** One watch. KEYS: the team's count, the channel's watches, what is watched, the channel's concerned, due watched and leases,
 *  due alerts and leases, then the alerts that it has troubles in. ARGV: now, id, place, the subjects as `concerned` says them
 *  ("" for none), the concern that is left, then keys of those alerts.
 *  Answers 1, 0 when it is not watched, -1 when it has troubles in other alerts by now. */
const removeScript = defineScript(`${dueFunctions}${recordFunctions}${concernFunctions}
local id = ARGV[2]
if redis.call("HEXISTS", KEYS[2], id) == 0 then return 0 end
if (redis.call("HGET", KEYS[4], id) or "") ~= ARGV[4] then return -1 end
redis.call("HDEL", KEYS[2], id)
redis.call("HDEL", KEYS[4], id)
if redis.call("DECR", KEYS[1]) <= 0 then redis.call("DEL", KEYS[1]) end
local record = redis.call("GET", KEYS[3])
local left = record and removePlace(record, ARGV[3])
if left then redis.call("SET", KEYS[3], left) else
  redis.call("DEL", KEYS[3])
  cancel(KEYS[5], KEYS[6], id)
end
for i = 9, #KEYS do
  if putConcern(KEYS[i], id, ARGV[5]) then schedule(KEYS[7], KEYS[8], ARGV[i - 3], ARGV[1]) end
end
return 1
`);

type WatchList = Pick<WatchStore, "addWatches" | "removeWatches" | "changeWatches" | "listWatches">;

export function createWatchList(redis: RedisClient, now: () => number): WatchList {
  const remove = async (key: ChannelKey, id: string): Promise<boolean> => {
    const { team, channel } = key;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const concerned = (await redis.hget(keys.concerned(team, channel), id)) ?? "";
      const subjects = concerned.split(" ").filter(Boolean);
      const concern: Concern = {
        watched: id,
        troubles: [],
        replaced: null,
        unwatched: true,
        owner: null,
        runbook: null,
        days: null,
      };
      const removed = await runScript(
        redis,
        removeScript,
        [
          keys.watchCount(team),
          keys.watches(team, channel),
          keys.watched(id),
          keys.concerned(team, channel),
          ...dueKeys(DUE_WATCHED),
          ...dueKeys(DUE_ALERTS),
          ...subjects.map((subject) => keys.alert(team, channel, subject)),
        ],
        [
          now(),
          id,
          formatPlace(key),
          concerned,
          encodeConcern(concern),
          ...subjects.map((subject) => formatAlertKey({ ...key, subject })),
        ],
      );
      if (removed !== -1) return removed === 1;
    }
    throw new Error(`the alerts of a watch changed ${MAX_ATTEMPTS} times while it was removed`);
  };

  return {
    async addWatches({ timeZone, ...who }, watches) {
      const { team, channel, enterprise, addedBy } = who;
      const given = new Map(watches.map((watch) => [watchedId(watch.watched), watch]));
      const settings = defaultSettings(timeZone);
      const at = now();
      const [field, settingsField] = channelFields(channel);
      if (enterprise !== null) await redis.sadd(keys.watchingTeams(enterprise), team);
      const answer = (await runScript(
        redis,
        addScript,
        [
          keys.watching(team),
          keys.watchCount(team),
          keys.watches(team, channel),
          ...dueKeys(DUE_WATCHED),
          ...dueKeys(DUE_DIGESTS),
          ...[...given.keys()].map((id) => keys.watched(id)),
        ],
        [
          at,
          MAX_PER_CHANNEL,
          MAX_PER_TEAM,
          formatPlace(who),
          nextDigestAt(settings, at) ?? "",
          field,
          encodeChannel(who),
          settingsField,
          JSON.stringify(settings),
          "-",
          ...[...given].flatMap(([id, watch]) => [
            id,
            encodeWatch(watch, addedBy, at),
            encodeChange(watch),
            encodeUploaded(watch.watched),
          ]),
        ],
      )) as string[];
      const [outcome] = answer;
      if (outcome === "channel" || outcome === "team") {
        const limit = outcome === "channel" ? MAX_PER_CHANNEL : MAX_PER_TEAM;
        return { scope: outcome, count: Number(answer[1]), limit };
      }
      const end = answer.indexOf("known", 1);
      return { added: answer.slice(1, end), known: answer.slice(end + 1) };
    },

    async removeWatches(key, ids) {
      const removed: string[] = [];
      for (const part of inParts([...new Set(ids)])) {
        const outcomes = await Promise.all(part.map((id) => remove(key, id)));
        removed.push(...part.filter((_id, index) => outcomes[index]));
      }
      return removed;
    },

    async changeWatches({ team, channel }, ids, change) {
      const changed: string[] = [];
      for (const part of inParts(ids)) {
        const done = await runScript(
          redis,
          changeScript,
          [keys.watches(team, channel), ...dueKeys(DUE_WATCHED)],
          [now(), ...part.flatMap((id) => [id, encodeChange(change)])],
        );
        changed.push(...(done as string[]));
      }
      return changed;
    },

    async listWatches(key) {
      const { team, channel } = key;
      const stored = Object.entries(await redis.hgetall(keys.watches(team, channel)));
      const listed: ListedWatch[] = [];
      for (const part of inParts(stored)) {
        const records = await redis.mgetBuffer(part.map(([id]) => keys.watched(id)));
        for (const [index, [id, packed]] of part.entries()) {
          const watch: Watch | null = decodeWatch(key, id, packed);
          const record = decodeWatched(id, records[index]);
          if (watch !== null && record !== null)
            listed.push({ watch, watched: record.watched, state: record.state });
        }
      }
      return listed;
    },
  };
}

export function inParts<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, part) =>
    all.slice(part * AT_ONCE, (part + 1) * AT_ONCE),
  );
}
