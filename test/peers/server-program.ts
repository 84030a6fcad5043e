import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** Something that listens on loopback. */
export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Another's server as a process of its own. */
export interface ServerProgram extends RunningServer {
  /** Of the process that was started. */
  readonly pid: number;
}

const START_TIMEOUT_MS = 10_000;
const RETRY_MS = 20;
const SAID_MAX = 4_000;
/** Debian's servers lie where only root's PATH looks. */
const PATH = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;

/** Resolves when the port accepts connections.
 *  @throws Error with what the program said, when it ends or does not listen within 10 s. */
export async function startServerProgram(
  port: number,
  command: string,
  given: readonly string[],
): Promise<ServerProgram> {
  const child = spawn(command, given, {
    stdio: ["ignore", "pipe", "pipe"],
    // Debian's own openssl.cnf may forbid what a server shall speak here.
    env: { ...process.env, PATH, OPENSSL_CONF: "/dev/null" },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes: Buffer) => (said = (said + bytes.toString("utf8")).slice(-SAID_MAX)));
  }
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(`ended with ${code ?? signal}`));
  });
  const give = (why: string) => new Error(`${command}: ${why}\n${said}`);
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await Promise.race([ended, delay(START_TIMEOUT_MS, null, { ref: false })]);
    child.kill("SIGKILL");
  };
  for (const until = Date.now() + START_TIMEOUT_MS; !(await accepts(port));) {
    const why = await Promise.race([ended, delay(RETRY_MS, null)]);
    if (why !== null) throw give(why);
    if (Date.now() > until) {
      await close();
      throw give(`does not listen on port ${port}`);
    }
  }
  if (child.pid === undefined) throw give(await ended);
  return { port, pid: child.pid, close };
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
