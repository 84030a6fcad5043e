import type { WatchedCertificate } from "../watches/watched.ts";
import { KEEP_SECONDS, keys } from "./keys.ts";
import type { RedisClient } from "./redis.ts";

/** A file that was read in a channel. Ids are Slack's. */
export interface UploadedFile {
  readonly team: string;
  readonly channel: string;
  readonly fileId: string;
}

/** What could be watched of a file: a button names the file, and what it holds comes from here. */
export interface UploadedStore {
  save(file: UploadedFile, certificates: readonly WatchedCertificate[]): Promise<void>;
  /** None when it is too old. */
  load(file: UploadedFile): Promise<WatchedCertificate[]>;
}

export function createUploadedStore(redis: RedisClient): UploadedStore {
  const keyOf = ({ team, channel, fileId }: UploadedFile) => keys.uploaded(team, channel, fileId);
  return {
    async save(file, certificates) {
      await redis.set(keyOf(file), JSON.stringify(certificates), "EX", KEEP_SECONDS);
    },
    async load(file) {
      const kept = await redis.get(keyOf(file));
      return kept === null ? [] : (JSON.parse(kept) as WatchedCertificate[]);
    },
  };
}
