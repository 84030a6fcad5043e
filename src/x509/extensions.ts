import type { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import {
  constructed,
  primitive,
  readBitString,
  readBoolean,
  readInteger,
  readListOf,
  readNonEmptySequenceOf,
  readObjectIdentifier,
  readOctets,
  readOctetString,
  readOptional,
  readSequence,
  readUnsigned,
  TAG,
} from "../wire/der.ts";
import { readAuthorityInfoAccess } from "./authority-info-access.ts";
import type { AccessDescription } from "./authority-info-access.ts";
import { readGeneralName, readGeneralNames } from "./general-name.ts";
import type { GeneralName } from "./general-name.ts";
import { decodeExtension } from "./signed-certificate.ts";
import type { Extension } from "./signed-certificate.ts";

/** What the extensions that path validation knows say; null for those that are absent. */
export interface ExtensionValues {
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | null;
  readonly subjectKeyIdentifier: Uint8Array | null;
  readonly keyUsage: readonly KeyUsage[] | null;
  /** Policy OIDs, without qualifiers. */
  readonly certificatePolicies: readonly string[] | null;
  readonly policyMappings: readonly PolicyMapping[] | null;
  readonly subjectAltName: readonly GeneralName[] | null;
  readonly basicConstraints: BasicConstraints | null;
  readonly nameConstraints: NameConstraints | null;
  readonly policyConstraints: PolicyConstraints | null;
  /** KeyPurposeId OIDs. */
  readonly extKeyUsage: readonly string[] | null;
  readonly inhibitAnyPolicy: number | null;
  readonly authorityInfoAccess: readonly AccessDescription[] | null;
  /** Numbers of the TLS extensions that the server must answer. */
  readonly tlsFeature: readonly number[] | null;
}

interface AuthorityKeyIdentifier {
  readonly keyIdentifier: Uint8Array | null;
  readonly authorityCertIssuer: readonly GeneralName[] | null;
  readonly authorityCertSerialNumber: Uint8Array | null;
}

export type KeyUsage = (typeof KEY_USAGES)[number];

/** In the order of their bits (RFC 5280 section 4.2.1.3). */
const KEY_USAGES = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
] as const;

interface PolicyMapping {
  readonly issuerDomainPolicy: string;
  readonly subjectDomainPolicy: string;
}

interface BasicConstraints {
  readonly cA: boolean;
  readonly pathLenConstraint: number | null;
}

export interface NameConstraints {
  readonly permittedSubtrees: readonly GeneralSubtree[];
  readonly excludedSubtrees: readonly GeneralSubtree[];
}

export interface GeneralSubtree {
  readonly base: GeneralName;
  readonly minimum: number;
  readonly maximum: number | null;
}

interface PolicyConstraints {
  readonly requireExplicitPolicy: number | null;
  readonly inhibitPolicyMapping: number | null;
}

export const EXTENSION_ID = {
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  cRLNumber: "2.5.29.20",
  deltaCRLIndicator: "2.5.29.27",
  issuingDistributionPoint: "2.5.29.28",
  nameConstraints: "2.5.29.30",
  cRLDistributionPoints: "2.5.29.31",
  certificatePolicies: "2.5.29.32",
  policyMappings: "2.5.29.33",
  authorityKeyIdentifier: "2.5.29.35",
  policyConstraints: "2.5.29.36",
  extKeyUsage: "2.5.29.37",
  inhibitAnyPolicy: "2.5.29.54",
  authorityInfoAccess: "1.3.6.1.5.5.7.1.1",
  tlsFeature: "1.3.6.1.5.5.7.1.24",
} as const;

/** RFC 5280 section 4.2. The first of each counts; a second one is for the profile to refuse. Throws
 *  DecodeError. */
export function decodeExtensionValues(extensions: readonly Extension[]): ExtensionValues {
  const decode = <T>(name: keyof typeof EXTENSION_ID, read: (cursor: Cursor) => T): T | null => {
    const extension = extensions.find(({ id }) => id === EXTENSION_ID[name]);
    return extension === undefined ? null : decodeExtension(extension, name, read);
  };
  return {
    authorityKeyIdentifier: decode("authorityKeyIdentifier", readAuthorityKeyIdentifier),
    subjectKeyIdentifier: decode("subjectKeyIdentifier", (c) => readOctetString(c, "SubjectKeyIdentifier")),
    keyUsage: decode("keyUsage", readKeyUsage),
    certificatePolicies: decode("certificatePolicies", readCertificatePolicies),
    policyMappings: decode("policyMappings", readPolicyMappings),
    subjectAltName: decode("subjectAltName", (c) => readGeneralNames(c, "SubjectAltName")),
    basicConstraints: decode("basicConstraints", readBasicConstraints),
    nameConstraints: decode("nameConstraints", readNameConstraints),
    policyConstraints: decode("policyConstraints", readPolicyConstraints),
    extKeyUsage: decode("extKeyUsage", readExtKeyUsage),
    inhibitAnyPolicy: decode("inhibitAnyPolicy", (c) => readUnsigned(c, "InhibitAnyPolicy")),
    authorityInfoAccess: decode("authorityInfoAccess", readAuthorityInfoAccess),
    tlsFeature: decode("tlsFeature", readTlsFeature),
  };
}

