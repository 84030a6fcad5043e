import type { ConnectionOptions, JobsOptions } from "bullmq";
import { Queue } from "bullmq";
import type { Origin } from "../diagnosis/diagnosis.ts";
import type { WatchSettings } from "../watches/channel.ts";
import type { Explanation } from "../diagnosis/explain.ts";

export interface DiagnosisJob {
  readonly diagnosisId: string;
}

/** Files that somebody dropped, or sent with a form. Their content is never queued. */
export interface FileJob extends Omit<Origin, "threadTs"> {
  readonly fileIds: readonly string[];
  /** Names what asked for it, the same for a repeated delivery. */
  readonly cause: string;
  /** Where the answer goes; null: into the thread in which the file stands, if that is one of ours. */
  readonly place: { readonly threadTs: string | null } | null;
  /** Of the password that was entered for them. */
  readonly passwordId: string | null;
  /** ms since 1970. */
  readonly askedAt: number;
}

/** More of a capture that was read before. */
export interface CaptureJob extends Origin {
  readonly captureId: string;
  readonly asked:
    | { readonly kind: "handshake"; readonly index: number }
    | { readonly kind: "copy"; readonly names: "keep" | "hash" };
  readonly threadTs: string;
  /** Names the click, the same for a repeated delivery. */
  readonly cause: string;
}

/** More about a diagnosis than its verdict. Ids are Slack's. */
export interface FollowUpJob {
  readonly diagnosisId: string;
  /** `trials`: named clients are tried. `clients`: and shown. `bundle`: what support asks for. */
  readonly asked: "trials" | "clients" | "bundle";
  readonly threadTs: string | null;
  /** BCP 47, of who asked. */
  readonly locale: string;
  /** Names the click, the same for a repeated delivery. */
  readonly cause: string;
}

/** What is said for all to read, and is no diagnosis. */
export type Said =
  | { readonly kind: "explanation"; readonly explanation: Explanation }
  /** The language of the channel; null for each person's own. */
  | { readonly kind: "language"; readonly tag: string | null }
  /** How the channel is told of what it watches: what of it has changed. */
  | { readonly kind: "watch_settings"; readonly changes: Partial<WatchSettings> }
  /** Watches of a channel stand still, and go on. `reason`: Slack's word. `by` null: the bot was let in again. */
  | { readonly kind: "paused"; readonly channel: string; readonly reason: string }
  | { readonly kind: "resumed"; readonly by: string | null }
  /** What somebody has us watch, or no longer. `targets` are the first of `count`; hostile text. */
  | {
      readonly kind: "watching";
      readonly act: "watch" | "unwatch";
      readonly targets: readonly string[];
      readonly count: number;
    };

/** A message that is posted once. */
export interface SayJob extends Origin {
  readonly say: Said;
  /** Names what asked for it, the same for a repeated delivery. */
  readonly cause: string;
  /** Names what is said: two who ask for the same get it once. */
  readonly subject: string;
  readonly responseUrl: string | null;
}

/** Probing is slow and posting is not: a click must not wait behind twenty checks. */
export const CHECKS = "checks";
export const POSTS = "posts";
export const FILES = "files";
export const CAPTURES = "captures";
export const FOLLOW_UPS = "follow-ups";

/** A job that ended is remembered for as long as Slack may deliver its cause again. */
const REMEMBER_SECONDS = 2 * 60 * 60;

/** Waits of 1 s, 2 s, 4 s …: 17 minutes in all, for a Slack or a Redis that is away that long. */
const JOB: JobsOptions = {
  attempts: 11,
  backoff: { type: "exponential", delay: 1_000 },
  removeOnComplete: { age: REMEMBER_SECONDS },
  removeOnFail: { age: 24 * 60 * 60 },
};

export interface Queues {
  /** All or nothing. A diagnosis that has a job already gets no second one. */
  enqueueChecks(diagnosisIds: readonly string[]): Promise<void>;
  /** Draws the messages of a diagnosis again; `cause` names the click, so that its repeated delivery is one job. */
  enqueueShow(diagnosisId: string, cause: string): Promise<void>;
  /** One job for each cause, as for the following. */
  enqueueSay(job: SayJob): Promise<void>;
  enqueueFiles(job: FileJob): Promise<void>;
  enqueueCapture(job: CaptureJob): Promise<void>;
  /** None while the same of the same diagnosis is under way. */
  enqueueFollowUp(job: FollowUpJob): Promise<void>;
  /** Jobs by queue and state. */
  countJobs(): Promise<Readonly<Record<string, Readonly<Record<string, number>>>>>;
  close(): Promise<void>;
}

/** @param onError of the connection; BullMQ reconnects by itself. */
export function createQueues(
  connection: ConnectionOptions,
  prefix: string,
  onError: (error: Error) => void,
): Queues {
  const checks = new Queue<DiagnosisJob>(CHECKS, { connection, prefix, defaultJobOptions: JOB });
  const posts = new Queue<DiagnosisJob | SayJob>(POSTS, { connection, prefix, defaultJobOptions: JOB });
  const files = new Queue<FileJob>(FILES, { connection, prefix, defaultJobOptions: JOB });
  const captures = new Queue<CaptureJob>(CAPTURES, { connection, prefix, defaultJobOptions: JOB });
  const followUps = new Queue<FollowUpJob>(FOLLOW_UPS, { connection, prefix, defaultJobOptions: JOB });
  const all = [checks, posts, files, captures, followUps];
  for (const queue of all) queue.on("error", onError);
  return {
    async enqueueChecks(diagnosisIds) {
      await checks.addBulk(
        diagnosisIds.map((diagnosisId) => ({
          name: "diagnose",
          data: { diagnosisId },
          opts: { jobId: diagnosisId },
        })),
      );
    },
    async enqueueShow(diagnosisId, cause) {
      await posts.add("show", { diagnosisId }, { jobId: `${diagnosisId}-${cause}` });
    },
    async enqueueSay(job) {
      // BullMQ takes no colon in an id.
      await posts.add("say", job, { jobId: job.cause.replaceAll(":", "-") });
    },
    async enqueueFiles(job) {
      await files.add("read", job, { jobId: job.cause.replaceAll(":", "-") });
    },
    async enqueueCapture(job) {
      await captures.add(job.asked.kind, job, { jobId: job.cause.replaceAll(":", "-") });
    },
    async enqueueFollowUp(job) {
      const jobId = `${job.diagnosisId}-${job.asked}-${job.cause.replaceAll(":", "-")}`;
      // Who clicks often waits for the same answer; each would be connections to the server, and a place in the queue.
      const deduplication = { id: `${job.diagnosisId}-${job.asked}` };
      await followUps.add(job.asked, job, { jobId, deduplication });
    },
    async countJobs() {
      const states = ["waiting", "active", "delayed", "failed"] as const;
      const counts = all.map(async (queue) => [queue.name, await queue.getJobCounts(...states)]);
      return Object.fromEntries(await Promise.all(counts)) as Record<string, Record<string, number>>;
    },
    async close() {
      await Promise.all(all.map((queue) => queue.close()));
    },
  };
}
