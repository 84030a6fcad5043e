import { expect, test } from "vitest";
import type { Message } from "../../src/playground/state.ts";
import { startRedisCluster } from "../support/redis-cluster.ts";
import { startRedisWithSentinel } from "../support/redis-sentinel.ts";
import { until } from "../support/redis-processes.ts";
import { openStage } from "../support/stage.ts";

const CHANNELS = ["general", "watching"].map((name) => ({ name, botIsMember: true }));

test.each([
  ["behind a sentinel", startRedisWithSentinel],
  ["as a cluster", startRedisCluster],
])(
  "with Redis %s, checks reach their verdict and watches tell what they see, also while its master dies",
  { timeout: 60_000 },
  async (_place, startRedis) => {
    const [stage, redis] = await Promise.all([
      openStage("socket", { rateLimits: false, channels: CHANNELS }),
      startRedis(),
    ]);
    try {
      const environment = { REDIS_URL: redis.url, TLSCHECK_WATCH_PERIOD_MS: "1000" };
      const [bot] = await Promise.all([stage.start("bot", environment), stage.start("worker", environment)]);
      await stage.connect();
      const { playground } = stage;
      await playground.command("ada", "general", "/tlscheck ok.demo.test");
      expect((await stage.verdict("general", "ok.demo.test")).text).toContain("✅");

      await playground.command("ada", "watching", "/tlscheck watch renewal.demo.test");
      const alert = () =>
        playground.messages("watching").find(({ text }) => text.includes("renewal.demo.test runs out"));
      const { ts } = await playground.waitFor(alert, 15_000);

      // Under way while the master dies: its probe takes as long as the time-out.
      await playground.command("ada", "general", "/tlscheck silent.demo.test");
      await playground.waitFor(() => playground.messages("general").length > 2, 10_000);
      await redis.failOver("SIGKILL");
      // Until it has found the replica it says at once that it cannot.
      await until(async () => (await fetch(`http://127.0.0.1:${bot.port}/readyz`)).ok, 15_000);
      const late = await stage.verdict("general", "silent.demo.test", 30_000);
      await playground.waitFor(() => playground.thread("general", late.ts).length === 2, 30_000);

      await playground.command("ada", "general", "/tlscheck expired.demo.test");
      const after = await stage.verdict("general", "expired.demo.test", 30_000);
      expect(after.text).toContain("❌");
      stage.servers.scenarios.find(({ host }) => host === "renewal.demo.test")?.renew?.();
      const isGreen = ({ text }: Message) => text.includes("renewal.demo.test was renewed");
      const green = await playground.waitFor(() => playground.messages("watching").find(isGreen), 30_000);
      expect(green.ts).toBe(ts);
      // Who has it watched is told once, too, perhaps by whoever took over a job that was under way.
      await playground.waitFor(() => playground.messages("watching").length === 2, 30_000);
      const parents = playground.messages("general").filter(({ threadTs }) => threadTs === null);
      expect(parents).toHaveLength(3);
    } finally {
      await stage.close();
      await redis.close();
    }
  },
);
