import type { DecodeErrorCode } from "../wire/decode-error.ts";
import type { RevocationReason } from "./crl.ts";
import type { KeyUsage } from "./extensions.ts";
import type { ProfileRule } from "./profile.ts";
import type { CrlDefect } from "./revocation.ts";

/** One reason why a path is not valid. `position` counts in the path, 0 is the end entity. `error`: clients
 *  in wide use refuse it. `warning`: it breaks a rule of RFC 5280 or of the CA/Browser Forum's Baseline
 *  Requirements that only strict verifiers enforce (OpenSSL's `-x509_strict`, Python 3.13 and later, …). */
export type PathFault = { readonly severity: "error" | "warning" } & (
  | { readonly kind: "certificate_list_empty" }
  /** `index` counts in the given certificateList or crls. */
  | ({ readonly kind: "certificate_malformed" | "crl_malformed"; readonly index: number } & Malformation)
  /** Neither the list nor the trust anchors hold a certificate with the issuer's name. */
  | { readonly kind: "issuer_not_found"; readonly position: number; readonly issuer: string }
  /** The path ends in a self-signed certificate that is no trust anchor; at 0 the end entity itself.
   *  `otherKey`: a trust anchor has the same name and another key. */
  | { readonly kind: "root_not_trusted"; readonly position: number; readonly otherKey: boolean }
  /** The issuers lead back to a certificate that is in the path already. */
  | { readonly kind: "path_loops"; readonly position: number }
  /** Certificates with the issuer's name exist, but none of their keys made the signature. `otherKey`: the
   *  key identifiers say so too, so this is another key of that issuer rather than a damaged certificate. */
  | {
      readonly kind: "signature_invalid";
      readonly position: number;
      readonly issuer: string;
      readonly otherKey: boolean;
    }
  /** An algorithm or a key that this system cannot verify. */
  | {
      readonly kind: "signature_unsupported";
      readonly position: number;
      readonly signatureAlgorithm: string;
      readonly issuerKey: string;
    }
  /** The authority key identifier names another certificate than the issuer's. */
  | { readonly kind: "key_identifier_mismatch"; readonly position: number }
  /** RFC 5280 section 4.1.1.2. */
  | {
      readonly kind: "signature_algorithm_mismatch";
      readonly position: number;
      readonly inside: string;
      readonly outside: string;
    }
  | { readonly kind: "weak_signature"; readonly position: number; readonly signatureAlgorithm: string }
  | { readonly kind: "weak_key"; readonly position: number; readonly publicKey: string }
  /** Times are ms since 1970. */
  | {
      readonly kind: "certificate_expired";
      readonly position: number;
      readonly notAfter: number;
      readonly at: number;
    }
  | {
      readonly kind: "certificate_not_yet_valid";
      readonly position: number;
      readonly notBefore: number;
      readonly at: number;
    }
  | {
      readonly kind: "certificate_revoked";
      readonly position: number;
      readonly revocationDate: number;
      readonly reason: RevocationReason;
    }
  /** The issuer's CRLs that were given say nothing, for this reason. */
  | { readonly kind: "crl_unusable"; readonly position: number; readonly defect: CrlDefect }
  /** `presentedIdentifiers` as in `Certificate.subjectAltName`. */
  | {
      readonly kind: "host_name_mismatch";
      readonly referenceIdentifier: string;
      readonly presentedIdentifiers: readonly string[];
    }
  /** RFC 5280 section 6.1.4 (k), (n). */
  | {
      readonly kind: "not_a_ca";
      readonly position: number;
      readonly reason: "basic_constraints_missing" | "ca_false" | "key_cert_sign_missing";
    }
  /** `position` is the CA that sets the limit (pathLenConstraint); null for the caller's `maxPathLength`. */
  | { readonly kind: "path_too_long"; readonly position: number | null; readonly limit: number }
  | {
      readonly kind: "key_usage_mismatch";
      readonly position: number;
      readonly keyUsage: readonly KeyUsage[];
      readonly oneOf: readonly KeyUsage[];
    }
  /** KeyPurposeId OIDs. */
  | {
      readonly kind: "extended_key_usage_mismatch";
      readonly position: number;
      readonly extKeyUsage: readonly string[];
      readonly needed: string;
    }
  /** `constrainedBy` is the position of the CA. `unsupported`: a form of name that we cannot compare. */
  | {
      readonly kind: "name_not_permitted";
      readonly position: number;
      readonly name: string;
      readonly constrainedBy: number;
      readonly reason: "excluded" | "not_permitted" | "unsupported";
    }
  | { readonly kind: "critical_extension_unknown"; readonly position: number; readonly extension: string }
  /** A CA demands an explicit policy, and the path has none (RFC 5280 section 6.1.5). */
  | { readonly kind: "policy_missing" }
  | {
      readonly kind: "profile_violation";
      readonly position: number;
      readonly rule: ProfileRule;
      readonly cites: Citation;
    }
  /** The input asks for more work than we give it; there may be a valid path that was not found. */
  | {
      readonly kind: "limit_exceeded";
      readonly what: "certificates" | "signature_checks" | "paths" | "name_comparisons";
      readonly limit: number;
    }
);

/** Where a rule stands: `RFC 5280`, `4.1.2.2`. */
export interface Citation {
  readonly standard: "RFC 5280" | "BR";
  readonly section: string;
}

export interface Malformation {
  readonly code: DecodeErrorCode;
  readonly structure: string;
  /** Bytes from the start of its DER; where its PEM is broken, characters from the start of the text. */
  readonly offset: number;
}
