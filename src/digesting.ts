import type { WebClient } from "@slack/web-api";
import { createFindAlertMessage } from "./alert-links.ts";
import type { Backend } from "./backend.ts";
import type { DueLoop } from "./jobs/due-loop.ts";
import { startDueLoop } from "./jobs/due-loop.ts";
import { catalogFor } from "./locales/catalogs.ts";
import { nameFor } from "./name-for.ts";
import { createPausing } from "./pausing.ts";
import { retryAfter } from "./slack/client-options.ts";
import { COMMAND } from "./slack/commands/tlscheck.ts";
import { linkMessage } from "./slack/messages/message-link.ts";
import type { MessageKey } from "./slack/messages/messenger.ts";
import { whyGone } from "./slack/messages/messenger.ts";
import type { PostLedger } from "./slack/messages/post-once.ts";
import { postOnce } from "./slack/messages/post-once.ts";
import { digestView } from "./slack/views/digest.ts";
import { createAlertPosts } from "./store/alert-posts.ts";
import type { ChannelKey, StoredAlert, WatchingChannel } from "./watches/channel.ts";
import type { Digest } from "./watches/digest.ts";
import { composeDigest } from "./watches/digest.ts";
import { digestTurn } from "./watches/digest-turn.ts";
import { nextDigestAt, quietUntil } from "./watches/quiet-hours.ts";
import { subjectKey, unreachableSubject } from "./watches/subject.ts";

export interface DigestingPorts {
  readonly backend: Pick<Backend, "redis" | "watches" | "settings" | "access" | "queues">;
  readonly ledger: PostLedger;
  /** ms since 1970. */
  readonly now: () => number;
  /** What nobody can be told but the log. */
  readonly onError: (error: unknown, channel: ChannelKey | null) => void;
}

/** A channel whose digest is due, as the store gives it. */
export interface DueDigest {
  readonly channel: ChannelKey;
  readonly lease: number;
}

/** Each mostly waits for Slack. */
const CONCURRENCY = 4;
/** Shorter than the lease of a turn. */
const TURN_MS = 25_000;
/** After a failure. */
const RETRY_MS = 60_000;

/** Posts the digests that are due, as long as the worker runs. */
export function startDigesting(ports: DigestingPorts): DueLoop {
  return startDueLoop(
    { concurrency: CONCURRENCY, timeoutMs: TURN_MS },
    {
      take: (limit) => ports.backend.watches.takeDueDigests(limit),
      process: createDigesting(ports),
      onError: (error) => ports.onError(error, null),
    },
  );
}

/** What is done when a digest is due. Whoever is killed is taken over by who gets the next turn: the message has the name of its turn, so
 *  it is there once; and after a long absence there is one, of the last turn. */
export function createDigesting({ backend, ledger, now, onError }: DigestingPorts) {
  const { watches, settings, access } = backend;
  const findAlertMessage = createFindAlertMessage(createAlertPosts(backend.redis, now));
  const pausing = createPausing(backend);

  /** By the key of its subject. */
  const linkAlerts = async (
    client: WebClient,
    channel: ChannelKey,
    digest: Digest,
    alerts: readonly StoredAlert[],
  ) => {
    const told = new Set(subjectsOf(digest));
    const open = alerts.filter(({ alert }) => alert.state === "open" && told.has(subjectKey(alert.subject)));
    const links = open.map(async ({ alert }) => {
      const ts = await findAlertMessage(channel, alert);
      if (ts === null) return [];
      return [[subjectKey(alert.subject), await linkMessage(client, channel.channel, ts)] as const];
    });
    return new Map((await Promise.all(links)).flat());
  };

  /** Answers when the next one is due. */
  const work = async (watching: WatchingChannel): Promise<number | null> => {
    const turn = digestTurn(watching.settings, now());
    const { digest: period } = watching.settings;
    const nextAt = nextDigestAt(watching.settings, now());
    if (turn === null || period === "off") return nextAt;
    const quiet = quietUntil(watching.settings, now());
    if (quiet !== null) return quiet;
    const [listed, alerts, replaced] = await Promise.all([
      watches.listWatches(watching),
      watches.listAlerts(watching),
      watches.listReplacements(watching, turn.since),
    ]);
    // What came after this turn is of the next one.
    const replacements = replaced.filter(({ at }) => at <= turn.at);
    const digest = composeDigest({ listed, alerts, replacements, since: turn.since, now: now() });
    if (digest === null) return nextAt;
    const client = await access.clientFor(watching);
    const locale = await settings.loadLocale(watching.team, watching.channel);
    const view = digestView(
      { digest, period, links: await linkAlerts(client, watching, digest, alerts), command: COMMAND },
      catalogFor(locale ?? watching.locale),
    );
    const place = { channel: watching.channel, threadTs: null };
    await postOnce(client, ledger, place, view, nameDigestMessage(watching, turn.at));
    return nextAt;
  };

  return async ({ channel, lease }: DueDigest): Promise<void> => {
    const watching = await watches.loadWatchingChannel(channel);
    if (watching === null) return watches.finishDigest(channel, lease, null);
    let nextAt = nextDigestAt(watching.settings, now());
    if (watching.paused === null) {
      try {
        nextAt = await work(watching);
      } catch (error) {
        const gone = whyGone(error);
        const seconds = retryAfter(error);
        if (gone !== null) await pausing.pause(channel, gone);
        else nextAt = now() + (seconds === null ? RETRY_MS : seconds * 1_000);
        if (gone === null && seconds === null) onError(error, channel);
      }
    }
    await watches.finishDigest(channel, lease, nextAt);
  };
}

function subjectsOf({ broken, next, snoozed, unreachable }: Digest): string[] {
  const subjects = [...broken.items, ...next.items, ...snoozed.items].map(({ subject }) => subject);
  const away = unreachable.items.map(({ since }) => unreachableSubject(since));
  return [...subjects, ...away].map(subjectKey);
}

/** The same turn has the same name, whoever posts it. */
function nameDigestMessage({ team, channel }: ChannelKey, at: number): MessageKey {
  const name = nameFor(JSON.stringify([team, channel, at]));
  return { diagnosisId: `digest-${name}`, part: "parent" };
}
