import type { Backend } from "./backend.ts";
import type { CaptureReading } from "./capture-reading.ts";
import { READ_CAPTURE_WITHIN_MS } from "./capture-reading.ts";
import { isCapture } from "./captures/recognize-capture.ts";
import type { Config } from "./config.ts";
import { compareBundles, compareList } from "./diagnosis/compare-stores.ts";
import { servedCertificateList } from "./diagnosis/evidence.ts";
import type { Inspection, InspectionOptions } from "./diagnosis/inspect-bundle.ts";
import { inspectBundle } from "./diagnosis/inspect-bundle.ts";
import { formatTarget } from "./diagnosis/target.ts";
import { Deadline, collect, lookInto } from "./download.ts";
import type { FileJob } from "./jobs/queues.ts";
import type { FoundFile, ReadFile } from "./jobs/read-files-processor.ts";
import { readFilesProcessor } from "./jobs/read-files-processor.ts";
import { RetryLater } from "./jobs/worker.ts";
import { catalogFor } from "./locales/locale.ts";
import { fetchIssuers } from "./probe/fetch-issuers.ts";
import { openTrustAnchors } from "./probe/trust-anchors.ts";
import { describeComparisons } from "./report/certificate-report.ts";
import { attachChain } from "./slack/messages/attach-chain.ts";
import { isNotAllowedHere } from "./slack/messages/messenger.ts";
import type { ShowLedger } from "./slack/messages/show-diagnosis.ts";
import { postOnce } from "./slack/messages/post-once.ts";
import { sendPrivately } from "./slack/messages/private-answer.ts";
import { NOT_YET, downloadFile, findSharedFile } from "./slack/messages/shared-file.ts";
import { comparisonView, inspectionView } from "./slack/views/inspection.ts";
import type { MessageView } from "./slack/views/message.ts";
import { privateKeyView } from "./slack/views/private-key.ts";
import { waitAsSlackSays } from "./wait-as-slack-says.ts";
import type { Bundle } from "./x509/bundle/bundle.ts";
import { MAX_BUNDLE_BYTES, readBundle } from "./x509/bundle/read-bundle.ts";

/** RFC 5737: nobody's. */
const ELSEWHERE = "203.0.113.1";

const SHARE_DELAY_MS = 1_000;
/** For the first bytes, and for what is no capture as a whole. */
const DOWNLOAD_WITHIN_MS = 20_000;
/** Or it was never shared where its event said. */
const SHARE_WITHIN_MS = 30_000;

export interface FileReadingParts {
  readonly config: Config;
  readonly backend: Backend;
  readonly ledger: ShowLedger;
  readonly captures: CaptureReading;
  readonly now: () => number;
}

/** The job that reads files out of a thread, a direct message or a form. A file is in memory while it is read, a
 *  capture piece by piece, and nowhere else. */
export function createFileReading(parts: FileReadingParts) {
  const { backend } = parts;
  const clientOf = ({ team, enterprise }: FileJob) => backend.access.clientFor({ team, enterprise });
  const post = async (job: FileJob, name: string, threadTs: string | null, view: MessageView) => {
    const key = { diagnosisId: `${name}-${job.cause}`, part: "verdict" } as const;
    const client = await clientOf(job);
    try {
      const { ts, fresh } = await postOnce(
        client,
        parts.ledger,
        { channel: job.channel, threadTs },
        view,
        key,
      );
      if (fresh) await attachChain(client, { channel: job.channel, threadTs: threadTs ?? ts }, view);
    } catch (error) {
      if (!isNotAllowedHere(error)) throw error;
      await sendPrivately(client, { user: job.user, responseUrl: null }, view);
    }
  };
  const process = readFilesProcessor({
    find: async (job, fileId) => find(parts, job, fileId),
    read: async (job, file, signal) => read(parts, job, file, signal),
    async warnOfPrivateKey(job, { id, name, threadTs }) {
      // The job runs again when Slack limits us; who was warned is not warned again.
      const key = { diagnosisId: `file-${id}-${job.cause}`, part: "parent" } as const;
      if ((await parts.ledger.shown(key)) !== null) return;
      const client = await clientOf(job);
      const { text, blocks } = privateKeyView(name, catalogFor(job.locale));
      const { channel, user } = job;
      await client.chat.postEphemeral({
        channel,
        user,
        ...(threadTs !== null && { thread_ts: threadTs }),
        text,
        blocks,
      });
      await parts.ledger.setShown(key, "warned");
    },
    async post(job, { file, bundle, inspection }) {
      const catalog = catalogFor(job.locale);
      const { id, name, threadTs } = file;
      const target = { host: "SERVER", port: 443, serverName: "SERVER" };
      const view = inspectionView(
        {
          inspection,
          at: parts.now(),
          context: { target, addresses: [], fileName: name },
          comparisons: describeComparisons(
            await compareWithServers(parts, file, bundle, inspection),
            catalog,
          ),
          file: { fileId: id, channel: job.channel, threadTs },
        },
        catalog,
      );
      await post(job, `file-${id}`, threadTs, view);
    },
    async compare(job, a, b) {
      const named = ({ file: { name }, bundle }: ReadFile) => ({ name, bundle });
      const comparisons = compareBundles(named(a), named(b), parts.now());
      if (comparisons.length === 0) return;
      const catalog = catalogFor(job.locale);
      const view = comparisonView(describeComparisons(comparisons, catalog), catalog);
      await post(job, "compared", a.file.threadTs, view);
    },
    end: async ({ passwordId }) => {
      if (passwordId !== null) await backend.passwords.remove(passwordId);
    },
  });
  return (job: FileJob, signal: AbortSignal) => process(job, signal).catch(waitAsSlackSays);
}

