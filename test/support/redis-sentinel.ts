import { writeFileSync } from "node:fs";
import path from "node:path";
import { openRedisProcesses, until } from "./redis-processes.ts";

/** A master, its replica, and a sentinel that decides alone. */
export interface RedisWithSentinel {
  readonly url: string;
  /** Ends the master, and says when the replica has its place. */
  failOver(signal: "SIGKILL" | "SIGSTOP"): Promise<void>;
  close(): Promise<void>;
}

const PASSWORD = "p@ss/word";
const MASTER = "tls check";
const DOWN_AFTER_MS = 1_000;
const SETTLE_TIMEOUT_MS = 20_000;

/** @throws Error when redis-server or redis-cli is not there. */
export async function startRedisWithSentinel(): Promise<RedisWithSentinel> {
  const processes = openRedisProcesses(PASSWORD);
  try {
    const start = (...args: readonly string[]) =>
      processes.start((port) => [
        ...args,
        "--requirepass",
        PASSWORD,
        "--masterauth",
        PASSWORD,
        "--appendonly",
        "yes",
        "--appenddirname",
        `aof-${port}`,
        "--save",
        "",
        "--repl-diskless-sync-delay",
        "0",
      ]);
    const master = await start();
    const replica = await start("--replicaof", `127.0.0.1 ${master}`);
    await until(
      async () => (await processes.ask(replica, "INFO", "replication")).includes("master_link_status:up"),
      SETTLE_TIMEOUT_MS,
    );
    const config = path.join(processes.folder, "sentinel.conf");
    writeFileSync(
      config,
      [
        `sentinel monitor "${MASTER}" 127.0.0.1 ${master} 1`,
        `sentinel auth-pass "${MASTER}" ${PASSWORD}`,
        `requirepass ${PASSWORD}`,
        `sentinel down-after-milliseconds "${MASTER}" ${DOWN_AFTER_MS}`,
        `sentinel failover-timeout "${MASTER}" 5000`,
        "",
      ].join("\n"),
    );
    const sentinel = await processes.start(() => [config, "--sentinel"]);
    await until(
      async () => (await processes.ask(sentinel, "SENTINEL", "REPLICAS", MASTER)).includes(String(replica)),
      SETTLE_TIMEOUT_MS,
    );
    const password = encodeURIComponent(PASSWORD);
    return {
      // One of the sentinels is not there: the next one is asked.
      url: `redis+sentinel://:${password}@127.0.0.1:1,127.0.0.1:${sentinel}/${encodeURIComponent(MASTER)}?db=1&sentinelPassword=${password}`,
      async failOver(signal) {
        processes.signal(master, signal);
        await until(
          async () => (await processes.ask(replica, "ROLE")).startsWith("master"),
          SETTLE_TIMEOUT_MS,
        );
      },
      close: () => processes.close(),
    };
  } catch (error) {
    await processes.close();
    throw error;
  }
}
