import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Receiver, Logger as SlackLogger } from "@slack/bolt";
import { HTTPReceiver, HTTPReceiverDeferredRequestError, SocketModeReceiver } from "@slack/bolt";
import type { WebClientOptions } from "@slack/web-api";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Config, Delivery } from "./config.ts";
import type { Diagnosis } from "./diagnosis/diagnosis.ts";
import { formatTarget } from "./diagnosis/target.ts";
import type { HttpServerPorts } from "./http-server.ts";
import { startHttpServer } from "./http-server.ts";
import type { Queues } from "./jobs/queues.ts";
import { createQueues } from "./jobs/queues.ts";
import { catalogFor } from "./locales/locale.ts";
import { slackLogger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import type { SlackAccess } from "./slack-access.ts";
import { openAccess } from "./slack-access.ts";
import { createSlackApp } from "./slack/app.ts";
import { clientOptions, describeSlackError } from "./slack/client-options.ts";
import type { SlackPorts } from "./slack/ports.ts";
import { createDiagnosisStore } from "./store/diagnoses.ts";
import { createInstallationVault } from "./store/installations.ts";
import { PREFIX } from "./store/keys.ts";
import { connectRedis } from "./store/redis.ts";
import { within } from "./within.ts";

/** Slack gives a command 3 s in all, and telling its author that it failed is part of them. */
const QUEUE_TIMEOUT_MS = 1_500;

export interface RunningProcess {
  /** Where `/healthz`, `/readyz` and `/metrics` are; null for a worker beside a bot, whose server serves both. */
  readonly port: number | null;
  /** Gives what is under way `graceMs`, then closes everything that was opened. */
  stop(graceMs: number): Promise<void>;
}

/** The Slack front: receives, acknowledges, stores what is asked, and queues. It probes nothing and posts next to nothing. */
export async function startBot(config: Config, logger: Logger, metrics: Metrics): Promise<RunningProcess> {
  const { delivery } = config;
  if (delivery === null) throw new Error("the bot needs a way in: Socket Mode or HTTP");
  const now = () => Date.now();
  const onError = (error: unknown) => logger.error({ err: error }, "problem");
  const redis = connectRedis(config.redisUrl, "front");
  redis.on("error", (error) => logger.warn({ err: error }, "redis"));
  const queues = createQueues(redis, PREFIX, (error) => logger.warn({ err: error }, "queue"));
  const limits = { perUser: config.maxRunningPerUser, perChannel: config.maxRunningPerChannel };
  const store = createDiagnosisStore(redis, limits, now);
  const slackLog = slackLogger(logger);
  const options = clientOptions(config.slackApiUrl, slackLog, metrics.observeSlackCall);
  const { installation } = config;
  const vault =
    installation.kind === "many" ? createInstallationVault(redis, installation.encryptionKey) : null;
  const access = openAccess(installation, vault, options, slackLog);

  const ports: SlackPorts = {
    async requestChecks({ targets, origin, cause, responseUrl }) {
      const diagnoses = targets.map((target): Diagnosis => {
        const id = createHash("sha256")
          .update(`${cause} ${formatTarget(target)}`)
          .digest("hex")
          .slice(0, 24);
        return { id, target, origin, createdAt: now(), result: null };
      });
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
    },
    async answer({ diagnosisId, node, choice, team, channel, user, actionTs }) {
      const diagnosis = await store.load(diagnosisId);
      if (diagnosis === null) return "gone";
      if (diagnosis.origin.team !== team || diagnosis.origin.channel !== channel) return "foreign";
      await store.appendAnswer(diagnosisId, { node, choice, user, at: now() });
      await within(QUEUE_TIMEOUT_MS, queues.enqueueShow(diagnosisId, actionTs));
      return "stored";
    },
    loadRecent: (team, user) => store.loadRecent(team, user),
    forgetInstallation: async (owner) => vault?.remove(owner),
    catalogFor,
    onError: (error, context) => logger.error({ ...context, err: error }, "problem"),
  };

  const { receiver, listener } = createReceiver(delivery, access, slackLog, options);
  const { app, drain } = createSlackApp({
    receiver,
    authorize: access.authorize,
    clientOptions: options,
    logger: slackLog,
    ports,
    now,
  });

  const server = await startHttpServer(config.host, config.port, {
    problems: () => listProblems(redis, access),
    metrics: renderWith(metrics, queues, redis),
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
      await within(graceMs, queues.close()).catch(onError);
      redis.disconnect();
    },
  };
}

/** What `/metrics` says. */
export function renderWith(
  { contentType, render }: Metrics,
  queues: Queues,
  redis: Redis,
): HttpServerPorts["metrics"] {
  const sources = { countJobs: () => queues.countJobs(), redisUp: () => redis.status === "ready" };
  return { contentType, render: () => render(sources) };
}

/** What `/readyz` says. */
export async function listProblems(redis: Redis, access: SlackAccess): Promise<string[]> {
  const slack = await access.verify().then(
    () => [],
    (error: unknown) => [`slack: ${describeSlackError(error)}`],
  );
  return [...(redis.status === "ready" ? [] : [`redis: ${redis.status}`]), ...slack];
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
