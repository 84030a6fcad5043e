import { constants, setPriority } from "node:os";
import type { RunningProcess } from "./backend.ts";
import { startBot } from "./bot.ts";
import type { Role } from "./config.ts";
import { ConfigError, readConfig } from "./config.ts";
import { createLogger } from "./logger.ts";
import { createMetrics } from "./metrics.ts";
import { startWorker } from "./worker.ts";

/** Running checks get this long at SIGTERM; then another worker takes them over. */
const GRACE_MS = 10_000;
/** And whatever hangs then hangs no longer. */
const LAST_RESORT_MS = GRACE_MS + 10_000;

/** Runs the Slack front, a worker, or both until SIGTERM or SIGINT; answers the exit code. */
export async function runProcess(
  role: Role,
  variables: Readonly<Record<string, string | undefined>>,
  complain: (line: string) => void,
): Promise<number> {
  const config = (() => {
    try {
      return readConfig(variables, role);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      for (const problem of error.problems) complain(`tlscheck ${role}: ${problem}`);
      return null;
    }
  })();
  if (config === null) return 2;

  const logger = createLogger(config.logLevel, role);
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => resolve(signal));
  });
  const metrics = createMetrics();
  // Beside a front on the same machine a check may wait; an acknowledgement may not.
  if (role === "worker") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const running: RunningProcess[] = [];
  if (role !== "worker") running.push(await startBot(config, logger, metrics));
  if (role !== "bot") running.push(await startWorker(config, logger, metrics, role === "worker"));

  logger.info({ signal: await stopped }, "stopping");
  const lastResort = setTimeout(() => process.exit(1), LAST_RESORT_MS);
  await Promise.all(running.map((part) => part.stop(GRACE_MS)));
  clearTimeout(lastResort);
  logger.info("stopped");
  return 0;
}
