import { EXTENSION_ID } from "./extensions.ts";
import type { GeneralSubtree } from "./extensions.ts";
import { isRespelled, isSubtreeWellFormed, isWellFormed } from "./name-syntax.ts";
import type { PathCertificate } from "./path-certificate.ts";
import { listEntries } from "./path-context.ts";
import type { PathContext, PathRole, PathRule } from "./path-context.ts";
import type { Citation, PathFault } from "./path-fault.ts";

/** What RFC 5280 section 4 and the CA/Browser Forum's Baseline Requirements (BR) section 7.1 demand of a
 *  certificate by itself. */
export type ProfileRule = (typeof RULES)[number]["rule"];

export const checkProfile: PathRule = function* checkProfile(context) {
  for (const { certificate, position, role } of listEntries(context)) {
    for (const { rule, cites, severity, roles, broken } of RULES) {
      if (!roles.includes(role) || !broken(certificate, context)) continue;
      yield { severity, kind: "profile_violation", position, rule, cites };
    }
  }
};

interface Rule {
  readonly rule: string;
  readonly cites: Citation;
  readonly severity: PathFault["severity"];
  readonly roles: readonly PathRole[];
  readonly broken: (certificate: PathCertificate, context: PathContext) => boolean;
}

/** RFC 5280 section 6.1 takes an anchor's name and key whatever its certificate looks like, so only what
 *  browsers ask of roots is asked of it: roots in wide use have serial number 0 or version 1. */
const ALL: readonly PathRole[] = ["end_entity", "intermediate", "anchor"];
const IN_PATH: readonly PathRole[] = ["end_entity", "intermediate"];
const ISSUERS: readonly PathRole[] = ["intermediate", "anchor"];
const END_ENTITY: readonly PathRole[] = ["end_entity"];
const ANCHOR: readonly PathRole[] = ["anchor"];

function rfc5280(section: string): Citation {
  return { standard: "RFC 5280", section };
}

/** The CA/Browser Forum's Baseline Requirements. */
function br(section: string): Citation {
  return { standard: "BR", section };
}

