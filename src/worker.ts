import type { Logger } from "pino";
import type { RunningProcess } from "./backend.ts";
import { startAlerting } from "./alerting.ts";
import { openBackend } from "./backend.ts";
import { createCaptureReading } from "./capture-reading.ts";
import { createCaptureRequests } from "./capture-requests.ts";
import { createShowHandshake } from "./captured-handshake.ts";
import type { Config } from "./config.ts";
import type { Diagnosis, DiagnosisResult } from "./diagnosis/diagnosis.ts";
import { startDigesting } from "./digesting.ts";
import { formatTarget } from "./diagnosis/target.ts";
import { startHttpServer } from "./http-server.ts";
import { diagnoseProcessor } from "./jobs/diagnose-processor.ts";
import { createFollowUps } from "./follow-ups.ts";
import { createFileReading } from "./file-reading.ts";
import { createSaying } from "./saying.ts";
import { waitAsSlackSays } from "./wait-as-slack-says.ts";
import { startWorker as startJobs } from "./jobs/worker.ts";
import { catalogFor } from "./locales/catalogs.ts";
import type { Metrics } from "./metrics.ts";
import { collectEvidence } from "./probe/collect-evidence.ts";
import { describeSlackError } from "./slack/client-options.ts";
import { createAnnounce } from "./slack/messages/announce-progress.ts";
import type { MessageKey } from "./slack/messages/messenger.ts";
import type { ShowLedger } from "./slack/messages/show-diagnosis.ts";
import { createShow } from "./slack/messages/show-diagnosis.ts";
import { PREFIX } from "./store/keys.ts";
import { createBringIn } from "./thread-facts.ts";
import { startWatching } from "./watching.ts";
import type { PostStore } from "./store/posts.ts";
import { createPostStore } from "./store/posts.ts";

/** Probes, judges, and writes what Slack shows. Any number of them may run.
 *  @param alone with its own `/healthz`, `/readyz` and `/metrics`; beside a bot, the bot has them. */
