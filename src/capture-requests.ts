import type { WebClient } from "@slack/web-api";
import type { Backend } from "./backend.ts";
import { READ_CAPTURE_WITHIN_MS } from "./capture-reading.ts";
import type { ShowHandshake } from "./captured-handshake.ts";
import { findNames, readCapture } from "./captures/read-capture.ts";
import type { Config } from "./config.ts";
import { Deadline } from "./download.ts";
import type { CaptureJob } from "./jobs/queues.ts";
import { catalogFor } from "./locales/catalogs.ts";
import type { CaptureRecord } from "./report/capture-record.ts";
import { postOnce } from "./slack/messages/post-once.ts";
import { NOT_YET, OUT_OF_REACH, downloadFile, findSharedFile } from "./slack/messages/shared-file.ts";
import type { ShowLedger } from "./slack/messages/show-diagnosis.ts";
import { uploadOnce } from "./slack/messages/upload-once.ts";
import { sentenceView } from "./slack/views/sentence.ts";
import { waitAsSlackSays } from "./wait-as-slack-says.ts";

export interface CaptureRequestParts {
  readonly config: Config;
  readonly backend: Backend;
  readonly ledger: ShowLedger;
  readonly handshake: ShowHandshake;
}

/** In memory until it is uploaded. */
const MAX_COPY_BYTES = 32 << 20;

class CopyTooLarge extends Error {
  override readonly name = "CopyTooLarge";
}

/** The job of a click below a capture: details of one handshake, or a copy that may be shown to others. */
export function createCaptureRequests(parts: CaptureRequestParts) {
  const process = async (job: CaptureJob, signal: AbortSignal): Promise<void> => {
    const { backend } = parts;
    const client = await backend.access.clientFor(job);
    const record = await backend.captures.load(job.captureId);
    if (record === null) return tell(client, job, ownWords(job).gone);
    if (job.asked.kind === "handshake")
      await showHandshake(parts, client, job, record, job.asked.index, signal);
    else await makeCopy(parts, client, job, record, job.asked.names, signal);
  };
  return (job: CaptureJob, signal: AbortSignal) => process(job, signal).catch(waitAsSlackSays);
}

async function showHandshake(
  { handshake, ledger }: CaptureRequestParts,
  client: WebClient,
  job: CaptureJob,
  record: CaptureRecord,
  index: number,
  signal: AbortSignal,
): Promise<void> {
  const shown = await handshake.prepare(record, index, job.locale, signal);
  if (shown === null) return;
  const { channel, threadTs } = job;
  const key = { diagnosisId: nameOf(job), part: "verdict" } as const;
  await postOnce(client, ledger, { channel, threadTs }, shown.view, key);
  await shown.attach(client, { channel, threadTs }, nameOf(job));
}

/** Downloads the capture anew: none is kept. */
async function makeCopy(
  { config, ledger }: CaptureRequestParts,
  client: WebClient,
  job: CaptureJob,
  { file }: CaptureRecord,
  choice: "keep" | "hash",
  signal: AbortSignal,
): Promise<void> {
  const { capture: words } = catalogFor(job.locale).chat;
  const { channel, threadTs } = job;
  const found = await findSharedFile(client, file.id, channel, { threadTs });
  if (found === null || found === NOT_YET || found === OUT_OF_REACH)
    return tell(client, job, ownWords(job).fileGone);
  const deadline = new Deadline(READ_CAPTURE_WITHIN_MS);
  const draw = async () => {
    const within = AbortSignal.any([signal, deadline.signal]);
    const download = () => downloadFile(client, found.url, config.slackApiUrl, within);
    // The file was read within our limits before, and Slack's files do not change.
    const names = choice === "hash" ? await findNames(await download()) : undefined;
    const bytes = await redact(await download(), names, config.maxCaptureBytes, within);
    return { name: "capture-for-support.pcap", bytes, alt: null, comment: words.copyReady(choice) };
  };
  try {
    await uploadOnce(client, ledger, { channel, threadTs }, draw, nameOf(job));
  } catch (error) {
    if (!(error instanceof CopyTooLarge)) throw error;
    await tell(client, job, ownWords(job).copyTooLarge(MAX_COPY_BYTES));
  } finally {
    deadline.end();
  }
}

type Names = Awaited<ReturnType<typeof findNames>>;

async function redact(
  source: AsyncIterable<Uint8Array>,
  names: Names | undefined,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  await readCapture(source, {
    onFlow: () => undefined,
    live: false,
    names,
    onRedacted(bytes) {
      length += bytes.length;
      if (length > MAX_COPY_BYTES) throw new CopyTooLarge();
      pieces.push(bytes);
    },
    onProgress(bytes) {
      if (bytes > maxBytes) throw new CopyTooLarge();
    },
    signal,
  });
  return Buffer.concat(pieces);
}

function ownWords({ locale, ownLocale = locale }: CaptureJob) {
  return catalogFor(ownLocale).chat.capture;
}

/** Who clicked, alone. */
async function tell(
  client: WebClient,
  { channel, threadTs, user }: CaptureJob,
  content: string,
): Promise<void> {
  const { text, blocks } = sentenceView(content);
  await client.chat.postEphemeral({ channel, user, thread_ts: threadTs, text, blocks });
}

function nameOf({ captureId, cause }: CaptureJob): string {
  return `capture-${captureId}-${cause}`;
}
