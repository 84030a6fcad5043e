// `npm run bench:memory [-- TARGETS AT_A_TIME]`: the most memory that a process takes which scans 1,000 targets, 50 at a time. The
// targets are addresses of one nginx, so each is a scan of its own and nothing is shared.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkHost } from "../../src/index.ts";
import { createAuthority, HOST } from "../../test/peers/certificate-files.ts";
import { startNginx } from "../../test/peers/nginx.ts";

const GOAL_MB = 200;
const [targets = 1_000, atATime = 50] = process.argv.slice(2).map(Number);
const ADDRESSES_PER_NET = 250;
const KB_PER_MB = 1_024;

const folder = mkdtempSync(join(tmpdir(), "tlscheck-memory-"));
const addresses = Array.from(
  { length: targets },
  (_, index) => `127.0.${1 + Math.floor(index / ADDRESSES_PER_NET)}.${1 + (index % ADDRESSES_PER_NET)}`,
);
try {
  const authority = createAuthority(folder);
  const certificates = [authority.issue("rsa", "rsa"), authority.issue("ec", "ec")];
  const server = await startNginx(folder, { certificates, addresses: ["127.0.0.1", ...addresses] });
  const peak = () => process.resourceUsage().maxRSS / KB_PER_MB;
  const before = peak();
  const began = performance.now();
  try {
    const verdicts: string[] = [];
    const waiting = addresses.values();
    const line = async () => {
      for (const host of waiting) {
        const report = await checkHost(
          { host, port: server.port, serverName: HOST },
          { trustAnchors: authority.pem },
        );
        verdicts.push(report.verdict);
      }
    };
    await Promise.all(Array.from({ length: atATime }, line));
    const perSecond = (targets * 1_000) / (performance.now() - began);
    const bad = verdicts.filter((verdict) => verdict !== "ok").length;
    process.stdout.write(
      `${targets} targets, ${atATime} at a time: at most ${peak().toFixed(0)} MB (goal ${GOAL_MB}), ` +
        `${before.toFixed(0)} of it before the first; ${perSecond.toFixed(0)} targets/s; ${bad} not ok\n`,
    );
    if (bad > 0 || peak() > GOAL_MB) process.exitCode = 1;
  } finally {
    await server.close();
  }
} finally {
  rmSync(folder, { recursive: true });
}
