import { RetryLater } from "./jobs/worker.ts";
import { retryAfter } from "./slack/client-options.ts";

/** A rate-limited job is delayed, not failed. */
export function waitAsSlackSays(error: unknown): never {
  const seconds = retryAfter(error);
  throw seconds === null ? error : new RetryLater(seconds * 1000, { cause: error });
}
