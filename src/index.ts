import { diagnose } from "./diagnosis/diagnose.ts";
import type { Target } from "./diagnosis/target.ts";
import { parseTarget } from "./diagnosis/target.ts";
import type { Locale } from "./locales/locale.ts";
import { catalogFor } from "./locales/locale.ts";
import { collectEvidence } from "./probe/collect-evidence.ts";
import type { HostReport } from "./report/host-json.ts";
import { reportHost } from "./report/host-json.ts";

export type { Target } from "./diagnosis/target.ts";
export { UsageError } from "./diagnosis/usage-error.ts";
export type { CertificateReport, FindingReport, HostReport } from "./report/host-json.ts";
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
  readonly signal?: AbortSignal;
}

const TIMEOUT_MS = 5_000;

/** Probes and diagnoses one target: `HOST`, `HOST:PORT`, `[v6]:PORT`, a URL, or a Target. Any address is probed: keep
 *  strangers from naming the target.
 *  @throws UsageError for text that is no target; the signal's reason when it is aborted. What a network or a
 *  server does wrong is in the report. */
export async function checkHost(
  target: string | Target,
  options: CheckHostOptions = {},
): Promise<HostReport> {
  const evidence = await collectEvidence(typeof target === "string" ? parseTarget(target) : target, {
    at: (options.at ?? new Date()).getTime(),
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    quick: options.quick ?? false,
    egress: null,
    trustAnchors: options.trustAnchors ?? null,
    ...(options.signal !== undefined && { signal: options.signal }),
  });
  return reportHost(evidence, diagnose(evidence), catalogFor(options.locale ?? "en"));
}
