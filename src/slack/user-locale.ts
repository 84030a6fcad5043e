import type { WebClient } from "@slack/web-api";
import type { PersonOf } from "./person.ts";
import { createPersonOf, expire } from "./person.ts";

/** Our own store answers in a millisecond, or it is away: who asked must hear of that within 3 s. */
const STORE_TIMEOUT_MS = 400;
/** In which language we speak.
 *  @param channel in which everybody reads it: the language that was chosen for that channel, if one was. Absent for what one
 *    person alone reads, which is in that person's own language. */
export type LocaleOf = (client: WebClient, team: string, user: string, channel?: string) => Promise<string>;

/** Decides: a channel's own language, else the person's as Slack knows it, else English. */
export function createLocaleOf(
  now: () => number,
  channelLocale: (team: string, channel: string) => Promise<string | null>,
  onError: (error: unknown, doing: string) => void,
  personOf: PersonOf = createPersonOf(now, onError),
): LocaleOf {
  const chosenLocale = (team: string, channel: string) => {
    const asked = channelLocale(team, channel).catch((error: unknown) => {
      onError(error, "channelLocale");
      return null;
    });
    return Promise.race([asked, expire(STORE_TIMEOUT_MS)]);
  };

  return async (client, team, user, channel) => {
    const [chosen, own] = await Promise.all([
      channel === undefined ? null : chosenLocale(team, channel),
      personOf(client, team, user),
    ]);
    return chosen ?? own.locale;
  };
}

/** Both languages of an answer that is posted in a channel, and told to one person alone where the bot may not post. */
export async function localesOf(
  localeOf: LocaleOf,
  client: WebClient,
  { team, user, channel }: { readonly team: string; readonly user: string; readonly channel: string },
): Promise<{ readonly locale: string; readonly ownLocale: string }> {
  const ownLocale = await localeOf(client, team, user);
  return { ownLocale, locale: await localeOf(client, team, user, channel) };
}
