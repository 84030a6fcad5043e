import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

let stage: Stage;
afterEach(() => stage.close());

const UNLIMITED = { TLSCHECK_MAX_RUNNING_PER_USER: "100", TLSCHECK_MAX_RUNNING_PER_CHANNEL: "100" };

/** Names that lead to the server which never answers, so that their checks take as long as the time-out. */
function slowHosts(count: number) {
  const silent = stage.servers.connectTo
    .find((entry) => entry.startsWith("silent."))
    ?.split(":")
    .slice(2)
    .join(":");
  const hosts = Array.from({ length: count }, (_, index) => `slow-${index}.demo.test`);
  const connectTo = hosts.map((host) => `${host}:443:${silent}`).join(",");
  return { hosts, environment: { ...UNLIMITED, TLSCHECK_CONNECT_TO: connectTo } };
}

async function ask(hosts: readonly string[]) {
  for (let start = 0; start < hosts.length; start += 10) {
    await stage.playground.command("ada", "general", `/tlscheck ${hosts.slice(start, start + 10).join(" ")}`);
  }
}

/** Every host has one parent message that says a verdict, and one answer in its thread. */
async function expectOneVerdictEach(hosts: readonly string[], timeoutMs: number) {
  const { playground } = stage;
  for (const host of hosts) {
    const parent = await stage.verdict("general", `${host}:`, timeoutMs);
    await playground.waitFor(() => playground.thread("general", parent.ts).length >= 2, timeoutMs);
  }
  // What would come twice has had its time to come.
  await delay(500);
  const parents = playground.messages("general").filter(({ threadTs }) => threadTs === null);
  expect(parents.map(({ text }) => text.split(" ")[1] ?? "").toSorted()).toEqual(
    hosts.map((host) => `${host}:443:`).toSorted(),
  );
  for (const { ts } of parents) expect(playground.thread("general", ts)).toHaveLength(2);
}

test(
  "a worker killed during 20 running checks is taken over, each thread with exactly one verdict",
  { timeout: 60_000 },
  async () => {
    stage = await openStage("socket", { rateLimits: false });
    const { hosts, environment } = slowHosts(20);
    await stage.start("bot", environment);
    const victim = await stage.start("worker", environment);
    await stage.connect();
    await ask(hosts);
    await stage.playground.waitFor(() => stage.playground.messages("general").length === 20, 10_000);
    const [exit] = await Promise.all([victim.kill("SIGKILL"), stage.start("worker", environment)]);
    expect(exit).toBe("SIGKILL");
    await expectOneVerdictEach(hosts, 40_000);
  },
);

test.each(["SIGTERM", "SIGKILL"] as const)(
  "a Redis restarted (%s) during 20 running checks loses and doubles nothing",
  { timeout: 60_000 },
  async (signal) => {
    stage = await openStage("socket", { rateLimits: false });
    const { hosts, environment } = slowHosts(20);
    await Promise.all([stage.start("bot", environment), stage.start("worker", environment)]);
    await stage.connect();
    await ask(hosts);
    await stage.playground.waitFor(() => stage.playground.messages("general").length === 20, 10_000);
    await stage.redis.restart(signal);
    await expectOneVerdictEach(hosts, 40_000);
  },
);

test("posts that Slack limits are delayed, not lost and not doubled", { timeout: 60_000 }, async () => {
  stage = await openStage("socket", { rateLimits: { postBurst: 1 } });
  const { hosts, environment } = slowHosts(6);
  await stage.start("serve", { ...environment, TLSCHECK_TIMEOUT_MS: "200" });
  await stage.connect();
  await ask(hosts);
  await expectOneVerdictEach(hosts, 40_000);
  expect(JSON.stringify(stage.playground.calls)).toContain("ratelimited");
});

test("a post that Slack took although the connection broke is found again", { timeout: 60_000 }, async () => {
  stage = await openStage("socket");
  await stage.start("serve");
  await stage.connect();
  stage.playground.fault({ method: "chat.postMessage", times: 1, kind: { type: "cut" } });
  await ask(["ok.demo.test"]);
  await expectOneVerdictEach(["ok.demo.test"], 20_000);
  stage.playground.fault({ method: "chat.postMessage", times: 2, kind: { type: "http_error", status: 503 } });
  await ask(["expired.demo.test"]);
  await expectOneVerdictEach(["ok.demo.test", "expired.demo.test"], 20_000);
});

test("where a plan is refused, plain text stands in", async () => {
  stage = await openStage("socket");
  await stage.start("serve");
  await stage.connect();
  stage.playground.fault({
    method: "chat.postMessage",
    times: 1,
    kind: { type: "error", error: "invalid_blocks" },
  });
  stage.playground.fault({
    method: "chat.update",
    times: 1,
    kind: { type: "error", error: "invalid_blocks" },
  });
  await ask(["ok.demo.test"]);
  const parent = await stage.verdict("general", "ok.demo.test");
  expect(parent.blocks).toMatchObject([{ type: "rich_text" }]);
  expect(JSON.stringify(parent.blocks)).toContain("✓ TLS handshake");
});

