import type { WebClient } from "@slack/web-api";

const TTL_MS = 60 * 60 * 1000;
/** After a failure; a Slack that limits us is not asked at every command. */
const RETRY_MS = 60 * 1000;
const MAX_USERS = 10_000;
/** Somebody waits for an answer: better English at once than their language too late. */
const TIMEOUT_MS = 1_000;
export const DEFAULT_LOCALE = "en-US";

/** What Slack knows of somebody that we speak by. */
export interface Person {
  /** BCP 47. */
  readonly locale: string;
  /** IANA: `Europe/Berlin`. */
  readonly timeZone: string;
}

export type PersonOf = (client: WebClient, team: string, user: string) => Promise<Person>;

const UNKNOWN: Person = { locale: DEFAULT_LOCALE, timeZone: "UTC" };

/** Asks `users.info` with `include_locale`, and remembers it for an hour. English and UTC for whom Slack says nothing of. */
export function createPersonOf(
  now: () => number,
  onError: (error: unknown, doing: string) => void,
): PersonOf {
  const known = new Map<string, { person: Person; until: number }>();
  return async (client, team, user) => {
    const key = `${team}:${user}`;
    const remembered = known.get(key);
    if (remembered !== undefined && remembered.until > now()) return remembered.person;
    const asked = client.users.info({ user, include_locale: true }).then(
      (answer): Person => ({
        locale: answer.user?.locale ?? UNKNOWN.locale,
        timeZone: answer.user?.tz ?? UNKNOWN.timeZone,
      }),
      (error: unknown) => {
        onError(error, "users.info");
        return null;
      },
    );
    const person = await Promise.race([asked, expire(TIMEOUT_MS)]);
    known.delete(key);
    known.set(key, { person: person ?? UNKNOWN, until: now() + (person === null ? RETRY_MS : TTL_MS) });
    const [oldest] = known.keys();
    if (known.size > MAX_USERS && oldest !== undefined) known.delete(oldest);
    return person ?? UNKNOWN;
  };
}

export function expire(ms: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), ms).unref();
  });
}
