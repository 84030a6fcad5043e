import type { ChildProcess } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findFreePort } from "./free-port.ts";

/** A Redis of our own on loopback, with everything it keeps in a folder that goes with it. */
export interface RedisServer {
  readonly url: string;
  /** Stops and starts again with the same data: what an append-only file is for. */
  restart(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
  start(): Promise<void>;
  /** Freezes the process (SIGSTOP) and lets it go on: a Redis that takes commands and does not answer. */
  freeze(): void;
  thaw(): void;
  /** Stops for good and removes the data. */
  close(): Promise<void>;
}

const START_TIMEOUT_MS = 10_000;

/** @throws Error when neither redis-server nor valkey-server is there, or it does not come up within 10 s. */
export async function startRedisServer(): Promise<RedisServer> {
  const program = ["redis-server", "valkey-server"].find(
    (name) => spawnSync(name, ["--version"]).status === 0,
  );
  if (program === undefined) throw new Error("neither redis-server nor valkey-server is on the PATH");
  const directory = mkdtempSync(join(tmpdir(), "tlscheck-redis-"));
  const port = await findFreePort();
  let child: ChildProcess | null = null;

  const server: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      child = spawn(
        program,
        [
          "--port",
          String(port),
          "--bind",
          "127.0.0.1",
          "--dir",
          directory,
          "--appendonly",
          "yes",
          "--save",
          "",
          "--loglevel",
          "warning",
        ],
        // In a group of its own, so that Ctrl-C in a terminal does not take it away before those who use it.
        { stdio: "ignore", detached: true },
      );
      await waitForPing(port, child);
    },
    async stop(signal = "SIGTERM") {
      const stopping = child;
      child = null;
      if (stopping === null || stopping.exitCode !== null) return;
      const exited = new Promise((resolve) => stopping.once("exit", resolve));
      stopping.kill(signal);
      await exited;
    },
    async restart(signal) {
      await server.stop(signal);
      await server.start();
    },
    freeze: () => child?.kill("SIGSTOP"),
    thaw: () => child?.kill("SIGCONT"),
    async close() {
      server.thaw();
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

async function waitForPing(port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`Redis ended with ${child.exitCode}`);
    if (await answersPing(port)) return;
    await delay(20);
  }
  throw new Error(`Redis did not answer on port ${port} within ${START_TIMEOUT_MS} ms`);
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.once("data", (data) => answer(data.toString().startsWith("+PONG")));
    socket.once("error", () => answer(false));
    socket.setTimeout(1_000, () => answer(false));
  });
}
