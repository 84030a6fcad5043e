import type { RedisClient } from "./redis.ts";
import type { ChannelKey, WatchingChannel } from "../watches/channel.ts";
import type { WatchedCertificate } from "../watches/watched.ts";
import type { Replacement } from "../watches/watched-state.ts";
import { concernFunctions, encodeConcern } from "./concerns.ts";
import type { Turn } from "./due.ts";
import { createDue, dueFunctions, dueKeys } from "./due.ts";
import { keys } from "./keys.ts";
import { defineScript, runScript } from "./script.ts";
import { channelFields, decodeChannel } from "./watch-channels.ts";
import { DUE_ALERTS, DUE_WATCHED, formatAlertKey } from "./watch-queues.ts";
import { decodeWatch } from "./watch-record.ts";
import { decodeCertificate, encodeCertificate, encodeState } from "./watched-codec.ts";
import type { WatchedRecord } from "./watched-record.ts";
import { decodeWatched, recordFunctions } from "./watched-record.ts";
import type { DueWatched, WatchStore } from "./watches.ts";

/** Of a channel: the newest, and as far back as anybody asks. */
const MAX_REPLACEMENTS = 100;
/** Of a channel, open or not: more than can be read. Servers that serve another bad certificate each time have no end. */
const MAX_ALERTS = 5_000;
const KEEP_REPLACEMENTS_SECONDS = 35 * 24 * 60 * 60;
const UNREADABLE_MS = 60 * 60 * 1_000;

/** KEYS: what is watched, due watched and leases, due alerts and leases; for each concern the channel's watches, its alerts,
 *  its concerned, the alert; for each replacement the channel's watches and replacements.
 *  ARGV: id, lease, state, when it is due again, now, number of concerns; for each of them key of the alert, subject, concern; each
 *  replacement. Answers 0 when the turn was lost. */
const saveScript = defineScript(`${dueFunctions}${recordFunctions}${concernFunctions}
local id = ARGV[1]
if not holds(KEYS[3], id, ARGV[2]) then return 0 end
local record = redis.call("GET", KEYS[1])
if not record then
  cancel(KEYS[2], KEYS[3], id)
  return 0
end
redis.call("SET", KEYS[1], replaceState(record, ARGV[3]))
local function hasRoom(alerts, alert)
  if redis.call("EXISTS", alert) == 1 or redis.call("ZCARD", alerts) < ${MAX_ALERTS} then return true end
  redis.call("ZREMRANGEBYSCORE", alerts, "-inf", ARGV[5])
  return redis.call("ZCARD", alerts) < ${MAX_ALERTS}
end
local concerns = tonumber(ARGV[6])
for i = 0, concerns - 1 do
  local watches, alerts, concerned, alert = unpack(KEYS, 6 + i * 4, 9 + i * 4)
  local key, subject, concern = unpack(ARGV, 7 + i * 3, 9 + i * 3)
  -- A watch that was taken away meanwhile has left its alerts already.
  if redis.call("HEXISTS", watches, id) == 1 and hasRoom(alerts, alert) then
    noteSubject(concerned, id, subject, concern)
    if putConcern(alert, id, concern) then
      redis.call("ZADD", alerts, "NX", "+inf", subject)
      schedule(KEYS[4], KEYS[5], key, ARGV[5])
    end
  end
end
for i = 0, (#KEYS - 5 - concerns * 4) / 2 - 1 do
  local watches, replaced = unpack(KEYS, 6 + concerns * 4 + i * 2, 7 + concerns * 4 + i * 2)
  if redis.call("HEXISTS", watches, id) == 1 then
    redis.call("LPUSH", replaced, ARGV[7 + concerns * 3 + i])
    redis.call("LTRIM", replaced, 0, ${MAX_REPLACEMENTS - 1})
    redis.call("EXPIRE", replaced, ${KEEP_REPLACEMENTS_SECONDS})
  end
end
finish(KEYS[2], KEYS[3], id, ARGV[4])
return 1
`);

type Looks = Pick<
  WatchStore,
  "takeDueWatched" | "saveLook" | "postponeLook" | "listReplacements" | "measureWatched"
>;

