// Ack under load: 200 signed /tlscheck commands a second for 20 s through the HTTP receiver, a real Redis, a worker beside
// it. Prints the time from request to answer, and what became of the commands.
//   npm run bench:ack [-- SECONDS RATE]
import { fork } from "node:child_process";
import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { startChild } from "../../src/demo/child-process.ts";
import { findFreePort } from "../../src/demo/free-port.ts";
import { startRedisServer } from "../../src/demo/redis-server.ts";

const [seconds = 20, rate = 200] = process.argv.slice(2).map(Number);
const SECRET = "0123456789abcdef0123456789abcdef";
const GOAL_P99_MS = 50;

const say = (line: string) => process.stdout.write(`${line}\n`);
/** What was started, stopped however the run ends. */
const stops: (() => unknown)[] = [];
try {
  await run();
} finally {
  for (const stop of stops.toReversed()) await stop();
}

async function run(): Promise<void> {
  const port = await findFreePort();
  const redis = await startRedisServer();
  stops.push(() => redis.close());
  const slackProcess = fork(join(import.meta.dirname, "slack.js"), [
    `http://127.0.0.1:${port}/slack/events`,
    SECRET,
  ]);
  stops.push(() => slackProcess.kill());
  const slack = await new Promise<{
    readonly team: string;
    readonly channel: string;
    readonly users: readonly string[];
    readonly url: string;
    readonly environment: Readonly<Record<string, string>>;
  }>((resolve, reject) => {
    slackProcess.once("message", resolve);
    slackProcess.once("exit", () => reject(new Error("the workspace ended")));
  });
  const environment = {
    ...slack.environment,
    SLACK_SIGNING_SECRET: SECRET,
    REDIS_URL: redis.url,
    TLSCHECK_MAX_RUNNING_PER_CHANNEL: "10000",
    TLSCHECK_MAX_RUNNING_PER_USER: "10000",
  };
  const start = async (role: "bot" | "worker", listenOn: number) => {
    const child = await startChild(role, { ...environment, PORT: String(listenOn) });
    stops.push(() => child.kill("SIGKILL"));
    return child;
  };
  const [, worker] = await Promise.all([start("bot", port), start("worker", 0)]);

  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const times: number[] = [];
  let refused = 0;

  function command(index: number): Promise<void> {
    const body = new URLSearchParams({
      token: "x",
      team_id: slack.team,
      team_domain: "local",
      channel_id: slack.channel,
      channel_name: "general",
      user_id: slack.users[index % slack.users.length] ?? "",
      user_name: "bench",
      command: "/tlscheck",
      text: "ok.demo.test",
      api_app_id: "A1",
      response_url: `${slack.url}response/none`,
      trigger_id: `bench.${index}`,
    }).toString();
    const time = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", SECRET).update(`v0:${time}:${body}`).digest("hex");
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent,
          host: "127.0.0.1",
          port,
          path: "/slack/events",
          method: "POST",
          headers: {
            "content-type": "application/x-www-form-urlencoded",
            "content-length": Buffer.byteLength(body),
            "x-slack-request-timestamp": time,
            "x-slack-signature": `v0=${signature}`,
          },
        },
        (response) => {
          times.push(performance.now() - began);
          if (response.statusCode !== 200) refused++;
          response.resume().once("end", resolve);
        },
      );
      outgoing.once("error", reject);
      outgoing.end(body);
    });
  }

  const began = performance.now();
  const sent: Promise<void>[] = [];
  for (let index = 0; index < seconds * rate; index++) {
    const due = began + (index * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 0) await delay(wait);
    sent.push(command(index));
  }
  await Promise.all(sent);

  // A command is lost when neither a diagnosis nor its job came of it.
  await delay(2_000);
  const reader = new Redis(redis.url);
  let saved = 0;
  for await (const keys of reader.scanStream({ match: "{tlscheck}:diagnosis:*", count: 1000 })) {
    saved += (keys as string[]).filter((key) => /^\{tlscheck\}:diagnosis:[0-9a-f]+$/.test(key)).length;
  }
  const metrics = await (await fetch(`http://127.0.0.1:${worker.port}/metrics`)).text();
  const botMetrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const cpuSeconds = Number(/^process_cpu_seconds_total (\S+)/m.exec(botMetrics)?.[1] ?? 0);
  reader.disconnect();

  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
  const checked =
    /tlscheck_job_duration_seconds_count\{queue="checks",outcome="completed"\} (\d+)/.exec(metrics)?.[1] ??
    "0";
  say(`commands sent     ${sent.length} (${rate}/s for ${seconds} s)`);
  say(`ack p50           ${at(0.5)} ms`);
  say(`ack p99           ${at(0.99)} ms (goal: under ${GOAL_P99_MS} ms)`);
  say(`ack max           ${at(1)} ms`);
  say(`refused           ${refused}`);
  say(`commands lost     ${sent.length - saved}`);
  say(`checked meanwhile ${checked}`);
  say(`CPU of the bot    ${((cpuSeconds * 1000) / sent.length).toFixed(2)} ms per command`);

  agent.destroy();
  process.exitCode = saved === sent.length && refused === 0 && Number(at(0.99)) < GOAL_P99_MS ? 0 : 1;
}
