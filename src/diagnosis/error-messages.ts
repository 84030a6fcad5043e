import type { FindingKind } from "./finding.ts";

/** What a message may mean: what checks find, and what only a message or a person shows. */
export type Cause = FindingKind | "ingress_secret_missing";

/** One message of one program, as it prints it. */
export interface ErrorMessage {
  readonly from: string;
  readonly pattern: RegExp;
  /** Likely causes, each with how likely it is when nothing else is known, 0 to 1. */
  readonly causes: Readonly<Partial<Record<Cause, number>>>;
  readonly example: string;
}

const row = (
  from: string,
  pattern: RegExp,
  example: string,
  causes: ErrorMessage["causes"],
): ErrorMessage => ({ from, pattern, causes, example });

/** The alert alone says that nothing fits, not what: suites first, then what a server may miss. */
const HANDSHAKE_FAILURE = {
  cipher_suite_mismatch: 0.5,
  sni_required: 0.3,
  protocol_mismatch: 0.25,
  client_certificate_required: 0.25,
};
const NO_ISSUER = { chain_incomplete: 0.6, certificate_unknown: 0.5 };
const CUT = { connection_reset: 0.5, ingress_secret_missing: 0.3, protocol_mismatch: 0.2, sni_required: 0.2 };

/** Patterns are linear: no quantifier stands in another. */
export const ERROR_MESSAGES: readonly ErrorMessage[] = [
  // Alerts, as RFC 8446 section 6 and RFC 5246 section 7.2 name them; TLS libraries spell them in their own ways.
  row(
    "Java (JSSE)",
    /Received fatal alert: handshake_failure/i,
    "Received fatal alert: handshake_failure",
    HANDSHAKE_FAILURE,
  ),
  row(
    "OpenSSL, LibreSSL",
    /alert handshake failure/i,
    "9362:error:14077410:SSL routines:SSL23_GET_SERVER_HELLO:sslv3 alert handshake failure:/s23_clnt.c:593",
    HANDSHAKE_FAILURE,
  ),
  row(
    "BoringSSL, Envoy",
    /SSLV3_ALERT_HANDSHAKE_FAILURE/,
    "TLS error: 268436496:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE",
    HANDSHAKE_FAILURE,
  ),
  row(
    "Go",
    /remote error: tls: handshake failure/i,
    "remote error: tls: handshake failure",
    HANDSHAKE_FAILURE,
  ),
  row(
    "GnuTLS",
    /A TLS fatal alert has been received/i,
    "*** Fatal error: A TLS fatal alert has been received.",
    HANDSHAKE_FAILURE,
  ),
  row(
    "Wireshark",
    /Alert \(Level: Fatal, Description: Handshake Failure/i,
    "Alert (Level: Fatal, Description: Handshake Failure)",
    HANDSHAKE_FAILURE,
  ),
  row(
    "NSS",
    /SSL_ERROR_HANDSHAKE_FAILURE_ALERT/,
    "Error code: SSL_ERROR_HANDSHAKE_FAILURE_ALERT",
    HANDSHAKE_FAILURE,
  ),

  // Versions.
  row(
    "Java (JSSE)",
    /Received fatal alert: protocol_version/i,
    "javax.net.ssl.SSLException: Received fatal alert: protocol_version",
    { protocol_mismatch: 0.95 },
  ),
  row(
    "OpenSSL, LibreSSL",
    /alert protocol version|TLSV1_ALERT_PROTOCOL_VERSION/i,
    "error:1409442E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version",
    { protocol_mismatch: 0.95 },
  ),
  row(
    "OpenSSL",
    /unsupported protocol|UNSUPPORTED_PROTOCOL|wrong ssl version/i,
    "error:0A000102:SSL routines::unsupported protocol",
    { protocol_mismatch: 0.9 },
  ),
  row(
    "Go",
    /tls: protocol version not supported|no supported versions satisfy/i,
    "remote error: tls: protocol version not supported",
    { protocol_mismatch: 0.95 },
  ),
  row(
    "Java (JSSE)",
    /The server selected protocol version|No appropriate protocol/i,
    "javax.net.ssl.SSLHandshakeException: No appropriate protocol (protocol is disabled or cipher suites are inappropriate)",
    { protocol_mismatch: 0.8, cipher_suite_mismatch: 0.4 },
  ),
  row(
    "Wireshark",
    /Alert \(Level: Fatal, Description: Close Notify/i,
    "Alert (Level: Fatal, Description: Close Notify)",
    { protocol_mismatch: 0.8 },
  ),
  row("browsers", /ERR_SSL_VERSION_OR_CIPHER_MISMATCH/, "ERR_SSL_VERSION_OR_CIPHER_MISMATCH", {
    protocol_mismatch: 0.6,
    cipher_suite_mismatch: 0.55,
  }),
  row("NSS", /SSL_ERROR_UNSUPPORTED_VERSION/, "SSL_ERROR_UNSUPPORTED_VERSION", { protocol_mismatch: 0.95 }),
  row(
    "SChannel (.NET)",
    /The client and server cannot communicate, because they do not possess a common algorithm/i,
    "The client and server cannot communicate, because they do not possess a common algorithm",
    { protocol_mismatch: 0.6, cipher_suite_mismatch: 0.5 },
  ),
  row("OpenSSL", /inappropriate fallback/i, "tlsv1 alert inappropriate fallback", {
    version_intolerant: 0.8,
  }),

  // Cipher suites, groups, signature algorithms, ALPN.
  row(
    "OpenSSL, nginx",
    /no shared cipher/i,
    "SSL_do_handshake() failed (SSL: error:0A0000C1:SSL routines::no shared cipher)",
    { cipher_suite_mismatch: 0.95 },
  ),
  row(
    "Java (JSSE)",
    /no cipher suites in common/i,
    "javax.net.ssl.SSLHandshakeException: no cipher suites in common",
    { cipher_suite_mismatch: 0.9, key_mismatch: 0.2 },
  ),
  row(
    "Go",
    /no cipher suite supported by both client and server/i,
    "tls: no cipher suite supported by both client and server",
    { cipher_suite_mismatch: 0.95 },
  ),
  row("NSS", /SSL_ERROR_NO_CYPHER_OVERLAP/, "SSL_ERROR_NO_CYPHER_OVERLAP", { cipher_suite_mismatch: 0.9 }),
  row("OpenSSL", /insufficient security/i, "tlsv1 alert insufficient security", {
    cipher_suite_mismatch: 0.9,
  }),
  row(
    "OpenSSL",
    /no suitable key share|no shared group/i,
    "error:0A000065:SSL routines::no suitable key share",
    { group_mismatch: 0.95 },
  ),
  row(
    "OpenSSL",
    /no shared signature alg|no suitable signature algorithm|wrong signature type/i,
    "error:0A000118:SSL routines::no suitable signature algorithm",
    { signature_algorithm_mismatch: 0.9 },
  ),
  row(
    "Go",
    /tls: peer doesn't support any of the certificate's signature algorithms/i,
    "tls: peer doesn't support any of the certificate's signature algorithms",
    { signature_algorithm_mismatch: 0.95 },
  ),
  row("OpenSSL, Go", /no application protocol/i, "tlsv1 alert no application protocol", {
    alpn_mismatch: 0.95,
  }),
  row("OpenSSL", /dh key too small/i, "error:0A00018A:SSL routines::dh key too small", { weak_key: 0.9 }),
  row("OpenSSL", /ee key too small|ca key too small/i, "error:0A00018F:SSL routines::ee key too small", {
    weak_key: 0.95,
  }),
  row(
    "OpenSSL",
    /(?:ca|ee) md too weak|digest algorithm too weak/i,
    "error:0A00018E:SSL routines::ca md too weak",
    { weak_signature: 0.95 },
  ),
  row(
    "Go",
    /x509: cannot verify signature: insecure algorithm/i,
    "x509: cannot verify signature: insecure algorithm SHA1-RSA",
    { weak_signature: 0.95 },
  ),

  // Names.
  row(
    "Java (JSSE)",
    /No subject alternative (?:DNS )?names? (?:matching|present)|No name matching/i,
    "java.security.cert.CertificateException: No subject alternative DNS name matching api.example.com found.",
    { host_name_mismatch: 0.95 },
  ),
  row(
    "curl",
    /no alternative certificate subject name matches|SSL: certificate subject name .{0,200} does not match/i,
    "curl: (60) SSL: no alternative certificate subject name matches target host name 'api.example.com'",
    { host_name_mismatch: 0.95 },
  ),
  row(
    "Go",
    /x509: certificate is (?:valid for|not valid for any names)/i,
    "x509: certificate is valid for a.example.com, not api.example.com",
    { host_name_mismatch: 0.95 },
  ),
  row(
    "Node",
    /ERR_TLS_CERT_ALTNAME_INVALID|Hostname\/IP does not match certificate's altnames/,
    "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames",
    { host_name_mismatch: 0.95 },
  ),
  row(
    "Python",
    /Hostname mismatch, certificate is not valid for|doesn't match either of/i,
    "ssl.SSLCertVerificationError: certificate verify failed: Hostname mismatch, certificate is not valid for 'api.example.com'.",
    { host_name_mismatch: 0.95 },
  ),
  row(
    "browsers",
    /ERR_CERT_COMMON_NAME_INVALID|SSL_ERROR_BAD_CERT_DOMAIN/,
    "NET::ERR_CERT_COMMON_NAME_INVALID",
    { host_name_mismatch: 0.95 },
  ),
  row(
    "SChannel (.NET)",
    /RemoteCertificateNameMismatch/,
    "The remote certificate is invalid: RemoteCertificateNameMismatch",
    { host_name_mismatch: 0.95 },
  ),
  row("OpenSSL, Go", /unrecognized.name/i, "tlsv1 unrecognized name", {
    sni_required: 0.5,
    host_name_mismatch: 0.5,
  }),

  // Dates.
  row(
    "OpenSSL, curl, Python",
    /certificate has expired/i,
    "curl: (60) SSL certificate problem: certificate has expired",
    { certificate_expired: 0.95 },
  ),
  row(
    "alerts",
    /alert certificate expired|alert: certificate_expired|Description: Certificate Expired|ALERT_CERTIFICATE_EXPIRED/i,
    "sslv3 alert certificate expired",
    { certificate_expired: 0.9 },
  ),
  row(
    "Java (JSSE)",
    /NotAfter: |CertificateExpiredException/,
    "java.security.cert.CertificateExpiredException: NotAfter: Sat Nov 21 00:00:00 UTC 2026",
    { certificate_expired: 0.95 },
  ),
  row(
    "Go",
    /x509: certificate has expired or is not yet valid/i,
    "x509: certificate has expired or is not yet valid: current time 2026-11-21 is after 2026-11-20",
    { certificate_expired: 0.7, certificate_not_yet_valid: 0.3 },
  ),
  row("Node", /CERT_HAS_EXPIRED/, "Error: certificate has expired code: 'CERT_HAS_EXPIRED'", {
    certificate_expired: 0.95,
  }),
  row("browsers", /ERR_CERT_DATE_INVALID|SEC_ERROR_EXPIRED_CERTIFICATE/, "NET::ERR_CERT_DATE_INVALID", {
    certificate_expired: 0.8,
    certificate_not_yet_valid: 0.3,
  }),
  row(
    "OpenSSL",
    /certificate is not yet valid|CERT_NOT_YET_VALID|CertificateNotYetValidException/i,
    "SSL certificate problem: certificate is not yet valid",
    { certificate_not_yet_valid: 0.95 },
  ),

  // Trust and chain.
  row(
    "curl",
    /SSL certificate problem: Invalid certificate chain/i,
    "curl: (60) SSL certificate problem: Invalid certificate chain",
    { chain_incomplete: 0.6, chain_incorrect: 0.5, certificate_unknown: 0.4 },
  ),
  row(
    "OpenSSL, curl, Python",
    /unable to get (?:local )?issuer certificate/i,
    "curl: (60) SSL certificate problem: unable to get local issuer certificate",
    NO_ISSUER,
  ),
  row(
    "OpenSSL, Node",
    /unable to verify the first certificate|UNABLE_TO_VERIFY_LEAF_SIGNATURE/i,
    "Error: unable to verify the first certificate",
    { chain_incomplete: 0.8, certificate_unknown: 0.3 },
  ),
  row(
    "Java (JSSE)",
    /PKIX path building failed|unable to find valid certification path/i,
    "sun.security.validator.ValidatorException: PKIX path building failed: unable to find valid certification path to requested target",
    NO_ISSUER,
  ),
  row(
    "Java (JSSE)",
    /PKIX path validation failed|signature check failed/i,
    "PKIX path validation failed: java.security.cert.CertPathValidatorException: signature check failed",
    { chain_incorrect: 0.8 },
  ),
  row(
    "Go",
    /x509: certificate signed by unknown authority/i,
    "x509: certificate signed by unknown authority",
    NO_ISSUER,
  ),
  row(
    "OpenSSL, curl",
    /self.signed certificate in certificate chain|SELF_SIGNED_CERT_IN_CHAIN/i,
    "SSL certificate problem: self signed certificate in certificate chain",
    { certificate_unknown: 0.95 },
  ),
  row(
    "OpenSSL, curl, Node",
    /self.signed certificate|DEPTH_ZERO_SELF_SIGNED_CERT/i,
    "Error: self signed certificate; code: 'DEPTH_ZERO_SELF_SIGNED_CERT'",
    { certificate_unknown: 0.9 },
  ),
  row("browsers", /ERR_CERT_AUTHORITY_INVALID|SEC_ERROR_UNKNOWN_ISSUER/, "NET::ERR_CERT_AUTHORITY_INVALID", {
    certificate_unknown: 0.6,
    chain_incomplete: 0.5,
  }),
  row(
    "SChannel (.NET)",
    /RemoteCertificateChainErrors|PartialChain/,
    "The remote certificate is invalid because of errors in the certificate chain: PartialChain",
    { chain_incomplete: 0.7, certificate_unknown: 0.4 },
  ),
  row("GnuTLS", /The certificate issuer is unknown/i, "The certificate issuer is unknown.", NO_ISSUER),
  row("alerts", /unknown.ca\b|Description: Unknown CA/i, "tlsv1 alert unknown ca", {
    certificate_unknown: 0.7,
    client_certificate_rejected: 0.5,
    chain_incomplete: 0.3,
  }),
  row("alerts", /certificate.unknown\b/i, "Received fatal alert: certificate_unknown", {
    certificate_unknown: 0.8,
    chain_incomplete: 0.3,
  }),
  row(
    "OpenSSL",
    /certificate revoked|CERT_REVOKED|certificate_revoked/i,
    "SSL certificate problem: certificate revoked",
    { certificate_revoked: 0.95 },
  ),
  row(
    "browsers",
    /SEC_ERROR_REVOKED_CERTIFICATE/,
    "Peer's Certificate has been revoked. Error code: SEC_ERROR_REVOKED_CERTIFICATE",
    { certificate_revoked: 0.95 },
  ),

  // OCSP stapling.
  row(
    "browsers",
    /MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING|A required TLS feature is missing/,
    "A required TLS feature is missing. Error code: MOZILLA_PKIX_ERROR_REQUIRED_TLS_FEATURE_MISSING",
    { ocsp_must_staple_missing: 0.97 },
  ),
  row("NSS", /SEC_ERROR_OCSP_[A-Z_]{1,40}/, "Error code: SEC_ERROR_OCSP_OLD_RESPONSE", {
    ocsp_must_staple_missing: 0.8,
  }),
  row(
    "curl",
    /No OCSP response received|Invalid OCSP response|OCSP response has expired|certificate status verification FAILED/i,
    "curl: (91) No OCSP response received",
    { ocsp_must_staple_missing: 0.9 },
  ),
  row(
    "alerts",
    /bad.certificate.status.response/i,
    "error:0A000459:SSL routines::tlsv1 bad certificate status response",
    {
      ocsp_must_staple_missing: 0.9,
    },
  ),

  // Client certificates.
  row("alerts", /certificate.required\b/i, "tlsv13 alert certificate required", {
    client_certificate_required: 0.95,
  }),
  row("nginx", /No required SSL certificate was sent/i, "400 No required SSL certificate was sent", {
    client_certificate_required: 0.95,
  }),
  row(
    "nginx",
    /The SSL certificate error|client SSL certificate verify error/i,
    "400 The SSL certificate error",
    { client_certificate_rejected: 0.9 },
  ),
  row("OpenSSL", /peer did not return a certificate/i, "SSL routines::peer did not return a certificate", {
    client_certificate_required: 0.95,
  }),
  row("Go", /tls: client didn't provide a certificate/i, "tls: client didn't provide a certificate", {
    client_certificate_required: 0.95,
  }),
  row(
    "alerts",
    /alert bad certificate|alert: bad_certificate|remote error: tls: bad certificate/i,
    "sslv3 alert bad certificate",
    { client_certificate_rejected: 0.6, client_certificate_required: 0.5 },
  ),

  // Not TLS, and no connection.
  row("OpenSSL, curl", /wrong version number/i, "error:0A00010B:SSL routines::wrong version number", {
    not_tls: 0.8,
    starttls_required: 0.3,
  }),
  row(
    "LibreSSL, OpenSSL",
    /unknown protocol|http request|packet length too long/i,
    "SSL routines:ST_CONNECT:unknown protocol",
    { not_tls: 0.7, starttls_required: 0.3 },
  ),
  row(
    "Java (JSSE)",
    /Unrecognized SSL message, plaintext connection|Unsupported or unrecognized SSL message/i,
    "javax.net.ssl.SSLException: Unsupported or unrecognized SSL message",
    { not_tls: 0.9 },
  ),
  row(
    "Go",
    /first record does not look like a TLS handshake|server gave HTTP response to HTTPS client/i,
    "tls: first record does not look like a TLS handshake",
    { not_tls: 0.9 },
  ),
  row(
    "nginx",
    /plain HTTP request was sent to HTTPS port/i,
    "400 The plain HTTP request was sent to HTTPS port",
    { not_tls: 0.9 },
  ),
  row("browsers", /ERR_SSL_PROTOCOL_ERROR|SSL_ERROR_RX_RECORD_TOO_LONG/, "SSL_ERROR_RX_RECORD_TOO_LONG", {
    not_tls: 0.7,
    protocol_mismatch: 0.2,
  }),
  row(
    "curl",
    /SSL_ERROR_SYSCALL/,
    "curl: (35) LibreSSL SSL_connect: SSL_ERROR_SYSCALL in connection to example.apis.com:443",
    CUT,
  ),
  row(
    "all",
    /connection reset|ECONNRESET|ERR_CONNECTION_RESET/i,
    "curl: (35) Recv failure: Connection reset by peer",
    CUT,
  ),
  row(
    "Java (JSSE)",
    /Remote host (?:closed connection|terminated the handshake)/i,
    "javax.net.ssl.SSLHandshakeException: Remote host closed connection during handshake",
    { connection_reset: 0.5, protocol_mismatch: 0.4 },
  ),
  row(
    "all",
    /connection refused|ECONNREFUSED|ERR_CONNECTION_REFUSED/i,
    "curl: (7) Failed to connect to api.example.com port 443: Connection refused",
    { connection_refused: 0.95 },
  ),
  row(
    "all",
    /timed? ?out\b|ETIMEDOUT|i\/o timeout|deadline exceeded/i,
    "curl: (28) Connection timed out after 5001 milliseconds",
    { timeout: 0.9 },
  ),
  row(
    "all",
    /could not resolve host|ENOTFOUND|EAI_AGAIN|no such host|UnknownHostException|Name or service not known|ERR_NAME_NOT_RESOLVED/i,
    "curl: (6) Could not resolve host: api.example.com",
    { name_not_resolved: 0.95 },
  ),

  // Files, keys and Apigee hybrid.
  row(
    "apigee-watcher, kubectl",
    /failed to get secret|secrets? "[^"\n]{1,253}" not found/i,
    'NOT_FOUND: failed to get secret "PROJECT-ENV_GROUP" in namespace "apigee": secrets "PROJECT-ENV_GROUP" not found',
    { ingress_secret_missing: 0.95 },
  ),
  row(
    "OpenSSL",
    /unable to load certificate|sequence not constructed|bad end line|no start line|PEM_read_bio.{0,40}bad base64 decode/i,
    "unable to load certificate 136613728412992:error:0D078095:asn1 encoding routines:asn1_item_embed_d2i:sequence not constructed",
    { certificate_malformed: 0.9 },
  ),
  row(
    "OpenSSL",
    /error loading certificates|CRYPTO_internal:bad end line/i,
    "8360934016:error:09FFF066:PEM routines:CRYPTO_internal:bad end line",
    { certificate_malformed: 0.95 },
  ),
  row(
    "OpenSSL",
    /unable to load Private Key/i,
    "unable to load Private Key 133504499987776:error:09091064:PEM routines:PEM_read_bio_ex:bad base64 decode",
    { certificate_malformed: 0.9 },
  ),
  row(
    "OpenSSL, nginx",
    /key values mismatch|KEY_VALUES_MISMATCH/i,
    "x509 certificate routines:X509_check_private_key:key values mismatch",
    { key_mismatch: 0.97 },
  ),
  row("Go", /tls: private key does not match public key/i, "tls: private key does not match public key", {
    key_mismatch: 0.97,
  }),
];
