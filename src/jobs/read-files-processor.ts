import type { NamedBundle } from "../diagnosis/compare-stores.ts";
import type { Inspection } from "../diagnosis/inspect-bundle.ts";
import type { FileJob } from "./queues.ts";

/** Where a file stands. */
export interface FoundFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  /** Slack's, for who has the bot's token. */
  readonly url: string;
  /** The thread that the answer goes to; null for none. */
  readonly threadTs: string | null;
  /** Diagnoses of the same thread. */
  readonly diagnosisIds: readonly string[];
}

/** What was read of a file; the file itself is gone. */
export interface ReadFile {
  readonly file: FoundFile;
  readonly bundle: NamedBundle["bundle"];
  readonly inspection: Inspection;
}

export interface ReadFilesPorts {
  /** Null when nobody asked us: the file is not in a thread of ours nor in a direct message, or is gone. */
  readonly find: (job: FileJob, fileId: string) => Promise<FoundFile | null>;
  /** Never rejects for what the file is. Null for a capture, which it has answered itself. */
  readonly read: (job: FileJob, file: FoundFile, signal: AbortSignal) => Promise<ReadFile | null>;
  /** Tells who sent it, and nobody else. */
  readonly warnOfPrivateKey: (job: FileJob, file: FoundFile) => Promise<void>;
  readonly post: (job: FileJob, read: ReadFile) => Promise<void>;
  /** Who of two would accept whom. */
  readonly compare: (job: FileJob, a: ReadFile, b: ReadFile) => Promise<void>;
  /** The password, if there was one, is not needed any more. */
  readonly end: (job: FileJob) => Promise<void>;
}

/** Safe to run again: each report is posted once. A private key is told of before anything else. */
export function readFilesProcessor({ find, read, warnOfPrivateKey, post, compare, end }: ReadFilesPorts) {
  return async (job: FileJob, signal: AbortSignal): Promise<void> => {
    const done: ReadFile[] = [];
    for (const fileId of job.fileIds) {
      const file = await find(job, fileId);
      if (file === null) continue;
      const result = await read(job, file, signal);
      if (result === null) continue;
      if (result.inspection.keys.some(({ kind }) => kind === "private")) await warnOfPrivateKey(job, file);
      await post(job, result);
      done.push(result);
    }
    const [a, b, ...others] = done;
    if (a !== undefined && b !== undefined && others.length === 0) await compare(job, a, b);
    await end(job);
  };
}
