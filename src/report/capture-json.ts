import type { Severity } from "../diagnosis/finding.ts";
import { formatTarget } from "../diagnosis/target.ts";
import { formatAuthority } from "../diagnosis/traces/authorities.ts";
import { readCertificates } from "../diagnosis/traces/diagnose-trace.ts";
import { lookAlike } from "../diagnosis/traces/looks-like.ts";
import type { TraceFinding, TraceFindingKind } from "../diagnosis/traces/trace-finding.ts";
import type { Catalog, FindingWords, TraceContext } from "../locales/catalog.ts";
import type { Endpoint, HandshakeTrace, Side } from "../pcap/handshake-trace.ts";
import { fingerprintClient } from "../pcap/ja4.ts";
import { describeCipherSuite } from "../tls/cipher-suites.ts";
import type { ClientId } from "../tls/clients/clients.ts";
import { describeNamedGroup } from "../tls/named-groups.ts";
import { describeSignatureScheme } from "../tls/signature-schemes.ts";
import { formatVersion } from "../tls/version.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { CertificateReport } from "./finding-json.ts";
import { reportCertificate } from "./finding-json.ts";

interface NamedSuite {
  readonly id: string;
  readonly name: string;
}

export interface TraceFindingReport {
  readonly kind: TraceFindingKind;
  readonly severity: Severity;
  readonly title: string;
  readonly evidence: readonly string[];
  readonly resolution: readonly string[];
}

/** One handshake of `tlscheck capture --json`. Addresses are `192.0.2.1:443` or `[2001:db8::1]:443`, times ISO 8601 in UTC. */
export interface FlowReport {
  readonly client: string;
  readonly server: string;
  readonly transport: "tcp" | "quic";
  readonly serverName: string | null;
  /** `smtp`, `http_connect`, `proxy_protocol` …: what came before TLS. */
  readonly prelude: string | null;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly offeredVersions: readonly string[];
  readonly selectedVersion: string | null;
  readonly offeredCipherSuites: readonly NamedSuite[];
  readonly selectedCipherSuite: NamedSuite | null;
  readonly offeredGroups: readonly string[];
  readonly selectedGroup: string | null;
  readonly offeredSignatureAlgorithms: readonly string[];
  readonly offeredAlpn: readonly string[];
  readonly selectedAlpn: string | null;
  /** JA4 of the Client Hello. */
  readonly fingerprint: string | null;
  /** The named client that sends exactly this Client Hello: `java8`; null for one that is not known. */
  readonly clientProfile: ClientId | null;
  readonly certificateList: readonly CertificateReport[];
  readonly clientCertificate: {
    /** Null where TLS 1.3 hides it. */
    readonly requested: boolean | null;
    readonly authorities: readonly string[];
    readonly sent: "nothing" | "empty" | "some" | null;
    readonly certificateList: readonly CertificateReport[];
  };
  /** Level and description are null where only the size of an encrypted record shows that it is an alert. */
  readonly alerts: readonly {
    readonly at: string;
    readonly from: Side;
    readonly level: string | null;
    readonly description: string | null;
  }[];
  readonly outcome: "completed" | "failed" | "incomplete" | "not_tls";
  /** How it ended, and by whom. */
  readonly ending: { readonly kind: HandshakeTrace["ending"]["kind"]; readonly by: Side | null };
  readonly messages: readonly { readonly at: string; readonly from: Side; readonly type: string }[];
  readonly missingBytes: number;
  readonly findings: readonly TraceFindingReport[];
}

/** `tlscheck capture --json`, schema `tlscheck.capture/1`. */
export interface CaptureReport {
  readonly schema: "tlscheck.capture/1";
  readonly verdict: "ok" | "problem";
  readonly packets: number;
  readonly flows: readonly FlowReport[];
  /** Where the file breaks off or is damaged; what comes before was read. */
  readonly fault: { readonly code: string; readonly structure: string; readonly offset: number } | null;
}

