import { compareAddresses } from "../diagnosis/compare-addresses.ts";
import type { Evidence } from "../diagnosis/evidence.ts";
import { findHandshake, servedCertificateList } from "../diagnosis/evidence.ts";
import type { ClientFinding, Finding } from "../diagnosis/finding.ts";
import { acceptedVersions } from "../diagnosis/mismatch.ts";
import type { ServerProfile } from "../diagnosis/server-profile.ts";
import type { Catalog, ClientContext, FindingWords, WordContext } from "../locales/catalog.ts";
import type { Certificate } from "../x509/certificate.ts";
import { daysBetween } from "../locales/format.ts";
import type { Strength } from "../tls/cipher-suite-facts.ts";
import { analyzeCipherSuite } from "../tls/cipher-suite-facts.ts";
import { CLIENT_PROFILES } from "../tls/clients/clients.ts";
import { summarizeNegotiation } from "./negotiation.ts";
import { printable } from "./printable.ts";

/** What the catalog says of a finding. */
export function describeFinding(finding: Finding, context: WordContext, catalog: Catalog): FindingWords {
  // One entry for each kind, so the entry for this kind takes this finding; the compiler cannot correlate the two.
  if (isAboutClient(finding, catalog)) {
    const { name } = CLIENT_PROFILES[finding.client];
    const describe = catalog.clients.findings[finding.kind] as (
      finding: ClientFinding,
      context: ClientContext,
    ) => FindingWords;
    return describe(finding, { ...context, client: { id: finding.client, name } });
  }
  const describe = catalog.findings[finding.kind] as (finding: Finding, context: WordContext) => FindingWords;
  return describe(finding, context);
}

function isAboutClient(finding: Finding, { clients }: Catalog): finding is ClientFinding {
  return finding.client !== undefined && finding.kind in clients.findings;
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
      ...(evidence.profile === null ? [] : describeProfile(evidence.profile, evidence, catalog)),
      ...describeAgreement(evidence, catalog),
      ...describePresented(evidence, catalog),
    ].map((fact) => printable(fact, MAX_FACT)),
    certificates: describeCertificates(servedCertificateList(evidence), evidence.at, catalog),
  };
}

function describeProfile(profile: ServerProfile, evidence: Evidence, { report }: Catalog): string[] {
  const { versions, cipherSuites } = summarizeNegotiation(evidence);
  const names = [...new Set(cipherSuites.map(({ name }) => name))];
  const ofStrength = (strength: Strength) =>
    names.filter((name) => analyzeCipherSuite(name).strength === strength);
  return [
    report.versions(acceptedVersions({ versions })),
    ...(names.length === 0
      ? []
      : [
          report.cipherSuites({
            count: names.length,
            insecure: ofStrength("insecure"),
            weak: ofStrength("weak"),
          }),
        ]),
    ...(profile.groups.length === 0 ? [] : [report.groups(profile.groups)]),
    ...(profile.backedOff === 0 ? [] : [report.backedOff(profile.backedOff)]),
    ...(profile.complete ? [] : [report.incomplete]),
  ];
}

/** Where they do not agree, a finding says so. */
function describeAgreement(evidence: Evidence, { report }: Catalog): string[] {
  const addresses = compareAddresses(evidence);
  const agree = addresses.length > 1 && addresses.every(({ difference }) => difference === null);
  return agree ? [report.addressesAgree(addresses.length)] : [];
}

function describePresented(evidence: Evidence, { report }: Catalog): string[] {
  const given = findHandshake(evidence, "with_client_certificate");
  const isSent = given?.clientCertificate.requested !== false || given.result.outcome !== "completed";
  return isSent ? [] : [report.clientCertificateNotAsked];
}

const MAX_CERTIFICATES = 8;
/** A fact may name a dozen suites. */
const MAX_FACT = 500;

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
