import type { Logger, WebClientOptions } from "@slack/web-api";
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from "@slack/web-api";

/** What became of a call on the wire: `ok`, `ratelimited`, `http_NNN` or `request_error`. */
export type ObserveCall = (method: string, outcome: string) => void;

const TIMEOUT_MS = 10_000;

/** The client's own defaults wait for ever, and retry for half an hour inside one call; BullMQ retries instead. */
export function clientOptions(slackApiUrl: string, logger: Logger, observe: ObserveCall): WebClientOptions {
  return {
    slackApiUrl,
    logger,
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: observeFetch(observe),
  };
}

/** Seconds that Slack asks to wait (429); null for any other error. */
export function retryAfter(error: unknown): number | null {
  return error instanceof WebAPIRateLimitedError ? error.retryAfter : null;
}

/** Counts every call. */
function observeFetch(observe: ObserveCall): NonNullable<WebClientOptions["fetch"]> {
  return async (url, init) => {
    const method = new URL(url).pathname.split("/").at(-1) ?? "";
    try {
      const response = await fetch(url, init);
      observe(
        method,
        response.status === 429 ? "ratelimited" : response.ok ? "ok" : `http_${response.status}`,
      );
      return response;
    } catch (error) {
      observe(method, "request_error");
      throw error;
    }
  };
}

/** A short name of what went wrong, without the request's body or token. */
export function describeSlackError(error: unknown): string {
  if (error instanceof WebAPIPlatformError) return error.data.error;
  if (error instanceof WebAPIRateLimitedError) return "ratelimited";
  if (error instanceof WebAPIHTTPError) return `http_${error.statusCode}`;
  return error instanceof Error ? error.message : String(error);
}
