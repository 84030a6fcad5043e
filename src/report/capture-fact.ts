import type { Diagnosis } from "../diagnosis/diagnosis.ts";
import type { CaptureFact } from "../diagnosis/thread-fact.ts";
import { formatTarget } from "../diagnosis/target.ts";
import type { TraceFinding } from "../diagnosis/traces/trace-finding.ts";
import type { CaptureRecord, FlowRecord } from "./capture-record.ts";

/** What a capture shows of the server that a diagnosis is about: the handshake that fails most often; null when none does. */
export function findCaptureFact({ groups }: CaptureRecord, diagnosis: Diagnosis): CaptureFact | null {
  for (const { flow } of groups) {
    const fact = isAbout(flow, diagnosis) ? factOf(flow) : null;
    if (fact !== null) return fact;
  }
  return null;
}

/** Null for a handshake that does not fail. */
export function factOf({ finding, context, offered, refused }: FlowRecord): CaptureFact | null {
  if (finding?.severity !== "error") return null;
  return {
    source: "capture",
    cause: finding.kind,
    rejectedBy: rejecterOf(finding),
    serverName: context.serverName !== null,
    client: offered?.client ?? null,
    refused,
    between: context,
  };
}

/** The same name, or the same address and port. */
function isAbout({ context }: FlowRecord, { target, result }: Diagnosis): boolean {
  const named = target.serverName ?? target.host;
  if (context.serverName?.toLowerCase() === named) return true;
  const addresses = result?.state === "checked" ? result.evidence.addresses : [];
  return [target.host, ...addresses].some(
    (host) => formatTarget({ host, port: target.port }) === context.server,
  );
}

function rejecterOf(finding: TraceFinding): CaptureFact["rejectedBy"] {
  switch (finding.kind) {
    case "certificate_expired":
    case "certificate_not_yet_valid":
    case "certificate_revoked":
    case "certificate_unknown":
      return finding.by;
    case "client_certificate_rejected":
      return "server";
    default:
      return null;
  }
}
