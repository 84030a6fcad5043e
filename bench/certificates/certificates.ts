// `npm run bench:certificates`: certificate lists fetched and judged per second of our own CPU, from an nginx on another core.
// Per CPU-second, since nginx signs fewer handshakes a second than a reader can read.
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { KeyKind } from "../../test/peers/certificate-files.ts";
import { createAuthority } from "../../test/peers/certificate-files.ts";
import { startNginx } from "../../test/peers/nginx.ts";
import { FETCHERS } from "./fetchers.ts";
import type { Load } from "./load.ts";

const GOALS: Readonly<Record<string, number>> = { "TLS 1.2": 8_000, "TLS 1.3": 1_000 };
const KEYS: Readonly<Record<KeyKind, string>> = { rsa: "RSA 2048", ec: "EC P-256" };

const say = (line: string) => process.stdout.write(`${line}\n`);
const pinned = spawnSync("taskset", ["-V"]).status === 0 && availableParallelism() > 1;
const onCore = (core: number) => (pinned ? ["taskset", "-c", String(core)] : []);
if (!pinned) say("no taskset, or one core: client and server take each other's time");

const folder = mkdtempSync(join(tmpdir(), "tlscheck-certificates-"));
try {
  const authority = createAuthority(folder);
  for (const [version, goal] of Object.entries(GOALS)) {
    for (const kind of Object.keys(KEYS) as KeyKind[]) {
      const server = await startNginx(folder, {
        certificates: [authority.issue(`${version}-${kind}`.replaceAll(" ", "-"), kind)],
        directives: [`ssl_protocols ${version.replace(" ", "v")}`, "ssl_session_tickets off"],
        under: onCore(1),
      });
      say(`${version}, ${KEYS[kind]} (goal ${goal} per CPU-second)`);
      try {
        const rates: number[] = [];
        for (const name of Object.keys(FETCHERS)) {
          const { perSecond, perCpuSecond } = await load(name, server.port, authority.certificate);
          rates.push(perCpuSecond);
          const ratio = rates.length > 1 ? `, ${((rates[0] ?? NaN) / perCpuSecond).toFixed(1)} times` : "";
          say(
            `  ${name.padEnd(28)}${perCpuSecond.toFixed(0).padStart(7)}/CPU-s  ${perSecond.toFixed(0)}/s${ratio}`,
          );
        }
      } finally {
        await server.close();
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function load(name: string, port: number, authority: string): Promise<Load> {
  const script = join(import.meta.dirname, "load.js");
  const [command, ...given] = [...onCore(0), process.execPath, script, name, String(port), authority];
  const { stdout } = await promisify(execFile)(command, given);
  return JSON.parse(stdout) as Load;
}
