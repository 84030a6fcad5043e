import type { DecodeErrorCode } from "../../wire/decode-error.ts";
import type { Certificate } from "../certificate.ts";

/** What a file, a secret or a pasted text holds. Plain JSON. Private keys are recognised, and nothing of them
 *  but the public half is kept. */
export interface Bundle {
  readonly formats: readonly BundleFormat[];
  readonly certificates: readonly FoundCertificate[];
  /** Certificates that are told of but not there: Apigee's `certInfo`, `openssl x509 -text` without its PEM. */
  readonly listings: readonly CertificateListing[];
  readonly keys: readonly FoundKey[];
  /** Certificate revocation lists, DER in base64. */
  readonly crls: readonly string[];
  readonly faults: readonly BundleFault[];
  /** All certificates as clean PEM, where something was wrong and every repair is certain; else null. */
  readonly repaired: string | null;
}

export type BundleFormat =
  | "PEM"
  | "DER"
  | "base64"
  | "PKCS#7"
  | "PKCS#12"
  | "JKS"
  | "JCEKS"
  | "Kubernetes secret"
  | "Apigee certInfo"
  | "openssl -text";

/** Where something stands. */
export interface Place {
  /** Inside what: a key of a secret (`data.tls.crt`), an alias of a keystore; null for the input itself. Hostile text. */
  readonly within: string | null;
  /** Counts from 1; null where there are no lines. */
  readonly line: number | null;
}

export interface FoundCertificate {
  readonly certificate: Certificate;
  readonly place: Place;
}

export interface CertificateListing {
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  /** ms since 1970; null where no time can be read. */
  readonly notBefore: number | null;
  readonly notAfter: number | null;
  readonly place: Place;
}

export interface FoundKey {
  readonly kind: "private" | "public";
  /** `RSA 2048`; null while it is encrypted. */
  readonly algorithm: string | null;
  /** SHA-256 of the SubjectPublicKeyInfo, lower-case hexadecimal; null while it is encrypted. */
  readonly publicKeySha256: string | null;
  readonly place: Place;
}

/** The objects that DER may turn out to be. */
export type DerObject =
  | "certificate"
  | "certificate_request"
  | "crl"
  | "private_key"
  | "encrypted_private_key"
  | "public_key"
  | "pkcs7"
  | "pkcs12"
  | "unknown";

/** What is wrong with the input, and where. `error`: software in wide use cannot read it as it is. */
export type BundleFault = { readonly severity: "error" | "warning"; readonly place: Place } & (
  | { readonly code: "empty" }
  /** `firstBytes` in hexadecimal, at most 16. */
  | { readonly code: "not_recognized"; readonly firstBytes: string }
  | { readonly code: "encoding"; readonly found: "UTF-16LE" | "UTF-16BE" }
  | { readonly code: "byte_order_mark" }
  /** The two characters `\n` in place of line breaks. */
  | { readonly code: "literal_newline"; readonly column: number }
  /** A BEGIN or END line that is not written as it must be. */
  | { readonly code: "boundary"; readonly found: string; readonly expected: string }
  | { readonly code: "boundary_missing"; readonly expected: string }
  | { readonly code: "label_mismatch"; readonly begin: string; readonly end: string }
  /** A boundary begins where another ends, on the same line. */
  | { readonly code: "blocks_glued"; readonly column: number }
  /** Boundary and base64 on one line. */
  | { readonly code: "lines_joined" }
  | {
      readonly code: "character";
      readonly column: number;
      readonly found: string;
      readonly kind: "ellipsis" | "quote" | "invisible" | "base64url" | "other";
    }
  /** `count` base64 characters cannot be whole bytes: one is missing or too many. */
  | { readonly code: "base64_length"; readonly count: number }
  | { readonly code: "padding"; readonly expected: string; readonly found: string }
  | { readonly code: "base64_twice" }
  | { readonly code: "wrong_object"; readonly found: DerObject; readonly label: string }
  /** Keys or requests alone, where a certificate is wanted. */
  | { readonly code: "no_certificate"; readonly found: DerObject }
  | { readonly code: "der_named_pem" }
  /** The structure says that it is longer: `missing` bytes after `byte` bytes. */
  | {
      readonly code: "der_truncated";
      readonly structure: string;
      readonly byte: number;
      readonly missing: number;
    }
  | { readonly code: "der_trailing"; readonly byte: number; readonly count: number }
  | {
      readonly code: "der_malformed";
      readonly reason: DecodeErrorCode;
      readonly structure: string;
      readonly byte: number;
    }
  | { readonly code: "password_missing" }
  | { readonly code: "password_wrong" }
  | { readonly code: "encryption_unsupported"; readonly algorithm: string }
  /** The digest over the keystore does not match: damaged, or another password. */
  | { readonly code: "digest_mismatch" }
  /** Entries that hide how long they are, so nothing behind them can be read. */
  | { readonly code: "entry_unreadable" }
  /** A listing of a certificate where the certificate itself is needed. */
  | { readonly code: "certificate_not_included" }
  | { readonly code: "limit_exceeded"; readonly what: LimitName; readonly limit: number }
);

export type LimitName = "bytes" | "objects" | "nesting" | "iterations";

type Data<F> = F extends unknown ? Omit<F, "severity" | "place"> : never;
/** A fault without where it stands. */
export type FaultData = Data<BundleFault>;
