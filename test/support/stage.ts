import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningChild } from "../../src/demo/child-process.ts";
import { startChild } from "../../src/demo/child-process.ts";
import { findFreePort } from "../../src/demo/free-port.ts";
import { reach } from "../../src/demo/reach.ts";
import type { RedisServer } from "../../src/demo/redis-server.ts";
import { startRedisServer } from "../../src/demo/redis-server.ts";
import type { DemoServers } from "../../src/demo/servers.ts";
import { startDemoServers } from "../../src/demo/servers.ts";
import type { PlaygroundOptions } from "../../src/playground/options.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { startPlayground } from "../../src/playground/playground.ts";
import type { Message } from "../../src/playground/state.ts";

/** The whole thing: Redis, servers that fail on purpose, a workspace, and the bot's processes as they run in production. */
export interface Stage {
  readonly playground: Playground;
  readonly redis: RedisServer;
  readonly servers: DemoServers;
  readonly environment: Readonly<Record<string, string>>;
  start(role: "bot" | "worker" | "serve", extra?: Readonly<Record<string, string>>): Promise<RunningChild>;
  /** Waits until the workspace reaches the bot. */
  connect(): Promise<void>;
  /** The parent message of the diagnosis of a host, once it says a verdict. */
  verdict(channel: string, host: string, timeoutMs?: number): Promise<Message>;
  close(): Promise<void>;
}

export const SIGNING_SECRET = "0123456789abcdef0123456789abcdef";

export async function openStage(
  mode: "socket" | "http" = "socket",
  options: Partial<PlaygroundOptions> = {},
): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "tlscheck-stage-"));
  const [redis, servers, port] = await Promise.all([startRedisServer(), startDemoServers(), findFreePort()]);
  const file = mode === "socket" ? "socket-mode.json" : "http.json";
  const playground = await startPlayground({
    manifest: JSON.parse(
      readFileSync(new URL(`../../manifests/${file}`, import.meta.url), "utf8"),
    ) as unknown,
    users: [
      { name: "ada", locale: "en-US" },
      { name: "grace", locale: "en-GB" },
    ],
    channels: [
      { name: "general", botIsMember: true },
      { name: "elsewhere" },
      { name: "secret", private: true },
    ],
    ...(mode === "http" && {
      delivery: { mode, url: `http://127.0.0.1:${port}/slack/events`, signingSecret: SIGNING_SECRET },
    }),
    ...options,
  });
  const environment = {
    SLACK_BOT_TOKEN: playground.botToken,
    ...(mode === "socket"
      ? { SLACK_APP_TOKEN: playground.appToken }
      : { SLACK_SIGNING_SECRET: SIGNING_SECRET }),
    SLACK_API_URL: playground.apiUrl,
    REDIS_URL: redis.url,
    TLSCHECK_TIMEOUT_MS: "1500",
    ...reach(servers, folder),
  };
  const children = new Set<RunningChild>();
  return {
    playground,
    redis,
    servers,
    environment,
    async start(role, extra = {}) {
      const PORT = String(role === "worker" ? 0 : port);
      const child = await startChild(role, { ...environment, PORT, ...extra });
      children.add(child);
      return child;
    },
    async connect() {
      if (mode === "http") await playground.verifyUrl();
      await playground.waitFor(() => playground.isConnected, 10_000);
    },
    verdict: (channel, host, timeoutMs = 15_000) =>
      playground.waitFor(
        () =>
          playground
            .messages(channel)
            .find(
              ({ text, threadTs }) => threadTs === null && text.includes(host) && /^(?:✅|❌|⚠️)/u.test(text),
            ),
        timeoutMs,
      ),
    async close() {
      await Promise.all([...children].map((child) => child.kill("SIGKILL")));
      await playground.close();
      await servers.close();
      await redis.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
