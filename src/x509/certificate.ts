import { createHash } from "node:crypto";

import type { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import { formatSignatureAlgorithm } from "./algorithm-identifier.ts";
import { listAccessUrls, readAuthorityInfoAccess } from "./authority-info-access.ts";
import { EXTENSION_ID, readTlsFeature } from "./extensions.ts";
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
  /** It demands that the server staples an OCSP response: the TLS feature extension with status_request (RFC
   *  7633). */
  readonly mustStaple: boolean;
  /** URLs, http and https only. Hostile text. */
  readonly ocspResponders: readonly string[];
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
  const subjectAltName = readExtension(certificate, EXTENSION_ID.subjectAltName, "SubjectAltName", (cursor) =>
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
    mustStaple: readLeniently(certificate, "tlsFeature", readTlsFeature).includes(STATUS_REQUEST),
    ocspResponders: listAccessUrls(
      readLeniently(certificate, "authorityInfoAccess", readAuthorityInfoAccess),
      "ocsp",
    ),
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

/** RFC 6066 section 8. */
const STATUS_REQUEST = 5;

/** Empty where it is absent or malformed: a certificate is told of all the same, and validation says what is
 *  wrong with it. */
function readLeniently<T>(
  certificate: SignedCertificate,
  name: keyof typeof EXTENSION_ID,
  read: (cursor: Cursor) => readonly T[],
): readonly T[] {
  try {
    return readExtension(certificate, EXTENSION_ID[name], name, read) ?? [];
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}
