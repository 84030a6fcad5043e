import type { RedisClient } from "./redis.ts";
import { keys } from "./keys.ts";

/** What people chose for a channel, kept until they choose otherwise or take the app away. Ids are Slack's. */
export interface SettingsStore {
  /** A tag of a language that we speak; null for each person's own. */
  loadLocale(team: string, channel: string): Promise<string | null>;
  /** Answers what it was before. */
  saveLocale(team: string, channel: string, locale: string | null): Promise<string | null>;
  /** Of all channels of a team. */
  forget(team: string): Promise<void>;
}

export function createSettingsStore(redis: RedisClient): SettingsStore {
  const field = (channel: string) => `locale:${channel}`;
  return {
    loadLocale: (team, channel) => redis.hget(keys.settings(team), field(channel)),
    async saveLocale(team, channel, locale) {
      const key = keys.settings(team);
      const both = redis.multi().hget(key, field(channel));
      const answers = await (
        locale === null ? both.hdel(key, field(channel)) : both.hset(key, field(channel), locale)
      ).exec();
      const [failure, before] = answers?.[0] ?? [new Error("the transaction was given up"), null];
      if (failure !== null) throw failure;
      return typeof before === "string" ? before : null;
    },
    async forget(team) {
      await redis.del(keys.settings(team));
    },
  };
}
