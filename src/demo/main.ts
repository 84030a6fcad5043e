import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startPlayground } from "../playground/playground.ts";
import type { RunningChild } from "./child-process.ts";
import { startChild } from "./child-process.ts";
import { reach } from "./reach.ts";
import { PROJECT_ROOT } from "./project-root.ts";
import type { Scenario } from "./servers.ts";
import { startDemoServers } from "./servers.ts";
import { startRedisServer } from "./redis-server.ts";

/** Logs and the demo's trust anchors. */
const folder = join(PROJECT_ROOT, ".demo");
const DEFAULT_PORT = 8787;
/** Who tries it out shall not wait an hour for a renewal to be seen. */
const WATCH_PERIOD_MS = "5000";

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Redis, servers that fail on purpose, a workspace, the bot and a worker: everything of the demo, stopped by Ctrl-C. */
async function main(): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop.abort());

  const ownRedis = process.env["REDIS_URL"] ? null : await startRedisServer();
  const servers = await startDemoServers();
  const playground = await startPlayground({
    manifest: JSON.parse(
      readFileSync(join(PROJECT_ROOT, "manifests", "socket-mode.json"), "utf8"),
    ) as unknown,
    port: Number(process.env["PORT"] ?? DEFAULT_PORT),
    users: [
      { name: "you", realName: "You" },
      { name: "ada", realName: "Ada Park", locale: "en-GB" },
      { name: "jonas", realName: "Jonas Weber", locale: "de-DE" },
      { name: "yuna", realName: "김유나", locale: "ko-KR" },
    ],
    channels: [
      { name: "api-oncall", botIsMember: true },
      { name: "general" },
      { name: "platform-private", private: true },
    ],
    tips: servers.scenarios.map(describeTip),
  });
  const environment = {
    SLACK_BOT_TOKEN: playground.botToken,
    SLACK_APP_TOKEN: playground.appToken,
    SLACK_API_URL: playground.apiUrl,
    REDIS_URL: process.env["REDIS_URL"] || (ownRedis?.url ?? ""),
    PORT: "0",
    TLSCHECK_WATCH_PERIOD_MS: WATCH_PERIOD_MS,
    ...reach(servers, folder),
  };
  const children: RunningChild[] = [];
  try {
    for (const role of ["bot", "worker"] as const) {
      const log = createWriteStream(join(folder, `${role}.log`));
      children.push(await startChild(role, environment, (line) => log.write(`${line}\n`)));
    }
    say(`\n  The local workspace:  ${playground.url}\n`);
    say("  Try /tlscheck expired.demo.test, or a host of your own. Ctrl-C stops everything.");
    say("  The bot's and the worker's logs are in .demo/.\n");
    const ended = await Promise.race([
      new Promise<null>((resolve) => stop.signal.addEventListener("abort", () => resolve(null))),
      ...children.map(({ role, exited }) => exited.then((code) => `${role} ended with ${code}`)),
    ]);
    if (ended !== null) say(`tlscheck: ${ended}; see .demo/`);
    return ended === null ? 0 : 1;
  } finally {
    await Promise.all(children.map((child) => child.kill("SIGTERM")));
    await playground.close();
    await servers.close();
    await ownRedis?.close();
  }
}

function describeTip({ host, port, alsoAs, title, renew }: Scenario) {
  const target = `${host}${port === 443 ? "" : `:${port}`}`;
  if (renew === undefined) return { text: title, command: `/tlscheck ${target}` };
  const command = `/tlscheck watch ${[target, ...alsoAs].join(" ")}`;
  return { text: title, command, act: { label: "Renew it", run: renew } };
}

process.exitCode = await main();