async function find(
  { backend, now }: FileReadingParts,
  job: FileJob,
  fileId: string,
): Promise<FoundFile | null> {
  const client = await backend.access.clientFor(job);
  const found = await findSharedFile(client, fileId, job.channel, job.place);
  if (found === NOT_YET && now() - job.askedAt < SHARE_WITHIN_MS) throw new RetryLater(SHARE_DELAY_MS);
  return found === null || found === NOT_YET ? null : { id: fileId, ...found };
}

async function read(
  parts: FileReadingParts,
  job: FileJob,
  file: FoundFile,
  stopping: AbortSignal,
): Promise<ReadFile | null> {
  const { backend, config, captures } = parts;
  const client = await backend.access.clientFor(job);
  const deadline = new Deadline(DOWNLOAD_WITHIN_MS);
  try {
    const signal = AbortSignal.any([stopping, deadline.signal]);
    const download = await lookInto(await downloadFile(client, file.url, config.slackApiUrl, signal));
    if (isCapture(download.head)) {
      deadline.set(READ_CAPTURE_WITHIN_MS);
      await captures.answer(job, file, download.pieces, { stopping, late: deadline.signal });
      return null;
    }
    const bytes = file.size > MAX_BUNDLE_BYTES ? null : await collect(download, MAX_BUNDLE_BYTES);
    return await inspect(parts, job, file, bytes, stopping);
  } finally {
    deadline.end();
  }
}

/** @param bytes null for more than we read */
async function inspect(
  { backend, config, now }: FileReadingParts,
  job: FileJob,
  file: FoundFile,
  bytes: Uint8Array | null,
  signal: AbortSignal,
): Promise<ReadFile> {
  const password = job.passwordId === null ? null : await backend.passwords.load(job.passwordId);
  // What is larger than we read is told so.
  const bundle = readBundle(bytes ?? new Uint8Array(MAX_BUNDLE_BYTES + 1), {
    fileName: file.name,
    password: password ?? undefined,
  });
  const options: InspectionOptions = {
    at: now(),
    trustAnchors: openTrustAnchors(config.trustAnchors),
    serverName: null,
  };
  const inspection = inspectBundle(bundle, options);
  const urls = inspection.examination?.missingIssuer?.caIssuers ?? [];
  // Whoever made the file may have written any URL into it.
  const egress = config.egress.sentOnBy(ELSEWHERE);
  const fetched = await fetchIssuers(urls, { timeoutMs: config.timeoutMs, egress, signal });
  return {
    file,
    bundle,
    inspection: fetched.length === 0 ? inspection : inspectBundle(bundle, { ...options, fetched }),
  };
}

/** A truststore that is dropped into a server's thread is held against what that server sends. */
async function compareWithServers(
  { backend, now }: FileReadingParts,
  { name, diagnosisIds }: FoundFile,
  bundle: Bundle,
  { examination }: Inspection,
) {
  if (examination !== null) return [];
  const diagnoses = await Promise.all(diagnosisIds.map((id) => backend.store.load(id)));
  return diagnoses.flatMap((diagnosis) => {
    if (diagnosis?.result?.state !== "checked") return [];
    const certificates = servedCertificateList(diagnosis.result.evidence);
    return compareList({ name, bundle }, { name: formatTarget(diagnosis.target), certificates }, now());
  });
}
