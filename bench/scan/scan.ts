// How long a scan takes, on loopback and with 80 ms round trip, ours and others', and whether all find the same suites: what is
// found differently is printed, and the exit code 1.
//   npm run bench:scan [-- --testssl]       testssl.sh takes minutes
import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Authority } from "../../test/peers/certificate-files.ts";
import { createAuthority } from "../../test/peers/certificate-files.ts";
import type { Scan, Suites } from "../../test/peers/scanners.ts";
import { leanSslscan, nmap, sslscan, testssl } from "../../test/peers/scanners.ts";
import type { ScanTarget } from "../../test/peers/targets.ts";
import { LEGACY_TARGET, MODERN_TARGET } from "../../test/peers/targets.ts";
import type { Result, Scope } from "./ours.ts";

const ROUND_TRIP_MS = 80;
/** As many as fit, one at least. */
const RUNS = 7;
const SECONDS = 12;
const OURS_TIMEOUT_MS = 60_000;

/** In the process, and at most so many connections. */
const GOALS: Record<Scope, { readonly near: number; readonly far: number; readonly connections: number }> = {
  suites: { near: 0.1, far: 0.7, connections: 25 },
  full: { near: 0.2, far: 1, connections: 40 },
  clients: { near: 0.5, far: 2, connections: 80 },
};

const TITLES: Record<Scope, string> = {
  suites: ", suites only",
  full: ", full report",
  clients: " --client all",
};

interface Contestant {
  readonly name: string;
  /** What of ours does the same. */
  readonly scope: Scope;
  readonly scan: Scan;
}

const OTHERS: readonly Contestant[] = [
  { name: "sslscan, suites only", scope: "suites", scan: leanSslscan },
  { name: "nmap ssl-enum-ciphers", scope: "suites", scan: nmap },
  { name: "sslscan", scope: "full", scan: sslscan },
];
const SLOW: Contestant = { name: "testssl.sh -p -S -P", scope: "full", scan: testssl };
const others = process.argv.includes("--testssl") ? [...OTHERS, SLOW] : OTHERS;

const say = (line: string) => process.stdout.write(`${line}\n`);
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const folder = mkdtempSync(join(tmpdir(), "tlscheck-scan-"));
try {
  const authority = createAuthority(folder);
  for (const target of [MODERN_TARGET, LEGACY_TARGET]) await measure(target, authority);
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(target: ScanTarget, authority: Authority): Promise<void> {
  const server = await target.start(authority, folder);
  try {
    say(`\n${target.title}`);
    await race(target, "loopback", authority, server.port, null);
    const proxy = await startFarAway(server.port);
    try {
      await race(target, `${ROUND_TRIP_MS} ms round trip`, authority, proxy.port, proxy.connections);
    } finally {
      proxy.stop();
    }
  } finally {
    await server.close();
  }
}

/** @param count connections since it was last asked */
async function race(
  target: ScanTarget,
  where: string,
  authority: Authority,
  port: number,
  count: (() => Promise<number>) | null,
): Promise<void> {
  say(`  ${where}`);
  const times: Partial<Record<Scope, number>> = {};
  for (const scope of ["suites", "full", "clients"] as const) {
    const runs = await repeat(() => runOurs(port, scope, authority), count);
    times[scope] = runs.whole;
    const inProcess = median(runs.results.map(({ ms }) => ms));
    const goal = GOALS[scope];
    const most = seconds((count === null ? goal.near : goal.far) * 1_000);
    const connections = count === null ? "" : `, ${goal.connections} connections`;
    print(`tlscheck${TITLES[scope]}`, runs, [
      `${seconds(inProcess)} in the process; goal ${most}${connections}`,
    ]);
    compare(
      "tlscheck",
      runs.results.map(({ suites }) => suites),
      target.suites,
    );
  }
  for (const { name, scope, scan } of others) {
    const runs = await repeat(() => scan(port), count);
    print(name, runs, [`${(runs.whole / (times[scope] ?? NaN)).toFixed(1)} times ours (${scope})`]);
    compare(name, runs.results, target.suites);
  }
}

interface Runs<T> {
  readonly results: readonly T[];
  /** ms of the whole process, the median. */
  readonly whole: number;
  /** The most of all runs. */
  readonly connections: number | null;
}

async function repeat<T>(run: () => Promise<T>, count: (() => Promise<number>) | null): Promise<Runs<T>> {
  const results: T[] = [];
  const times: number[] = [];
  const connections: number[] = [];
  for (const until = performance.now() + SECONDS * 1_000; times.length < RUNS;) {
    const began = performance.now();
    results.push(await run());
    times.push(performance.now() - began);
    if (count !== null) connections.push(await count());
    if (performance.now() > until) break;
  }
  return { results, whole: median(times), connections: count === null ? null : Math.max(...connections) };
}

function print(name: string, { results, whole, connections }: Runs<unknown>, facts: readonly string[]): void {
  const counted = connections === null ? [] : [`${connections} connections`];
  const runs = `median of ${results.length}`;
  say(`    ${name.padEnd(24)}${seconds(whole).padStart(8)}  ${[...counted, ...facts, runs].join(", ")}`);
}

function compare(who: string, runs: readonly Suites[], configured: Suites): void {
  const differences = runs.flatMap((found) => [
    ...configured.filter((suite) => !found.includes(suite)).map((suite) => `lacks ${suite}`),
    ...found.filter((suite) => !configured.includes(suite)).map((suite) => `adds ${suite}`),
  ]);
  if (differences.length === 0) return;
  process.exitCode = 1;
  say(`    DIFFERENT: ${who} ${[...new Set(differences)].join(", ")}`);
}

async function runOurs(port: number, scope: Scope, { certificate }: Authority): Promise<Result> {
  const given = [join(import.meta.dirname, "ours.js"), String(port), scope, certificate];
  const { stdout } = await promisify(execFile)(process.execPath, given, { timeout: OURS_TIMEOUT_MS });
  return JSON.parse(stdout) as Result;
}

/** The server on this port, but far away. */
async function startFarAway(port: number) {
  const child = fork(join(import.meta.dirname, "far-away.js"), [String(port), String(ROUND_TRIP_MS)]);
  const receive = async () => Number((await once(child, "message"))[0]);
  return {
    port: await receive(),
    connections: () => {
      child.send("connections?");
      return receive();
    },
    stop: () => child.disconnect(),
  };
}
