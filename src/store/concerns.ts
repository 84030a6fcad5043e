import type { Concern } from "../watches/alert.ts";
import { parseJson } from "./parse-json.ts";

/** JSON behind a sign for scripts: `+` has troubles, `-` has left. */
export function encodeConcern(concern: Concern): string {
  return `${concern.troubles.length > 0 ? "+" : "-"}${JSON.stringify(concern)}`;
}

/** Null for what cannot be read. */
export function decodeConcern(text: string): Concern | null {
  return parseJson(text.slice(1)) as Concern | null;
}

export const CONCERN_FIELD = "of:";
/** Of one alert; twice as many as a channel can have at a time. What leaves then is forgotten at once: an alert that stays
 *  open while others come and go would grow for ever. */
const MAX_CONCERNS = 4_000;

/** For scripts. `putConcern` answers whether it changed the alert; what leaves an alert that does not know it changes nothing.
 *  `noteSubject` keeps the subjects that a watched thing has troubles in. */
export const concernFunctions = `
local function putConcern(alert, id, concern)
  local field = "${CONCERN_FIELD}" .. id
  local known = redis.call("HGET", alert, field)
  if known == concern then return false end
  if string.sub(concern, 1, 1) == "-" and (not known or string.sub(known, 1, 1) == "-") then return false end
  if string.sub(concern, 1, 1) == "-" and redis.call("HLEN", alert) > ${MAX_CONCERNS} then
    redis.call("HDEL", alert, field)
  else redis.call("HSET", alert, field, concern) end
  redis.call("HINCRBY", alert, "revision", 1)
  return true
end
local function noteSubject(concerned, id, subject, concern)
  local left = {}
  for known in string.gmatch(redis.call("HGET", concerned, id) or "", "%S+") do
    if known ~= subject then left[#left + 1] = known end
  end
  if string.sub(concern, 1, 1) == "+" then left[#left + 1] = subject end
  if #left == 0 then redis.call("HDEL", concerned, id)
  else redis.call("HSET", concerned, id, table.concat(left, " ")) end
end
`;
