import type { WebClient } from "@slack/web-api";
import type { Backend } from "./backend.ts";
import type { CaptureReading } from "./capture-reading.ts";
import { READ_CAPTURE_WITHIN_MS } from "./capture-reading.ts";
import { isCapture } from "./captures/recognize-capture.ts";
import type { Config } from "./config.ts";
import { compareBundles, compareList } from "./diagnosis/compare-stores.ts";
import { servedCertificateList } from "./diagnosis/evidence.ts";
import type { Explanation } from "./diagnosis/explain.ts";
import { explain } from "./diagnosis/explain.ts";
import type { Inspection, InspectionOptions } from "./diagnosis/inspect-bundle.ts";
import { inspectBundle } from "./diagnosis/inspect-bundle.ts";
import { formatTarget } from "./diagnosis/target.ts";
import { Deadline, collect, lookInto } from "./download.ts";
import type { FileJob } from "./jobs/queues.ts";
import type { FoundFile, ReadFile } from "./jobs/read-files-processor.ts";
import { readFilesProcessor } from "./jobs/read-files-processor.ts";
import { RetryLater } from "./jobs/worker.ts";
import type { Catalog } from "./locales/catalog.ts";
import { catalogFor } from "./locales/catalogs.ts";
import type { BringIn } from "./thread-facts.ts";
import type { ThreadFact } from "./diagnosis/thread-fact.ts";
import { fetchIssuers } from "./probe/fetch-issuers.ts";
import { openTrustAnchors } from "./probe/trust-anchors.ts";
import { describeComparisons } from "./report/certificate-report.ts";
import { attachChain } from "./slack/messages/attach-chain.ts";
import { isNotAllowedHere, listOurMessages } from "./slack/messages/messenger.ts";
import type { ShowLedger } from "./slack/messages/show-diagnosis.ts";
import { postOnce } from "./slack/messages/post-once.ts";
import { sendPrivately } from "./slack/messages/private-answer.ts";
import { NOT_YET, OUT_OF_REACH, downloadFile, findSharedFile } from "./slack/messages/shared-file.ts";
import { sentenceView } from "./slack/views/sentence.ts";
import { explanationView } from "./slack/views/explanation.ts";
import { comparisonView, inspectionView } from "./slack/views/inspection.ts";
import type { MessageView } from "./slack/views/message.ts";
import { privateKeyView } from "./slack/views/private-key.ts";
import { certificatesToWatch } from "./watches/uploaded-certificates.ts";
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
  readonly bringIn: BringIn;
}

/** The job that reads files out of a thread, a direct message or a form. A file is in memory while it is read, a
 *  capture piece by piece, and nowhere else. */
export function createFileReading(parts: FileReadingParts) {
  const { backend } = parts;
  const clientOf = ({ team, enterprise }: FileJob) => backend.access.clientFor({ team, enterprise });
  const post = async (
    job: FileJob,
    name: string,
    threadTs: string | null,
    draw: (catalog: Catalog) => MessageView,
  ) => {
    const { locale, ownLocale = locale } = job;
    const view = draw(catalogFor(locale));
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
      await sendPrivately(client, { user: job.user, responseUrl: null }, draw(catalogFor(ownLocale)));
    }
  };
  const process = readFilesProcessor({
    find: async (job, fileId) => find(parts, job, fileId),
    async read(job, file, signal) {
      const done = await read(parts, job, file, signal);
      if (done === null || "inspection" in done) return done;
      await post(job, `file-${file.id}`, file.threadTs, (catalog) => explanationView(done, catalog));
      return null;
    },
    async warnOfPrivateKey(job, { id, name, threadTs }) {
      // The job runs again when Slack limits us; who was warned is not warned again.
      const key = { diagnosisId: `file-${id}-${job.cause}`, part: "parent" } as const;
      if ((await parts.ledger.shown(key)) !== null) return;
      const client = await clientOf(job);
      const { text, blocks } = privateKeyView(name, catalogFor(job.ownLocale ?? job.locale));
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
      const { id, name, threadTs } = file;
      const target = { host: "SERVER", port: 443, serverName: "SERVER" };
      const compared = await compareWithServers(parts, job, file, bundle, inspection);
      const at = parts.now();
      const toWatch = certificatesToWatch(inspection.certificates, at);
      const { team, channel } = job;
      if (toWatch.length > 0) await backend.uploaded.save({ team, channel, fileId: id }, toWatch);
      await post(job, `file-${id}`, threadTs, (catalog) =>
        inspectionView(
          {
            inspection,
            at,
            context: { target, addresses: [], fileName: name },
            comparisons: describeComparisons(compared, catalog),
            file: { fileId: id, channel, threadTs },
            toWatch: toWatch.length,
          },
          catalog,
        ),
      );
      await parts.bringIn(
        file.diagnosisIds,
        factOf(bundle, inspection),
        `file-${id}-${job.cause}`,
        job.channel,
      );
    },
    async compare(job, a, b) {
      const named = ({ file: { name }, bundle }: ReadFile) => ({ name, bundle });
      const comparisons = compareBundles(named(a), named(b), parts.now());
      if (comparisons.length === 0) return;
      await post(job, "compared", a.file.threadTs, (catalog) =>
        comparisonView(describeComparisons(comparisons, catalog), catalog),
      );
    },
    end: async ({ passwordId }) => {
      if (passwordId !== null) await backend.passwords.remove(passwordId);
    },
  });
  return (job: FileJob, signal: AbortSignal) => process(job, signal).catch(waitAsSlackSays);
}

