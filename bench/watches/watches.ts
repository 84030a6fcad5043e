// `npm run bench:watches`: 100,000 watched hosts on local servers. Full checks (take, probe, judge, store) per second with one and two
// workers, beside the naive way; bytes of Redis for each watch; a worker that is killed; memory over time.
//   npm run bench:watches -- [--watches N] [--soak MINUTES] [--rate LOOKS_PER_SECOND] [--only-soak]
import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Redis } from "ioredis";
import { startRedisServer } from "../../src/demo/redis-server.ts";
import { parseTarget } from "../../src/diagnosis/target.ts";
import { keys } from "../../src/store/keys.ts";
import { createWatchStore } from "../../src/store/watches.ts";
import { DUE_WATCHED } from "../../src/store/watch-queues.ts";
import { hostOf } from "./fleet.ts";
import { startServers } from "./servers.ts";
import type { Report } from "./worker.ts";

const GOAL_PER_SECOND = 1_000;
const GOAL_BYTES = 1_000;
const AT_A_TIME = 64;
const WARM_UP_MS = 3_000;
const MEASURED_MS = 12_000;
const HOUR = 3_600_000;
const PER_CHANNEL = 2_000;
const CHANNELS_PER_TEAM = 10;

const { values } = parseArgs({
  options: {
    watches: { type: "string", default: "100000" },
    soak: { type: "string", default: "0.5" },
    rate: { type: "string", default: "300" },
    "only-soak": { type: "boolean", default: false },
  },
});
const COUNT = Number(values.watches);
const say = (line: string) => process.stdout.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), "tlscheck-watches-"));
const servers = await startServers(folder);
const redisServer = await startRedisServer();
const redis = new Redis(redisServer.url);
const store = createWatchStore(redis, () => Date.now());
const children = new Set<ChildProcess>();

try {
  const empty = await usedBytes();
  await addAll();
  if (!values["only-soak"]) {
    await measureAll();
    await killOne();
    const bytes = ((await usedBytes()) - empty) / COUNT;
    const verdict = bytes <= GOAL_BYTES ? "reached" : "MISSED";
    say(`Redis: ${bytes.toFixed(0)} bytes a watch (goal ${GOAL_BYTES}: ${verdict})`);
  }
  await soak(Number(values.soak));
} finally {
  for (const child of children) child.kill("SIGKILL");
  redis.disconnect();
  await redisServer.close();
  await servers.close();
  rmSync(folder, { recursive: true });
}

async function measureAll(): Promise<void> {
  const naive = await measure("naive (node:tls, one SET)", "naive", 1);
  const one = await measure("one worker", "ours", 1);
  say(`  ${(one.perCpuSecond / naive.perCpuSecond).toFixed(1)} times the naive way, per CPU-second`);
  const two = await measure("two workers", "ours", 2);
  say(`  goal ${GOAL_PER_SECOND}/s on two cores: ${two.perSecond >= GOAL_PER_SECOND ? "reached" : "MISSED"}`);
  await redis.del(await redis.keys("naive:*"));
}

