import type { Inspection } from "../diagnosis/inspect-bundle.ts";
import type { FileJob } from "./queues.ts";

/** A file in memory, for as long as its job runs. */
export interface DroppedFile {
  readonly name: string;
  /** Null for one that is larger than we read. */
  readonly bytes: Uint8Array | null;
  /** The thread that it was dropped into; null for a direct message outside of one. */
  readonly threadTs: string | null;
}

export interface ReadFilePorts {
  /** Null when nobody asked us: the file is not in a thread of ours nor in a direct message, or is gone. */
  readonly fetch: (job: FileJob, signal: AbortSignal) => Promise<DroppedFile | null>;
  /** Never rejects for what the file is. */
  readonly inspect: (file: DroppedFile, signal: AbortSignal) => Promise<Inspection>;
  /** Tells who dropped it, and nobody else. */
  readonly warnOfPrivateKey: (job: FileJob, file: DroppedFile) => Promise<void>;
  readonly post: (job: FileJob, file: DroppedFile, inspection: Inspection) => Promise<void>;
}

/** Safe to run again: the report is posted once. A private key that was dropped is told of before anything else. */
export function readFileProcessor({ fetch, inspect, warnOfPrivateKey, post }: ReadFilePorts) {
  return async (job: FileJob, signal: AbortSignal): Promise<void> => {
    const file = await fetch(job, signal);
    if (file === null) return;
    const inspection = await inspect(file, signal);
    if (inspection.keys.some(({ kind }) => kind === "private")) await warnOfPrivateKey(job, file);
    await post(job, file, inspection);
  };
}