test.each(["stop", "freeze"] as const)(
  "with Redis gone (%s) the asker is told within 3 s, and nothing happens later",
  { timeout: 30_000 },
  async (how) => {
    stage = await openStage("socket");
    const { playground, redis } = stage;
    await stage.start("serve");
    await stage.connect();
    await ask(["ok.demo.test"]);
    const parent = await stage.verdict("general", "ok.demo.test");
    const verdict = await playground.waitFor(() => playground.thread("general", parent.ts)[1]);

    await (how === "stop" ? redis.stop() : redis.freeze());
    const told = () =>
      playground.ephemerals("ada").filter(({ text }) => text.includes("my store does not answer")).length;
    await playground.command("ada", "general", "/tlscheck expired.demo.test");
    await playground.waitFor(() => told() === 1, 3_000);
    await playground.click("ada", verdict, "answer:hybrid");
    await playground.waitFor(() => told() === 2, 3_000);

    await (how === "stop" ? redis.start() : redis.thaw());
    await expect
      .poll(
        async () => {
          await ask(["reset.demo.test"]);
          return playground.messages("general").some(({ text }) => text.includes("reset.demo.test"));
        },
        { timeout: 10_000, interval: 500 },
      )
      .toBe(true);
    await stage.verdict("general", "reset.demo.test");
    expect(playground.messages("general").filter(({ text }) => text.includes("expired.demo.test"))).toEqual(
      [],
    );
  },
);

test(
  "SIGTERM in the middle of a check: the job goes back, the process ends with 0, another worker answers",
  { timeout: 60_000 },
  async () => {
    stage = await openStage("socket");
    const { hosts, environment } = slowHosts(2);
    const slow = { ...environment, TLSCHECK_TIMEOUT_MS: "20000" };
    await stage.start("bot", slow);
    const first = await stage.start("worker", slow);
    await stage.connect();
    await ask(hosts);
    await stage.playground.waitFor(() => stage.playground.messages("general").length === 2, 10_000);
    const began = Date.now();
    expect(await first.kill("SIGTERM")).toBe(0);
    expect(Date.now() - began).toBeLessThan(15_000);
    await stage.start("worker", { ...slow, TLSCHECK_TIMEOUT_MS: "500" });
    await expectOneVerdictEach(hosts, 20_000);
  },
);

test("one user has a bounded number of running checks, and is told", async () => {
  stage = await openStage("socket");
  const { hosts, environment } = slowHosts(3);
  await stage.start("serve", { ...environment, TLSCHECK_MAX_RUNNING_PER_USER: "2" });
  await stage.connect();
  await ask(hosts.slice(0, 2));
  await ask(hosts.slice(2));
  const { playground } = stage;
  const told = await playground.waitFor(() => playground.ephemerals("ada")[0]);
  expect(told.text).toBe(
    "You have 2 checks running, and 2 at a time is the limit. Try again when one of them has ended.",
  );
  await expectOneVerdictEach(hosts.slice(0, 2), 20_000);
});

test("health, readiness and metrics say what is the matter; the log holds no secret", async () => {
  stage = await openStage("socket");
  const bot = await stage.start("bot");
  const worker = await stage.start("worker");
  await stage.connect();
  await ask(["ok.demo.test"]);
  await expectOneVerdictEach(["ok.demo.test"], 10_000);
  const get = async (port: number, path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: response.status, body: await response.text() };
  };
  for (const { port } of [bot, worker]) {
    expect(await get(port, "/healthz")).toEqual({ status: 200, body: "ok\n" });
    expect(await get(port, "/readyz")).toEqual({ status: 200, body: "ok\n" });
  }
  const metrics = (await get(worker.port, "/metrics")).body;
  expect(metrics).toMatch(/tlscheck_job_duration_seconds_count\{queue="checks",outcome="completed"\} 1/);
  expect(metrics).toMatch(/tlscheck_diagnoses_total\{kind="ok"\} 1/);
  expect(metrics).toMatch(/tlscheck_slack_calls_total\{method="chat.postMessage",outcome="ok"\} 2/);
  expect(metrics).toMatch(/tlscheck_queue_jobs\{queue="checks",state="waiting"\} 0/);
  expect(metrics).toContain("tlscheck_redis_up 1");
  stage.redis.freeze();
  for (const { port } of [bot, worker]) {
    expect(await get(port, "/readyz")).toEqual({ status: 503, body: "redis: does not answer\n" });
    expect((await get(port, "/metrics")).body).toContain("tlscheck_redis_up 0");
  }
  stage.redis.thaw();
  await stage.redis.stop();
  expect((await get(bot.port, "/healthz")).status).toBe(200);
  await expect
    .poll(() => get(bot.port, "/readyz"))
    .toMatchObject({ status: 503, body: expect.stringContaining("redis: ") });
  expect((await get(worker.port, "/metrics")).body).toContain("tlscheck_redis_up 0");
  const log = JSON.stringify([bot.log, worker.log]);
  expect(log).toContain("diagnosisId");
  for (const secret of [stage.playground.botToken, stage.playground.appToken, "/response/"])
    expect(log).not.toContain(secret);
});
