import type { ChildProcess } from "node:child_process";
import { execFile, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { findFreePort } from "../../src/demo/free-port.ts";

/** Several Redis processes that belong together, in one folder that goes with them. */
export interface RedisProcesses {
  readonly folder: string;
  /** Answers the port once the process answers. */
  start(args: (port: number) => readonly string[]): Promise<number>;
  /** What redis-cli says to it: "" when nobody answers. */
  ask(port: number, ...words: readonly string[]): Promise<string>;
  signal(port: number, signal: NodeJS.Signals): void;
  close(): Promise<void>;
}

const START_TIMEOUT_MS = 10_000;
const run = promisify(execFile);
/** Of the two that there are: `redis-server` and `redis-cli`, or Valkey's. */
const FAMILY =
  ["redis", "valkey"].find((name) => spawnSync(`${name}-server`, ["--version"]).status === 0) ?? "redis";

/** @throws Error when the program is not there, or says no. */
export async function runRedisCli(words: readonly string[], env = process.env): Promise<string> {
  return (await run(`${FAMILY}-cli`, [...words], { env })).stdout.trim();
}

export function openRedisProcesses(password = ""): RedisProcesses {
  const folder = mkdtempSync(path.join(tmpdir(), "tlscheck-topology-"));
  const children = new Map<number, ChildProcess>();
  const ask = (port: number, ...words: readonly string[]) => {
    const env = { ...process.env, ...(password !== "" && { REDISCLI_AUTH: password }) };
    return runRedisCli(["-p", String(port), ...words], env).catch(() => "");
  };
  return {
    folder,
    ask,
    async start(args) {
      const port = await findFreePort();
      const own = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder];
      children.set(port, spawn(`${FAMILY}-server`, [...args(port), ...own], { stdio: "ignore" }));
      await until(async () => (await ask(port, "PING")) === "PONG", START_TIMEOUT_MS);
      return port;
    },
    signal: (port, signal) => void children.get(port)?.kill(signal),
    async close() {
      await Promise.all(
        [...children.values()].map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const exited = new Promise((resolve) => child.once("exit", resolve));
          child.kill("SIGKILL");
          await exited;
        }),
      );
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function until(isSo: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not so within ${timeoutMs} ms`);
    await delay(50);
  }
}
