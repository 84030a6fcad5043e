import { DecodeError } from "../wire/decode-error.ts";
import { findRevocation } from "./crl.ts";
import type { CertificateRevocationList, Revocation } from "./crl.ts";
import { EXTENSION_ID } from "./extensions.ts";
import type { PathCertificate } from "./path-certificate.ts";
import type { PathContext, PathRule } from "./path-context.ts";

/** Why a CRL of the issuer says nothing. `scope`: a delta CRL, an indirect one, or one of attribute
 *  certificates. */
export type CrlDefect =
  | "signature"
  | "crl_sign_missing"
  | "not_yet_valid"
  | "expired"
  | "crl_number"
  | "critical_extension"
  | "scope"
  | "malformed";

/** RFC 5280 section 6.3, for the complete CRLs that came with the input. Where none is the issuer's, nothing
 *  is said: this is not the place that fetches them. */
export const checkRevocation: PathRule = function* checkRevocation(context) {
  for (const [position, certificate] of context.certificates.entries()) {
    const issuer = context.certificates[position + 1];
    if (issuer === undefined) return;
    const defects: CrlDefect[] = [];
    let usable = false;
    for (const crl of context.crls) {
      if (crl.issuerKey !== certificate.issuerKey || !concerns(crl, certificate)) continue;
      const result = findDefect(crl, issuer, context) ?? lookUp(crl, certificate);
      if (typeof result === "string") {
        defects.push(result);
        continue;
      }
      usable = true;
      if (result !== null) yield { severity: "error", kind: "certificate_revoked", position, ...result };
    }
    const [defect] = defects;
    if (!usable && defect !== undefined)
      yield { severity: "warning", kind: "crl_unusable", position, defect };
  }
};

export function concerns(
  { issuingDistributionPoint }: CertificateRevocationList,
  { values }: PathCertificate,
): boolean {
  const isCa = values.basicConstraints?.cA === true;
  return !(isCa
    ? issuingDistributionPoint?.onlyContainsUserCerts
    : issuingDistributionPoint?.onlyContainsCACerts);
}

const UNDERSTOOD = new Set<string>([
  EXTENSION_ID.authorityKeyIdentifier,
  EXTENSION_ID.cRLNumber,
  EXTENSION_ID.issuingDistributionPoint,
]);

/** RFC 5280 sections 5.2 and 6.3.3 (a) to (g). `crl_number` is found last: some private CAs leave it out. */
export function findDefect(
  crl: CertificateRevocationList,
  issuer: PathCertificate,
  { at, signatures }: Pick<PathContext, "at" | "signatures">,
): CrlDefect | null {
  const { extensions, issuingDistributionPoint: scope } = crl;
  const crlNumber = extensions.find(({ id }) => id === EXTENSION_ID.cRLNumber);
  if (extensions.some(({ id }) => id === EXTENSION_ID.deltaCRLIndicator)) return "scope";
  if (scope?.indirectCRL === true || scope?.onlyContainsAttributeCerts === true) return "scope";
  if (extensions.some(({ id, critical }) => critical && !UNDERSTOOD.has(id))) return "critical_extension";
  if (crl.thisUpdate.at > at) return "not_yet_valid";
  if (crl.nextUpdate !== null && crl.nextUpdate.at < at) return "expired";
  if (issuer.values.keyUsage?.includes("cRLSign") === false) return "crl_sign_missing";
  if (signatures.check(crl, issuer) !== "valid") return "signature";
  return crlNumber === undefined || crlNumber.critical ? "crl_number" : null;
}

function lookUp(
  crl: CertificateRevocationList,
  { serialNumber }: PathCertificate,
): Revocation | CrlDefect | null {
  try {
    return findRevocation(crl, serialNumber);
  } catch (error) {
    if (error instanceof DecodeError) return "malformed";
    throw error;
  }
}
