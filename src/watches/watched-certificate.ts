import { summarizeCertificate } from "../diagnosis/certificate-summary.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { SightedIssuer } from "./sighting.ts";
import type { WatchedCertificate } from "./watched.ts";

const MAX_NAMES = 10;

/** As much of a certificate as is kept of what is watched. */
export function watchedCertificate(certificate: Certificate): WatchedCertificate {
  const { subjectAltName, publicKey, signatureAlgorithm } = certificate;
  return {
    ...summarizeCertificate(certificate),
    subjectAltName: subjectAltName.slice(0, MAX_NAMES),
    names: subjectAltName.length,
    publicKey,
    signatureAlgorithm,
  };
}

export function sightedIssuer({ sha256, subject, notBefore, notAfter }: Certificate): SightedIssuer {
  return { sha256, subject, notBefore, notAfter };
}
