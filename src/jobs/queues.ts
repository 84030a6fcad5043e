import type { ConnectionOptions, JobsOptions } from "bullmq";
import { Queue } from "bullmq";

export interface DiagnosisJob {
  readonly diagnosisId: string;
}

/** Probing is slow and posting is not: a click must not wait behind twenty checks. */
export const CHECKS = "checks";
export const POSTS = "posts";

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
  const posts = new Queue<DiagnosisJob>(POSTS, { connection, prefix, defaultJobOptions: JOB });
  checks.on("error", onError);
  posts.on("error", onError);
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
    async countJobs() {
      const states = ["waiting", "active", "delayed", "failed"] as const;
      const [inChecks, inPosts] = await Promise.all([
        checks.getJobCounts(...states),
        posts.getJobCounts(...states),
      ]);
      return { [CHECKS]: inChecks, [POSTS]: inPosts };
    },
    async close() {
      await Promise.all([checks.close(), posts.close()]);
    },
  };
}
