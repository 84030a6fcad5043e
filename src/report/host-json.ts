import type { Verdict } from "../diagnosis/diagnosis.ts";
import { judgeVerdict } from "../diagnosis/diagnosis.ts";
import type { Evidence } from "../diagnosis/evidence.ts";
import { findHandshake, servedCertificateList } from "../diagnosis/evidence.ts";
import type { Finding } from "../diagnosis/finding.ts";
import type { Target } from "../diagnosis/target.ts";
import type { Catalog } from "../locales/catalog.ts";
import type { CertificateReport, FindingReport } from "./finding-json.ts";
import { reportCertificate, reportFinding } from "./finding-json.ts";

/** `tlscheck host --json`, schema `tlscheck.host/1`: what scripts read. Times are ISO 8601 in UTC. */
export interface HostReport {
  readonly schema: "tlscheck.host/1";
  readonly target: Target;
  readonly addresses: readonly string[];
  readonly startedAt: string;
  readonly durationMs: number;
  readonly connections: number;
  readonly verdict: Verdict;
  /** What the handshakes of this check negotiated. */
  readonly versions: Readonly<Record<string, "accepted" | "refused">>;
  readonly cipherSuites: readonly { readonly version: string; readonly id: string; readonly name: string }[];
  readonly alpn: readonly string[];
  readonly certificateList: readonly CertificateReport[];
  readonly serverName: { readonly required: boolean; readonly certificateDiffers: boolean };
  readonly clientCertificate: {
    readonly requested: boolean;
    readonly required: boolean;
    readonly authorities: readonly string[];
  };
  readonly findings: readonly FindingReport[];
}

/** Texts are as the catalog says them; escaping is for whoever shows them. */
export function reportHost(evidence: Evidence, findings: readonly Finding[], catalog: Catalog): HostReport {
  const completed = evidence.handshakes.filter(({ result }) => result.outcome === "completed");
  const ordinary = findHandshake(evidence, "ordinary");
  const sni = findings.find((finding) => finding.kind === "sni_required");
  const client = findings.find((finding) => finding.kind === "client_certificate_required");
  return {
    schema: "tlscheck.host/1",
    target: evidence.target,
    addresses: evidence.addresses,
    startedAt: new Date(evidence.startedAt).toISOString(),
    durationMs: Math.round(evidence.durationMs),
    connections: evidence.connections,
    verdict: judgeVerdict(evidence, findings),
    versions: Object.fromEntries(
      completed.flatMap(({ version }) => (version === null ? [] : [[version, "accepted" as const]])),
    ),
    cipherSuites: uniqueBy(
      completed.flatMap(({ version, cipherSuite }) =>
        version === null || cipherSuite === null ? [] : [{ version, ...cipherSuite }],
      ),
      ({ version, id }) => `${version} ${id}`,
    ),
    alpn: [...new Set(completed.flatMap(({ alpn }) => (alpn === null ? [] : [alpn])))],
    certificateList: servedCertificateList(evidence).map(reportCertificate),
    serverName: {
      required: sni?.without === "refused",
      certificateDiffers: sni?.without === "other_certificate",
    },
    clientCertificate: {
      requested: ordinary?.clientCertificate.requested === true || client !== undefined,
      required: client?.required === true,
      authorities: ordinary?.clientCertificate.authorities ?? [],
    },
    findings: findings.map((finding) => reportFinding(finding, evidence, catalog)),
  };
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
