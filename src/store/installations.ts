import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { keys } from "./keys.ts";

/** Keeps what `oauth.v2.access` answered, tokens included, encrypted with AES-256-GCM under a key that Redis never sees. */
export interface InstallationVault {
  save(owner: string, installation: unknown): Promise<void>;
  /** Null when the app is not installed there.
   *  @throws Error when it was encrypted with another key. */
  load(owner: string): Promise<unknown>;
  remove(owner: string): Promise<void>;
}

const NONCE = 12;
const TAG = 16;

/** @param key 32 bytes. */
export function createInstallationVault(redis: Redis, key: Uint8Array): InstallationVault {
  return {
    async save(owner, installation) {
      const nonce = randomBytes(NONCE);
      // The owner is authenticated too: one workspace's record cannot be put in the place of another's.
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(owner));
      const text = Buffer.concat([cipher.update(JSON.stringify(installation), "utf8"), cipher.final()]);
      const sealed = Buffer.concat([nonce, cipher.getAuthTag(), text]);
      await redis.set(keys.installation(owner), sealed.toString("base64"));
    },
    async load(owner) {
      const kept = await redis.get(keys.installation(owner));
      if (kept === null) return null;
      const sealed = Buffer.from(kept, "base64");
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, NONCE))
        .setAAD(Buffer.from(owner))
        .setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
      const text = Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]);
      return JSON.parse(text.toString("utf8")) as unknown;
    },
    async remove(owner) {
      await redis.del(keys.installation(owner));
    },
  };
}
