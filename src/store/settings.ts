import type { Redis } from "ioredis";
import { keys } from "./keys.ts";

/** What people chose for a channel, kept until they choose otherwise. Ids are Slack's. */
export interface SettingsStore {
  /** A tag of a language that we speak; null for each person's own. */
  loadLocale(team: string, channel: string): Promise<string | null>;
  /** Answers what it was before. */
  saveLocale(team: string, channel: string, locale: string | null): Promise<string | null>;
}

const LOCALE = "locale";

export function createSettingsStore(redis: Redis): SettingsStore {
  return {
    loadLocale: (team, channel) => redis.hget(keys.settings(team, channel), LOCALE),
    async saveLocale(team, channel, locale) {
      const key = keys.settings(team, channel);
      const both = redis.multi().hget(key, LOCALE);
      const answers = await (
        locale === null ? both.hdel(key, LOCALE) : both.hset(key, LOCALE, locale)
      ).exec();
      const [failure, before] = answers?.[0] ?? [new Error("the transaction was given up"), null];
      if (failure !== null) throw failure;
      return typeof before === "string" ? before : null;
    },
  };
}