export function createLooks(redis: RedisClient, now: () => number): Looks {
  const due = createDue(redis, DUE_WATCHED, now);

  /** Nobody watches it who could be told: when that changes, it is scheduled. What only another version can read waits for that. */
  const leaveOut = async ({ id, lease }: Turn, isUnreadable: boolean) => {
    await due.finish(id, lease, isUnreadable ? now() + UNREADABLE_MS : null);
  };

  return {
    async takeDueWatched(limit) {
      const turns = await due.take(limit);
      if (turns.length === 0) return [];
      const records = await redis.mgetBuffer(turns.map(({ id }) => keys.watched(id)));
      const known = turns.map((turn, index) => ({
        turn,
        record: decodeWatched(turn.id, records[index]),
      }));
      const places = known.flatMap(({ turn, record }) =>
        (record?.channels ?? []).map((channel) => ({ id: turn.id, channel })),
      );
      const [channels, watches] = await Promise.all([
        loadChannels(
          redis,
          places.map(({ channel }) => channel),
        ),
        Promise.all(
          places.map(({ id, channel }) => redis.hget(keys.watches(channel.team, channel.channel), id)),
        ),
      ]);
      const packed = new Map(
        places.map(({ id, channel }, index) => [`${channel.team}/${channel.channel}/${id}`, watches[index]]),
      );
      const looks: DueWatched[] = [];
      for (const [index, { turn, record }] of known.entries()) {
        const active = record === null ? null : listActive(turn.id, record, channels, packed);
        if (record === null || active === null || active.length === 0)
          await leaveOut(turn, records[index] !== null && (record === null || active === null));
        else
          looks.push({
            id: turn.id,
            watched: record.watched,
            state: record.state,
            watches: active,
            lease: turn.lease,
          });
      }
      return looks;
    },

    async saveLook({ id, lease }, { state, concerns, replacements, nextAt }) {
      const saved = await runScript(
        redis,
        saveScript,
        [
          keys.watched(id),
          ...dueKeys(DUE_WATCHED),
          ...dueKeys(DUE_ALERTS),
          ...concerns.flatMap(({ key: { team, channel, subject } }) => [
            keys.watches(team, channel),
            keys.alerts(team, channel),
            keys.concerned(team, channel),
            keys.alert(team, channel, subject),
          ]),
          ...replacements.flatMap(({ channel: { team, channel } }) => [
            keys.watches(team, channel),
            keys.replaced(team, channel),
          ]),
        ],
        [
          id,
          lease,
          encodeState(state),
          Math.round(nextAt),
          now(),
          concerns.length,
          ...concerns.flatMap(({ key, concern }) => [
            formatAlertKey(key),
            key.subject,
            encodeConcern(concern),
          ]),
          ...replacements.map(({ replacement }) => encodeReplacement(replacement)),
        ],
      );
      return saved === 1;
    },

    async postponeLook({ id, lease }, at) {
      await due.finish(id, lease, at);
    },

    async listReplacements({ team, channel }, since) {
      const stored = await redis.lrange(keys.replaced(team, channel), 0, -1);
      return stored
        .flatMap((text) => decodeReplacement(text) ?? [])
        .filter(({ at }) => at >= since)
        .toSorted((a, b) => b.at - a.at);
    },

    measureWatched: () => due.measure(),
  };
}

/** Null: none of those who watch it can be read. */
function listActive(
  id: string,
  { channels }: WatchedRecord,
  known: ReadonlyMap<string, WatchingChannel | null>,
  packed: ReadonlyMap<string, string | null | undefined>,
): DueWatched["watches"] | null {
  let unreadable = 0;
  const active = channels.flatMap((channel) => {
    const place = `${channel.team}/${channel.channel}`;
    const watching = known.get(place);
    const watch = packed.get(`${place}/${id}`);
    if (watching === undefined || watch == null) return [];
    const read = decodeWatch(channel, id, watch);
    if (watching === null || read === null) unreadable += 1;
    return watching === null || watching.paused !== null || read === null
      ? []
      : { watch: read, settings: watching.settings };
  });
  return active.length === 0 && unreadable > 0 ? null : active;
}

/** Null: it cannot be read. */
async function loadChannels(
  redis: RedisClient,
  channels: readonly ChannelKey[],
): Promise<Map<string, WatchingChannel | null>> {
  const distinct = new Map(channels.map((key) => [`${key.team}/${key.channel}`, key]));
  const loaded = await Promise.all(
    [...distinct].map(async ([place, key]) => {
      const values = await redis.hmget(keys.watching(key.team), ...channelFields(key.channel));
      return [place, decodeChannel(key, values), values[0] === null] as const;
    }),
  );
  return new Map(loaded.flatMap(([place, channel, isGone]) => (isGone ? [] : [[place, channel] as const])));
}

/** Three lines: when and what of, before, after. */
function encodeReplacement({ at, watched, before, after }: Replacement): string {
  return `${at} ${watched}\n${encodeCertificate(before)}\n${encodeCertificate(after)}`;
}

function decodeReplacement(text: string): Replacement | null {
  const [head = "", ...certificates] = text.split("\n");
  const space = head.indexOf(" ");
  const [before, after] = certificates.map((line): WatchedCertificate | null => decodeCertificate(line));
  if (space < 0 || before == null || after == null) return null;
  return { at: Number(head.slice(0, space)), watched: head.slice(space + 1), before, after };
}
