import type { RedisClient } from "./redis.ts";
import type { Alert } from "../watches/alert.ts";
import type { StoredAlert } from "../watches/channel.ts";
import { actOnAlert } from "../watches/alert-life.ts";
import { CONCERN_FIELD, decodeConcern } from "./concerns.ts";
import { createDue, dueFunctions, dueKeys } from "./due.ts";
import { KEEP_SECONDS, keys } from "./keys.ts";
import { parseJson } from "./parse-json.ts";
import { defineScript, runScript } from "./script.ts";
import { DUE_ALERTS, formatAlertKey, parseAlertKey } from "./watch-queues.ts";
import type { AlertKey, WatchStore } from "./watches.ts";

/** Each time somebody else was faster; then a person is told that it did not work. */
const MAX_ATTEMPTS = 20;

/** KEYS: the alert, the channel's alerts, due alerts and leases. ARGV: revision, alert ("" for none), subject, until when it is
 *  kept ("" for as long as it is open), key, when it is due ("" when its turn goes on), now.
 *  Answers 0 when it has another revision. */
const saveScript = defineScript(`${dueFunctions}
local revision = redis.call("HGET", KEYS[1], "revision") or "0"
if revision ~= ARGV[1] then return 0 end
local kept = ARGV[2] ~= ""
if kept then redis.call("HSET", KEYS[1], "alert", ARGV[2]) else
  local fields = redis.call("HGETALL", KEYS[1])
  for i = 1, #fields, 2 do
    if string.sub(fields[i], 1, ${CONCERN_FIELD.length}) == "${CONCERN_FIELD}" and string.sub(fields[i + 1], 1, 1) == "+" then
      kept = true
    end
  end
end
if not kept then
  redis.call("DEL", KEYS[1])
  redis.call("ZREM", KEYS[2], ARGV[3])
else
  if ARGV[2] == "" then redis.call("HDEL", KEYS[1], "alert") end
  redis.call("HINCRBY", KEYS[1], "revision", 1)
  redis.call("ZADD", KEYS[2], ARGV[4] == "" and "+inf" or ARGV[4], ARGV[3])
  if ARGV[4] == "" then redis.call("PERSIST", KEYS[1]) else redis.call("PEXPIREAT", KEYS[1], ARGV[4]) end
  if ARGV[6] ~= "" then schedule(KEYS[3], KEYS[4], ARGV[5], ARGV[6]) end
end
redis.call("ZREMRANGEBYSCORE", KEYS[2], "-inf", ARGV[7])
local last = redis.call("ZRANGE", KEYS[2], -1, -1, "WITHSCORES")[2]
if last == "inf" then redis.call("PERSIST", KEYS[2])
elseif last then redis.call("PEXPIREAT", KEYS[2], last) end
return 1
`);

type Alerts = Pick<
  WatchStore,
  | "takeDueAlerts"
  | "loadAlertState"
  | "saveAlertState"
  | "finishAlert"
  | "listAlerts"
  | "loadAlert"
  | "actOnAlert"
>;

export function createAlerts(redis: RedisClient, now: () => number): Alerts {
  const due = createDue(redis, DUE_ALERTS, now);

  const load = async ({ team, channel, subject }: AlertKey) =>
    readState(await redis.hgetall(keys.alert(team, channel, subject)));

  const save = async (key: AlertKey, revision: number, alert: Alert | null, dueAt: number | "") => {
    const { team, channel, subject } = key;
    const keepUntil = alert?.closedAt == null ? "" : Math.round(alert.closedAt) + KEEP_SECONDS * 1_000;
    const saved = await runScript(
      redis,
      saveScript,
      [keys.alert(team, channel, subject), keys.alerts(team, channel), ...dueKeys(DUE_ALERTS)],
      [
        revision,
        alert === null ? "" : JSON.stringify(alert),
        subject,
        keepUntil,
        formatAlertKey(key),
        dueAt,
        now(),
      ],
    );
    return saved === 1;
  };

  const loadStored = async (key: AlertKey): Promise<StoredAlert | null> => {
    const { alert, concerns } = await load(key);
    return alert === null ? null : { alert, concerns };
  };

  return {
    takeDueAlerts: async (limit) =>
      (await due.take(limit)).map(({ id, lease }) => ({ key: parseAlertKey(id), lease })),
    loadAlertState: load,
    saveAlertState: (key, revision, alert) => save(key, revision, alert, ""),
    async finishAlert(key, lease, nextAt) {
      await due.finish(formatAlertKey(key), lease, nextAt);
    },
    async listAlerts({ team, channel }) {
      const subjects = await redis.zrangebyscore(keys.alerts(team, channel), `(${now()}`, "+inf");
      const alerts = await Promise.all(subjects.map((subject) => loadStored({ team, channel, subject })));
      return alerts.filter((alert) => alert !== null);
    },
    loadAlert: (channel, subject) => loadStored({ ...channel, subject }),
    async actOnAlert(channel, subject, act) {
      const key = { ...channel, subject };
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const { alert, revision } = await load(key);
        if (alert === null || alert.closedAt !== null) return false;
        if (await save(key, revision, actOnAlert(alert, act), now())) return true;
      }
      throw new Error(`an alert changed ${MAX_ATTEMPTS} times while it was saved`);
    },
  };
}

function readState(
  fields: Readonly<Record<string, string>>,
): Awaited<ReturnType<WatchStore["loadAlertState"]>> {
  const { alert, revision = "0" } = fields;
  return {
    alert: alert === undefined ? null : (parseJson(alert) as Alert | null),
    concerns: Object.entries(fields).flatMap(([field, text]) =>
      field.startsWith(CONCERN_FIELD) ? (decodeConcern(text) ?? []) : [],
    ),
    revision: Number(revision),
  };
}
