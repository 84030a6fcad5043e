import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import type { DiagnosisResult } from "./diagnosis/diagnosis.ts";
import type { AlertPost } from "./watches/alert.ts";
import type { Level } from "./watches/thresholds.ts";

export interface Metrics {
  readonly observeJob: (queue: string, outcome: string, seconds: number) => void;
  readonly observeResult: (result: DiagnosisResult) => void;
  readonly observeSlackCall: (method: string, outcome: string) => void;
  readonly observeAck: (seconds: number) => void;
  readonly observeLook: (outcome: LookOutcome) => void;
  readonly observeAlertPost: (why: AlertPost["why"], level: Level) => void;
  /** Prometheus text format. */
  readonly render: (sources: MetricSources) => Promise<string>;
  readonly contentType: string;
}

/** `own_outage`: nothing was seen, as nearly everywhere, and it does not count. `busy`: the address has enough connections.
 *  `late`: another worker had taken over. `failed`: it broke, or took too long. */
export type LookOutcome = "seen" | "not_seen" | "own_outage" | "busy" | "late" | "failed";

export interface MetricSources {
  /** What is watched, and how late the looks are, ms; rejects when Redis does not answer. */
  readonly measureWatched: () => Promise<{ readonly count: number; readonly lagMs: number }>;
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
  const looks = new Counter({
    name: "tlscheck_looks_total",
    help: "Looks at what is watched, by outcome (seen, not_seen, own_outage, busy, late, failed)",
    labelNames: ["outcome"],
    registers,
  });
  const alertPosts = new Counter({
    name: "tlscheck_alert_posts_total",
    help: "Messages of alerts, by why (opened, escalated, reminded, returned) and level",
    labelNames: ["why", "level"],
    registers,
  });
  const watched = new Gauge({
    name: "tlscheck_watched",
    help: "Hosts and certificates that are watched",
    registers,
  });
  const lag = new Gauge({
    name: "tlscheck_watch_lag_seconds",
    help: "How long the most overdue look has been due",
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
    observeLook: (outcome) => looks.inc({ outcome }),
    observeAlertPost: (why, level) => alertPosts.inc({ why, level }),
    async render({ countJobs, measureWatched }) {
      const [counts, measured] = await Promise.all([
        countJobs().catch(() => null),
        measureWatched().catch(() => null),
      ]);
      watched.set(measured?.count ?? NaN);
      lag.set((measured?.lagMs ?? NaN) / 1_000);
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
