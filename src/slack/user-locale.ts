import type { WebClient } from "@slack/web-api";

const TTL_MS = 60 * 60 * 1000;
/** After a failure; a Slack that limits us is not asked at every command. */
const RETRY_MS = 60 * 1000;
const MAX_USERS = 10_000;
/** Somebody waits for an answer: better English at once than their language too late. */
const TIMEOUT_MS = 1_000;
export const DEFAULT_LOCALE = "en-US";

export type LocaleOf = (client: WebClient, team: string, user: string) => Promise<string>;

/** A person's language as Slack knows it (`users.info` with `include_locale`), remembered for an hour. */
export function createLocaleOf(now: () => number, onError: (error: unknown) => void): LocaleOf {
  const known = new Map<string, { locale: string; until: number }>();

  return async (client, team, user) => {
    const key = `${team}:${user}`;
    const remembered = known.get(key);
    if (remembered !== undefined && remembered.until > now()) return remembered.locale;
    const asked = client.users.info({ user, include_locale: true }).then(
      (answer) => answer.user?.locale ?? DEFAULT_LOCALE,
      (error: unknown) => {
        onError(error);
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
}

function expire(ms: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), ms).unref();
  });
}
