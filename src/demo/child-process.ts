import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** One of our own processes, as it runs in production: `node dist/cli.js ROLE`. */
export interface RunningChild {
  readonly role: string;
  readonly port: number;
  /** Log lines so far, parsed; what is no JSON as `{ text }`. */
  readonly log: readonly LogLine[];
  /** The exit code, or the signal's name. */
  readonly exited: Promise<number | string>;
  kill(signal: "SIGTERM" | "SIGKILL"): Promise<number | string>;
}

export interface LogLine {
  readonly msg?: string;
  readonly level?: number;
  readonly [key: string]: unknown;
}

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const START_TIMEOUT_MS = 20_000;

/** Resolves once the process says that it has started.
 *  @param onLine sees each line of its output.
 *  @throws Error with what it said, when it ends instead or does not start within 20 s. */
export async function startChild(
  role: "bot" | "worker" | "serve",
  environment: Readonly<Record<string, string>>,
  onLine: (line: string) => void = () => undefined,
): Promise<RunningChild> {
  const child = spawn(process.execPath, [CLI, role], {
    env: { PATH: process.env["PATH"], ...environment },
    // In a group of its own: who started it decides when it stops, not a terminal's Ctrl-C.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log: LogLine[] = [];
  const exited = new Promise<number | string>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  const port = await new Promise<number>((resolve, reject) => {
    const give = (why: string) =>
      reject(new Error(`${role} ${why}: ${log.map((line) => JSON.stringify(line)).join("\n")}`));
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      give(`did not start within ${START_TIMEOUT_MS} ms`);
    }, START_TIMEOUT_MS);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (text) => {
        onLine(text);
        const line = parse(text);
        log.push(line);
        if (line.msg === `${role === "worker" ? "worker" : "bot"} started`) {
          clearTimeout(timer);
          resolve(Number(line["port"]));
        }
      });
    }
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      give(`ended with ${code ?? signal}`);
    });
  });
  return { role, port, log, exited, kill: (signal) => kill(child, exited, signal) };
}

function kill(child: ChildProcess, exited: Promise<number | string>, signal: "SIGTERM" | "SIGKILL") {
  child.kill(signal);
  return exited;
}

function parse(text: string): LogLine {
  if (!text.startsWith("{")) return { text };
  return JSON.parse(text) as LogLine;
}
