import { summarizeCertificate } from "../diagnosis/certificate-summary.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { SightedIssuer } from "./sighting.ts";
import type { WatchedCertificate } from "./watched.ts";

/** A certificate may have hundreds of names; this many are kept. */
const MAX_NAMES = 10;
/** Characters of a name that are kept: longer ones are hostile, or nobody reads them. */
const MAX_NAME = 260;

/** What of a certificate is kept while it is watched: bounded, whatever the certificate says. */
export function watchedCertificate(certificate: Certificate): WatchedCertificate {
  const { subjectAltName, publicKey, signatureAlgorithm } = certificate;
  const summary = summarizeCertificate(certificate);
  return {
    ...summary,
    subject: cut(summary.subject),
    issuer: cut(summary.issuer),
    serialNumber: cut(summary.serialNumber),
    subjectAltName: subjectAltName.slice(0, MAX_NAMES).map(cut),
    names: subjectAltName.length,
    publicKey,
    signatureAlgorithm,
  };
}

export function sightedIssuer({
  sha256,
  subject,
  notBefore,
  notAfter,
}: Pick<Certificate, keyof SightedIssuer>): SightedIssuer {
  return { sha256, subject: cut(subject), notBefore, notAfter };
}

function cut(name: string): string {
  return name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME - 1)}…`;
}
