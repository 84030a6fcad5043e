import type { ErrorMessage } from "./error-message.ts";
import { CUT, receives, refuses, row } from "./error-message.ts";

/** Firefox and Thunderbird (NSS): security/nss/lib/ssl/sslerr.h, lib/util/secerr.h, mozilla::pkix. */
export const NSS: readonly ErrorMessage[] = [
  receives(
    "Firefox (NSS)",
    "handshake_failure",
    /SSL_ERROR_HANDSHAKE_FAILURE_ALERT/,
    "Error code: SSL_ERROR_HANDSHAKE_FAILURE_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "protocol_version",
    /SSL_ERROR_PROTOCOL_VERSION_ALERT/,
    "Error code: SSL_ERROR_PROTOCOL_VERSION_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "insufficient_security",
    /SSL_ERROR_INSUFFICIENT_SECURITY_ALERT/,
    "Error code: SSL_ERROR_INSUFFICIENT_SECURITY_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "illegal_parameter",
    /SSL_ERROR_ILLEGAL_PARAMETER_ALERT/,
    "Error code: SSL_ERROR_ILLEGAL_PARAMETER_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "decode_error",
    /SSL_ERROR_DECODE_ERROR_ALERT/,
    "Error code: SSL_ERROR_DECODE_ERROR_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "decrypt_error",
    /SSL_ERROR_DECRYPT_ERROR_ALERT/,
    "Error code: SSL_ERROR_DECRYPT_ERROR_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "internal_error",
    /SSL_ERROR_INTERNAL_ERROR_ALERT/,
    "Error code: SSL_ERROR_INTERNAL_ERROR_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "inappropriate_fallback",
    /SSL_ERROR_INAPPROPRIATE_FALLBACK_ALERT/,
    "Error code: SSL_ERROR_INAPPROPRIATE_FALLBACK_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "unrecognized_name",
    /SSL_ERROR_UNRECOGNIZED_NAME_ALERT/,
    "Error code: SSL_ERROR_UNRECOGNIZED_NAME_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "missing_extension",
    /SSL_ERROR_MISSING_EXTENSION_ALERT/,
    "Error code: SSL_ERROR_MISSING_EXTENSION_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "no_application_protocol",
    /SSL_ERROR_NEXT_PROTOCOL_NO_PROTOCOL/,
    "Error code: SSL_ERROR_NEXT_PROTOCOL_NO_PROTOCOL",
  ),
  receives(
    "Firefox (NSS)",
    "bad_certificate",
    /SSL_ERROR_BAD_CERT_ALERT/,
    "Error code: SSL_ERROR_BAD_CERT_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "unsupported_certificate",
    /SSL_ERROR_UNSUPPORTED_CERT_ALERT/,
    "Error code: SSL_ERROR_UNSUPPORTED_CERT_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "certificate_expired",
    /SSL_ERROR_EXPIRED_CERT_ALERT/,
    "Error code: SSL_ERROR_EXPIRED_CERT_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "certificate_revoked",
    /SSL_ERROR_REVOKED_CERT_ALERT/,
    "Error code: SSL_ERROR_REVOKED_CERT_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "certificate_unknown",
    /SSL_ERROR_CERTIFICATE_UNKNOWN_ALERT/,
    "Error code: SSL_ERROR_CERTIFICATE_UNKNOWN_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "unknown_ca",
    /SSL_ERROR_UNKNOWN_CA_ALERT/,
    "Error code: SSL_ERROR_UNKNOWN_CA_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "access_denied",
    /SSL_ERROR_ACCESS_DENIED_ALERT/,
    "Error code: SSL_ERROR_ACCESS_DENIED_ALERT",
  ),
  receives(
    "Firefox (NSS)",
    "certificate_required",
    /SSL_ERROR_RX_CERTIFICATE_REQUIRED_ALERT/,
    "Error code: SSL_ERROR_RX_CERTIFICATE_REQUIRED_ALERT",
  ),
  refuses(
    "Firefox (NSS)",
    /SSL_ERROR_UNSUPPORTED_VERSION|Peer using unsupported version of security protocol/,
    "Peer using unsupported version of security protocol. Error code: SSL_ERROR_UNSUPPORTED_VERSION",
    { protocol_mismatch: 0.95 },
  ),
  row(
    "Firefox (NSS)",
    /SSL_ERROR_NO_CYPHER_OVERLAP/,
    "Cannot communicate securely with peer: no common encryption algorithm(s). Error code: SSL_ERROR_NO_CYPHER_OVERLAP",
    { cipher_suite_mismatch: 0.9, protocol_mismatch: 0.2 },
  ),
  refuses(
    "Firefox (NSS)",
    /SSL_ERROR_WEAK_SERVER_(?:EPHEMERAL_DH|CERT)_KEY/,
    "Error code: SSL_ERROR_WEAK_SERVER_EPHEMERAL_DH_KEY",
    {
      weak_key: 0.95,
    },
  ),
  refuses(
    "Firefox (NSS)",
    /SSL_ERROR_BAD_CERT_DOMAIN/,
    "Unable to communicate securely with peer: requested domain name does not match the server's certificate. Error code: SSL_ERROR_BAD_CERT_DOMAIN",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    "Firefox (NSS)",
    /SEC_ERROR_EXPIRED_(?:ISSUER_)?CERTIFICATE/,
    "Error code: SEC_ERROR_EXPIRED_CERTIFICATE",
    { certificate_expired: 0.95 },
  ),
  refuses(
    "Firefox (NSS)",
    /MOZILLA_PKIX_ERROR_NOT_YET_VALID_(?:ISSUER_)?CERTIFICATE/,
    "Error code: MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE",
    { certificate_not_yet_valid: 0.9, clock_wrong: 0.4 },
  ),
  refuses("Firefox (NSS)", /SEC_ERROR_UNKNOWN_ISSUER/, "Error code: SEC_ERROR_UNKNOWN_ISSUER", {
    chain_incomplete: 0.6,
    certificate_unknown: 0.55,
  }),
  refuses(
    "Firefox (NSS)",
    /SEC_ERROR_UNTRUSTED_(?:ISSUER|CERT)|MOZILLA_PKIX_ERROR_(?:SELF_SIGNED_CERT|MITM_DETECTED)/,
    "Error code: MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT",
    { certificate_unknown: 0.95 },
  ),
  refuses(
    "Firefox (NSS)",
    /SEC_ERROR_(?:BAD_SIGNATURE|CA_CERT_INVALID|CERT_NOT_IN_NAME_SPACE|PATH_LEN_CONSTRAINT_INVALID)|MOZILLA_PKIX_ERROR_CA_CERT_USED_AS_END_ENTITY/,
    "Error code: SEC_ERROR_CA_CERT_INVALID",
    { chain_incorrect: 0.85 },
  ),
  refuses(
    "Firefox (NSS)",
    /SEC_ERROR_REVOKED_CERTIFICATE/,
    "Peer's Certificate has been revoked. Error code: SEC_ERROR_REVOKED_CERTIFICATE",
    { certificate_revoked: 0.95 },
  ),
  refuses(
    "Firefox (NSS)",
    /SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED/,
    "The certificate was signed using a signature algorithm that is disabled because it is not secure. Error code: SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED",
    { weak_signature: 0.95 },
  ),
  refuses(
    "Firefox (NSS)",
    /MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE/,
    "Error code: MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE",
    {
      weak_key: 0.95,
    },
  ),
  refuses(
    "Firefox (NSS)",
    /MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING|A required TLS feature is missing/,
    "A required TLS feature is missing. Error code: MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING",
    { ocsp_must_staple_missing: 0.97 },
  ),
  refuses("Firefox (NSS)", /SEC_ERROR_OCSP_[A-Z_]{1,40}/, "Error code: SEC_ERROR_OCSP_OLD_RESPONSE", {
    ocsp_must_staple_missing: 0.8,
  }),
  row(
    "Firefox (NSS)",
    /SSL_ERROR_RX_RECORD_TOO_LONG/,
    "SSL received a record that exceeded the maximum permissible length. Error code: SSL_ERROR_RX_RECORD_TOO_LONG",
    { not_tls: 0.85, starttls_required: 0.2 },
  ),
  row(
    "Firefox (NSS)",
    /PR_END_OF_FILE_ERROR|PR_CONNECT_RESET_ERROR/,
    "Error code: PR_CONNECT_RESET_ERROR",
    CUT,
  ),
];

