import { UsageError } from "../diagnosis/usage-error.ts";
import type { ChannelKey } from "../watches/channel.ts";
import type { Watched, WatchedCertificate } from "../watches/watched.ts";
import { targetOfWatched } from "../watches/watched.ts";
import type { WatchedState } from "../watches/watched-state.ts";
import { decodeCertificate, decodeState, encodeCertificate } from "./watched-codec.ts";

/** What is stored of something watched: three lines in one string, since a key or a field costs more than what it names.
 *  Who watches it, the certificate if one was uploaded, what is known of it (to the end, it is compressed). */
export interface WatchedRecord {
  readonly channels: readonly ChannelKey[];
  readonly watched: Watched;
  /** Null before the first look, or if another version wrote it. */
  readonly state: WatchedState | null;
}

/** Null for what is not there or cannot be read. */
export function decodeWatched(id: string, record: Buffer | null | undefined): WatchedRecord | null {
  if (record == null) return null;
  const first = record.indexOf("\n");
  const second = record.indexOf("\n", first + 1);
  if (first < 0 || second < 0) return null;
  const channels = record.toString("utf8", 0, first);
  const watched = readWatched(id, record.toString("utf8", first + 1, second));
  if (watched === null) return null;
  return {
    channels: channels.split(" ").filter(Boolean).map(parsePlace),
    watched,
    state: decodeState(record.subarray(second + 1)),
  };
}

/** The second line. */
export function encodeUploaded(watched: Watched): string {
  return watched.kind === "certificate" ? encodeCertificate(watched.certificate) : "";
}

/** `T0123/C0123`, Slack's ids. */
export function formatPlace({ team, channel }: ChannelKey): string {
  return `${team}/${channel}`;
}

export function parsePlace(text: string): ChannelKey {
  const [team = "", channel = ""] = text.split("/", 2);
  return { team, channel };
}

function readWatched(id: string, certificate: string): Watched | null {
  try {
    const target = targetOfWatched(id);
    if (target !== null) return { kind: "server", target };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return null;
  }
  const uploaded: WatchedCertificate | null = decodeCertificate(certificate);
  return uploaded === null ? null : { kind: "certificate", certificate: uploaded };
}

/** For scripts: adds a channel to a record and takes it away; answers the record, or nil when nobody is left. */
export const recordFunctions = `
local function addPlace(record, place)
  local places, rest = string.match(record, "^([^\\n]*)(.*)$")
  for known in string.gmatch(places, "%S+") do if known == place then return record end end
  return (places == "" and place or places .. " " .. place) .. rest
end
local function removePlace(record, place)
  local places, rest = string.match(record, "^([^\\n]*)(.*)$")
  local left = {}
  for known in string.gmatch(places, "%S+") do if known ~= place then left[#left + 1] = known end end
  if #left == 0 then return nil end
  return table.concat(left, " ") .. rest
end
local function replaceState(record, state)
  return string.match(record, "^[^\\n]*\\n[^\\n]*\\n") .. state
end
`;
