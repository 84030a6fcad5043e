import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import type { DiagnosisResult } from "./diagnosis/diagnosis.ts";

export interface Metrics {
  readonly observeJob: (queue: string, outcome: string, seconds: number) => void;
  readonly observeResult: (result: DiagnosisResult) => void;
  readonly observeSlackCall: (method: string, outcome: string) => void;
  readonly observeAck: (seconds: number) => void;
  /** Prometheus text format. */
  readonly render: (sources: MetricSources) => Promise<string>;
  readonly contentType: string;
}

export interface MetricSources {
  /** Jobs by queue and state; rejects when Redis does not answer. */
  readonly countJobs: () => Promise<Readonly<Record<string, Readonly<Record<string, number>>>>>;
}

const JOB_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** One for the process; a registry of its own, so that two in one test do not collide. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const jobs = new Histogram({
    name: "tlscheck_job_duration_seconds",
    help: "Time that a job took, by queue and outcome",
    labelNames: ["queue", "outcome"],
    buckets: JOB_SECONDS,
    registers,
  });
  const diagnoses = new Counter({
    name: "tlscheck_diagnoses_total",
    help: "Checks that ended, by the kind of the first finding (ok, failed)",
    labelNames: ["kind"],
    registers,
  });
  const calls = new Counter({
    name: "tlscheck_slack_calls_total",
    help: "Web API calls by method and outcome (ok, ratelimited, http_NNN, request_error)",
    labelNames: ["method", "outcome"],
    registers,
  });
  const acks = new Histogram({
    name: "tlscheck_request_duration_seconds",
    help: "Time from a request of Slack's to our answer (HTTP)",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3],
    registers,
  });
  const depth = new Gauge({
    name: "tlscheck_queue_jobs",
    help: "Jobs by queue and state",
    labelNames: ["queue", "state"],
    registers,
  });
  const redis = new Gauge({ name: "tlscheck_redis_up", help: "1 while Redis answers", registers });

  return {
    observeJob: (queue, outcome, seconds) => jobs.observe({ queue, outcome }, seconds),
    observeResult: (result) =>
      diagnoses.inc({ kind: result.state === "failed" ? "failed" : (result.findings[0]?.kind ?? "ok") }),
    observeSlackCall: (method, outcome) => calls.inc({ method, outcome }),
    observeAck: (seconds) => acks.observe(seconds),
    async render({ countJobs }) {
      const counts = await countJobs().catch(() => null);
      redis.set(counts === null ? 0 : 1);
      depth.reset();
      for (const [queue, states] of Object.entries(counts ?? {})) {
        for (const [state, count] of Object.entries(states)) depth.set({ queue, state }, count);
      }
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