export async function startWorker(
  config: Config,
  logger: Logger,
  metrics: Metrics,
  alone: boolean,
): Promise<RunningProcess> {
  const now = () => Date.now();
  const backend = openBackend(config, logger, metrics, "worker");
  const { redis, queues, store, access } = backend;
  const { egress, connectTo } = config;

  const slackPorts = {
    clientFor: ({ origin }: Diagnosis) => access.clientFor(origin),
    catalogFor: ({ origin }: Diagnosis) => catalogFor(origin.locale),
    ownCatalogFor: ({ origin }: Diagnosis) => catalogFor(origin.ownLocale ?? origin.locale),
    ledger: ledgerOf(createPostStore(redis, now)),
  };
  const show = createShow({
    ...slackPorts,
    load: (id) => store.load(id),
    loadConversation: (diagnosis) => store.loadConversation(diagnosis),
    requestTrials: ({ id, origin: { threadTs, locale } }) =>
      queues.enqueueFollowUp({ diagnosisId: id, asked: "trials", threadTs, locale, cause: "asked" }),
    loadResponseUrl: (id) => store.loadResponseUrl(id),
  });
  const showWhenAllowed = (id: string) => show(id).catch(waitAsSlackSays);
  const finish = async (diagnosis: Diagnosis, result: DiagnosisResult) => {
    await store.saveResult(diagnosis, result);
    metrics.observeResult(result);
    const { id, target } = diagnosis;
    const kinds = result.state === "checked" ? result.findings.map(({ kind }) => kind) : ["failed"];
    logger.info({ diagnosisId: id, target: formatTarget(target), kinds }, "diagnosed");
  };

  const { ledger } = slackPorts;
  const onCourtesyError = (error: unknown) =>
    logger.info({ reason: describeSlackError(error) }, "progress is not shown");
  const handshake = createShowHandshake(config, ledger);
  const bringIn = createBringIn(store, queues);
  const captures = createCaptureReading({
    config,
    backend,
    ledger,
    handshake,
    bringIn,
    onError: onCourtesyError,
  });

  const jobs = startJobs(
    { connection: redis, prefix: PREFIX, concurrency: config.concurrency },
    {
      diagnose: diagnoseProcessor({
        load: (id) => store.load(id),
        collect: ({ target }, onProgress, signal) =>
          collectEvidence(target, {
            at: now(),
            timeoutMs: config.timeoutMs,
            egress,
            connectTo,
            trustAnchors: config.trustAnchors,
            onProgress,
            signal,
          }),
        save: finish,
        onError: (error, { id }) => logger.error({ diagnosisId: id, err: error }, "the check broke"),
        now,
        announce: createAnnounce({ ...slackPorts, onError: onCourtesyError }),
        show: showWhenAllowed,
      }),
      show: ({ diagnosisId }) => showWhenAllowed(diagnosisId),
      say: createSaying(backend, ledger, bringIn),
      readFiles: createFileReading({ config, backend, ledger, captures, now, bringIn }),
      showCapture: createCaptureRequests({ config, backend, ledger, handshake }),
      followUp: createFollowUps({ config, backend, ledger, show }),
      async failedForGood(queue, data, error) {
        if ("say" in data) {
          logger.error({ say: data.say.kind, queue, err: error }, "failed for good");
          return;
        }
        if ("captureId" in data) {
          logger.error({ captureId: data.captureId, queue, err: error }, "failed for good");
          return;
        }
        if ("fileIds" in data) {
          logger.error({ fileIds: data.fileIds, queue, err: error }, "failed for good");
          await captures.fail(data);
          return;
        }
        const { diagnosisId } = data;
        logger.error({ diagnosisId, queue, err: error }, "failed for good");
        if ("asked" in data) {
          // A person is asked what the trial would have shown.
          if (data.asked !== "bundle") await store.saveTrials(diagnosisId, []);
          await queues.enqueueShow(diagnosisId, `${data.asked}-failed`);
          return;
        }
        const diagnosis = await store.load(diagnosisId);
        if (diagnosis === null || diagnosis.result !== null) return;
        await finish(diagnosis, { state: "failed", at: now() });
        await queues.enqueueShow(diagnosisId, "failed");
      },
      observe: metrics.observeJob,
      onError: (error) => logger.warn({ err: error }, "queue"),
    },
  );
  const watching = startWatching({ config, backend, metrics, logger, now });
  const alerting = startAlerting({
    backend,
    now,
    observe: metrics.observeAlertPost,
    onError: (error, key) => logger.warn({ ...key, reason: describeSlackError(error) }, "alert is not shown"),
  });
  const digesting = startDigesting({
    backend,
    ledger,
    now,
    onError: (error, channel) =>
      logger.warn({ ...channel, reason: describeSlackError(error) }, "digest is not posted"),
  });
  const server = alone
    ? await startHttpServer(config.host, config.port, {
        ...backend.status,
        slack: null,
        onError: backend.onError,
      })
    : null;
  const port = server?.port ?? null;
  logger.info({ port, concurrency: config.concurrency }, "worker started");

  return {
    port,
    async stop(graceMs) {
      await Promise.all([jobs, watching, alerting, digesting].map((each) => each.stop(graceMs)));
      await server?.stop(graceMs);
      await backend.close(graceMs);
    },
  };
}

export function ledgerOf(posts: PostStore): ShowLedger {
  return {
    claim: ({ diagnosisId, part }: MessageKey) => posts.claim(diagnosisId, part),
    release: ({ diagnosisId, part }: MessageKey) => posts.release(diagnosisId, part),
    record: ({ diagnosisId, part }: MessageKey, ts) => posts.record(diagnosisId, part, ts),
    shown: ({ diagnosisId, part }: MessageKey) => posts.shown(diagnosisId, part),
    setShown: ({ diagnosisId, part }: MessageKey, digest) => posts.setShown(diagnosisId, part, digest),
    isPrivate: (id) => posts.isPrivate(id),
    markPrivate: (id) => posts.markPrivate(id),
  };
}
