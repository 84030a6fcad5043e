import { Redis } from "ioredis";

/** `front`: somebody waits, so a command fails at once when Redis is not there, and never runs later behind our back.
 *  `worker`: a job waits as long as it takes; BullMQ asks for that. */
export type Patience = "front" | "worker";

/** The front has 3 s in all to answer a command. */
const FRONT_COMMAND_TIMEOUT = 1_500;
const LONGEST_RECONNECT_DELAY = 2_000;

/** A connection that reconnects for ever. Errors are events: the caller must listen to `error`. */
export function connectRedis(url: string, patience: Patience): Redis {
  const retryStrategy = (times: number) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_RECONNECT_DELAY);
  return patience === "worker"
    ? new Redis(url, { retryStrategy, maxRetriesPerRequest: null })
    : new Redis(url, {
        retryStrategy,
        maxRetriesPerRequest: 0,
        enableOfflineQueue: false,
        autoResendUnfulfilledCommands: false,
        commandTimeout: FRONT_COMMAND_TIMEOUT,
      });
}
