import type { Method } from "./method.ts";

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
/** "1+, 20+, 50+, 100+ per minute"; special methods take hundreds. */
const CALLS_PER_MINUTE = { 1: 1, 2: 20, 3: 50, 4: 100, special: 600 } as const;

/** Slack's limits: https://docs.slack.dev/apis/web-api/rate-limits. A bucket per method, and one per channel for messages. */
export class RateLimits {
  readonly #now: () => number;
  readonly #postBurst: number;
  /** When the last of the calls that were let through would be due, were they evenly spaced. */
  readonly #dueAt = new Map<string, number>();

  constructor(now: () => number, postBurst: number) {
    this.#now = now;
    this.#postBurst = postBurst;
  }

  /** 0: go on; else the seconds for `Retry-After`. */
  take(name: string, { tier }: Pick<Method, "tier">, channel: string): number {
    return tier === "post"
      ? this.#spend(`${name} ${channel}`, SECOND_MS, this.#postBurst)
      : this.#spend(name, MINUTE_MS / CALLS_PER_MINUTE[tier], CALLS_PER_MINUTE[tier]);
  }

  #spend(bucket: string, intervalMs: number, burst: number): number {
    const now = this.#now();
    const dueAt = Math.max(now, this.#dueAt.get(bucket) ?? 0) + intervalMs;
    const excess = dueAt - now - burst * intervalMs;
    if (excess > 0) return Math.ceil(excess / SECOND_MS);
    this.#dueAt.set(bucket, dueAt);
    return 0;
  }
}
