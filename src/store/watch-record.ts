import type { ChannelKey, NewWatch } from "../watches/channel.ts";
import type { Watch } from "../watches/watched.ts";
import { parseJson } from "./parse-json.ts";

/** JSON without names; what it is of is the name of its field. */
type PackedWatch = [
  addedBy: string,
  addedAt: number,
  owner: string | null,
  runbook: string | null,
  days: readonly number[] | null,
];

/** Null for what cannot be read: one such record must not stop all others. */
export function decodeWatch({ team, channel }: ChannelKey, watched: string, text: string): Watch | null {
  const packed = parseJson(text);
  if (!Array.isArray(packed)) return null;
  const [addedBy, addedAt, owner, runbook, days] = packed as unknown as PackedWatch;
  return { team, channel, watched, addedBy, addedAt, owner, runbook, days };
}

export function encodeWatch(watch: NewWatch, addedBy: string, addedAt: number): string {
  const { owner = null, runbook = null, days = null } = watch;
  const packed: PackedWatch = [addedBy, Math.round(addedAt), owner, runbook, someDays(days)];
  return JSON.stringify(packed);
}

/** What is said of a watch that is there already: a JSON object of positions (from 1) and values. */
export function encodeChange({ owner, runbook, days }: Partial<NewWatch>): string {
  return JSON.stringify({
    ...(owner !== undefined && { 3: owner }),
    ...(runbook !== undefined && { 4: runbook }),
    ...(days !== undefined && { 5: someDays(days) }),
  });
}

/** Lua takes an empty list for an object. */
function someDays(days: readonly number[] | null): readonly number[] | null {
  return days === null || days.length === 0 ? null : days;
}

/** For scripts: a watch with an `encodeChange` in it. */
export const watchFunctions = `
local function changeWatch(watch, change)
  local known = cjson.decode(watch)
  for position, value in pairs(cjson.decode(change)) do known[tonumber(position)] = value end
  return cjson.encode(known)
end
`;
