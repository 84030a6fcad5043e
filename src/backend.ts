import { hkdfSync } from "node:crypto";
import type { Logger as SlackLogger } from "@slack/bolt";
import type { WebClientOptions } from "@slack/web-api";
import type { Logger } from "pino";
import type { Config, Installation } from "./config.ts";
import type { HttpServerPorts } from "./http-server.ts";
import type { Queues } from "./jobs/queues.ts";
import { createQueues } from "./jobs/queues.ts";
import { slackLogger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import type { SlackAccess } from "./slack-access.ts";
import { openAccess } from "./slack-access.ts";
import { clientOptions, describeSlackError } from "./slack/client-options.ts";
import type { CaptureStore } from "./store/captures.ts";
import { createCaptureStore } from "./store/captures.ts";
import type { DiagnosisStore } from "./store/diagnoses.ts";
import { createDiagnosisStore } from "./store/diagnoses.ts";
import type { InstallationVault } from "./store/installations.ts";
import { createInstallationVault } from "./store/installations.ts";
import type { PasswordVault } from "./store/passwords.ts";
import { createPasswordVault } from "./store/passwords.ts";
import { PREFIX } from "./store/keys.ts";
import type { RedisClient } from "./store/redis.ts";
import { connectRedis } from "./store/redis.ts";
import type { SettingsStore } from "./store/settings.ts";
import { createSettingsStore } from "./store/settings.ts";
import type { UploadedStore } from "./store/uploaded.ts";
import { createUploadedStore } from "./store/uploaded.ts";
import type { WatchStore } from "./store/watches.ts";
import { createWatchStore } from "./store/watches.ts";
import { within } from "./within.ts";

/** For those who ask how we are: a probe or a scrape gives up itself before long. */
const REDIS_ANSWER_MS = 1_000;

/** What the Slack front and a worker both stand on. */
export interface Backend {
  readonly redis: RedisClient;
  readonly queues: Queues;
  readonly store: DiagnosisStore;
  /** Null for one workspace, whose token is in the environment. */
  readonly vault: InstallationVault | null;
  readonly passwords: PasswordVault;
  readonly captures: CaptureStore;
  readonly settings: SettingsStore;
  readonly uploaded: UploadedStore;
  readonly watches: WatchStore;
  readonly access: SlackAccess;
  readonly slackOptions: WebClientOptions;
  readonly slackLog: SlackLogger;
  /** What `/readyz` and `/metrics` say. */
  readonly status: Pick<HttpServerPorts, "problems" | "metrics">;
  /** What nobody can be told but the log. */
  readonly onError: (error: unknown) => void;
  close(graceMs: number): Promise<void>;
}

/** A process that runs until it is stopped. */
export interface RunningProcess {
  /** Where `/healthz`, `/readyz` and `/metrics` are; null for a worker beside a bot, whose server serves both. */
  readonly port: number | null;
  /** Gives what is under way `graceMs`, then closes everything that was opened. */
  stop(graceMs: number): Promise<void>;
}

/** @param purpose `front` fails at once while Redis is away, `worker` waits for it. */
export function openBackend(
  config: Config,
  logger: Logger,
  metrics: Metrics,
  purpose: "front" | "worker",
): Backend {
  const onError = (error: unknown) => logger.error({ err: error }, "problem");
  const redis = connectRedis(config.redisUrl, purpose);
  redis.on("error", (error) => logger.warn({ err: error }, "redis"));
  const queues = createQueues(redis, PREFIX, (error) => logger.warn({ err: error }, "queue"));
  const limits = { perUser: config.maxRunningPerUser, perChannel: config.maxRunningPerChannel };
  const slackLog = slackLogger(logger);
  const slackOptions = clientOptions(config.slackApiUrl, slackLog, metrics.observeSlackCall);
  const { installation } = config;
  const vault =
    installation.kind === "many" ? createInstallationVault(redis, installation.encryptionKey) : null;
  const access = openAccess(installation, vault, slackOptions, slackLog);
  const watches = createWatchStore(redis, () => Date.now());
  const sources = {
    countJobs: () => ask(redis, () => queues.countJobs()),
    measureWatched: () => ask(redis, () => watches.measureWatched()),
  };
  return {
    redis,
    queues,
    store: createDiagnosisStore(redis, limits, () => Date.now()),
    vault,
    passwords: createPasswordVault(redis, sealingKey(installation)),
    captures: createCaptureStore(redis),
    settings: createSettingsStore(redis),
    uploaded: createUploadedStore(redis),
    watches,
    access,
    slackOptions,
    slackLog,
    status: {
      problems: () => listProblems(redis, access),
      metrics: { contentType: metrics.contentType, render: () => metrics.render(sources) },
    },
    onError,
    async close(graceMs) {
      await within(graceMs, queues.close()).catch(onError);
      redis.disconnect();
    },
  };
}

/** Both processes know it, and Redis does not. */
function sealingKey(installation: Installation): Uint8Array {
  if (installation.kind === "many") return installation.encryptionKey;
  return Buffer.from(hkdfSync("sha256", installation.botToken, "", "tlscheck passwords", 32));
}

async function listProblems(redis: RedisClient, access: SlackAccess): Promise<string[]> {
  const problems = await Promise.all([
    // A cluster answers PING also without the master of our keys.
    ask(redis, () => redis.exists(PREFIX)).then(
      () => [],
      () => [`redis: ${redis.status === "ready" ? "does not answer" : redis.status}`],
    ),
    access.verify().then(
      () => [],
      (error: unknown) => [`slack: ${describeSlackError(error)}`],
    ),
  ]);
  return problems.flat();
}

/** A Redis that is stuck still counts as connected, and a worker's commands wait for ever. */
async function ask<T>(redis: RedisClient, question: () => Promise<T>): Promise<T> {
  if (redis.status !== "ready") throw new Error(`redis: ${redis.status}`);
  return within(REDIS_ANSWER_MS, question());
}
