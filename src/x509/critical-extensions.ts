import { EXTENSION_ID } from "./extensions.ts";
import { listEntries } from "./path-context.ts";
import type { PathRule } from "./path-context.ts";
import type { Extension } from "./signed-certificate.ts";

/** What path validation takes into account, and cRLDistributionPoints, which says where a CRL is and
 *  restricts nothing. */
const UNDERSTOOD = new Set<string>([
  EXTENSION_ID.subjectKeyIdentifier,
  EXTENSION_ID.keyUsage,
  EXTENSION_ID.subjectAltName,
  EXTENSION_ID.basicConstraints,
  EXTENSION_ID.nameConstraints,
  EXTENSION_ID.certificatePolicies,
  EXTENSION_ID.policyMappings,
  EXTENSION_ID.authorityKeyIdentifier,
  EXTENSION_ID.policyConstraints,
  EXTENSION_ID.extKeyUsage,
  EXTENSION_ID.inhibitAnyPolicy,
  EXTENSION_ID.cRLDistributionPoints,
]);

/** RFC 5280 section 4.2. Among them the poison of a precertificate (RFC 6962 section 3.1). */
export const checkCriticalExtensions: PathRule = function* checkCriticalExtensions(context) {
  for (const { certificate, position } of listEntries(context)) {
    for (const { id } of listUnknownCritical(certificate.extensions)) {
      yield { severity: "error", kind: "critical_extension_unknown", position, extension: id };
    }
  }
};

export function listUnknownCritical(extensions: readonly Extension[]): Extension[] {
  return extensions.filter(({ id, critical }) => critical && !UNDERSTOOD.has(id));
}
