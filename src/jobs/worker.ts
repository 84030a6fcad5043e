import type { ConnectionOptions } from "bullmq";
import { DelayedError, WaitingError, Worker } from "bullmq";
import type { CaptureJob, DiagnosisJob, FileJob, FollowUpJob, SayJob } from "./queues.ts";
import { CAPTURES, CHECKS, FILES, FOLLOW_UPS, POSTS } from "./queues.ts";

/** Thrown by what a job does when it must wait, for example because Slack said so (429). */
export class RetryLater extends Error {
  override readonly name = "RetryLater";
  readonly delayMs: number;

  constructor(delayMs: number, options?: ErrorOptions) {
    super(`retry in ${delayMs} ms`, options);
    this.delayMs = delayMs;
  }
}

type JobData = DiagnosisJob | FileJob | CaptureJob | FollowUpJob | SayJob;
type Process<Data> = (data: Data, signal: AbortSignal) => Promise<void>;

export interface WorkerPorts {
  readonly diagnose: Process<DiagnosisJob>;
  readonly show: Process<DiagnosisJob>;
  readonly say: Process<SayJob>;
  readonly readFiles: Process<FileJob>;
  readonly showCapture: Process<CaptureJob>;
  readonly followUp: Process<FollowUpJob>;
  /** The job has no attempt left, or its worker died too often. */
  readonly failedForGood: (queue: string, data: JobData, error: Error) => Promise<void>;
  readonly observe: (queue: string, outcome: "completed" | "failed" | "delayed", seconds: number) => void;
  readonly onError: (error: Error) => void;
}

export interface WorkerOptions {
  readonly connection: ConnectionOptions;
  readonly prefix: string;
  /** Checks at a time in this process. */
  readonly concurrency: number;
}

/** A killed worker's jobs are taken over after this long. */
const LOCK_MS = 10_000;
const STALLED_INTERVAL_MS = 5_000;
/** Three deaths under the same job, and it is the job that kills. */
const MAX_STALLED = 3;
const CONCURRENT_POSTS = 5;
/** Each holds a file in memory. */
const CONCURRENT_FILES = 2;
/** Each may hold a copy in memory. */
const CONCURRENT_CAPTURES = 2;
/** Each opens some twenty connections, eight at a time. */
const CONCURRENT_FOLLOW_UPS = 4;

export interface RunningWorker {
  /** Takes no new job, gives running ones `graceMs`, then lets go of them: another worker takes over. */
  stop(graceMs: number): Promise<void>;
}

export function startWorker(
  { connection, prefix, concurrency }: WorkerOptions,
  ports: WorkerPorts,
): RunningWorker {
  const stopping = new AbortController();
  const start = <Data extends JobData>(queue: string, process: Process<Data>, atATime: number) => {
    const worker = new Worker<Data>(
      queue,
      async (job, token) => {
        const began = performance.now();
        const seconds = () => (performance.now() - began) / 1000;
        try {
          await process(job.data, stopping.signal);
          ports.observe(queue, "completed", seconds());
        } catch (error) {
          if (error instanceof RetryLater) {
            ports.observe(queue, "delayed", seconds());
            await job.moveToDelayed(Date.now() + error.delayMs, token);
            throw new DelayedError(error.message);
          }
          if (stopping.signal.aborted) {
            await job.moveToWait(token);
            throw new WaitingError("the worker stops");
          }
          ports.observe(queue, "failed", seconds());
          throw error;
        }
      },
      {
        connection,
        prefix,
        concurrency: atATime,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_INTERVAL_MS,
        maxStalledCount: MAX_STALLED,
      },
    );
    worker.on("error", ports.onError);
    worker.on("failed", (job, error) => {
      // Set only once it is moved to the failed ones; before that it is tried again.
      if (job?.finishedOn == null) return;
      ports.failedForGood(queue, job.data, error).catch(ports.onError);
    });
    return worker;
  };
  const workers = [
    start(CHECKS, ports.diagnose, concurrency),
    start<DiagnosisJob | SayJob>(
      POSTS,
      (job, signal) => ("say" in job ? ports.say(job, signal) : ports.show(job, signal)),
      CONCURRENT_POSTS,
    ),
    start(FILES, ports.readFiles, CONCURRENT_FILES),
    start(CAPTURES, ports.showCapture, CONCURRENT_CAPTURES),
    start(FOLLOW_UPS, ports.followUp, CONCURRENT_FOLLOW_UPS),
  ];
  return {
    async stop(graceMs) {
      const closed = Promise.all(workers.map((worker) => worker.close()));
      const timer = setTimeout(() => stopping.abort(new Error("the worker stops")), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}
