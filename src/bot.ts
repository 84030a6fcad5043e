import { isIP } from "node:net";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Receiver, Logger as SlackLogger } from "@slack/bolt";
import { HTTPReceiver, HTTPReceiverDeferredRequestError, SocketModeReceiver } from "@slack/bolt";
import type { WebClientOptions } from "@slack/web-api";
import type { Logger } from "pino";
import { createFindAlertMessage } from "./alert-links.ts";
import type { RunningProcess } from "./backend.ts";
import { openBackend } from "./backend.ts";
import type { Config, Delivery } from "./config.ts";
import type { Diagnosis, Origin } from "./diagnosis/diagnosis.ts";
import type { Target } from "./diagnosis/target.ts";
import { formatTarget } from "./diagnosis/target.ts";
import type { HttpServerPorts } from "./http-server.ts";
import { startHttpServer } from "./http-server.ts";
import { catalogFor } from "./locales/catalogs.ts";
import type { Metrics } from "./metrics.ts";
import { nameFor } from "./name-for.ts";
import { createPausing } from "./pausing.ts";
import type { SlackAccess } from "./slack-access.ts";
import { createSlackApp } from "./slack/app.ts";
import { summarizePlace, walkThrough } from "./playbook/conversation.ts";
import type { Answer } from "./playbook/walk.ts";
import { counts } from "./playbook/walk.ts";
import type { CheckAnswer, SlackPorts } from "./slack/ports.ts";
import { createAlertPosts } from "./store/alert-posts.ts";
import { createBringIn } from "./thread-facts.ts";
import { within } from "./within.ts";

/** Slack gives a command 3 s in all, and telling its author that it failed is part of them. */
const QUEUE_TIMEOUT_MS = 1_500;
/** The newest, of captures in one thread. */
const MAX_OFFERS = 5;

