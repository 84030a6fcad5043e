import { randomUUID } from "node:crypto";
import type { RedisClient } from "./redis.ts";
import { keys } from "./keys.ts";
import { seal, unseal } from "./sealing.ts";

/** Passwords of keystores, on their way from a form to the job that needs them once: sealed, and gone after two minutes. */
export interface PasswordVault {
  /** Answers the id that a job carries. */
  save(password: string): Promise<string>;
  /** Null when it is gone. */
  load(id: string): Promise<string | null>;
  remove(id: string): Promise<void>;
}

const KEEP_SECONDS = 120;

/** @param key 32 bytes that Redis never sees. */
export function createPasswordVault(redis: RedisClient, key: Uint8Array): PasswordVault {
  return {
    async save(password) {
      const id = randomUUID();
      await redis.set(keys.password(id), seal(key, id, password), "EX", KEEP_SECONDS);
      return id;
    },
    async load(id) {
      const sealed = await redis.get(keys.password(id));
      return sealed === null ? null : unseal(key, id, sealed);
    },
    async remove(id) {
      await redis.del(keys.password(id));
    },
  };
}