/** Everything that a capture tells of one handshake. Texts are as the catalog says them; escaping is for whoever shows them. */
export function reportFlow(
  trace: HandshakeTrace,
  outcome: FlowReport["outcome"],
  findings: readonly TraceFinding[],
  catalog: Catalog,
): FlowReport {
  const { clientHello, serverHello, clientCertificate, ending } = trace;
  const context = contextOf(trace);
  const group = serverHello?.group ?? null;
  return {
    client: context.client,
    server: context.server,
    transport: trace.transport,
    serverName: context.serverName,
    prelude: trace.prelude,
    startedAt: toIso(trace.startedAt),
    durationMs: Math.round((trace.endedAt - trace.startedAt) * 1000) / 1000,
    offeredVersions: clientHello?.versions.map(formatVersion) ?? [],
    selectedVersion: serverHello === null ? null : formatVersion(serverHello.version),
    offeredCipherSuites: clientHello?.cipherSuites.map(describeCipherSuite) ?? [],
    selectedCipherSuite: serverHello === null ? null : describeCipherSuite(serverHello.cipherSuite),
    offeredGroups: clientHello?.groups.map(describeNamedGroup) ?? [],
    selectedGroup: group === null ? null : describeNamedGroup(group),
    offeredSignatureAlgorithms: clientHello?.signatureAlgorithms.map(describeSignatureScheme) ?? [],
    offeredAlpn: clientHello?.alpn ?? [],
    selectedAlpn: serverHello?.alpn ?? null,
    fingerprint: clientHello === null ? null : fingerprintClient(clientHello, trace.transport),
    clientProfile: clientHello === null ? null : lookAlike(clientHello),
    certificateList: reportCertificates(trace.certificateList),
    clientCertificate: {
      requested: clientCertificate.requested,
      authorities: clientCertificate.authorities.map(formatAuthority),
      sent: clientCertificate.sent,
      certificateList: reportCertificates(clientCertificate.certificateList),
    },
    alerts: trace.alerts.map(({ at, from, level, description }) => ({
      at: toIso(at),
      from,
      level,
      description,
    })),
    outcome,
    ending: { kind: ending.kind, by: "by" in ending ? ending.by : "of" in ending ? ending.of : null },
    messages: trace.messages.map(({ at, from, type }) => ({ at: toIso(at), from, type })),
    missingBytes: trace.capture.missingBytes,
    findings: findings.map((finding) => reportTraceFinding(finding, context, catalog)),
  };
}

/** As `readCertificates` knows a list by its identity. */
const REPORTED = new WeakMap<readonly Certificate[], readonly CertificateReport[]>();

function reportCertificates(list: readonly Uint8Array[]): readonly CertificateReport[] {
  const certificates = readCertificates(list);
  const known = REPORTED.get(certificates);
  if (known !== undefined) return known;
  const reported = certificates.map(reportCertificate);
  REPORTED.set(certificates, reported);
  return reported;
}

export function describeTraceFinding(
  finding: TraceFinding,
  context: TraceContext,
  catalog: Catalog,
): FindingWords {
  // One entry for each kind, so the entry for this kind takes this finding; the compiler cannot correlate the two.
  const describe = catalog.capture.findings[finding.kind] as (
    finding: TraceFinding,
    context: TraceContext,
  ) => FindingWords;
  return describe(finding, context);
}

function reportTraceFinding(
  finding: TraceFinding,
  context: TraceContext,
  catalog: Catalog,
): TraceFindingReport {
  const { title, evidence: seen, resolution } = describeTraceFinding(finding, context, catalog);
  const flatten = (line: FindingWords["evidence"][number]) =>
    typeof line === "string" ? line : line.command;
  return {
    kind: finding.kind,
    severity: finding.severity,
    title,
    evidence: seen.map(flatten),
    resolution: resolution.map(flatten),
  };
}

export function contextOf({ client, server, serverName }: HandshakeTrace): TraceContext {
  return {
    client: formatEndpoint(client),
    server: formatEndpoint(server),
    serverName,
  };
}

function formatEndpoint({ address, port }: Endpoint): string {
  return formatTarget({ host: address, port });
}

/** With microseconds, which a Date lacks. A time out of a Date's range, as a damaged file may have it, is as JSON writes it. */
function toIso(at: number): string {
  const whole = Math.floor(at);
  const date = new Date(whole);
  if (Number.isNaN(date.getTime())) return String(at);
  const micros = String(Math.min(999, Math.round((at - whole) * 1000))).padStart(3, "0");
  return `${date.toISOString().slice(0, -1)}${micros}Z`;
}
