/** Counts what runs and saves what is new in one step, so that two commands at once cannot both slip under a limit.
 *  KEYS: running of the user, running in the channel, recent of the user, then one key for each diagnosis.
 *  ARGV: now, lease end (ms), limit per user, limit per channel, seconds to keep, recent to keep, then id and
 *  record of each diagnosis. Answers { "opened" | "user" | "channel", running }. */
export const openScript = `
local now, lease = tonumber(ARGV[1]), tonumber(ARGV[2])
local fresh = {}
for i = 4, #KEYS do
  if redis.call("EXISTS", KEYS[i]) == 0 then fresh[#fresh + 1] = i end
end
if #fresh == 0 then return { "opened", 0 } end
for i, scope in ipairs({ "user", "channel" }) do
  redis.call("ZREMRANGEBYSCORE", KEYS[i], "-inf", now)
  local running = redis.call("ZCARD", KEYS[i])
  if running + #fresh > tonumber(ARGV[2 + i]) then return { scope, running } end
end
for _, i in ipairs(fresh) do
  local id, record = ARGV[7 + (i - 4) * 2], ARGV[8 + (i - 4) * 2]
  redis.call("HSET", KEYS[i], "record", record)
  redis.call("EXPIRE", KEYS[i], ARGV[5])
  redis.call("ZADD", KEYS[1], lease, id)
  redis.call("ZADD", KEYS[2], lease, id)
  redis.call("LPUSH", KEYS[3], id)
end
redis.call("LTRIM", KEYS[3], 0, ARGV[6] - 1)
for i = 1, 3 do redis.call("EXPIRE", KEYS[i], ARGV[5]) end
return { "opened", 0 }
`;
