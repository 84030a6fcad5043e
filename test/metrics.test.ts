import { describe, expect, it } from "vitest";
import type { MetricSources } from "../src/metrics.ts";
import { createMetrics } from "../src/metrics.ts";
import { AT, FINDINGS, evidence } from "./support/evidence.ts";

const sources: MetricSources = {
  measureWatched: () => Promise.resolve({ count: 7, lagMs: 1_500 }),
  countJobs: () => Promise.resolve({ diagnose: { waiting: 3, active: 1 }, read_files: { waiting: 0 } }),
};

/** The samples of our own, without what Node says of itself. */
async function render(metrics: ReturnType<typeof createMetrics>, given = sources): Promise<string[]> {
  return (await metrics.render(given)).split("\n").filter((line) => line.startsWith("tlscheck_"));
}

describe("checks are counted", () => {
  it("by their first finding, ok without one, failed when we broke", async () => {
    const metrics = createMetrics();
    const seen = evidence();
    const { certificate_expired, sni_required } = FINDINGS;
    metrics.observeResult({
      state: "checked",
      evidence: seen,
      findings: [certificate_expired, sni_required],
    });
    metrics.observeResult({ state: "checked", evidence: seen, findings: [] });
    metrics.observeResult({ state: "checked", evidence: seen, findings: [] });
    metrics.observeResult({ state: "failed", at: AT });
    expect((await render(metrics)).filter((line) => line.includes("diagnoses"))).toEqual([
      'tlscheck_diagnoses_total{kind="certificate_expired"} 1',
      'tlscheck_diagnoses_total{kind="ok"} 2',
      'tlscheck_diagnoses_total{kind="failed"} 1',
    ]);
  });
});

it("jobs, calls and requests are observed with their labels", async () => {
  const metrics = createMetrics();
  metrics.observeJob("diagnose", "completed", 0.2);
  metrics.observeSlackCall("chat.postMessage", "ratelimited");
  metrics.observeAck(0.02);
  expect(await render(metrics)).toEqual(
    expect.arrayContaining([
      'tlscheck_job_duration_seconds_bucket{le="0.1",queue="diagnose",outcome="completed"} 0',
      'tlscheck_job_duration_seconds_bucket{le="0.25",queue="diagnose",outcome="completed"} 1',
      'tlscheck_job_duration_seconds_sum{queue="diagnose",outcome="completed"} 0.2',
      'tlscheck_slack_calls_total{method="chat.postMessage",outcome="ratelimited"} 1',
      'tlscheck_request_duration_seconds_bucket{le="0.01"} 0',
      'tlscheck_request_duration_seconds_bucket{le="0.025"} 1',
      "tlscheck_request_duration_seconds_count 1",
    ]),
  );
});

describe("the depth of the queues", () => {
  it("is told by queue and state, and forgotten with a queue", async () => {
    const metrics = createMetrics();
    expect(await render(metrics)).toEqual(
      expect.arrayContaining([
        'tlscheck_queue_jobs{queue="diagnose",state="waiting"} 3',
        'tlscheck_queue_jobs{queue="diagnose",state="active"} 1',
        'tlscheck_queue_jobs{queue="read_files",state="waiting"} 0',
        "tlscheck_redis_up 1",
      ]),
    );
    const later = await render(metrics, {
      ...sources,
      countJobs: () => Promise.resolve({ diagnose: { waiting: 0 } }),
    });
    expect(later.filter((line) => line.startsWith("tlscheck_queue_jobs"))).toEqual([
      'tlscheck_queue_jobs{queue="diagnose",state="waiting"} 0',
    ]);
  });

  it("is unknown while Redis does not answer, and no old one is told", async () => {
    const metrics = createMetrics();
    await render(metrics);
    const down = await render(metrics, {
      countJobs: () => Promise.reject(new Error("no answer")),
      measureWatched: () => Promise.reject(new Error("no answer")),
    });
    expect(down).toContain("tlscheck_redis_up 0");
    expect(down).toContain("tlscheck_watched Nan");
    expect(down.filter((line) => line.startsWith("tlscheck_queue_jobs"))).toEqual([]);
  });
});

it("looks and messages of alerts are counted, and what is watched is told with its lag", async () => {
  const metrics = createMetrics();
  metrics.observeLook("seen");
  metrics.observeLook("own_outage");
  metrics.observeAlertPost("escalated", "critical");
  expect(await render(metrics)).toEqual(
    expect.arrayContaining([
      'tlscheck_looks_total{outcome="seen"} 1',
      'tlscheck_looks_total{outcome="own_outage"} 1',
      'tlscheck_alert_posts_total{why="escalated",level="critical"} 1',
      "tlscheck_watched 7",
      "tlscheck_watch_lag_seconds 1.5",
    ]),
  );
});

it("two in one process do not know each other", async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.observeSlackCall("auth.test", "ok");
  expect((await render(other)).join()).not.toContain("auth.test");
  expect(one.contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await one.render(sources)).toContain("process_cpu_seconds_total");
});