const RULES = [
  {
    rule: "version_not_3",
    cites: br("7.1.1"),
    severity: "warning",
    roles: IN_PATH,
    broken: ({ version }) => version !== 3,
  },
  {
    rule: "serial_number_zero",
    cites: rfc5280("4.1.2.2"),
    severity: "warning",
    roles: IN_PATH,
    broken: ({ serialNumber }) => serialNumber.every((octet) => octet === 0),
  },
  {
    rule: "serial_number_negative",
    cites: rfc5280("4.1.2.2"),
    // Go refuses to parse it since 1.23.
    severity: "error",
    roles: IN_PATH,
    broken: ({ serialNumber }) => (serialNumber[0] ?? 0) >= 0x80,
  },
  {
    rule: "serial_number_too_long",
    cites: rfc5280("4.1.2.2"),
    severity: "warning",
    roles: IN_PATH,
    broken: ({ serialNumber }) => serialNumber.length > 20,
  },
  {
    rule: "validity_in_wrong_form",
    cites: rfc5280("4.1.2.5"),
    severity: "warning",
    roles: IN_PATH,
    broken: ({ notBefore, notAfter }) =>
      [notBefore, notAfter].some(({ at, form }) => at < YEAR_2050 && form === "GeneralizedTime"),
  },
  {
    rule: "issuer_empty",
    cites: rfc5280("4.1.2.4"),
    severity: "warning",
    roles: IN_PATH,
    broken: ({ issuer }) => issuer.rdns.length === 0,
  },
  {
    rule: "ca_subject_empty",
    cites: rfc5280("4.1.2.6"),
    severity: "warning",
    roles: ISSUERS,
    broken: ({ subject }) => subject.rdns.length === 0,
  },
  {
    rule: "extension_duplicate",
    cites: rfc5280("4.2"),
    // OpenSSL, Go and BoringSSL call the certificate invalid.
    severity: "error",
    roles: ALL,
    broken: ({ extensions }) => new Set(extensions.map(({ id }) => id)).size < extensions.length,
  },
  {
    rule: "authority_key_identifier_critical",
    cites: rfc5280("4.2.1.1"),
    // OpenSSL and Go refuse it.
    severity: "error",
    roles: ALL,
    broken: (certificate) => isCritical(certificate, "authorityKeyIdentifier"),
  },
  {
    rule: "authority_key_identifier_missing",
    cites: rfc5280("4.2.1.1"),
    severity: "warning",
    roles: IN_PATH,
    broken: ({ values, selfIssued }) => !selfIssued && !values.authorityKeyIdentifier?.keyIdentifier,
  },
  {
    rule: "root_authority_key_identifier",
    cites: br("7.1.2.1.3"),
    severity: "warning",
    roles: ANCHOR,
    broken: ({ values: { authorityKeyIdentifier }, selfIssued }) => {
      if (!selfIssued || authorityKeyIdentifier === null) return false;
      const { keyIdentifier, authorityCertIssuer, authorityCertSerialNumber } = authorityKeyIdentifier;
      return keyIdentifier === null || authorityCertIssuer !== null || authorityCertSerialNumber !== null;
    },
  },
  {
    rule: "subject_key_identifier_critical",
    cites: rfc5280("4.2.1.2"),
    // OpenSSL and Go refuse it.
    severity: "error",
    roles: ALL,
    broken: (certificate) => isCritical(certificate, "subjectKeyIdentifier"),
  },
  {
    rule: "subject_key_identifier_missing",
    cites: rfc5280("4.2.1.2"),
    severity: "warning",
    roles: ISSUERS,
    broken: ({ values }) => values.subjectKeyIdentifier === null,
  },
  {
    rule: "ca_key_usage_missing",
    cites: rfc5280("4.2.1.3"),
    severity: "warning",
    roles: ISSUERS,
    broken: ({ values }) => values.keyUsage === null,
  },
  {
    rule: "key_cert_sign_without_ca",
    cites: rfc5280("4.2.1.9"),
    severity: "warning",
    roles: END_ENTITY,
    broken: ({ values: { keyUsage, basicConstraints } }) =>
      keyUsage?.includes("keyCertSign") === true && basicConstraints?.cA !== true,
  },
  {
    rule: "ca_without_key_cert_sign",
    cites: br("7.1.2.7.8"),
    severity: "warning",
    roles: END_ENTITY,
    broken: ({ values: { keyUsage, basicConstraints } }) =>
      basicConstraints?.cA === true && keyUsage?.includes("keyCertSign") === false,
  },
  {
    rule: "path_length_without_ca",
    cites: rfc5280("4.2.1.9"),
    severity: "warning",
    roles: END_ENTITY,
    broken: ({ values: { basicConstraints } }) =>
      basicConstraints !== null && !basicConstraints.cA && basicConstraints.pathLenConstraint !== null,
  },
  {
    rule: "basic_constraints_not_critical",
    cites: rfc5280("4.2.1.9"),
    severity: "warning",
    roles: ISSUERS,
    broken: ({ values, ...certificate }) =>
      values.basicConstraints !== null && !isCritical(certificate, "basicConstraints"),
  },
  {
    rule: "subject_alt_name_missing",
    cites: br("7.1.2.7.12"),
    // No browser looks at the common name any more.
    severity: "error",
    roles: END_ENTITY,
    broken: ({ values }, { purpose }) => purpose === "server" && values.subjectAltName === null,
  },
  {
    rule: "subject_alt_name_malformed",
    cites: rfc5280("4.2.1.6"),
    severity: "warning",
    roles: IN_PATH,
    broken: ({ values }) => values.subjectAltName?.every(isWellFormed) === false,
  },
  {
    rule: "subject_alt_name_critical",
    cites: br("7.1.2.7.12"),
    severity: "warning",
    roles: END_ENTITY,
    broken: (certificate) => certificate.subject.rdns.length > 0 && isCritical(certificate, "subjectAltName"),
  },
  {
    rule: "subject_alt_name_not_critical",
    cites: rfc5280("4.2.1.6"),
    severity: "warning",
    roles: IN_PATH,
    broken: (certificate) =>
      certificate.subject.rdns.length === 0 &&
      certificate.values.subjectAltName !== null &&
      !isCritical(certificate, "subjectAltName"),
  },
  {
    rule: "common_name_respelled",
    cites: br("7.1.4.3"),
    severity: "warning",
    roles: END_ENTITY,
    broken: ({ subject, values }, { purpose }) =>
      purpose === "server" &&
      subject.rdns
        .flat()
        .some(
          ({ type, text }) =>
            type === COMMON_NAME && text !== null && isRespelled(text, values.subjectAltName ?? []),
        ),
  },
  {
    rule: "name_constraints_in_end_entity",
    cites: rfc5280("4.2.1.10"),
    severity: "warning",
    roles: END_ENTITY,
    broken: ({ values }) => values.nameConstraints !== null && values.basicConstraints?.cA !== true,
  },
  {
    rule: "name_constraints_malformed",
    cites: rfc5280("4.2.1.10"),
    // OpenSSL and Go refuse what they cannot apply.
    severity: "error",
    roles: ISSUERS,
    broken: (certificate) => !listSubtrees(certificate).every(isSubtreeWellFormed),
  },
  {
    rule: "name_constraints_leading_dot",
    cites: rfc5280("4.2.1.10"),
    severity: "warning",
    roles: ISSUERS,
    broken: (certificate) =>
      listSubtrees(certificate).some(({ base }) => base.type === "dNSName" && base.value.startsWith(".")),
  },
  {
    rule: "policy_constraints_not_critical",
    cites: rfc5280("4.2.1.11"),
    severity: "warning",
    roles: ISSUERS,
    broken: ({ values, ...certificate }) =>
      values.policyConstraints !== null && !isCritical(certificate, "policyConstraints"),
  },
  {
    rule: "inhibit_any_policy_not_critical",
    cites: rfc5280("4.2.1.14"),
    severity: "warning",
    roles: ISSUERS,
    broken: ({ values, ...certificate }) =>
      values.inhibitAnyPolicy !== null && !isCritical(certificate, "inhibitAnyPolicy"),
  },
  {
    rule: "extended_key_usage_critical",
    cites: br("7.1.2.7.6"),
    severity: "warning",
    roles: END_ENTITY,
    broken: (certificate, { purpose }) => purpose === "server" && isCritical(certificate, "extKeyUsage"),
  },
  {
    rule: "extended_key_usage_any",
    cites: br("7.1.2.7.10"),
    severity: "warning",
    roles: END_ENTITY,
    broken: ({ values }, { purpose }) =>
      purpose === "server" && values.extKeyUsage?.includes(ANY_EXTENDED_KEY_USAGE) === true,
  },
  {
    rule: "root_extended_key_usage",
    cites: br("7.1.2.1.2"),
    severity: "warning",
    roles: ANCHOR,
    broken: ({ values, selfIssued }) => selfIssued && values.extKeyUsage !== null,
  },
] as const satisfies readonly Rule[];

const YEAR_2050 = Date.UTC(2050);
const COMMON_NAME = "2.5.4.3";
const ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";

function isCritical(
  { extensions }: Pick<PathCertificate, "extensions">,
  name: keyof typeof EXTENSION_ID,
): boolean {
  return extensions.some(({ id, critical }) => id === EXTENSION_ID[name] && critical);
}

function listSubtrees({ values: { nameConstraints } }: PathCertificate): GeneralSubtree[] {
  return [...(nameConstraints?.permittedSubtrees ?? []), ...(nameConstraints?.excludedSubtrees ?? [])];
}
