import type { Certificate } from "../x509/certificate.ts";

/** As much of a certificate as tells which one is meant. */
export type CertificateSummary = Pick<
  Certificate,
  "subject" | "issuer" | "serialNumber" | "notBefore" | "notAfter" | "sha256"
>;

export function summarizeCertificate(certificate: Certificate): CertificateSummary {
  const { subject, issuer, serialNumber, notBefore, notAfter, sha256 } = certificate;
  return { subject, issuer, serialNumber, notBefore, notAfter, sha256 };
}
