import { createHash } from "node:crypto";

import { formatSignatureAlgorithm } from "./algorithm-identifier.ts";
import { formatGeneralName, readGeneralNames } from "./general-name.ts";
import { formatName } from "./name.ts";
import { formatPublicKey } from "./public-key.ts";
import { decodeSignedCertificate, readExtension } from "./signed-certificate.ts";
import type { SignedCertificate } from "./signed-certificate.ts";

/** What a certificate says, as plain JSON: stored, queued and compared as it is. */
export interface Certificate {
  /** RFC 4514, most specific first: `CN=api.example.com,O=Example`. Hostile text. */
  readonly subject: string;
  readonly issuer: string;
  /** Lower-case hexadecimal of whole octets without a separator, after `-` where a CA made it negative. */
  readonly serialNumber: string;
  /** ms since 1970. */
  readonly notBefore: number;
  /** ms since 1970; this instant itself is still valid (RFC 5280 section 4.1.2.5). */
  readonly notAfter: number;
  /** `DNS:api.example.com`, `IP Address:192.0.2.7`, … in the certificate's order. Hostile text. */
  readonly subjectAltName: readonly string[];
  /** `RSA 2048`, `EC P-256`, `Ed25519`, … */
  readonly publicKey: string;
  /** The name of RFC 3279, 4055, 5758 …: `sha256WithRSAEncryption`; the dotted OID where we know no name. */
  readonly signatureAlgorithm: string;
  /** Fingerprint of the DER, lower-case hexadecimal. */
  readonly sha256: string;
  /** The certificate itself, base64. */
  readonly der: string;
}

/** RFC 5280 section 4.1. @param der exactly one certificate; throws DecodeError, whose offset counts from its
 *  first byte. */
export function decodeCertificate(der: Uint8Array): Certificate {
  return describeCertificate(decodeSignedCertificate(der));
}

/** Throws DecodeError for a subjectAltName that is none. */
export function describeCertificate(certificate: SignedCertificate): Certificate {
  const subjectAltName = readExtension(certificate, SUBJECT_ALT_NAME, "SubjectAltName", (cursor) =>
    readGeneralNames(cursor, "SubjectAltName"),
  );
  return {
    subject: formatName(certificate.subject),
    issuer: formatName(certificate.issuer),
    serialNumber: formatSerialNumber(certificate.serialNumber),
    notBefore: certificate.notBefore.at,
    notAfter: certificate.notAfter.at,
    subjectAltName: subjectAltName?.map(formatGeneralName) ?? [],
    publicKey: formatPublicKey(certificate.subjectPublicKeyInfo.key),
    signatureAlgorithm: formatSignatureAlgorithm(certificate.signatureAlgorithm),
    sha256: createHash("sha256").update(certificate.der).digest("hex"),
    der: Buffer.from(certificate.der).toString("base64"),
  };
}

/** Without the 00 that DER puts before a first octet above 7f. */
function formatSerialNumber(octets: Uint8Array): string {
  const hex = Buffer.from(octets).toString("hex");
  if (hex < "80") return hex.replace(/^00(?=.)/u, "");
  const magnitude = (1n << BigInt(4 * hex.length)) - BigInt(`0x${hex}`);
  const digits = magnitude.toString(16);
  return `-${digits.padStart(digits.length + (digits.length % 2), "0")}`;
}

const SUBJECT_ALT_NAME = "2.5.29.17";