/** Chrome, Edge, Electron, Android's WebView: net/base/net_error_list.h. */
export const CHROME: readonly ErrorMessage[] = [
  row("Chrome", /ERR_SSL_VERSION_OR_CIPHER_MISMATCH/, "ERR_SSL_VERSION_OR_CIPHER_MISMATCH", {
    protocol_mismatch: 0.6,
    cipher_suite_mismatch: 0.55,
    sni_required: 0.2,
  }),
  refuses("Chrome", /ERR_SSL_OBSOLETE_VERSION/, "NET::ERR_SSL_OBSOLETE_VERSION", { protocol_mismatch: 0.95 }),
  row("Chrome", /ERR_SSL_PROTOCOL_ERROR/, "ERR_SSL_PROTOCOL_ERROR", { not_tls: 0.6, protocol_mismatch: 0.3 }),
  receives(
    "Chrome",
    "unrecognized_name",
    /ERR_SSL_UNRECOGNIZED_NAME_ALERT/,
    "ERR_SSL_UNRECOGNIZED_NAME_ALERT",
  ),
  receives("Chrome", "decrypt_error", /ERR_SSL_DECRYPT_ERROR_ALERT/, "ERR_SSL_DECRYPT_ERROR_ALERT"),
  refuses("Chrome", /ERR_CERT_AUTHORITY_INVALID/, "NET::ERR_CERT_AUTHORITY_INVALID", {
    certificate_unknown: 0.6,
    chain_incomplete: 0.5,
  }),
  refuses("Chrome", /ERR_CERT_DATE_INVALID/, "NET::ERR_CERT_DATE_INVALID", {
    certificate_expired: 0.8,
    certificate_not_yet_valid: 0.3,
    clock_wrong: 0.2,
  }),
  refuses("Chrome", /ERR_CERT_COMMON_NAME_INVALID/, "NET::ERR_CERT_COMMON_NAME_INVALID", {
    host_name_mismatch: 0.95,
  }),
  refuses("Chrome", /ERR_CERT_REVOKED/, "NET::ERR_CERT_REVOKED", { certificate_revoked: 0.95 }),
  refuses("Chrome", /ERR_CERT_WEAK_SIGNATURE_ALGORITHM/, "NET::ERR_CERT_WEAK_SIGNATURE_ALGORITHM", {
    weak_signature: 0.95,
  }),
  refuses("Chrome", /ERR_CERT_WEAK_KEY|ERR_SSL_WEAK_SERVER_EPHEMERAL_DH_KEY/, "NET::ERR_CERT_WEAK_KEY", {
    weak_key: 0.95,
  }),
  refuses("Chrome", /ERR_CERT_INVALID\b|ERR_SSL_SERVER_CERT_BAD_FORMAT/, "NET::ERR_CERT_INVALID", {
    certificate_malformed: 0.5,
    chain_incorrect: 0.4,
  }),
  refuses("Chrome", /ERR_CERT_NAME_CONSTRAINT_VIOLATION/, "NET::ERR_CERT_NAME_CONSTRAINT_VIOLATION", {
    chain_incorrect: 0.9,
  }),
  receives("Chrome", "bad_certificate", /ERR_BAD_SSL_CLIENT_AUTH_CERT/, "ERR_BAD_SSL_CLIENT_AUTH_CERT"),
  row("Chrome", /ERR_SSL_CLIENT_AUTH_CERT_NEEDED/, "ERR_SSL_CLIENT_AUTH_CERT_NEEDED", {
    client_certificate_required: 0.95,
  }),
  row("Chrome", /ERR_CONNECTION_(?:RESET|CLOSED)/, "ERR_CONNECTION_RESET", CUT),
];

