// One worker in a process of its own; says on request how it is.
//   node build/bench/watches/worker.js KIND REDIS_URL PORT AUTHORITY_FILE COUNT PERIOD_MS AT_A_TIME
import { readFileSync } from "node:fs";
import { connect, createSecureContext } from "node:tls";
import { createEgressPolicy } from "../../src/probe/egress-policy.ts";
import { connectRedis } from "../../src/store/redis.ts";
import { createWatchStore } from "../../src/store/watches.ts";
import { startWatching } from "../../src/watching.ts";
import { addressOf, connectToFleet, hostOf } from "./fleet.ts";

export interface Report {
  /** Since it began. */
  readonly looks: number;
  /** That did not end as they should. */
  readonly others: Readonly<Record<string, number>>;
  readonly cpuMs: number;
  readonly rss: number;
  readonly heap: number;
}

const [kind, url = "", port, authority = "", count, periodMs, atATime] = process.argv.slice(2);
const redis = connectRedis(url, "worker");
const trustAnchors = readFileSync(authority, "utf8");
let looks = 0;
const others: Record<string, number> = {};

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const report: Report = { looks, others, cpuMs: (user + system) / 1_000, rss, heap: heapUsed };
  process.send?.(report);
});
process.on("disconnect", () => process.exit());

if (kind === "ours") {
  const now = () => Date.now();
  startWatching({
    config: {
      egress: createEgressPolicy({ allow: ["127.0.0.0/8"], deny: [] }),
      connectTo: connectToFleet(Number(count), Number(port)),
      timeoutMs: 5_000,
      trustAnchors,
      watchPeriodMs: Number(periodMs),
      watchConcurrency: Number(atATime),
    },
    backend: { redis, watches: createWatchStore(redis, now) },
    metrics: {
      observeLook(outcome) {
        if (outcome === "seen") looks += 1;
        else others[outcome] = (others[outcome] ?? 0) + 1;
      },
    },
    logger: {
      warn: (...said: unknown[]) => process.stderr.write(`${JSON.stringify(said)}\n`),
      info: () => undefined,
    },
    now,
  });
} else {
  // As a program does that keeps what it was shown, and judges nothing beyond what node:tls says.
  const secureContext = createSecureContext({ ca: trustAnchors });
  let next = 0;
  const line = async () => {
    for (;;) {
      const index = next++ % Number(count);
      try {
        const certificate = await fetchNaively(index, secureContext);
        await redis.set(`naive:${hostOf(index)}`, JSON.stringify(certificate));
        looks += 1;
      } catch {
        others["failed"] = (others["failed"] ?? 0) + 1;
      }
    }
  };
  for (let each = 0; each < Number(atATime); each++) void line();
}

function fetchNaively(
  index: number,
  secureContext: ReturnType<typeof createSecureContext>,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const host = addressOf(index);
    const socket = connect({ host, port: Number(port), servername: hostOf(index), secureContext }, () => {
      const { subject, issuer, valid_from, valid_to, fingerprint256, subjectaltname } =
        socket.getPeerCertificate();
      socket.destroy();
      resolve({ subject, issuer, valid_from, valid_to, fingerprint256, subjectaltname });
    });
    socket.setTimeout(5_000, () => socket.destroy(new Error("no answer")));
    socket.once("error", reject);
  });
}
