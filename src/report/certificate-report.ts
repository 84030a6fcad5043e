import type { Comparison } from "../diagnosis/compare-stores.ts";
import type { Inspection } from "../diagnosis/inspect-bundle.ts";
import type { Catalog, WordContext } from "../locales/catalog.ts";
import type { CertificateReport, FindingReport } from "./finding-json.ts";
import { reportCertificate, reportFinding } from "./finding-json.ts";
import type { Paint } from "./host-text.ts";
import { formatFinding } from "./host-text.ts";
import { printable } from "./printable.ts";
import { describeCertificates, describeFinding, summarizeFindings } from "./words.ts";

/** `tlscheck cert --json`, schema `tlscheck.cert/1`. */
export interface InspectionReport {
  readonly schema: "tlscheck.cert/1";
  readonly verdict: "ok" | "problem";
  readonly certificates: readonly CertificateReport[];
  /** SHA-256 from the end entity to the trust anchor; null without a valid path. */
  readonly path: readonly string[] | null;
  readonly findings: readonly FindingReport[];
}

export function reportInspection(
  { certificates, examination, findings }: Inspection,
  context: WordContext,
  catalog: Catalog,
): InspectionReport {
  return {
    schema: "tlscheck.cert/1",
    verdict: judgeInspection(findings),
    certificates: certificates.map(reportCertificate),
    path: examination?.path ?? null,
    findings: findings.map((finding) => reportFinding(finding, context, catalog)),
  };
}

export function judgeInspection(findings: Inspection["findings"]): "ok" | "problem" {
  return findings.some(({ severity }) => severity === "error") ? "problem" : "ok";
}

/** The answer in one line, without the file's name. */
export function summarizeInspection(
  { certificates, findings }: Inspection,
  at: number,
  context: WordContext,
  catalog: Catalog,
): string {
  return summarizeFindings(findings, { version: null, certificates, at }, context, catalog);
}

/** What is there whatever is wrong with it: certificates, and what became of the keys. */
export function describeInspection(
  { certificates, listings, keys, findings }: Inspection,
  at: number,
  catalog: Catalog,
): { readonly facts: string[]; readonly certificates: string[] } {
  const { report } = catalog;
  const listed = listings.map(({ subject, issuer }) => report.listed({ subject, issuer }));
  const told = new Set(
    findings.flatMap((finding) => (finding.kind === "key_mismatch" ? [finding.otherKey] : [])),
  );
  const keyFacts = keys.map(({ algorithm, publicKeySha256 }) => {
    if (publicKeySha256 === null) return report.keyUnread;
    return told.has(publicKeySha256)
      ? report.keyMismatch({ algorithm: algorithm ?? "" })
      : report.keyMatches({ algorithm: algorithm ?? "", certificates: certificates.length });
  });
  return {
    facts: [...listed, ...new Set(keyFacts)].map((fact) => printable(fact)),
    certificates: describeCertificates(certificates, at, catalog),
  };
}

/** What a terminal shows of a file; lines without a final line break. */
export function formatInspection(
  inspection: Inspection,
  at: number,
  context: WordContext,
  catalog: Catalog,
  paint: Paint,
): string {
  const ok = judgeInspection(inspection.findings) === "ok";
  const { facts, certificates } = describeInspection(inspection, at, catalog);
  const headline = `${ok ? "✔" : "✘"} ${printable(context.fileName ?? "")}  ${summarizeInspection(inspection, at, context, catalog)}`;
  return [
    paint("bold", paint(ok ? "green" : "red", headline)),
    ...facts.map((fact) => `  ${fact}`),
    ...(certificates.length === 0 ? [] : [`  ${catalog.report.heading(catalog.report.certificatesFound)}`]),
    ...certificates.map((certificate, position) => `    ${position + 1}. ${certificate}`),
    ...inspection.findings.flatMap((finding) => ["", ...formatFinding(finding, context, catalog, paint)]),
  ].join("\n");
}

/** A sentence for each direction. */
export function describeComparisons(comparisons: readonly Comparison[], catalog: Catalog): string[] {
  return comparisons.map(({ truster, presenter, subject, reasons: [first] }) => {
    const names = {
      truster: printable(truster, 100),
      presenter: printable(presenter, 100),
      subject: printable(subject, 200),
    };
    if (first === undefined) return catalog.report.accepts(names);
    const target = { host: presenter, port: 443, serverName: null };
    const { title } = describeFinding(first, { target, addresses: [], fileName: presenter }, catalog);
    return catalog.report.rejects({ ...names, reason: printable(title, 300) });
  });
}
