import type { ErrorMessage } from "./error-message.ts";
import { NO_ISSUER, receives, refuses, row } from "./error-message.ts";

const FROM = "Go";

/** crypto/tls and crypto/x509: kubectl, Docker, Terraform, Prometheus, Traefik, Caddy and all that Kubernetes is made of. */
export const GO: readonly ErrorMessage[] = [
  receives(
    FROM,
    "handshake_failure",
    /remote error: tls: handshake failure/i,
    "remote error: tls: handshake failure",
  ),
  receives(
    FROM,
    "protocol_version",
    /remote error: tls: protocol version not supported/i,
    "remote error: tls: protocol version not supported",
  ),
  receives(
    FROM,
    "insufficient_security",
    /remote error: tls: insufficient security level/i,
    "remote error: tls: insufficient security level",
  ),
  receives(
    FROM,
    "unexpected_message",
    /remote error: tls: unexpected message/i,
    "remote error: tls: unexpected message",
  ),
  receives(
    FROM,
    "illegal_parameter",
    /remote error: tls: illegal parameter/i,
    "remote error: tls: illegal parameter",
  ),
  receives(
    FROM,
    "decode_error",
    /remote error: tls: error decoding message/i,
    "remote error: tls: error decoding message",
  ),
  receives(
    FROM,
    "record_overflow",
    /remote error: tls: record overflow/i,
    "remote error: tls: record overflow",
  ),
  receives(
    FROM,
    "missing_extension",
    /remote error: tls: missing extension/i,
    "remote error: tls: missing extension",
  ),
  receives(
    FROM,
    "unsupported_extension",
    /remote error: tls: unsupported extension/i,
    "remote error: tls: unsupported extension",
  ),
  receives(
    FROM,
    "inappropriate_fallback",
    /remote error: tls: inappropriate fallback/i,
    "remote error: tls: inappropriate fallback",
  ),
  receives(
    FROM,
    "no_application_protocol",
    /remote error: tls: no application protocol/i,
    "remote error: tls: no application protocol",
  ),
  receives(
    FROM,
    "unrecognized_name",
    /remote error: tls: unrecognized name/i,
    "remote error: tls: unrecognized name",
  ),
  receives(FROM, "internal_error", /remote error: tls: internal error/i, "remote error: tls: internal error"),
  receives(
    FROM,
    "decrypt_error",
    /remote error: tls: error decrypting message/i,
    "remote error: tls: error decrypting message",
  ),
  receives(
    FROM,
    "bad_certificate",
    /remote error: tls: bad certificate(?! status)/i,
    "http: TLS handshake error from 10.0.0.7:53210: remote error: tls: bad certificate",
  ),
  receives(
    FROM,
    "bad_certificate_status_response",
    /remote error: tls: bad certificate status response/i,
    "remote error: tls: bad certificate status response",
  ),
  receives(
    FROM,
    "unsupported_certificate",
    /remote error: tls: unsupported certificate/i,
    "remote error: tls: unsupported certificate",
  ),
  receives(
    FROM,
    "certificate_revoked",
    /remote error: tls: revoked certificate/i,
    "remote error: tls: revoked certificate",
  ),
  receives(
    FROM,
    "certificate_expired",
    /remote error: tls: expired certificate/i,
    "remote error: tls: expired certificate",
  ),
  receives(
    FROM,
    "certificate_unknown",
    /remote error: tls: unknown certificate(?! authority)/i,
    "remote error: tls: unknown certificate",
  ),
  receives(
    FROM,
    "unknown_ca",
    /remote error: tls: unknown certificate authority/i,
    "remote error: tls: unknown certificate authority",
  ),
  receives(FROM, "access_denied", /remote error: tls: access denied/i, "remote error: tls: access denied"),
  receives(
    FROM,
    "certificate_required",
    /remote error: tls: certificate required/i,
    "remote error: tls: certificate required",
  ),

  // Versions, cipher suites, signature algorithms, ALPN.
  refuses(
    FROM,
    /tls: (?:client offered only unsupported versions|server selected unsupported protocol version|no supported versions satisfy|unsupported SSLv2 handshake)/i,
    "http: TLS handshake error from 10.0.0.7:53210: tls: client offered only unsupported versions: [302 301]",
    { protocol_mismatch: 0.95 },
  ),
  refuses(
    FROM,
    /tls: no cipher suite supported by both client and server/i,
    "tls: no cipher suite supported by both client and server",
    { cipher_suite_mismatch: 0.95 },
  ),
  refuses(
    FROM,
    /tls: server chose an unconfigured cipher suite/i,
    "tls: server chose an unconfigured cipher suite",
    { cipher_suite_mismatch: 0.8, version_intolerant: 0.3 },
  ),
  refuses(
    FROM,
    /tls: (?:no key exchanges? supported by both client and server|server selected unsupported (?:curve|group))/i,
    "tls: server selected unsupported curve",
    { group_mismatch: 0.95 },
  ),
  refuses(
    FROM,
    /tls: peer doesn't support any of the certificate's signature algorithms/i,
    "tls: peer doesn't support any of the certificate's signature algorithms",
    { signature_algorithm_mismatch: 0.95 },
  ),
  refuses(
    FROM,
    /tls: client requested unsupported application protocols|tls: server selected unadvertised ALPN protocol/i,
    "tls: client requested unsupported application protocols ([http/1.0])",
    { alpn_mismatch: 0.95 },
  ),

  // The certificate.
  refuses(
    "Go, kubectl",
    /Unable to connect to the server: (?:tls: failed to verify certificate: )?x509: certificate signed by unknown authority/i,
    'Unable to connect to the server: x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "kubernetes")',
    { certificate_unknown: 0.9, chain_incomplete: 0.2 },
  ),
  refuses(
    FROM,
    /x509: certificate signed by unknown authority/i,
    "tls: failed to verify certificate: x509: certificate signed by unknown authority",
    NO_ISSUER,
  ),
  refuses(
    "Go on macOS",
    /x509: [“"][^\n]{1,200}[”"] certificate is not trusted/i,
    "x509: “api.example.com” certificate is not trusted",
    { certificate_unknown: 0.8, chain_incomplete: 0.4 },
  ),
  refuses(
    FROM,
    /x509: certificate has expired or is not yet valid: current time [^\s]{1,40} is before/i,
    "x509: certificate has expired or is not yet valid: current time 2026-11-21T10:00:00Z is before 2026-11-28T00:00:00Z",
    { certificate_not_yet_valid: 0.95, clock_wrong: 0.3 },
  ),
  refuses(
    FROM,
    /x509: certificate has expired or is not yet valid: current time [^\s]{1,40} is after/i,
    "Unable to connect to the server: x509: certificate has expired or is not yet valid: current time 2026-11-21T10:00:00Z is after 2026-11-20T00:00:00Z",
    { certificate_expired: 0.97 },
  ),
  refuses(
    "Go before 1.14",
    /x509: certificate has expired or is not yet valid/i,
    "x509: certificate has expired or is not yet valid",
    { certificate_expired: 0.7, certificate_not_yet_valid: 0.3 },
  ),
  refuses(
    FROM,
    /x509: certificate is (?:valid for|not valid for any names)|x509: cannot validate certificate for [^\s]{1,60} because it doesn't contain any IP SANs|x509: certificate relies on legacy Common Name field/i,
    "x509: certificate is valid for a.example.com, not api.example.com",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    FROM,
    /x509: cannot verify signature: insecure algorithm/i,
    "x509: cannot verify signature: insecure algorithm SHA1-RSA",
    { weak_signature: 0.95 },
  ),
  refuses(
    FROM,
    /x509: (?:invalid signature: parent certificate cannot sign|issuer name does not match subject|too many intermediates|a root or intermediate certificate is not authorized)/i,
    "x509: issuer name does not match subject from issuing certificate",
    { chain_incorrect: 0.9 },
  ),
  refuses(FROM, /x509: (?:malformed |negative serial number)/i, "x509: negative serial number", {
    certificate_malformed: 0.85,
  }),
  refuses(
    FROM,
    /tls: invalid signature by the (?:server|client) certificate/i,
    "tls: invalid signature by the server certificate: crypto/rsa: verification error",
    { key_mismatch: 0.8 },
  ),

  // Client certificates.
  refuses(FROM, /tls: client didn't provide a certificate/i, "tls: client didn't provide a certificate", {
    client_certificate_required: 0.95,
  }),
  refuses(
    FROM,
    /tls: failed to verify client(?:'s)? certificate/i,
    "tls: failed to verify client certificate: x509: certificate signed by unknown authority",
    { client_certificate_rejected: 0.95 },
  ),

  // Not TLS.
  row(
    FROM,
    /first record does not look like a TLS handshake|oversized record received with length/i,
    "tls: first record does not look like a TLS handshake",
    { not_tls: 0.9, starttls_required: 0.2 },
  ),
  row(
    FROM,
    /server gave HTTP response to HTTPS client|client sent an HTTP request to an HTTPS server/i,
    "http: server gave HTTP response to HTTPS client",
    { not_tls: 0.95 },
  ),
  row(FROM, /TLS handshake timeout/i, "net/http: TLS handshake timeout", { timeout: 0.9 }),

  // Files and keys: `kubectl create secret tls` among others.
  row(
    "Go, kubectl",
    /tls: failed to find (?:any PEM data|"?CERTIFICATE"? PEM block|PEM block with type)|tls: failed to parse (?:certificate|private key)/i,
    "error: tls: failed to find any PEM data in certificate input",
    { certificate_malformed: 0.95 },
  ),
  row(
    "Go, kubectl",
    /tls: private key (?:type )?does not match public key(?: type)?/i,
    "error: tls: private key does not match public key",
    { key_mismatch: 0.97 },
  ),
];
