// One fetcher against one server for some seconds, in a process of its own; prints a Load as JSON.
//   node build/bench/certificates/load.js FETCHER PORT AUTHORITY_FILE
import { readFileSync } from "node:fs";
import { FETCHERS } from "./fetchers.ts";

export interface Load {
  readonly perSecond: number;
  /** CPU of this process, all its threads. */
  readonly perCpuSecond: number;
}

const AT_A_TIME = 16;
const WARM_UP_MS = 1_000;
const MEASURED_MS = 4_000;

const [name = "", port, file = ""] = process.argv.slice(2);
const fetch = FETCHERS[name]?.(readFileSync(file, "utf8"));
if (fetch === undefined) throw new Error(`there is no fetcher ${name}`);

async function fetchUntil(end: number): Promise<number> {
  let fetched = 0;
  const line = async () => {
    for (; performance.now() < end; fetched++) await fetch?.(Number(port));
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, line));
  return fetched;
}

await fetchUntil(performance.now() + WARM_UP_MS);
const began = performance.now();
const cpu = process.cpuUsage();
const fetched = await fetchUntil(began + MEASURED_MS);
const { user, system } = process.cpuUsage(cpu);
const load: Load = {
  perSecond: (fetched * 1_000) / (performance.now() - began),
  perCpuSecond: (fetched * 1_000_000) / (user + system),
};
process.stdout.write(JSON.stringify(load));
