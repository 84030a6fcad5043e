import type { Backend } from "./backend.ts";
import type { CaptureResult } from "./captures/capture-diagnosis.ts";
import { readCapture } from "./captures/read-capture.ts";
import type { Config } from "./config.ts";
import type { FileJob } from "./jobs/queues.ts";
import type { FoundFile } from "./jobs/read-files-processor.ts";
import { catalogFor } from "./locales/catalogs.ts";
import { nameFor } from "./name-for.ts";
import { findCaptureFact } from "./report/capture-fact.ts";
import type { BringIn } from "./thread-facts.ts";
import type { CaptureRecord } from "./report/capture-record.ts";
import { CaptureRecorder } from "./report/capture-record.ts";
import type { CaptureSummary } from "./report/capture-text.ts";
import { announceReading } from "./slack/messages/announce-reading.ts";
import type { MessageKey } from "./slack/messages/messenger.ts";
import { isNotAllowedHere, updateMessage } from "./slack/messages/messenger.ts";
import { postOnce } from "./slack/messages/post-once.ts";
import { sendPrivately } from "./slack/messages/private-answer.ts";
import type { ShowLedger } from "./slack/messages/show-diagnosis.ts";
import { captureView } from "./slack/views/capture.ts";
import { readingView, unreadView } from "./slack/views/capture-notice.ts";
import type { MessageView } from "./slack/views/message.ts";
import type { PreparedHandshake, ShowHandshake } from "./captured-handshake.ts";

/** Beyond that it is told that it takes too long. */
export const READ_CAPTURE_WITHIN_MS = 5 * 60_000;

export interface CaptureReadingParts {
  readonly config: Config;
  readonly backend: Backend;
  readonly ledger: ShowLedger;
  readonly handshake: ShowHandshake;
  readonly bringIn: BringIn;
  /** Of what is a courtesy: progress. */
  readonly onError: (error: unknown) => void;
}

/** The signal of a job, and that of the time that it has. */
export interface Bounds {
  readonly stopping: AbortSignal;
  readonly late: AbortSignal;
}

/** Unpacked. */
class TooLarge extends Error {
  override readonly name = "TooLarge";
}