async function addAll(): Promise<void> {
  const began = performance.now();
  for (let from = 0; from < COUNT; from += PER_CHANNEL) {
    const channel = from / PER_CHANNEL;
    const hosts = Array.from({ length: Math.min(PER_CHANNEL, COUNT - from) }, (_, each) =>
      hostOf(from + each),
    );
    await store.addWatches(
      {
        team: `T${1_000_000_000 + Math.floor(channel / CHANNELS_PER_TEAM)}`,
        channel: `C${1_000_000_000 + channel}`,
        enterprise: null,
        locale: "en",
        addedBy: "U1000000000",
        timeZone: "Europe/Berlin",
      },
      hosts.map((host) => ({ watched: { kind: "server", target: parseTarget(host) } })),
    );
  }
  say(`${COUNT} watches added in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
}

function startWorker(kind: "ours" | "naive", periodMs = HOUR): ChildProcess {
  const script = join(import.meta.dirname, "worker.js");
  const given = [kind, redisServer.url, servers.port, servers.authority, COUNT, periodMs, AT_A_TIME];
  const child = fork(script, given.map(String));
  children.add(child);
  return child;
}

async function ask(child: ChildProcess): Promise<Report> {
  child.send("how are you");
  const [report] = (await once(child, "message")) as [Report];
  return report;
}

async function measure(
  name: string,
  kind: "ours" | "naive",
  count: number,
): Promise<{ perSecond: number; perCpuSecond: number }> {
  const workers = Array.from({ length: count }, () => startWorker(kind));
  while ((await Promise.all(workers.map(ask))).some(({ looks }) => looks === 0)) await delay(100);
  await delay(WARM_UP_MS);
  const before = await Promise.all(workers.map(ask));
  const redisBefore = await redisCpu();
  const began = performance.now();
  await delay(MEASURED_MS);
  const after = await Promise.all(workers.map(ask));
  const redisMs = (await redisCpu()) - redisBefore;
  const seconds = (performance.now() - began) / 1_000;
  for (const worker of workers) worker.kill("SIGKILL");
  const total = (of: (report: Report) => number) =>
    after.reduce((sum, report) => sum + of(report), 0) - before.reduce((sum, report) => sum + of(report), 0);
  const looks = total((report) => report.looks);
  const cpuMs = total((report) => report.cpuMs);
  const [perSecond, perCpuSecond] = [looks / seconds, (looks * 1_000) / cpuMs];
  const others = JSON.stringify(after.map((report) => report.others));
  say(
    `${name.padEnd(28)}${perSecond.toFixed(0).padStart(6)}/s  ${perCpuSecond.toFixed(0).padStart(6)}/CPU-s of the workers  ` +
      `Redis ${((redisMs / seconds) * 0.1).toFixed(0)} % of a core, workers ${((cpuMs / seconds) * 0.1).toFixed(0)} %  others ${others}`,
  );
  return { perSecond, perCpuSecond };
}

/** Everything once more, now; one of two workers dies in the middle of it. */
async function killOne(): Promise<void> {
  const began = Date.now();
  await spreadOver(0);
  const [one, other] = [startWorker("ours"), startWorker("ours")];
  await delay(WARM_UP_MS * 3);
  one.kill("SIGKILL");
  const leases = await redis.hlen(keys.dueLeases(DUE_WATCHED));
  const done = async () => (await redis.zcount(keys.due(DUE_WATCHED), "-inf", Date.now() + 60_000)) === 0;
  while (!(await done())) await delay(500);
  const took = (Date.now() - began) / 1_000;
  other.kill("SIGKILL");
  let lost = 0;
  for (const channel of (await redis.keys(keys.watches("*", "*"))).map((key) => key.split(":").slice(-2))) {
    const [team = "", id = ""] = channel;
    const listed = await store.listWatches({ team, channel: id });
    lost += listed.filter(
      ({ state }) => state === null || state.checkedAt < began || state.failures > 0,
    ).length;
  }
  say(
    `one of two killed with ${leases} looks taken: all done after ${took.toFixed(0)} s, ${lost} of ${COUNT} not looked at`,
  );
  if (lost > 0) process.exitCode = 1;
}

async function soak(minutes: number): Promise<void> {
  const periodMs = Math.round((COUNT * 1_000) / Number(values.rate));
  await spreadOver(periodMs);
  const workers = [startWorker("ours", periodMs), startWorker("ours", periodMs)];
  const began = performance.now();
  const end = began + minutes * 60_000;
  const every = Math.min(60_000, (minutes * 60_000) / 6);
  say(`soak: ${minutes} min, every host each ${(periodMs / 1_000).toFixed(0)} s`);
  while (performance.now() < end) {
    await delay(every);
    const reports = await Promise.all(workers.map(ask));
    const mib = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
    const looks = reports.reduce((sum, report) => sum + report.looks, 0);
    const seconds = (performance.now() - began) / 1_000;
    say(
      `  ${(seconds / 60).toFixed(1).padStart(5)} min  ${looks} looks (${(looks / seconds).toFixed(0)}/s)  RSS ${reports.map(({ rss }) => mib(rss)).join(" + ")} MiB, ` +
        `heap ${reports.map(({ heap }) => mib(heap)).join(" + ")}  Redis ${mib(await usedBytes())} MiB  ${JSON.stringify(reports.map(({ others }) => others))}`,
    );
  }
}

/** Each has its turn within the next `ms`. */
async function spreadOver(ms: number): Promise<void> {
  const ids = await redis.zrange(keys.due(DUE_WATCHED), "0", "-1");
  await redis.del(keys.dueLeases(DUE_WATCHED));
  for (let from = 0; from < ids.length; from += 1_000) {
    const part = ids.slice(from, from + 1_000);
    const scores = part.flatMap((id, each) => [Date.now() + ((from + each) / ids.length) * ms, id]);
    await redis.zadd(keys.due(DUE_WATCHED), ...scores);
  }
}

async function usedBytes(): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1]);
}

async function redisCpu(): Promise<number> {
  const info = await redis.info("cpu");
  const of = (name: string) => Number(new RegExp(`${name}:([\\d.]+)`).exec(info)?.[1]);
  return (of("used_cpu_sys") + of("used_cpu_user")) * 1_000;
}
