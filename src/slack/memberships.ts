import type { WebClient } from "@slack/web-api";
import { expire } from "./person.ts";

/** A person opens the Home again and again while they look at it. */
const TTL_MS = 60_000;
const MAX_USERS = 10_000;
/** Slack wants less than 1,000 a page. */
const PAGE = 999;
const MAX_PAGES = 5;
/** Part of the 3 s that a click has. */
const TIMEOUT_MS = 1_500;

/** The channels that somebody is in, as far as the bot can know: public ones, and those that it is in itself. Null when Slack does not
 *  say, and then nothing may be shown.
 *  @param fresh asks again, for what a click is about to do */
export type ChannelsOf = (
  client: WebClient,
  team: string,
  user: string,
  fresh?: "fresh",
) => Promise<ReadonlySet<string> | null>;

/** Asks `users.conversations`, and remembers it for a minute. */
export function createChannelsOf(
  now: () => number,
  onError: (error: unknown, doing: string) => void,
): ChannelsOf {
  const known = new Map<string, { channels: ReadonlySet<string>; until: number }>();
  return async (client, team, user, fresh) => {
    const key = `${team}:${user}`;
    const remembered = known.get(key);
    if (fresh === undefined && remembered !== undefined && remembered.until > now())
      return remembered.channels;
    const asked = listChannels(client, user).catch((error: unknown) => {
      onError(error, "users.conversations");
      return null;
    });
    const channels = await Promise.race([asked, expire(TIMEOUT_MS)]);
    known.delete(key);
    if (channels === null) return null;
    known.set(key, { channels, until: now() + TTL_MS });
    const [oldest] = known.keys();
    if (known.size > MAX_USERS && oldest !== undefined) known.delete(oldest);
    return channels;
  };
}

async function listChannels(client: WebClient, user: string): Promise<Set<string>> {
  const found = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { channels = [], response_metadata: more } = await client.users.conversations({
      user,
      types: "public_channel,private_channel,mpim,im",
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    for (const { id } of channels) if (id !== undefined) found.add(id);
    cursor = more?.next_cursor;
    if (cursor === undefined || cursor === "") break;
  }
  return found;
}
