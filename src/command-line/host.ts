import type { AskedClients } from "../diagnosis/asked-clients.ts";
import { readAskedClients } from "../diagnosis/asked-clients.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
import type { Verdict } from "../diagnosis/diagnosis.ts";
import { judgeVerdict } from "../diagnosis/diagnosis.ts";
import type { Target } from "../diagnosis/target.ts";
import { formatTarget } from "../diagnosis/target.ts";
import { loadCatalog } from "../locales/load-catalog.ts";
import { collectEvidence } from "../probe/collect-evidence.ts";
import { reportHost } from "../report/host-json.ts";
import { formatHostReport } from "../report/host-text.ts";
import { tryClients } from "../probe/try-clients.ts";
import type { HostCall } from "./calls.ts";
import type { Terminal } from "./terminal.ts";

/** Checked at a time; the reports come in the order in which the targets were named. */
const AT_A_TIME = 8;
const CLEAR_LINE = "\r\u001B[K";

/** `tlscheck host`; answers the exit code. @throws UsageError for a client that is not known. */
export async function runHost(call: HostCall, { write, progress, paint }: Terminal): Promise<number> {
  const catalog = await loadCatalog(call.locale);
  const verdicts: Verdict[] = [];
  const clients = call.clients.length === 0 ? null : readAskedClients(call.clients, "--client");
  const waiting = call.targets.map((target) => () => check(target, call, clients));
  const started = waiting.splice(0, AT_A_TIME).map((start) => start());
  for (const [index, target] of call.targets.entries()) {
    progress?.(`${CLEAR_LINE}${catalog.progress.title(formatTarget(target))}`);
    const checked = await started[index];
    if (checked === undefined) break;
    const next = waiting.shift();
    if (next !== undefined) started.push(next());
    progress?.(CLEAR_LINE);
    const { evidence, findings } = checked;
    verdicts.push(judgeVerdict(evidence, findings));
    const report = call.json
      ? JSON.stringify(reportHost(evidence, findings, catalog))
      : `${formatHostReport(evidence, findings, catalog, paint)}\n`;
    write(`${report}\n`);
  }
  if (verdicts.includes("problem")) return 1;
  return verdicts.includes("unreachable") ? 3 : 0;
}

async function check(target: Target, call: HostCall, clients: AskedClients | null) {
  const { at, timeoutMs, quick, trustAnchors, clientCertificate } = call;
  const collected = await collectEvidence(target, {
    at: at ?? Date.now(),
    timeoutMs,
    scope: quick ? "quick" : "all",
    egress: null,
    trustAnchors,
    ...(clientCertificate !== null && { clientCertificate }),
  });
  const evidence =
    clients === null ? collected : await tryClients(collected, clients, { timeoutMs, egress: null });
  return { evidence, findings: diagnose(evidence) };
}