/** What the file answers of the tree's questions. */
function factOf(bundle: Bundle, { findings, keys }: Inspection): ThreadFact {
  const faults = findings.filter(({ severity }) => severity === "error").map(({ kind }) => kind);
  return {
    source: "upload",
    readable: bundle.certificates.length > 0,
    faults: [...new Set(faults)],
    keyMatches:
      keys.length === 0 || bundle.certificates.length === 0 ? null : !faults.includes("key_mismatch"),
  };
}

async function find(
  { backend, ledger, now }: FileReadingParts,
  job: FileJob,
  fileId: string,
): Promise<FoundFile | null> {
  const client = await backend.access.clientFor(job);
  const found = await findSharedFile(client, fileId, job.channel, job.place);
  if (found === OUT_OF_REACH) {
    if (job.place !== null) await tellOutOfReach(client, ledger, job, fileId);
    return null;
  }
  if (found === NOT_YET && now() - job.askedAt < SHARE_WITHIN_MS) throw new RetryLater(SHARE_DELAY_MS);
  if (found === null || found === NOT_YET) return null;
  const threadTs = job.place?.threadTs ?? null;
  // The shortcut says where the answer goes, and not what the thread is about.
  const thread = threadTs === null ? null : await listOurMessages(client, job.channel, threadTs);
  return { id: fileId, ...found, diagnosisIds: thread?.diagnosisIds ?? found.diagnosisIds };
}

/** A form or the shortcut asked for it, and somebody waits: the bot is not in the channel, or the file is gone. */
async function tellOutOfReach(
  client: WebClient,
  ledger: ShowLedger,
  { user, cause, locale, ownLocale = locale }: FileJob,
  fileId: string,
): Promise<void> {
  const key = { diagnosisId: `file-${fileId}-${cause}`, part: "parent" } as const;
  if ((await ledger.shown(key)) !== null) return;
  const view = sentenceView(catalogFor(ownLocale).explaining.fileOutOfReach);
  await sendPrivately(client, { user, responseUrl: null }, view);
  await ledger.setShown(key, "told");
}

async function read(
  parts: FileReadingParts,
  job: FileJob,
  file: FoundFile,
  stopping: AbortSignal,
): Promise<ReadFile | Explanation | null> {
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
    const done = await inspect(parts, job, file, bytes, stopping);
    return (bytes === null ? null : explainLog(bytes, done.inspection)) ?? done;
  } finally {
    deadline.end();
  }
}

/** The errors in a file that is no certificate, key or store: a log, or what was copied from a terminal. Null for none. */
function explainLog(bytes: Uint8Array, { certificates, listings, keys }: Inspection): Explanation | null {
  if (certificates.length + listings.length + keys.length > 0) return null;
  const text = Buffer.from(bytes).toString("utf8");
  // What is wrong in a damaged PEM file is said line by line elsewhere.
  if (text.includes("-----BEGIN") || text.includes("\u0000")) return null;
  const explanation = explain(text);
  return explanation.causes.length === 0 ? null : explanation;
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
  { channel }: FileJob,
  { name, diagnosisIds }: FoundFile,
  bundle: Bundle,
  { examination }: Inspection,
) {
  if (examination !== null) return [];
  const diagnoses = await Promise.all(diagnosisIds.map((id) => backend.store.load(id)));
  return diagnoses.flatMap((diagnosis) => {
    // Any app of the channel may have written the id.
    if (diagnosis?.result?.state !== "checked" || diagnosis.origin.channel !== channel) return [];
    const certificates = servedCertificateList(diagnosis.result.evidence);
    return compareList({ name, bundle }, { name: formatTarget(diagnosis.target), certificates }, now());
  });
}
