import { Readable } from "node:stream";
import { readCapture } from "./captures/read-capture.ts";
import { describePathResult } from "./diagnosis/certificate-path.ts";
import { readAskedClients } from "./diagnosis/asked-clients.ts";
import { diagnose } from "./diagnosis/diagnose.ts";
import { explain as explainText } from "./diagnosis/explain.ts";
import { inspectBundle } from "./diagnosis/inspect-bundle.ts";
import type { Target } from "./diagnosis/target.ts";
import { parseTarget } from "./diagnosis/target.ts";
import type { WordContext } from "./locales/catalog.ts";
import type { Locale } from "./locales/locale.ts";
import { catalogFor } from "./locales/catalogs.ts";
import { collectEvidence } from "./probe/collect-evidence.ts";
import { tryClients } from "./probe/try-clients.ts";
import { openTrustAnchors } from "./probe/trust-anchors.ts";
import type { CaptureReport, FlowReport } from "./report/capture-json.ts";
import { reportFlow } from "./report/capture-json.ts";
import type { InspectionReport } from "./report/certificate-report.ts";
import { reportInspection } from "./report/certificate-report.ts";
import type { ExplanationReport } from "./report/explanation.ts";
import { reportExplanation } from "./report/explanation.ts";
import type { FindingReport } from "./report/finding-json.ts";
import { reportFinding } from "./report/finding-json.ts";
import type { HostReport } from "./report/host-json.ts";
import { reportHost } from "./report/host-json.ts";
import { readBundle } from "./x509/bundle/read-bundle.ts";
import type { ClientId } from "./tls/clients/clients.ts";
import type { PathRequest } from "./x509/path-validation.ts";
import { validatePath as validate } from "./x509/path-validation.ts";

export type { Target } from "./diagnosis/target.ts";
export { UsageError } from "./diagnosis/usage-error.ts";
export type { ClientId } from "./tls/clients/clients.ts";
export type { ClientReport } from "./report/client-json.ts";
export type { CaptureReport, FlowReport } from "./report/capture-json.ts";
export type { ExplanationReport } from "./report/explanation.ts";
export type { InspectionReport } from "./report/certificate-report.ts";
export type { CertificateReport, FindingReport } from "./report/finding-json.ts";
export type { HostReport } from "./report/host-json.ts";
export { DecodeError } from "./wire/decode-error.ts";

export interface CheckHostOptions {
  /** Judge validity at that time; now by default. */
  readonly at?: Date;
  /** The language of titles, evidence and resolutions; English by default. */
  readonly locale?: Locale;
  /** PEM trust anchors in place of Node's Mozilla set. */
  readonly trustAnchors?: string;
  /** ms for each connection; 5,000 by default. */
  readonly timeoutMs?: number;
  /** One or two connections instead of all probes. */
  readonly quick?: boolean;
  /** Named clients whose own Client Hellos are sent beside (`java8`), or `all`. One that was named and gets no connection is
   *  an error. */
  readonly clients?: readonly (ClientId | "all")[];
  readonly signal?: AbortSignal;
}

const TIMEOUT_MS = 5_000;

/** Probes and diagnoses one target: `HOST`, `HOST:PORT`, `[v6]:PORT`, a URL, or a Target. Any address is probed: keep
 *  strangers from naming the target.
 *  @throws UsageError for text that is no target and for a client that is not known; the signal's reason when it is aborted. What a network or a
 *  server does wrong is in the report. */
export async function checkHost(
  target: string | Target,
  options: CheckHostOptions = {},
): Promise<HostReport> {
  const { clients = [], signal, timeoutMs = TIMEOUT_MS } = options;
  const asked = clients.length === 0 ? null : readAskedClients(clients, "clients");
  const collected = await collectEvidence(typeof target === "string" ? parseTarget(target) : target, {
    at: (options.at ?? new Date()).getTime(),
    timeoutMs,
    scope: options.quick === true ? "quick" : "all",
    egress: null,
    trustAnchors: options.trustAnchors ?? null,
    ...(signal !== undefined && { signal }),
  });
  const evidence =
    asked === null ? collected : await tryClients(collected, asked, { timeoutMs, egress: null, signal });
  return reportHost(evidence, diagnose(evidence), catalogFor(options.locale ?? "en"));
}

