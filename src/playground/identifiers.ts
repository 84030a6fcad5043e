import { randomBytes } from "node:crypto";
import type { Id, Ts } from "./client-api.ts";

/** Gives out Slack's ids (`C0PG0000001`) and message times, none twice in one workspace. */
export class Identifiers {
  readonly #now: () => number;
  #count = 0;
  #lastMicros = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  next(prefix: string): Id {
    this.#count += 1;
    return `${prefix}0PG${this.#count.toString(36).toUpperCase().padStart(7, "0")}`;
  }

  /** `1700000000.000100`: seconds and six digits, later than every one before. */
  ts(): Ts {
    this.#lastMicros = Math.max(this.#lastMicros + 1, this.#now() * 1000);
    const micros = this.#lastMicros.toString();
    return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
  }
}

export const TS_PATTERN = /^\d{10}\.\d{6}$/;

/** Not to be guessed: tokens, secrets, one-time urls. */
export function secret(bytes = 24): string {
  return randomBytes(bytes).toString("base64url");
}

const SHORT_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** What Slack puts where an app left out `block_id` or `action_id`. */
export function shortId(): string {
  return Array.from(randomBytes(5), (byte) => SHORT_ALPHABET[byte % SHORT_ALPHABET.length]).join("");
}
