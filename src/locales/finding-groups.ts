import type { Catalog } from "./catalog.ts";

/** The findings of the catalog, in parts of one file each. */

/** What client and server must agree on before there is a certificate. */
export type NegotiationFindings = Pick<
  Catalog["findings"],
  | "protocol_mismatch"
  | "cipher_suite_mismatch"
  | "group_mismatch"
  | "signature_algorithm_mismatch"
  | "alpn_mismatch"
  | "large_client_hello_intolerant"
  | "version_intolerant"
>;

/** Certificates, their chains and the files that hold them. */
export type CertificateFindings = Pick<
  Catalog["findings"],
  | "host_name_mismatch"
  | "certificate_expired"
  | "certificate_not_yet_valid"
  | "certificate_unknown"
  | "chain_incomplete"
  | "chain_incorrect"
  | "certificate_revoked"
  | "ocsp_must_staple_missing"
  | "weak_signature"
  | "weak_key"
  | "certificate_malformed"
  | "key_mismatch"
>;

/** Two-way TLS. */
export type ClientCertificateFindings = Pick<
  Catalog["findings"],
  "client_certificate_required" | "client_certificate_rejected" | "clock_wrong"
>;

/** Certificates that one side of a capture refused. */
export type CaptureCertificateFindings = Pick<
  Catalog["capture"]["findings"],
  | "host_name_mismatch"
  | "certificate_expired"
  | "certificate_not_yet_valid"
  | "clock_wrong"
  | "certificate_revoked"
  | "certificate_unknown"
  | "client_certificate_required"
  | "client_certificate_rejected"
>;
