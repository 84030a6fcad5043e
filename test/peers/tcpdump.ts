import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

export interface Recording {
  /** Ends the recording once what was sent is in the file. */
  stop(): Promise<void>;
}

const PATH = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
/** What the kernel has seen is handed over at once, yet not in no time. */
const HANDED_OVER_MS = 300;
/** In immediate mode each packet takes as much of it as one may have: 256 KiB. */
const BUFFER_KIB = String(128 * 1024);

/** tcpdump on loopback; it needs root. @throws Error with what it said, when it does not listen. */
export async function startRecording(file: string, given: readonly string[] = []): Promise<Recording> {
  const options = ["-i", "lo", "-U", "--immediate-mode", "-s", "0", "-B", BUFFER_KIB];
  const child = spawn("tcpdump", [...options, "-w", file, ...given], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, PATH },
  });
  let said = "";
  const listens = new Promise<void>((resolve, reject) => {
    child.stderr.on("data", (bytes: Buffer) => {
      said += bytes.toString();
      if (said.includes("listening on")) resolve();
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`tcpdump: ${said}`)));
  });
  await listens;
  return {
    async stop() {
      await delay(HANDED_OVER_MS);
      const exit = once(child, "exit");
      child.kill("SIGINT");
      await exit;
      const [, dropped = "0"] = /(\d+) packets? dropped by kernel/u.exec(said) ?? [];
      if (dropped !== "0") throw new Error(`tcpdump lost ${dropped} packets`);
    },
  };
}
