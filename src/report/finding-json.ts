import type { Finding, FindingKind, Severity } from "../diagnosis/finding.ts";
import type { Catalog, Line, WordContext } from "../locales/catalog.ts";
import type { Certificate } from "../x509/certificate.ts";
import { describeFinding } from "./words.ts";

type Unreported = "der" | "mustStaple" | "ocspResponders";

export interface CertificateReport extends Omit<Certificate, "notBefore" | "notAfter" | Unreported> {
  readonly notBefore: string;
  readonly notAfter: string;
}

export interface FindingReport {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly title: string;
  readonly evidence: readonly string[];
  readonly resolution: readonly string[];
}

/** A certificate with the contract's keys, times in ISO 8601. */
export function reportCertificate(given: Certificate): CertificateReport {
  const { der, mustStaple, ocspResponders, ...certificate } = given;
  return {
    ...certificate,
    notBefore: new Date(certificate.notBefore).toISOString(),
    notAfter: new Date(certificate.notAfter).toISOString(),
  };
}

export function reportFinding(finding: Finding, context: WordContext, catalog: Catalog): FindingReport {
  const { title, evidence: seen, resolution } = describeFinding(finding, context, catalog);
  return {
    kind: finding.kind,
    severity: finding.severity,
    title,
    evidence: seen.map(flatten),
    resolution: resolution.map(flatten),
  };
}

function flatten(line: Line): string {
  return typeof line === "string" ? line : line.command;
}
