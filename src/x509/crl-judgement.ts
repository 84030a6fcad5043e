import { DecodeError } from "../wire/decode-error.ts";
import { TAG } from "../wire/der.ts";
import { encodeElement } from "../wire/der-encoding.ts";
import type { CertificateRevocationList, Revocation } from "./crl.ts";
import { findRevocation } from "./crl.ts";
import type { DistributionPoint } from "./distribution-points.ts";
import { formatGeneralName } from "./general-name.ts";
import type { SignatureChecks } from "./path-building.ts";
import type { PathCertificate } from "./path-certificate.ts";
import type { CrlDefect } from "./revocation.ts";
import { concerns, findDefect } from "./revocation.ts";

/** What a CRL that was fetched says of a certificate. */
export type CrlJudgement =
  | { readonly kind: "not_listed" }
  | ({ readonly kind: "revoked" } & Revocation)
  /** It says nothing. `other_issuer`, `other_distribution_point`: it is not the one that was asked for. */
  | { readonly kind: "unusable"; readonly defect: CrlDefect | "other_issuer" | "other_distribution_point" };

export interface CrlQuestion {
  readonly crl: CertificateRevocationList;
  readonly certificate: PathCertificate;
  /** The certificate's. */
  readonly distributionPoints: readonly DistributionPoint[];
  readonly issuer: PathCertificate;
  /** ms since 1970. */
  readonly at: number;
  readonly signatures: SignatureChecks;
}

/** RFC 5280 section 6.3.3, for a complete CRL of the issuer. Never throws. */
export function judgeCrl({
  crl,
  certificate,
  distributionPoints,
  issuer,
  at,
  signatures,
}: CrlQuestion): CrlJudgement {
  if (crl.issuerKey !== certificate.issuerKey) return { kind: "unusable", defect: "other_issuer" };
  if (!concerns(crl, certificate) || !isFor(crl, distributionPoints))
    return { kind: "unusable", defect: "other_distribution_point" };
  const defect = findDefect(crl, issuer, { at, signatures });
  if (defect !== null && defect !== "crl_number") return { kind: "unusable", defect };
  if (!mentions(crl, certificate)) return { kind: "not_listed" };
  try {
    const revocation = findRevocation(crl, certificate.serialNumber);
    return revocation === null || revocation.reason === "removeFromCRL"
      ? { kind: "not_listed" }
      : { kind: "revoked", ...revocation };
  } catch (error) {
    if (error instanceof DecodeError) return { kind: "unusable", defect: "malformed" };
    throw error;
  }
}

/** Section 6.3.3 (b) (2) (i): one part of a CA's CRLs is no answer for another. */
function isFor(
  { issuingDistributionPoint }: CertificateRevocationList,
  points: readonly DistributionPoint[],
): boolean {
  const own = issuingDistributionPoint?.names?.map(formatGeneralName);
  if (own === undefined) return true;
  return points.some(({ names }) => names.some((name) => own.includes(formatGeneralName(name))));
}

/** Far faster than reading a million entries; what it finds need not be the serial number of an entry. */
function mentions(
  { revokedCertificates }: CertificateRevocationList,
  { serialNumber }: PathCertificate,
): boolean {
  if (revokedCertificates === null) return false;
  const { buffer, byteOffset, byteLength } = revokedCertificates.bytes;
  return Buffer.from(buffer, byteOffset, byteLength).includes(encodeElement(TAG.integer, serialNumber));
}