/** Safari, iOS and macOS: NSURLError and Secure Transport's numbers (CFNetworkErrors.h, SecureTransport.h). */
export const APPLE: readonly ErrorMessage[] = [
  row(
    "Apple (NSURLError)",
    /NSURLErrorDomain Code=-1200\b|An SSL error has occurred and a secure connection to the server cannot be made/,
    'Error Domain=NSURLErrorDomain Code=-1200 "An SSL error has occurred and a secure connection to the server cannot be made."',
    { protocol_mismatch: 0.5, cipher_suite_mismatch: 0.35, weak_signature: 0.2, weak_key: 0.2 },
  ),
  refuses("Apple (NSURLError)", /NSURLErrorDomain Code=-1201\b/, "Error Domain=NSURLErrorDomain Code=-1201", {
    certificate_expired: 0.85,
    certificate_not_yet_valid: 0.2,
  }),
  refuses(
    "Apple (NSURLError)",
    /NSURLErrorDomain Code=-1202\b|The certificate for this server is invalid/,
    'Error Domain=NSURLErrorDomain Code=-1202 "The certificate for this server is invalid. You might be connecting to a server that is pretending to be “api.example.com” which could put your confidential information at risk."',
    { certificate_unknown: 0.5, host_name_mismatch: 0.4, chain_incomplete: 0.35, certificate_expired: 0.2 },
  ),
  refuses("Apple (NSURLError)", /NSURLErrorDomain Code=-1203\b/, "Error Domain=NSURLErrorDomain Code=-1203", {
    certificate_unknown: 0.8,
    chain_incomplete: 0.4,
  }),
  refuses("Apple (NSURLError)", /NSURLErrorDomain Code=-1204\b/, "Error Domain=NSURLErrorDomain Code=-1204", {
    certificate_not_yet_valid: 0.9,
    clock_wrong: 0.3,
  }),
  row("Apple (NSURLError)", /NSURLErrorDomain Code=-1205\b/, "Error Domain=NSURLErrorDomain Code=-1205", {
    client_certificate_rejected: 0.95,
  }),
  row("Apple (NSURLError)", /NSURLErrorDomain Code=-1206\b/, "Error Domain=NSURLErrorDomain Code=-1206", {
    client_certificate_required: 0.95,
  }),
  receives(
    "Apple (Secure Transport)",
    "handshake_failure",
    /SSLHandshake failed \(-9824\)/,
    "CFNetwork SSLHandshake failed (-9824)",
  ),
  row("Apple (Secure Transport)", /SSLHandshake failed \(-9836\)/, "CFNetwork SSLHandshake failed (-9836)", {
    protocol_mismatch: 0.95,
  }),
  refuses(
    "Apple (Secure Transport)",
    /SSLHandshake failed \(-98(?:07|12|13)\)/,
    "CFNetwork SSLHandshake failed (-9813)",
    {
      certificate_unknown: 0.6,
      chain_incomplete: 0.5,
    },
  ),
  refuses(
    "Apple (Secure Transport)",
    /SSLHandshake failed \(-9843\)/,
    "CFNetwork SSLHandshake failed (-9843)",
    {
      host_name_mismatch: 0.95,
    },
  ),
  row(
    "Apple (Secure Transport)",
    /SSLHandshake failed \(-98(?:05|06)\)/,
    "CFNetwork SSLHandshake failed (-9806)",
    CUT,
  ),
  row(
    "Safari",
    /Safari can[’']t establish a secure connection to the server/,
    "Safari can’t establish a secure connection to the server “api.example.com”.",
    { protocol_mismatch: 0.5, cipher_suite_mismatch: 0.35, not_tls: 0.3 },
  ),
];