export interface InspectCertificatesOptions {
  /** Judge validity at that time; now by default. */
  readonly at?: Date;
  /** The language of titles, evidence and resolutions; English by default. */
  readonly locale?: Locale;
  /** PEM trust anchors in place of Node's Mozilla set. */
  readonly trustAnchors?: string;
  /** Host name or IP address that the certificate must be for; none is compared without it. */
  readonly serverName?: string;
  /** Of a keystore or an encrypted key. */
  readonly password?: string;
  readonly fileName?: string;
}

/** Reads and judges what a file holds, in whatever form: PEM, DER, PKCS#7, PKCS#12, JKS, JCEKS, a Kubernetes secret, base64
 *  of any of these. Makes no connection, and never throws for what the bytes are. */
export function inspectCertificates(
  bytes: Uint8Array,
  options: InspectCertificatesOptions = {},
): InspectionReport {
  const { password, fileName, serverName = null } = options;
  const inspection = inspectBundle(readBundle(bytes, { password, fileName }), {
    at: (options.at ?? new Date()).getTime(),
    trustAnchors: openTrustAnchors(options.trustAnchors ?? null),
    serverName,
  });
  return reportInspection(inspection, contextOf(serverName, fileName), catalogFor(options.locale ?? "en"));
}

/** The likely causes of a pasted error message or log, and the hosts that it names. Never throws. */
export function explain(text: string): ExplanationReport {
  return reportExplanation(explainText(text));
}

export interface AnalyzeCaptureOptions {
  /** The language of titles, evidence and resolutions; English by default. */
  readonly locale?: Locale;
  /** Takes each flow as soon as it is decided, in place of the report's list: for captures larger than memory. */
  readonly onFlow?: (flow: FlowReport) => void;
  readonly signal?: AbortSignal;
}

/** Reads and diagnoses every TLS handshake of a pcap or pcapng file, also gzip'd, as a stream or as a whole. What is wrong with
 *  the file is in the report, after what was read before it.
 *  @throws what the stream throws, and the signal's reason when it is aborted. */
export async function analyzeCapture(
  capture: AsyncIterable<Uint8Array> | Uint8Array,
  { locale = "en", onFlow, signal }: AnalyzeCaptureOptions = {},
): Promise<CaptureReport> {
  const catalog = catalogFor(locale);
  const flows: FlowReport[] = [];
  const { verdict, counts, fault } = await readCapture(
    capture instanceof Uint8Array ? Readable.from([capture]) : capture,
    {
      live: false,
      onFlow: ({ trace, outcome, findings }) => {
        const flow = reportFlow(trace, outcome, findings, catalog);
        if (onFlow === undefined) flows.push(flow);
        else onFlow(flow);
      },
      ...(signal !== undefined && { signal }),
    },
  );
  return {
    schema: "tlscheck.capture/1",
    verdict,
    packets: counts.packets,
    flows,
    fault: fault === null ? null : { code: fault.code, structure: fault.structure, offset: fault.offset },
  };
}

export interface ValidatePathRequest extends Omit<PathRequest, "at"> {
  /** Judge validity at that time; now by default. */
  readonly at?: Date | number | string;
  /** The language of the findings; English by default. */
  readonly locale?: Locale;
}

/** SHA-256 of the certificates from the end entity to the trust anchor; or why there is no such path. */
export type PathValidation =
  | { readonly valid: true; readonly path: readonly string[] }
  | { readonly valid: false; readonly findings: readonly FindingReport[] };

/** RFC 5280 section 6 with the CA/Browser Forum's profile and the names of RFC 9525. Certificates are PEM or DER, the end
 *  entity first and the rest in any order. @throws RangeError for a time that is none. */
export function validatePath(request: ValidatePathRequest): PathValidation {
  const { at: given = new Date(), locale = "en", ...rest } = request;
  const at = new Date(given).getTime();
  const result = validate({ ...rest, at });
  if (result.valid) return { valid: true, path: result.path.map(({ sha256 }) => sha256) };
  const context = contextOf(request.serverName ?? null, "");
  const findings = describePathResult(result, at);
  return {
    valid: false,
    findings: findings.map((finding) => reportFinding(finding, context, catalogFor(locale))),
  };
}

function contextOf(serverName: string | null, fileName: string | undefined): WordContext {
  return { target: { host: serverName ?? "SERVER", port: 443, serverName }, addresses: [], fileName };
}
