// One scan of ours in a fresh process, which prints a Result as JSON.
//   node build/bench/scan/ours.js PORT suites|full|clients AUTHORITY_FILE
import { readFileSync } from "node:fs";
import { CLIENT_IDS } from "../../src/diagnosis/asked-clients.ts";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import { catalogFor } from "../../src/locales/catalogs.ts";
import { collectEvidence } from "../../src/probe/collect-evidence.ts";
import { tryClients } from "../../src/probe/try-clients.ts";
import { reportHost } from "../../src/report/host-json.ts";
import { HOST } from "../../test/peers/certificate-files.ts";

/** What ours is asked for: versions and cipher suites only, everything, or what every named client gets beside. */
export type Scope = "suites" | "full" | "clients";

export interface Result {
  /** From the call to its result. */
  readonly ms: number;
  readonly connections: number;
  readonly suites: readonly string[];
}

/** The one place that knows how ours is called: as checkHost does, but for the scope. */
async function scan(port: number, scope: Scope, trustAnchors: string): Promise<Result> {
  const began = performance.now();
  const collected = await collectEvidence(
    { host: "127.0.0.1", port, serverName: HOST },
    {
      at: Date.now(),
      timeoutMs: 5_000,
      scope: scope === "suites" ? "cipher_suites" : "all",
      egress: null,
      trustAnchors,
    },
  );
  const evidence =
    scope === "clients"
      ? await tryClients(collected, { ids: CLIENT_IDS, named: [] }, { timeoutMs: 5_000, egress: null })
      : collected;
  reportHost(evidence, diagnose(evidence), catalogFor("en"));
  return {
    ms: performance.now() - began,
    connections: evidence.connections,
    suites: (evidence.profile?.cipherSuites ?? []).map(({ version, name }) => `${version} ${name}`),
  };
}

const [port, scope, file = ""] = process.argv.slice(2);
const result = await scan(
  Number(port),
  scope === "suites" || scope === "clients" ? scope : "full",
  readFileSync(file, "utf8"),
);
process.stdout.write(JSON.stringify(result));
