import { normalizeName } from "./name.ts";
import type { PathCertificate } from "./path-certificate.ts";
import { listEntries } from "./path-context.ts";
import type { PathRule } from "./path-context.ts";

/** RFC 5280 section 4.2.1.1. Section 6 never compares them, nor do browsers and Go, but OpenSSL and what is
 *  built on it take a certificate that is named otherwise for no issuer. */
export const checkKeyIdentifiers: PathRule = function* checkKeyIdentifiers(context) {
  for (const { certificate, position, role } of listEntries(context)) {
    const ownIssuer = role === "anchor" && certificate.selfIssued ? certificate : undefined;
    const issuer = context.certificates[position + 1] ?? ownIssuer;
    if (issuer === undefined) continue;
    if (matchesKeyIdentifier(certificate, issuer) === false || !matchesIssuerAndSerial(certificate, issuer)) {
      yield { severity: "error", kind: "key_identifier_mismatch", position };
    }
  }
};

/** Whether the authority key identifier names the issuer's key; null where one of the two has no identifier.
 *  */
export function matchesKeyIdentifier(certificate: PathCertificate, issuer: PathCertificate): boolean | null {
  const authority = certificate.values.authorityKeyIdentifier?.keyIdentifier ?? null;
  const subject = issuer.values.subjectKeyIdentifier;
  if (authority === null || subject === null) return null;
  return Buffer.compare(authority, subject) === 0;
}

/** The other way of naming the issuer: by who issued it, under which number. */
function matchesIssuerAndSerial({ values }: PathCertificate, issuer: PathCertificate): boolean {
  const { authorityCertIssuer = null, authorityCertSerialNumber = null } =
    values.authorityKeyIdentifier ?? {};
  const named = authorityCertIssuer?.find(({ type }) => type === "directoryName");
  const matchesIssuer =
    named?.type !== "directoryName" || normalizeName(named.name).join() === issuer.issuerKey;
  const matchesSerial =
    authorityCertSerialNumber === null ||
    Buffer.compare(authorityCertSerialNumber, issuer.serialNumber) === 0;
  return matchesIssuer && matchesSerial;
}
