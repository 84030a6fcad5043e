import path from "node:path";
import { findFreePort } from "../../src/demo/free-port.ts";
import { PREFIX } from "../../src/store/keys.ts";
import { openRedisProcesses, runRedisCli, until } from "./redis-processes.ts";

/** Three masters, and a replica of the one that has our slot. */
export interface RedisCluster {
  readonly url: string;
  /** Ends the master of our slot, and says when the replica has its place. */
  failOver(signal: "SIGKILL" | "SIGSTOP"): Promise<void>;
  close(): Promise<void>;
}

const NODE_TIMEOUT_MS = 1_000;
const SETTLE_TIMEOUT_MS = 20_000;

/** @throws Error when redis-server or redis-cli is not there. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const processes = openRedisProcesses();
  try {
    const start = async () => {
      const busPort = await findFreePort();
      return processes.start((port) => [
        "--cluster-enabled",
        "yes",
        "--cluster-port",
        String(busPort),
        "--cluster-config-file",
        path.join(processes.folder, `nodes-${port}.conf`),
        "--cluster-node-timeout",
        String(NODE_TIMEOUT_MS),
        "--appendonly",
        "yes",
        "--appenddirname",
        `aof-${port}`,
        "--save",
        "",
        "--repl-diskless-sync-delay",
        "0",
      ]);
    };
    const masters = await Promise.all([start(), start(), start()]);
    const [first] = masters;
    if (first === undefined) throw new Error("no node");
    const addresses = masters.map((port) => `127.0.0.1:${port}`);
    await runRedisCli(["--cluster", "create", ...addresses, "--cluster-yes"]);
    const slot = await processes.ask(first, "CLUSTER", "KEYSLOT", PREFIX);
    const owner = ownerOf(await processes.ask(first, "CLUSTER", "NODES"), Number(slot));
    const replica = await start();
    const join = ["--cluster-slave", "--cluster-master-id", owner.id];
    await runRedisCli(["--cluster", "add-node", `127.0.0.1:${replica}`, `127.0.0.1:${first}`, ...join]);
    await until(
      async () => (await processes.ask(replica, "INFO", "replication")).includes("master_link_status:up"),
      SETTLE_TIMEOUT_MS,
    );
    return {
      url: `redis+cluster://${addresses.join(",")}`,
      async failOver(signal) {
        processes.signal(owner.port, signal);
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

/** Of `CLUSTER NODES`: id, address, flags, …, and from the ninth word on ranges of slots. */
function ownerOf(nodes: string, slot: number): { id: string; port: number } {
  for (const line of nodes.split("\n")) {
    const [id = "", address = ""] = line.split(" ");
    const ranges = line.split(" ").slice(8);
    const owns = ranges.some((range) => {
      const [from = "", to = from] = range.split("-");
      return Number(from) <= slot && slot <= Number(to);
    });
    if (owns) return { id, port: Number(/:(\d+)@/.exec(address)?.[1]) };
  }
  throw new Error(`nobody has slot ${slot}`);
}
