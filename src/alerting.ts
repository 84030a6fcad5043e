import { alertLedger, nameAlertMessage } from "./alert-ledger.ts";
import type { Backend } from "./backend.ts";
import { catalogFor } from "./locales/catalogs.ts";
import { createChannelPace } from "./channel-pace.ts";
import type { DueLoop } from "./jobs/due-loop.ts";
import { startDueLoop } from "./jobs/due-loop.ts";
import type { Metrics } from "./metrics.ts";
import { createPausing } from "./pausing.ts";
import { retryAfter } from "./slack/client-options.ts";
import { whyGone } from "./slack/messages/messenger.ts";
import { showAlert } from "./slack/messages/show-alert.ts";
import { createAlertPosts } from "./store/alert-posts.ts";
import { formatAlertKey } from "./store/watch-queues.ts";
import { formatPlace } from "./store/watched-record.ts";
import type { AlertKey } from "./store/watches.ts";
import { advanceAlert } from "./watches/alert-life.ts";
import type { StoredAlert, WatchingChannel } from "./watches/channel.ts";
import { quietUntil } from "./watches/quiet-hours.ts";
import { subjectOfKey } from "./watches/subject.ts";

export interface AlertingPorts {
  readonly backend: Pick<Backend, "redis" | "watches" | "settings" | "access" | "queues">;
  /** ms since 1970. */
  readonly now: () => number;
  /** A message was posted. */
  readonly observe: Metrics["observeAlertPost"];
  /** What nobody can be told but the log. */
  readonly onError: (error: unknown, key: AlertKey | null) => void;
  /** Between two messages to a channel that Slack limits. */
  readonly spacingMs?: number;
}

/** An alert whose turn it is, as the store gives it. */
export interface DueAlert {
  readonly key: AlertKey;
  readonly lease: number;
}

/** Somebody may act on it, or hosts join it, while it is drawn; each round draws the newest. What changes faster is done at the
 *  next turn. */
const MAX_ROUNDS = 5;
const MAX_SAVES = 10;
const DAY = 86_400_000;
/** After a failure: doubled each time, for as long as it takes. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 5 * 60_000;
/** Alerts whose failures are counted; another worker may have had the turn that went well. */
const MAX_FAILING = 10_000;

/** Each mostly waits for Slack. */
const CONCURRENCY = 20;
/** Shorter than the lease of a turn. */
const TURN_MS = 25_000;

/** Shows the alerts that are due, as long as the worker runs. */
export function startAlerting(ports: AlertingPorts): DueLoop {
  const { watches } = ports.backend;
  return startDueLoop(
    { concurrency: CONCURRENCY, timeoutMs: TURN_MS },
    {
      take: (limit) => watches.takeDueAlerts(limit),
      process: createAlerting(ports),
      onError: (error) => ports.onError(error, null),
    },
  );
}

/** What is done when an alert is due: it is advanced and written down, then the channel is made to show it. Whoever is killed at
 *  any line is taken over by whoever gets the next turn, who does all of it again: nothing of it happens twice. */
export function createAlerting({ backend, now, observe, onError, spacingMs }: AlertingPorts) {
  const { watches, settings, access } = backend;
  const posts = createAlertPosts(backend.redis, now);
  const pausing = createPausing(backend);
  const pace = createChannelPace(now, spacingMs);
  const failures = new Map<string, number>();

  /** As it is to be now, written down. Null: there is nothing to tell. */
  const advance = async (key: AlertKey, channel: WatchingChannel) => {
    const subject = subjectOfKey(key.subject);
    if (subject === null) return { stored: null, revision: 0, nextAt: null };
    for (let save = 0; save < MAX_SAVES; save++) {
      const { alert: before, concerns, revision } = await watches.loadAlertState(key);
      const { alert, nextAt } = advanceAlert({
        before,
        subject,
        concerns,
        settings: channel.settings,
        quietUntil: quietUntil(channel.settings, now()),
        now: now(),
      });
      const isSame = alert !== null && JSON.stringify(alert) === JSON.stringify(before);
      if (!isSame && !(await watches.saveAlertState(key, revision, alert))) continue;
      const stored = alert === null ? null : { alert, concerns };
      return { stored, revision: isSame ? revision : revision + 1, nextAt };
    }
    throw new Error(`an alert changed ${MAX_SAVES} times while it was saved`);
  };

  /** Answers when its turn comes again; null: when something changes. */
  const work = async (key: AlertKey, channel: WatchingChannel): Promise<number | null> => {
    const client = await access.clientFor(channel);
    const chosen = await settings.loadLocale(key.team, key.channel);
    const catalog = catalogFor(chosen ?? channel.locale);
    let drawn: number | null = null;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const { stored, revision, nextAt } = await advance(key, channel);
      if (stored === null) return nextAt;
      if (revision === drawn) return earliest(nextAt, redrawAt(stored, now()));
      drawn = revision;
      const opened = { ...key, openedAt: stored.alert.openedAt };
      await showAlert({
        client,
        catalog,
        ledger: alertLedger(posts, opened),
        channel: key.channel,
        subject: key.subject,
        stored,
        keyOf: (number) => nameAlertMessage(opened, number),
        now: now(),
        force: round > 0,
        onPosted: ({ why, told }) => observe(why, told.level),
      });
    }
    return now();
  };

  const retryAt = async (key: AlertKey, error: unknown): Promise<number | null> => {
    const id = formatAlertKey(key);
    const seconds = retryAfter(error);
    if (seconds !== null) return pace.limit(formatPlace(key), seconds * 1_000);
    const gone = whyGone(error);
    if (gone !== null) {
      failures.delete(id);
      await pausing.pause(key, gone);
      return null;
    }
    onError(error, key);
    const before = failures.get(id) ?? 0;
    failures.delete(id);
    failures.set(id, before + 1);
    const [oldest] = failures.size > MAX_FAILING ? failures.keys() : [];
    if (oldest !== undefined) failures.delete(oldest);
    return now() + Math.min(FIRST_RETRY_MS * 2 ** before, LONGEST_RETRY_MS);
  };

  return async ({ key, lease }: DueAlert): Promise<void> => {
    const channel = await watches.loadWatchingChannel(key);
    if (channel === null || channel.paused !== null) {
      if (channel !== null) await pausing.tell(channel);
      return watches.finishAlert(key, lease, null);
    }
    const later = pace.defer(formatPlace(key));
    if (later !== null) return watches.finishAlert(key, lease, later);
    let nextAt: number | null;
    try {
      nextAt = await work(key, channel);
      failures.delete(formatAlertKey(key));
    } catch (error) {
      nextAt = await retryAt(key, error);
    }
    await watches.finishAlert(key, lease, nextAt);
  };
}

/** The message counts days, and says until when it is snoozed. */
function redrawAt({ alert, concerns }: StoredAlert, now: number): number | null {
  if (alert.state !== "open") return null;
  const ends = concerns.flatMap(({ troubles }) =>
    troubles.flatMap((trouble) => (trouble.kind === "expires" ? [trouble.certificate.notAfter] : [])),
  );
  const days = ends.filter((end) => end >= now).map((end) => now + ((end - now) % DAY) + 1);
  const wakes = alert.snoozed !== null && alert.snoozed.until > now ? [alert.snoozed.until] : [];
  return [...days, ...wakes].reduce<number | null>(earliest, null);
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