/** The Slack front: receives, acknowledges, stores what is asked, and queues. It probes nothing and posts next to nothing. */
export async function startBot(config: Config, logger: Logger, metrics: Metrics): Promise<RunningProcess> {
  const { delivery } = config;
  if (delivery === null) throw new Error("the bot needs a way in: Socket Mode or HTTP");
  const now = () => Date.now();
  const backend = openBackend(config, logger, metrics, "front");
  const { queues, store, access, slackOptions, slackLog, onError } = backend;

  const open = async (diagnoses: readonly Diagnosis[], responseUrl: string | null): Promise<CheckAnswer> => {
    try {
      const opened = await store.open(diagnoses, responseUrl);
      if (!opened.opened) return opened;
      await within(QUEUE_TIMEOUT_MS, queues.enqueueChecks(diagnoses.map(({ id }) => id)));
    } catch (error) {
      // A command whose answer did not come may still have been carried out: nothing may be left half done.
      store.discard(diagnoses).catch(onError);
      throw error;
    }
    for (const { id, target } of diagnoses)
      logger.info({ diagnosisId: id, target: formatTarget(target) }, "asked");
    return { opened: true };
  };
  /** A button speaks for the channel that it stands in, and for no other. */
  const find = async (id: string, { team, channel }: Pick<Origin, "team" | "channel">) => {
    const diagnosis = await store.load(id);
    if (diagnosis === null) return "gone";
    return diagnosis.origin.team === team && diagnosis.origin.channel === channel ? diagnosis : "foreign";
  };
  /** What holds again in a check that repeats this one: the place, and what clients were captured to offer. */
  const inheritFrom = async (diagnosis: Diagnosis): Promise<Pick<Diagnosis, "given" | "brought">> => {
    const conversation = await store.loadConversation(diagnosis);
    const offers = conversation.thread.filter((fact) => fact.source === "capture" && fact.refused !== null);
    const brought = offers.slice(-MAX_OFFERS);
    const { result, given = {} } = diagnosis;
    if (result?.state !== "checked") return { given, brought };
    return { given: summarizePlace(walkThrough(diagnosis, result, conversation)), brought };
  };

  const bringIn = createBringIn(store, queues);
  const pausing = createPausing(backend);
  const ports: SlackPorts = {
    ...backend.watches,
    pauseWatches: (channel, reason) => within(QUEUE_TIMEOUT_MS, pausing.pause(channel, reason)),
    requestChecks: ({ targets, origin, cause, responseUrl, given = {}, brought = [] }) =>
      open(
        targets.map((target) => ({
          id: nameDiagnosis(cause, target),
          target,
          origin,
          createdAt: now(),
          given,
          brought,
          result: null,
        })),
        responseUrl,
      ),
    async answer({ diagnosisId, answer, user, actionTs, ...place }) {
      const found = await find(diagnosisId, place);
      if (typeof found === "string") return found;
      const clicked: Answer = { ...answer, user, at: now() };
      const conversation = await store.loadConversation(found);
      // A click on an old drawing is not kept, and gets the new one.
      if (
        found.result?.state === "checked" &&
        counts(walkThrough(found, found.result, conversation), clicked)
      )
        await store.appendAnswer(diagnosisId, clicked);
      await within(QUEUE_TIMEOUT_MS, queues.enqueueShow(diagnosisId, actionTs));
      return "stored";
    },
    async checkAgain({ diagnosisId, threadTs, user, locale, ownLocale, cause, responseUrl, ...place }) {
      const found = await find(diagnosisId, place);
      if (typeof found === "string") return found;
      const { target, origin } = found;
      const again: Diagnosis = {
        id: nameDiagnosis(cause, target),
        target,
        origin: { ...origin, threadTs, user, locale, ownLocale },
        createdAt: now(),
        ...(await inheritFrom(found)),
        previous: diagnosisId,
        result: null,
      };
      return open([again], responseUrl);
    },
    async requestMore({ diagnosisId, asked, threadTs, locale, cause, ...place }) {
      const found = await find(diagnosisId, place);
      if (typeof found === "string") return found;
      const job = { diagnosisId, asked, threadTs, locale, cause };
      await within(QUEUE_TIMEOUT_MS, queues.enqueueFollowUp(job));
      return "stored";
    },
    bringIn: (...given) => within(QUEUE_TIMEOUT_MS, bringIn(...given)),
    async requestReading({ password, ...request }) {
      const passwordId =
        password === null ? null : await within(QUEUE_TIMEOUT_MS, backend.passwords.save(password));
      await within(QUEUE_TIMEOUT_MS, queues.enqueueFiles({ ...request, passwordId, askedAt: now() }));
    },
    loadCapture: (id) => backend.captures.load(id),
    requestCapture: (request) => within(QUEUE_TIMEOUT_MS, queues.enqueueCapture(request)),
    say: (request) => within(QUEUE_TIMEOUT_MS, queues.enqueueSay(request)),
    channelLocale: (team, channel) => backend.settings.loadLocale(team, channel),
    setChannelLocale: (team, channel, locale) => backend.settings.saveLocale(team, channel, locale),
    findAlertMessage: createFindAlertMessage(createAlertPosts(backend.redis, now)),
    loadRecent: (team, user) => store.loadRecent(team, user),
    forbids: ({ host }) => (isIP(host) === 0 ? null : config.egress.refuse(host)),
    loadUploaded: (team, channel, fileId) => backend.uploaded.load({ team, channel, fileId }),
    async forgetInstallation(owner) {
      await backend.vault?.remove(owner);
      await backend.settings.forget(owner);
      await backend.watches.forgetTeam(owner);
    },
    catalogFor,
    onError: (error, context) => logger.error({ ...context, err: error }, "problem"),
  };

  const { receiver, listener } = createReceiver(delivery, access, slackLog, slackOptions);
  const { app, drain } = createSlackApp({
    receiver,
    authorize: access.authorize,
    clientOptions: slackOptions,
    logger: slackLog,
    ports,
    now,
  });

  const server = await startHttpServer(config.host, config.port, {
    ...backend.status,
    slack: listener === null ? null : timed(listener, metrics.observeAck),
    onError,
  });
  if (listener === null) await app.start();
  access.verify().catch((error: unknown) => logger.warn({ err: error }, "slack does not take our token yet"));
  logger.info({ mode: delivery.mode, port: server.port }, "bot started");

  return {
    port: server.port,
    async stop(graceMs) {
      if (listener === null) await app.stop();
      await server.stop(graceMs);
      await drain(graceMs);
      await backend.close(graceMs);
    },
  };
}

/** The same cause and target name the same diagnosis, so a repeated delivery does nothing. */
function nameDiagnosis(cause: string, target: Target): string {
  return nameFor(`${cause} ${formatTarget(target)}`);
}

/** Bolt's receiver for the delivery, and for HTTP the listener that our own server passes Slack's requests to. */
function createReceiver(
  delivery: Delivery,
  access: SlackAccess,
  logger: SlackLogger,
  options: WebClientOptions,
): { receiver: Receiver; listener: HttpServerPorts["slack"] } {
  if (delivery.mode === "socket") {
    const { appToken } = delivery;
    const receiver = new SocketModeReceiver({
      appToken,
      logger,
      installerOptions: { clientOptions: options },
    });
    return { receiver, listener: null };
  }
  const receiver = new HTTPReceiver({ signingSecret: delivery.signingSecret, logger });
  return {
    receiver,
    async listener(request, response) {
      if (await access.install(request, response)) return true;
      try {
        receiver.requestListener(request, response);
        return true;
      } catch (error) {
        if (error instanceof HTTPReceiverDeferredRequestError) return false;
        throw error;
      }
    },
  };
}

function timed(listener: NonNullable<HttpServerPorts["slack"]>, observe: (seconds: number) => void) {
  return (request: IncomingMessage, response: ServerResponse) => {
    const began = performance.now();
    response.once("finish", () => observe((performance.now() - began) / 1000));
    return listener(request, response);
  };
}
