// One scan of ours in a fresh process, which prints a Result as JSON.
//   node build/bench/scan/ours.js PORT suites|full AUTHORITY_FILE
import { readFileSync } from "node:fs";
import { checkHost } from "../../src/index.ts";
import { openConnection } from "../../src/probe/open-connection.ts";
import { scanServer } from "../../src/probe/scan/scan-server.ts";
import { describeCipherSuite } from "../../src/tls/cipher-suites.ts";
import { formatVersion } from "../../src/tls/version.ts";
import { HOST } from "../../test/peers/certificate-files.ts";

/** What ours is asked for: versions and cipher suites only, or everything. */
export type Scope = "suites" | "full";

const TIMEOUT_MS = 5_000;

export interface Result {
  /** From the call to its result. */
  readonly ms: number;
  readonly connections: number;
  readonly suites: readonly string[];
}

/** The one place that knows how ours is called. */
const SCANS: Readonly<Record<Scope, (port: number, trustAnchors: string) => Promise<Omit<Result, "ms">>>> = {
  suites: async (port) => {
    const signal = new AbortController().signal;
    const open = () => openConnection("127.0.0.1", port, TIMEOUT_MS, signal);
    const found = await scanServer({ open, serverName: HOST, timeoutMs: TIMEOUT_MS, signal, brief: true });
    const suites = [...found.cipherSuites].flatMap(([version, ids]) =>
      ids.map((id) => `${formatVersion(version)} ${describeCipherSuite(id).name}`),
    );
    return { connections: found.connections, suites };
  },
  full: async (port, trustAnchors) => {
    const report = await checkHost({ host: "127.0.0.1", port, serverName: HOST }, { trustAnchors });
    const suites = report.cipherSuites.map(({ version, name }) => `${version} ${name}`);
    return { connections: report.connections, suites };
  },
};

const [port, scope, file = ""] = process.argv.slice(2);
const authority = readFileSync(file, "utf8");
const scan = SCANS[scope === "suites" ? "suites" : "full"];
const began = performance.now();
const found = await scan(Number(port), authority);
const result: Result = { ...found, ms: performance.now() - began };
process.stdout.write(JSON.stringify(result));
