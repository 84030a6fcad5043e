import type { Evidence } from "../diagnosis/evidence.ts";
import { findHandshake, servedCertificateList } from "../diagnosis/evidence.ts";
import type { Finding } from "../diagnosis/finding.ts";
import type { Catalog, FindingWords, WordContext } from "../locales/catalog.ts";
import type { Certificate } from "../x509/certificate.ts";
import { daysBetween } from "../locales/format.ts";
import { printable } from "./printable.ts";

/** What the catalog says of a finding. */
export function describeFinding(finding: Finding, context: WordContext, catalog: Catalog): FindingWords {
  // One entry for each kind, so the entry for this kind takes this finding; the compiler cannot correlate the two.
  const describe = catalog.findings[finding.kind] as (finding: Finding, context: WordContext) => FindingWords;
  return describe(finding, context);
}

/** The whole answer in one line, without the host: what a phone shows. */
export function summarize(evidence: Evidence, findings: readonly Finding[], catalog: Catalog): string {
  const version = findHandshake(evidence, "ordinary")?.version ?? null;
  const certificates = servedCertificateList(evidence);
  return summarizeFindings(findings, { version, certificates, at: evidence.at }, evidence, catalog);
}

/** What is worst, or how well everything is. */
export function summarizeFindings(
  findings: readonly Finding[],
  seen: {
    readonly version: string | null;
    readonly certificates: readonly Certificate[];
    readonly at: number;
  },
  context: WordContext,
  catalog: Catalog,
): string {
  const [first, ...rest] = findings.filter(({ severity }) => severity !== "info");
  if (first !== undefined) {
    const more = rest.filter(({ severity }) => severity === "error").length;
    return printable(catalog.verdict.wrong({ title: describeFinding(first, context, catalog).title, more }));
  }
  const ends = seen.certificates.map(({ notAfter }) => notAfter);
  const daysLeft = ends.length === 0 ? null : daysBetween(seen.at, Math.min(...ends));
  return catalog.verdict.ok({ version: seen.version, daysLeft });
}

/** What was seen whatever the verdict is: addresses, what was negotiated, the certificate list. */
export function describeEvidence(
  evidence: Evidence,
  catalog: Catalog,
): { facts: string[]; certificates: string[] } {
  const { report } = catalog;
  const completed = evidence.handshakes.find(({ result }) => result.outcome === "completed");
  const negotiated =
    completed?.version == null
      ? report.noHandshake
      : report.negotiated({
          version: completed.version,
          cipherSuite: completed.cipherSuite?.name ?? null,
          alpn: completed.alpn,
        });
  return {
    facts: [
      ...(evidence.addresses.length === 0 ? [] : [report.addresses(evidence.addresses)]),
      ...(evidence.unreachable === null ? [negotiated] : []),
    ].map((fact) => printable(fact)),
    certificates: describeCertificates(servedCertificateList(evidence), evidence.at, catalog),
  };
}

const MAX_CERTIFICATES = 8;

/** A line for each, at most eight. */
export function describeCertificates(list: readonly Certificate[], at: number, catalog: Catalog): string[] {
  const lines = list.slice(0, MAX_CERTIFICATES).map(({ subject, issuer, notAfter }) =>
    printable(
      catalog.report.certificate({
        subject: printable(subject, 120),
        issuer: printable(issuer, 120),
        notAfter,
        daysLeft: daysBetween(at, notAfter),
      }),
      500,
    ),
  );
  return list.length > MAX_CERTIFICATES
    ? [...lines, catalog.report.moreCertificates(list.length - MAX_CERTIFICATES)]
    : lines;
}