/** Section 4.2.1.1. */
function readAuthorityKeyIdentifier(cursor: Cursor): AuthorityKeyIdentifier {
  return readSequence(cursor, "AuthorityKeyIdentifier", (content) => ({
    keyIdentifier:
      readOptional(content, primitive(0), (c) => readOctets(c, primitive(0), "keyIdentifier")) ?? null,
    authorityCertIssuer:
      readOptional(content, constructed(1), (c) =>
        readListOf(c, constructed(1), "authorityCertIssuer", readGeneralName),
      ) ?? null,
    authorityCertSerialNumber:
      readOptional(content, primitive(2), (c) => readInteger(c, "authorityCertSerialNumber", primitive(2))) ??
      null,
  }));
}

/** Section 4.2.1.3. CAs forget to cut trailing zero bits; that changes nothing. */
function readKeyUsage(cursor: Cursor): KeyUsage[] {
  const { bytes } = readBitString(cursor, "KeyUsage");
  return KEY_USAGES.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

/** Section 4.2.1.4: PolicyInformation ::= SEQUENCE { policyIdentifier, policyQualifiers OPTIONAL }. */
function readCertificatePolicies(cursor: Cursor): string[] {
  return readNonEmptySequenceOf(cursor, "CertificatePolicies", (item) =>
    readSequence(item, "PolicyInformation", (content) => {
      const policyIdentifier = readObjectIdentifier(content, "policyIdentifier");
      readOptional(content, TAG.sequence, (c) => readOctets(c, TAG.sequence, "policyQualifiers"));
      return policyIdentifier;
    }),
  );
}

/** Section 4.2.1.5. */
function readPolicyMappings(cursor: Cursor): PolicyMapping[] {
  return readNonEmptySequenceOf(cursor, "PolicyMappings", (item) =>
    readSequence(item, "PolicyMappings", (content) => ({
      issuerDomainPolicy: readObjectIdentifier(content, "issuerDomainPolicy"),
      subjectDomainPolicy: readObjectIdentifier(content, "subjectDomainPolicy"),
    })),
  );
}

/** Section 4.2.1.9. */
function readBasicConstraints(cursor: Cursor): BasicConstraints {
  return readSequence(cursor, "BasicConstraints", (content) => ({
    cA: readOptional(content, TAG.boolean, (c) => readBoolean(c, "cA")) ?? false,
    pathLenConstraint:
      readOptional(content, TAG.integer, (c) => readUnsigned(c, "pathLenConstraint")) ?? null,
  }));
}

/** Section 4.2.1.10: neither the whole nor one of its two lists may be empty. */
function readNameConstraints(cursor: Cursor): NameConstraints {
  const { offset } = cursor;
  const constraints = readSequence(cursor, "NameConstraints", (content) => ({
    permittedSubtrees: readSubtrees(content, constructed(0), "permittedSubtrees"),
    excludedSubtrees: readSubtrees(content, constructed(1), "excludedSubtrees"),
  }));
  if (constraints.permittedSubtrees.length + constraints.excludedSubtrees.length === 0) {
    throw new DecodeError("illegal_length", "NameConstraints", offset);
  }
  return constraints;
}

function readSubtrees(cursor: Cursor, tag: number, structure: string): GeneralSubtree[] {
  const { offset } = cursor;
  const subtrees = readOptional(cursor, tag, (list) => readListOf(list, tag, structure, readGeneralSubtree));
  if (subtrees?.length === 0) throw new DecodeError("illegal_length", structure, offset);
  return subtrees ?? [];
}

function readGeneralSubtree(cursor: Cursor): GeneralSubtree {
  return readSequence(cursor, "GeneralSubtree", (content) => ({
    base: readGeneralName(content),
    minimum: readOptional(content, primitive(0), (c) => readUnsigned(c, "minimum", primitive(0))) ?? 0,
    maximum: readOptional(content, primitive(1), (c) => readUnsigned(c, "maximum", primitive(1))) ?? null,
  }));
}

/** Section 4.2.1.11. */
function readPolicyConstraints(cursor: Cursor): PolicyConstraints {
  return readSequence(cursor, "PolicyConstraints", (content) => ({
    requireExplicitPolicy:
      readOptional(content, primitive(0), (c) => readUnsigned(c, "requireExplicitPolicy", primitive(0))) ??
      null,
    inhibitPolicyMapping:
      readOptional(content, primitive(1), (c) => readUnsigned(c, "inhibitPolicyMapping", primitive(1))) ??
      null,
  }));
}

/** Section 4.2.1.12. */
function readExtKeyUsage(cursor: Cursor): string[] {
  return readNonEmptySequenceOf(cursor, "ExtKeyUsageSyntax", (item) =>
    readObjectIdentifier(item, "KeyPurposeId"),
  );
}

/** RFC 7633: SEQUENCE OF INTEGER, numbers of TLS extensions. */
export function readTlsFeature(cursor: Cursor): number[] {
  return readListOf(cursor, TAG.sequence, "TLSFeature", (item) => readUnsigned(item, "TLSFeature"));
}
