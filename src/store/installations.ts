import type { RedisClient } from "./redis.ts";
import { keys } from "./keys.ts";
import { seal, unseal } from "./sealing.ts";

/** Keeps what `oauth.v2.access` answered, tokens included, encrypted with AES-256-GCM under a key that Redis never sees. */
export interface InstallationVault {
  save(owner: string, installation: unknown): Promise<void>;
  /** Null when the app is not installed there.
   *  @throws Error when it was encrypted with another key. */
  load(owner: string): Promise<unknown>;
  remove(owner: string): Promise<void>;
}

/** @param key 32 bytes. */
export function createInstallationVault(redis: RedisClient, key: Uint8Array): InstallationVault {
  return {
    async save(owner, installation) {
      // The owner is authenticated too: one workspace's record cannot be put in the place of another's.
      await redis.set(keys.installation(owner), seal(key, owner, JSON.stringify(installation)));
    },
    async load(owner) {
      const kept = await redis.get(keys.installation(owner));
      return kept === null ? null : (JSON.parse(unseal(key, owner, kept)) as unknown);
    },
    async remove(owner) {
      await redis.del(keys.installation(owner));
    },
  };
}
