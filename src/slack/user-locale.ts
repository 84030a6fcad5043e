import type { WebClient } from "@slack/web-api";

const TTL_MS = 60 * 60 * 1000;
/** After a failure; a Slack that limits us is not asked at every command. */
const RETRY_MS = 60 * 1000;
const MAX_USERS = 10_000;
/** Somebody waits for an answer: better English at once than their language too late. */
const TIMEOUT_MS = 1_000;
/** Our own store answers in a millisecond, or it is away: who asked must hear of that within 3 s. */
const STORE_TIMEOUT_MS = 400;
export const DEFAULT_LOCALE = "en-US";

/** In which language we speak.
 *  @param channel in which everybody reads it: the language that was chosen for that channel, if one was. Absent for what one
 *    person alone reads, which is in that person's own language. */
export type LocaleOf = (client: WebClient, team: string, user: string, channel?: string) => Promise<string>;

/** Decides: a channel's own language, else the person's as Slack knows it (`users.info` with `include_locale`), remembered
 *  for an hour, else English. */
export function createLocaleOf(
  now: () => number,
  channelLocale: (team: string, channel: string) => Promise<string | null>,
  onError: (error: unknown, doing: string) => void,
): LocaleOf {
  const known = new Map<string, { locale: string; until: number }>();

  const personLocale = async (client: WebClient, team: string, user: string) => {
    const key = `${team}:${user}`;
    const remembered = known.get(key);
    if (remembered !== undefined && remembered.until > now()) return remembered.locale;
    const asked = client.users.info({ user, include_locale: true }).then(
      (answer) => answer.user?.locale ?? DEFAULT_LOCALE,
      (error: unknown) => {
        onError(error, "users.info");
        return null;
      },
    );
    const locale = await Promise.race([asked, expire(TIMEOUT_MS)]);
    known.delete(key);
    known.set(key, {
      locale: locale ?? DEFAULT_LOCALE,
      until: now() + (locale === null ? RETRY_MS : TTL_MS),
    });
    const [oldest] = known.keys();
    if (known.size > MAX_USERS && oldest !== undefined) known.delete(oldest);
    return locale ?? DEFAULT_LOCALE;
  };

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
      personLocale(client, team, user),
    ]);
    return chosen ?? own;
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

function expire(ms: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), ms).unref();
  });
}
