import type { CertificateSummary } from "../diagnosis/certificate-summary.ts";
import type { Target } from "../diagnosis/target.ts";
import { formatTarget, parseTarget } from "../diagnosis/target.ts";

/** What is watched. It is looked at once, in however many channels it is watched. */
export type Watched =
  | { readonly kind: "server"; readonly target: Target }
  /** A certificate that somebody uploaded: no server is asked. */
  | { readonly kind: "certificate"; readonly certificate: WatchedCertificate };

/** As much of a certificate as a before and an after are told by. Plain JSON. */
export interface WatchedCertificate extends CertificateSummary {
  /** The first of them: a certificate may have hundreds. */
  readonly subjectAltName: readonly string[];
  /** In all. */
  readonly names: number;
  readonly publicKey: string;
  readonly signatureAlgorithm: string;
}

/** One channel's wish to be told of it. Plain JSON; ids are Slack's, times ms since 1970. */
export interface Watch {
  readonly team: string;
  readonly channel: string;
  /** `watchedId` of what is watched. */
  readonly watched: string;
  readonly addedBy: string;
  readonly addedAt: number;
  /** Who is mentioned when it is critical. */
  readonly owner: string | null;
  /** An http or https URL. Hostile text. */
  readonly runbook: string | null;
  /** Days before the end at which this watch is told of it; null for the channel's, or those of its lifetime. */
  readonly days: readonly number[] | null;
}

const CERTIFICATE = "sha256:";

/** `api.example.com:443`, `smtp://mx.example.com:25`, `sha256:ab12…`. The same for the same, whoever watches it. */
export function watchedId(watched: Watched): string {
  if (watched.kind === "certificate") return `${CERTIFICATE}${watched.certificate.sha256}`;
  const { startTls } = watched.target;
  return `${startTls === undefined ? "" : `${startTls}://`}${formatTarget(watched.target)}`;
}

/** Null for an uploaded certificate. @throws UsageError for what is no id of ours. */
export function targetOfWatched(id: string): Target | null {
  return isUploadedId(id) ? null : parseTarget(id);
}

export function isUploadedId(id: string): boolean {
  return id.startsWith(CERTIFICATE);
}

/** A server's id as people write it: everybody knows the port of HTTPS. */
export function tidyServerId(id: string): string {
  return id.replace(/:443$/u, "");
}
