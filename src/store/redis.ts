import { Cluster, Redis } from "ioredis";
import type { RedisAccess, RedisAddress } from "./redis-address.ts";
import { parseRedisUrl } from "./redis-address.ts";

/** One server, the master that sentinels name, or a cluster: the same commands. */
export type RedisClient = Redis | Cluster;

/** `front`: somebody waits, so a command fails at once when Redis is not there, and never runs later behind our back.
 *  `worker`: a job waits as long as it takes; BullMQ asks for that. */
export type Patience = "front" | "worker";

/** The front has 3 s in all to answer a command. */
const FRONT_COMMAND_TIMEOUT = 1_500;
const LONGEST_RECONNECT_DELAY = 2_000;
const SENTINEL_TIMEOUT = 1_000;
/** A server that hangs keeps its connections: who hears nothing this long looks for the master anew. BullMQ's workers wait for
 *  up to 10 s in one command. */
const SILENCE = { front: 5_000, worker: 15_000 } as const;
/** A worker's command waits while a replica becomes master: this often × this long, half an hour. */
const REDIRECTIONS = { front: 3, worker: 10_000 } as const;
const REDIRECTION_DELAY = 200;

const retry = (times: number) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_RECONNECT_DELAY);

/** A connection that reconnects for ever, and follows whichever server becomes master. Errors are events: the caller must
 *  listen to `error`.
 *  @throws Error for a URL that `parseRedisUrl` does not take. */
export function connectRedis(url: string, patience: Patience): RedisClient {
  const address = parseRedisUrl(url);
  if (address === null) throw new Error("not the URL of a Redis");
  switch (address.kind) {
    case "standalone":
      return new Redis(address.url, {
        ...PATIENCE[patience],
        enableOfflineQueue: queuesOffline(patience),
        retryStrategy: retry,
      });
    case "sentinel":
      return connectToMaster(address, patience);
    case "cluster":
      return connectToCluster(address, patience);
  }
}

const PATIENCE = {
  front: {
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: FRONT_COMMAND_TIMEOUT,
    connectTimeout: FRONT_COMMAND_TIMEOUT,
    socketTimeout: SILENCE.front,
  },
  worker: { maxRetriesPerRequest: null, socketTimeout: SILENCE.worker },
} as const;
const queuesOffline = (patience: Patience) => patience === "worker";

function accessOptions({ tls, username, password }: RedisAccess) {
  return {
    ...(username !== null && { username }),
    ...(password !== null && { password }),
    ...(tls && { tls: {} }),
  };
}

function connectToMaster(
  { nodes, master, db, access, sentinelPassword }: Extract<RedisAddress, { kind: "sentinel" }>,
  patience: Patience,
): Redis {
  return new Redis({
    ...PATIENCE[patience],
    ...accessOptions(access),
    enableOfflineQueue: queuesOffline(patience),
    sentinels: [...nodes],
    name: master,
    db,
    retryStrategy: retry,
    sentinelRetryStrategy: retry,
    sentinelCommandTimeout: SENTINEL_TIMEOUT,
    ...(sentinelPassword !== null && { sentinelPassword }),
    ...(access.tls && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
    // A master that was told to be a replica: once more with whoever is master now, and again what only waits.
    reconnectOnError: ({ message }) => message.startsWith("READONLY") && (patience === "worker" ? 2 : 1),
  });
}

function connectToCluster(
  { nodes, access }: Extract<RedisAddress, { kind: "cluster" }>,
  patience: Patience,
): Cluster {
  const Kind = patience === "worker" ? Cluster : HastyCluster;
  return new Kind([...nodes], {
    redisOptions: { ...PATIENCE[patience], ...accessOptions(access) },
    clusterRetryStrategy: retry,
    maxRedirections: REDIRECTIONS[patience],
    // A cluster's own words for "not there": the front takes them for an answer.
    retryDelayOnFailover: patience === "worker" ? REDIRECTION_DELAY : 0,
    retryDelayOnClusterDown: patience === "worker" ? REDIRECTION_DELAY : 0,
    // Certificates have names, and the cluster may tell names: they are not resolved before.
    ...(access.tls && { dnsLookup: (host, answer) => answer(null, host) }),
  });
}

/** Refuses at once what it would queue while it has no node. Without a queue at all it would refuse whatever comes while a connection
 *  to one of its nodes is being made, which is each time that somebody is the first to ask it. */
class HastyCluster extends Cluster {
  override sendCommand(...[command, ...rest]: Parameters<Cluster["sendCommand"]>): unknown {
    // Its own question whether it is ready.
    const isOwn = command.name === "cluster";
    if (this.status === "ready" || isOwn) return super.sendCommand(command, ...rest);
    command.reject(new Error(`the cluster is ${this.status}`));
    return command.promise;
  }
}
