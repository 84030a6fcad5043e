import { openSync } from "node:fs";
import { UsageError } from "../diagnosis/usage-error.ts";

/** ENOENT, EISDIR …: the file system's. */
export function isSystemError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}

/** @throws UsageError when it cannot be written, or is there already: it might be the capture itself. */
export function createFile(file: string): number {
  try {
    return openSync(file, "wx", 0o600);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UsageError({ code: "file_unreadable", file, reason: error.message }, { cause: error });
  }
}
