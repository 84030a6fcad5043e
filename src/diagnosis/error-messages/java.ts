import type { ErrorMessage } from "./error-message.ts";
import { NO_ISSUER, receives, refuses, row } from "./error-message.ts";

const FROM = "Java (JSSE)";

/** JSSE (sun.security.ssl, sun.security.validator, java.security.cert), Apache HttpClient, OkHttp, and the vendor's Message Processor. */
export const JAVA: readonly ErrorMessage[] = [
  receives(
    FROM,
    "handshake_failure",
    /Received fatal alert: handshake_failure/i,
    "javax.net.ssl.SSLHandshakeException: Received fatal alert: handshake_failure",
  ),
  receives(
    FROM,
    "protocol_version",
    /Received fatal alert: protocol_version/i,
    "javax.net.ssl.SSLException: Received fatal alert: protocol_version",
  ),
  receives(
    FROM,
    "insufficient_security",
    /Received fatal alert: insufficient_security/i,
    "javax.net.ssl.SSLHandshakeException: Received fatal alert: insufficient_security",
  ),
  receives(
    FROM,
    "unexpected_message",
    /Received fatal alert: unexpected_message/i,
    "javax.net.ssl.SSLException: Received fatal alert: unexpected_message",
  ),
  receives(
    FROM,
    "illegal_parameter",
    /Received fatal alert: illegal_parameter/i,
    "javax.net.ssl.SSLException: Received fatal alert: illegal_parameter",
  ),
  receives(
    FROM,
    "decode_error",
    /Received fatal alert: decode_error/i,
    "javax.net.ssl.SSLProtocolException: Received fatal alert: decode_error",
  ),
  receives(
    FROM,
    "record_overflow",
    /Received fatal alert: record_overflow/i,
    "javax.net.ssl.SSLException: Received fatal alert: record_overflow",
  ),
  receives(
    FROM,
    "unsupported_extension",
    /Received fatal alert: unsupported_extension/i,
    "javax.net.ssl.SSLProtocolException: Received fatal alert: unsupported_extension",
  ),
  receives(
    FROM,
    "missing_extension",
    /Received fatal alert: missing_extension/i,
    "javax.net.ssl.SSLHandshakeException: Received fatal alert: missing_extension",
  ),
  receives(
    FROM,
    "internal_error",
    /Received fatal alert: internal_error/i,
    "javax.net.ssl.SSLException: Received fatal alert: internal_error",
  ),
  receives(
    FROM,
    "decrypt_error",
    /Received fatal alert: decrypt_error/i,
    "javax.net.ssl.SSLHandshakeException: Received fatal alert: decrypt_error",
  ),
  receives(
    FROM,
    "unrecognized_name",
    /(?:Received fatal alert|handshake alert): {1,2}unrecognized_name/i,
    "javax.net.ssl.SSLProtocolException: handshake alert:  unrecognized_name",
  ),
  receives(
    FROM,
    "no_application_protocol",
    /Received fatal alert: no_application_protocol/i,
    "javax.net.ssl.SSLHandshakeException: Received fatal alert: no_application_protocol",
  ),
  receives(
    FROM,
    "bad_certificate",
    /Received fatal alert: bad_certificate\b/i,
    "javax.net.ssl.SSLHandshakeException: Received fatal alert: bad_certificate",
  ),
  receives(
    FROM,
    "unsupported_certificate",
    /Received fatal alert: unsupported_certificate/i,
    "javax.net.ssl.SSLHandshakeException: Received fatal alert: unsupported_certificate",
  ),
  receives(
    FROM,
    "certificate_revoked",
    /Received fatal alert: certificate_revoked/i,
    "javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_revoked",
  ),
  receives(
    FROM,
    "certificate_expired",
    /Received fatal alert: certificate_expired/i,
    "javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_expired",
  ),
  receives(
    FROM,
    "certificate_unknown",
    /Received fatal alert: certificate_unknown/i,
    "javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_unknown",
  ),
  receives(
    FROM,
    "unknown_ca",
    /Received fatal alert: unknown_ca/i,
    "javax.net.ssl.SSLHandshakeException: Received fatal alert: unknown_ca",
  ),
  receives(
    FROM,
    "access_denied",
    /Received fatal alert: access_denied/i,
    "javax.net.ssl.SSLHandshakeException: Received fatal alert: access_denied",
  ),
  receives(
    FROM,
    "certificate_required",
    /Received fatal alert: certificate_required/i,
    "javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_required",
  ),
  receives(
    FROM,
    "close_notify",
    /Received close_notify during handshake/i,
    "javax.net.ssl.SSLException: Received close_notify during handshake",
  ),

  // Versions, cipher suites, groups.
  refuses(
    FROM,
    /The server selected protocol version|Server chose [\w.]{1,20}, but that protocol version is not enabled/i,
    "javax.net.ssl.SSLHandshakeException: The server selected protocol version TLS10 is not accepted by client preferences [TLS12]",
    { protocol_mismatch: 0.95 },
  ),
  refuses(
    FROM,
    /Client requested protocol [\w.]{1,20} (?:is )?not enabled or (?:is )?not supported/i,
    "javax.net.ssl.SSLHandshakeException: Client requested protocol TLSv1 not enabled or not supported",
    { protocol_mismatch: 0.95 },
  ),
  refuses(
    FROM,
    /No appropriate protocol/i,
    "javax.net.ssl.SSLHandshakeException: No appropriate protocol (protocol is disabled or cipher suites are inappropriate)",
    { protocol_mismatch: 0.8, cipher_suite_mismatch: 0.4 },
  ),
  refuses(
    FROM,
    /no cipher suites in common|No negotiable cipher suite/i,
    "javax.net.ssl.SSLHandshakeException: no cipher suites in common",
    { cipher_suite_mismatch: 0.9, key_mismatch: 0.2 },
  ),
  refuses(
    "Java (JCE)",
    /Cannot support TLS_\w{1,60} with currently installed providers/,
    "java.lang.IllegalArgumentException: Cannot support TLS_RSA_WITH_AES_256_CBC_SHA with currently installed providers",
    { cipher_suite_mismatch: 0.95 },
  ),
  refuses(
    FROM,
    /Could not generate DH keypair|Prime size must be multiple of 64/i,
    "javax.net.ssl.SSLException: java.lang.RuntimeException: Could not generate DH keypair",
    { group_mismatch: 0.8, cipher_suite_mismatch: 0.5 },
  ),
  refuses(
    FROM,
    /DHPublicKey does not comply to algorithm constraints|DH ServerKeyExchange does not comply to algorithm constraints/i,
    "javax.net.ssl.SSLHandshakeException: DHPublicKey does not comply to algorithm constraints",
    { weak_key: 0.9 },
  ),

  // The certificate.
  refuses(
    FROM,
    /PKIX path building failed|unable to find valid certification path/i,
    "sun.security.validator.ValidatorException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target",
    NO_ISSUER,
  ),
  refuses(
    FROM,
    /General SSLEngine problem/i,
    "javax.net.ssl.SSLHandshakeException: General SSLEngine problem",
    NO_ISSUER,
  ),
  refuses(
    FROM,
    /Path does not chain with any of the trust anchors|No trusted certificate found/i,
    "java.security.cert.CertPathValidatorException: Path does not chain with any of the trust anchors",
    { certificate_unknown: 0.9, chain_incomplete: 0.3 },
  ),
  refuses(
    FROM,
    /the trustAnchors parameter must be non-empty/i,
    "java.security.InvalidAlgorithmParameterException: the trustAnchors parameter must be non-empty",
    { certificate_unknown: 0.95 },
  ),
  refuses(
    "Android",
    /Trust anchor for certification path not found/i,
    "javax.net.ssl.SSLHandshakeException: java.security.cert.CertPathValidatorException: Trust anchor for certification path not found.",
    NO_ISSUER,
  ),
  refuses(
    "Android",
    /SSLHandshakeException: Chain validation failed/i,
    "javax.net.ssl.SSLHandshakeException: Chain validation failed",
    { clock_wrong: 0.5, certificate_expired: 0.45, certificate_unknown: 0.3 },
  ),
  refuses(
    FROM,
    /PKIX path validation failed[^\n]{0,200}signature check failed|CertPathValidatorException: signature check failed|CertPathValidatorException: subject\/issuer name chaining check failed/i,
    "PKIX path validation failed: java.security.cert.CertPathValidatorException: signature check failed",
    { chain_incorrect: 0.85 },
  ),
  refuses(
    FROM,
    /CertPathValidatorException: (?:validity|timestamp) check failed/i,
    "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed",
    { certificate_expired: 0.8, certificate_not_yet_valid: 0.3, clock_wrong: 0.2 },
  ),
  refuses(
    FROM,
    /CertificateExpiredException|NotAfter: \w{3} \w{3} \d/,
    "java.security.cert.CertificateExpiredException: NotAfter: Sat Nov 21 00:00:00 UTC 2026",
    { certificate_expired: 0.95 },
  ),
  refuses(
    FROM,
    /CertificateNotYetValidException|NotBefore: \w{3} \w{3} \d/,
    "java.security.cert.CertificateNotYetValidException: NotBefore: Sat Nov 21 00:00:00 UTC 2026",
    { certificate_not_yet_valid: 0.95, clock_wrong: 0.3 },
  ),
  refuses(
    FROM,
    /CertificateRevokedException|Certificate has been revoked/i,
    "java.security.cert.CertificateRevokedException: Certificate has been revoked, reason: UNSPECIFIED",
    { certificate_revoked: 0.95 },
  ),
  refuses(
    FROM,
    /Certificates do(?:es)? not conform to algorithm constraints/i,
    "java.security.cert.CertificateException: Certificates do not conform to algorithm constraints",
    { weak_signature: 0.7, weak_key: 0.5 },
  ),
  refuses(
    FROM,
    /Algorithm constraints check failed on (?:signature )?algorithm/i,
    "java.security.cert.CertPathValidatorException: Algorithm constraints check failed on signature algorithm: SHA1withRSA",
    { weak_signature: 0.95 },
  ),
  refuses(
    FROM,
    /Algorithm constraints check failed on keysize limits/i,
    "java.security.cert.CertPathValidatorException: Algorithm constraints check failed on keysize limits. RSA 1024bit key",
    { weak_key: 0.95 },
  ),
  refuses(
    FROM,
    /No subject alternative (?:(?:DNS|IP address) )?names? (?:matching|present)|No name matching [^\s]{1,253} found/i,
    "java.security.cert.CertificateException: No subject alternative DNS name matching api.example.com found.",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    FROM,
    /HTTPS hostname wrong: {1,2}should be/i,
    "java.io.IOException: HTTPS hostname wrong:  should be <api.example.com>",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    "Apache HttpClient",
    /doesn't match (?:any of the subject alternative names|common name of the certificate subject)/i,
    "javax.net.ssl.SSLPeerUnverifiedException: Certificate for <api.example.com> doesn't match any of the subject alternative names: [www.example.com]",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    "OkHttp, Android",
    /Hostname [^\s]{1,253} (?:was )?not verified/i,
    "javax.net.ssl.SSLPeerUnverifiedException: Hostname api.example.com not verified:",
    { host_name_mismatch: 0.95 },
  ),
  row(
    FROM,
    /SSLPeerUnverifiedException: peer not authenticated/i,
    "javax.net.ssl.SSLPeerUnverifiedException: peer not authenticated",
    { certificate_unknown: 0.5, protocol_mismatch: 0.3, client_certificate_required: 0.2 },
  ),
  refuses(
    FROM,
    /Empty (?:client|server) certificate chain|null cert chain/i,
    "javax.net.ssl.SSLHandshakeException: Empty client certificate chain",
    { client_certificate_required: 0.95 },
  ),

  // Not TLS, and cut.
  row(
    FROM,
    /Unrecognized SSL message, plaintext connection|Unsupported or unrecognized SSL message|NotSslRecordException: not an SSL\/TLS record/i,
    "javax.net.ssl.SSLException: Unsupported or unrecognized SSL message",
    { not_tls: 0.9, starttls_required: 0.2 },
  ),
  row(
    FROM,
    /Remote host (?:closed connection during|terminated the) handshake|SSL peer shut down incorrectly/i,
    "javax.net.ssl.SSLHandshakeException: Remote host terminated the handshake",
    { connection_reset: 0.5, protocol_mismatch: 0.4, sni_required: 0.2 },
  ),
  row(
    "Android",
    /SSL handshake aborted/i,
    "javax.net.ssl.SSLException: SSL handshake aborted: ssl=0x7f8a2c00: I/O error during system call, Connection reset by peer",
    { connection_reset: 0.4, protocol_mismatch: 0.35 },
  ),

  // Keystores.
  row(
    "Java (keystore)",
    /Invalid keystore format|toDerInputStream rejects tag type|DerInputStream\.getLength\(\): lengthTag=/i,
    "java.io.IOException: Invalid keystore format",
    { certificate_malformed: 0.9 },
  ),
  row(
    "Java (keystore)",
    /keystore password was incorrect|Keystore was tampered with, or password was incorrect/i,
    "java.io.IOException: Keystore was tampered with, or password was incorrect",
    { certificate_malformed: 0.7 },
  ),
  row(
    "Apigee Edge",
    /SslHandshakeFailed|SSL Handshake failed\b/,
    '{"fault":{"faultstring":"SSL Handshake failed General SSLEngine problem","detail":{"errorcode":"messaging.adaptors.http.flow.SslHandshakeFailed"}}}',
    { chain_incomplete: 0.35, certificate_unknown: 0.3, host_name_mismatch: 0.2, certificate_expired: 0.2 },
  ),
];
