import { decodeExtensionValues } from "./extensions.ts";
import type { ExtensionValues } from "./extensions.ts";
import { normalizeName } from "./name.ts";
import { decodeSignedCertificate } from "./signed-certificate.ts";
import type { SignedCertificate } from "./signed-certificate.ts";

/** A certificate with what path building and validation ask of it again and again. */
export interface PathCertificate extends SignedCertificate {
  /** Its DER, base64: equal for the same certificate. */
  readonly id: string;
  readonly values: ExtensionValues;
  /** Equal for equal names (RFC 5280 section 7.1). */
  readonly subjectKey: string;
  readonly issuerKey: string;
  /** Subject and issuer are the same name (RFC 5280 section 6.1). */
  readonly selfIssued: boolean;
  /** The SubjectPublicKeyInfo, base64. */
  readonly publicKeyId: string;
}

/** Throws DecodeError; also when one of the extensions that validation knows is malformed.
 *  @param start where `der` begins in the outermost input. */
export function decodePathCertificate(der: Uint8Array, start = 0): PathCertificate {
  const certificate = decodeSignedCertificate(der, start);
  const subjectKey = normalizeName(certificate.subject).join();
  const issuerKey = normalizeName(certificate.issuer).join();
  return {
    ...certificate,
    id: Buffer.from(der).toString("base64"),
    values: decodeExtensionValues(certificate.extensions),
    subjectKey,
    issuerKey,
    selfIssued: subjectKey === issuerKey,
    publicKeyId: Buffer.from(certificate.subjectPublicKeyInfo.encoded).toString("base64"),
  };
}