/** Captures that somebody dropped: read as they come from Slack, answered, and forgotten but for what was found. */
export function createCaptureReading(parts: CaptureReadingParts) {
  const { backend, config, ledger, onError } = parts;

  /** Safe to run again: what was read is not read again, and there is one message. */
  const answer = async (
    job: FileJob,
    file: FoundFile,
    pieces: AsyncIterable<Uint8Array>,
    bounds: Bounds,
  ): Promise<void> => {
    const catalog = catalogFor(job.locale);
    const client = await backend.access.clientFor(job);
    const id = captureIdOf(job, file.id);
    const place = { channel: job.channel, threadTs: file.threadTs };
    const key = keyOf(id);
    const progress = announceReading({
      client,
      ledger,
      place,
      key,
      view: (read) => readingView({ name: file.name, read, total: file.size }, catalog),
      onError,
    });
    let outcome: CaptureRecord | Unread;
    try {
      outcome = await load(id, job, file, pieces, bounds, progress.advance);
    } finally {
      await progress.end();
    }
    if ("groups" in outcome) await bringInto(job.channel, file.diagnosisIds, outcome);
    const { view, attach } = await present(outcome, job, file, bounds.stopping);
    try {
      const { ts, fresh } = await postOnce(client, ledger, place, view, key);
      if (!fresh) await updateMessage(client, job.channel, ts, view, key);
      await attach?.(client, { channel: job.channel, threadTs: file.threadTs ?? ts }, id);
    } catch (error) {
      if (!isNotAllowedHere(error)) throw error;
      const own = await present(
        outcome,
        { ...job, locale: job.ownLocale ?? job.locale },
        file,
        bounds.stopping,
      );
      await sendPrivately(client, { user: job.user, responseUrl: null }, withoutActions(own.view));
    }
  };

  const bringInto = async (
    channel: string,
    diagnosisIds: readonly string[],
    record: CaptureRecord,
  ): Promise<void> => {
    for (const diagnosisId of diagnosisIds) {
      const diagnosis = await backend.store.load(diagnosisId);
      const fact = diagnosis && findCaptureFact(record, diagnosis);
      if (fact !== null) await parts.bringIn([diagnosisId], fact, `capture-${record.id}`, channel);
    }
  };

  /** A single handshake at once, else what there is to pick from. */
  const present = async (
    outcome: CaptureRecord | Unread,
    { locale }: FileJob,
    { name }: FoundFile,
    stopping: AbortSignal,
  ): Promise<Pick<PreparedHandshake, "view"> & Partial<PreparedHandshake>> => {
    const catalog = catalogFor(locale);
    if (!("groups" in outcome)) return { view: unreadView(name, outcome, catalog) };
    const isOne = outcome.groups.length === 1 && outcome.more === 0;
    const shown = isOne ? await parts.handshake.prepare(outcome, 0, locale, stopping) : null;
    return shown ?? { view: captureView(outcome, catalog) };
  };

  const load = async (
    id: string,
    job: FileJob,
    file: FoundFile,
    pieces: AsyncIterable<Uint8Array>,
    { stopping, late }: Bounds,
    onProgress: (bytes: number) => void,
  ): Promise<CaptureRecord | Unread> => {
    const known = await backend.captures.load(id);
    if (known !== null) return known;
    const limit = config.maxCaptureBytes;
    if (file.size > limit) return { kind: "too_large", limit };
    const recorder = new CaptureRecorder();
    try {
      const result = await readCapture(pieces, {
        onFlow: ({ trace, outcome, findings }) => recorder.add(trace, outcome, findings),
        live: false,
        onProgress(bytes) {
          if (bytes > limit) throw new TooLarge();
          onProgress(Math.min(bytes, file.size));
        },
        signal: AbortSignal.any([stopping, late]),
      });
      const { team, enterprise, channel, user, locale } = job;
      const record: CaptureRecord = {
        id,
        file: { id: file.id, name: file.name },
        origin: { team, enterprise, channel, user, threadTs: file.threadTs, locale },
        summary: summarize(result),
        ...recorder.end(),
      };
      await backend.captures.save(record);
      return record;
    } catch (error) {
      if (error instanceof TooLarge) return { kind: "too_large", limit };
      if (late.aborted && !stopping.aborted)
        return { kind: "too_slow", minutes: READ_CAPTURE_WITHIN_MS / 60_000 };
      throw error;
    }
  };

  /** A progress that nobody continues must not stay. */
  const fail = async (job: FileJob): Promise<void> => {
    for (const fileId of job.fileIds) {
      const id = captureIdOf(job, fileId);
      if ((await backend.captures.load(id)) !== null) continue;
      const claim = await ledger.claim(keyOf(id));
      if (claim.state === "claimed") await ledger.release(keyOf(id));
      if (claim.state !== "posted") continue;
      const client = await backend.access.clientFor(job);
      const view = unreadView("", { kind: "failed" }, catalogFor(job.locale));
      await updateMessage(client, job.channel, claim.ts, view, keyOf(id));
    }
  };

  return { answer, fail };
}

export type CaptureReading = ReturnType<typeof createCaptureReading>;

type Unread = Parameters<typeof unreadView>[1];

function captureIdOf({ cause }: FileJob, fileId: string): string {
  return nameFor(`${cause} ${fileId}`);
}

function keyOf(captureId: string): MessageKey {
  return { diagnosisId: `capture-${captureId}`, part: "parent" };
}

function summarize({ counts, outcomes, fault }: CaptureResult): CaptureSummary {
  const { packets, unknownLinkType, abandoned } = counts;
  const { completed, failed, incomplete, not_tls: notTls } = outcomes;
  const damage = fault === null ? null : { structure: fault.structure, offset: fault.offset };
  return { packets, unknownLinkType, abandoned, completed, failed, incomplete, notTls, fault: damage };
}

/** Buttons need a message that everybody sees, and there is no second attempt without the table. */
function withoutActions({ text, blocks, plainBlocks = blocks }: MessageView): MessageView {
  return { text, blocks: plainBlocks.filter(({ type }) => type !== "actions") };
}
