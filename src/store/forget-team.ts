import type { ChannelKey } from "../watches/channel.ts";
import type { RedisClient } from "./redis.ts";
import { dueFunctions, dueKeys } from "./due.ts";
import { keys } from "./keys.ts";
import { defineScript, runScript } from "./script.ts";
import { inParts } from "./watch-list.ts";
import { DUE_ALERTS, DUE_DIGESTS, DUE_WATCHED, formatAlertKey } from "./watch-queues.ts";
import { formatPlace, recordFunctions } from "./watched-record.ts";

/** KEYS: the channel's watches, due watched and leases, then what is watched. ARGV: place, then ids. */
const forgetWatchesScript = defineScript(`${dueFunctions}${recordFunctions}
for i = 4, #KEYS do
  local id = ARGV[i - 2]
  redis.call("HDEL", KEYS[1], id)
  local record = redis.call("GET", KEYS[i])
  local left = record and removePlace(record, ARGV[1])
  if left then redis.call("SET", KEYS[i], left) else
    redis.call("DEL", KEYS[i])
    cancel(KEYS[2], KEYS[3], id)
  end
end
`);

/** KEYS: due, leases. ARGV: ids. */
const cancelScript = defineScript(`${dueFunctions}
for _, id in ipairs(ARGV) do cancel(KEYS[1], KEYS[2], id) end
`);

/** Takes away all that is kept of a team. What is half done is finished by doing it again. */
export function createForgetTeam(redis: RedisClient): (owner: string) => Promise<void> {
  const forgetChannel = async (key: ChannelKey) => {
    const { team, channel } = key;
    const watches = keys.watches(team, channel);
    for (const ids of inParts(await redis.hkeys(watches))) {
      await runScript(
        redis,
        forgetWatchesScript,
        [watches, ...dueKeys(DUE_WATCHED), ...ids.map((id) => keys.watched(id))],
        [formatPlace(key), ...ids],
      );
    }
    for (const subjects of inParts(await redis.zrange(keys.alerts(team, channel), "0", "-1"))) {
      await redis.del(subjects.map((subject) => keys.alert(team, channel, subject)));
      const ids = subjects.map((subject) => formatAlertKey({ ...key, subject }));
      await runScript(redis, cancelScript, dueKeys(DUE_ALERTS), ids);
    }
    await runScript(redis, cancelScript, dueKeys(DUE_DIGESTS), [formatPlace(key)]);
    await redis.del(
      watches,
      keys.alerts(team, channel),
      keys.concerned(team, channel),
      keys.replaced(team, channel),
    );
  };

  return async (owner) => {
    const teams = [owner, ...(await redis.smembers(keys.watchingTeams(owner)))];
    for (const team of teams) {
      const fields = await redis.hkeys(keys.watching(team));
      for (const channel of fields.filter((field) => !field.includes(":")))
        await forgetChannel({ team, channel });
      await redis.del(keys.watching(team), keys.watchCount(team));
    }
    await redis.del(keys.watchingTeams(owner));
  };
}
