import type { ErrorMessage } from "./error-message.ts";
import { NO_ISSUER, UNVERIFIED, receives, refuses, row, sends } from "./error-message.ts";

const EVENTS = "SChannel (Windows event log)";
const DOTNET = ".NET";

/** .NET, and the SChannel under it: event 36887 has the number of an alert that was received, 36888 of one that was sent. */
export const DOTNET_AND_SCHANNEL: readonly ErrorMessage[] = [
  receives(
    EVENTS,
    "handshake_failure",
    /fatal alert code is 40\b|fatal alert was received: 40\b/i,
    "A fatal alert was received from the remote endpoint. The TLS protocol defined fatal alert code is 40.",
  ),
  receives(
    EVENTS,
    "bad_certificate",
    /fatal alert code is 42\b|fatal alert was received: 42\b/i,
    "A fatal alert was received from the remote endpoint. The TLS protocol defined fatal alert code is 42.",
  ),
  receives(
    EVENTS,
    "certificate_expired",
    /fatal alert code is 45\b|fatal alert was received: 45\b/i,
    "A fatal alert was received from the remote endpoint. The TLS protocol defined fatal alert code is 45.",
  ),
  receives(
    EVENTS,
    "certificate_unknown",
    /fatal alert code is 46\b|fatal alert was received: 46\b/i,
    "A fatal alert was received from the remote endpoint. The TLS protocol defined fatal alert code is 46.",
  ),
  receives(
    EVENTS,
    "unknown_ca",
    /fatal alert code is 48\b|fatal alert was received: 48\b/i,
    "A fatal alert was received from the remote endpoint. The TLS protocol defined fatal alert code is 48.",
  ),
  receives(
    EVENTS,
    "access_denied",
    /fatal alert code is 49\b|fatal alert was received: 49\b/i,
    "A fatal alert was received from the remote endpoint. The TLS protocol defined fatal alert code is 49.",
  ),
  receives(
    EVENTS,
    "protocol_version",
    /fatal alert code is 70\b|fatal alert was received: 70\b/i,
    "A fatal alert was received from the remote endpoint. The TLS protocol defined fatal alert code is 70.",
  ),
  sends(
    EVENTS,
    "handshake_failure",
    /fatal error code is 40\b|fatal alert was generated: 40\b/i,
    "A fatal alert was generated and sent to the remote endpoint. This may result in termination of the connection. The TLS protocol defined fatal error code is 40. The Windows SChannel error state is 1205.",
  ),
  sends(
    EVENTS,
    "certificate_unknown",
    /fatal error code is 46\b|fatal alert was generated: 46\b/i,
    "The following fatal alert was generated: 46. The internal error state is 998.",
  ),
  sends(
    EVENTS,
    "unknown_ca",
    /fatal error code is 48\b|fatal alert was generated: 48\b/i,
    "The following fatal alert was generated: 48. The internal error state is 552.",
  ),
  sends(
    EVENTS,
    "protocol_version",
    /fatal error code is 70\b|fatal alert was generated: 70\b/i,
    "A fatal alert was generated and sent to the remote endpoint. This may result in termination of the connection. The TLS protocol defined fatal error code is 70. The Windows SChannel error state is 105.",
  ),
  refuses(
    EVENTS,
    /none of the cipher suites supported by the client application are supported by the server/i,
    "An TLS 1.2 connection request was received from a remote client application, but none of the cipher suites supported by the client application are supported by the server. The SSL connection request has failed.",
    { cipher_suite_mismatch: 0.97 },
  ),
  refuses(
    EVENTS,
    /certificate received from the remote (?:server|client application) was issued by an untrusted certificate authority/i,
    "The certificate received from the remote server was issued by an untrusted certificate authority.",
    { certificate_unknown: 0.9, chain_incomplete: 0.3 },
  ),
  refuses(
    EVENTS,
    /certificate received from the remote server does not contain the expected name/i,
    "The certificate received from the remote server does not contain the expected name.",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    EVENTS,
    /certificate received from the remote server has (?:either )?expired/i,
    "The certificate received from the remote server has expired. The SSL connection request has failed.",
    { certificate_expired: 0.95 },
  ),
  refuses(
    EVENTS,
    /certificate received from the remote server has been revoked/i,
    "The certificate received from the remote server has been revoked. This means that the certificate authority that issued the certificate has invalidated it.",
    { certificate_revoked: 0.95 },
  ),
  refuses(
    EVENTS,
    /certificate received from the remote server has not validated correctly/i,
    "The certificate received from the remote server has not validated correctly. The error code is 0x80092013.",
    UNVERIFIED,
  ),
  refuses(
    EVENTS,
    /certificate received from the remote client application has not validated correctly/i,
    "The certificate received from the remote client application has not validated correctly. The error code is 0x800B0109.",
    { client_certificate_rejected: 0.9 },
  ),
  row(
    EVENTS,
    /remote server has requested (?:SSL|TLS) client authentication, but no suitable client certificate could be found/i,
    "The remote server has requested SSL client authentication, but no suitable client certificate could be found. An anonymous connection will be attempted.",
    { client_certificate_required: 0.95 },
  ),
  row(
    EVENTS,
    /fatal error occurred while creating (?:an? )?(?:SSL|TLS) (?:client|server) credential/i,
    "A fatal error occurred while creating a TLS client credential. The internal error state is 10013.",
    { protocol_mismatch: 0.7 },
  ),

  receives(
    DOTNET,
    "handshake_failure",
    /sent a TLS alert: '?HandshakeFailure/,
    "System.Security.Authentication.AuthenticationException: Authentication failed because the remote party sent a TLS alert: 'HandshakeFailure'.",
  ),
  receives(
    DOTNET,
    "protocol_version",
    /sent a TLS alert: '?ProtocolVersion/,
    "Authentication failed because the remote party sent a TLS alert: 'ProtocolVersion'.",
  ),
  receives(
    DOTNET,
    "unknown_ca",
    /sent a TLS alert: '?UnknownCA/,
    "Authentication failed because the remote party sent a TLS alert: 'UnknownCA'.",
  ),
  receives(
    DOTNET,
    "bad_certificate",
    /sent a TLS alert: '?BadCertificate/,
    "Authentication failed because the remote party sent a TLS alert: 'BadCertificate'.",
  ),
  receives(
    DOTNET,
    "certificate_unknown",
    /sent a TLS alert: '?CertificateUnknown/,
    "Authentication failed because the remote party sent a TLS alert: 'CertificateUnknown'.",
  ),
  receives(
    DOTNET,
    "certificate_expired",
    /sent a TLS alert: '?CertificateExpired/,
    "Authentication failed because the remote party sent a TLS alert: 'CertificateExpired'.",
  ),
  receives(
    DOTNET,
    "internal_error",
    /sent a TLS alert: '?InternalError/,
    "Authentication failed because the remote party sent a TLS alert: 'InternalError'.",
  ),
  receives(
    DOTNET,
    "unrecognized_name",
    /sent a TLS alert: '?(?:112|UnrecognizedName)\b/,
    "Authentication failed because the remote party sent a TLS alert: '112'.",
  ),
  receives(
    DOTNET,
    "certificate_required",
    /sent a TLS alert: '?(?:116|CertificateRequired)\b/,
    "Authentication failed because the remote party sent a TLS alert: '116'.",
  ),
  row(
    DOTNET,
    /Authentication failed(?:,)? because the remote party has closed the transport stream/i,
    "System.IO.IOException: Authentication failed because the remote party has closed the transport stream.",
    { protocol_mismatch: 0.5, connection_reset: 0.45, sni_required: 0.2 },
  ),
  row(
    DOTNET,
    /Could not create SSL\/TLS secure channel/i,
    "System.Net.WebException: The request was aborted: Could not create SSL/TLS secure channel.",
    { protocol_mismatch: 0.6, cipher_suite_mismatch: 0.45, client_certificate_required: 0.3 },
  ),
  row(
    DOTNET,
    /The underlying connection was closed: An unexpected error occurred on a (?:send|receive)/i,
    "The underlying connection was closed: An unexpected error occurred on a send.",
    { protocol_mismatch: 0.7, connection_reset: 0.4 },
  ),
  refuses(
    DOTNET,
    /Could not establish trust relationship for the SSL\/TLS secure channel/i,
    "The underlying connection was closed: Could not establish trust relationship for the SSL/TLS secure channel.",
    { certificate_unknown: 0.5, chain_incomplete: 0.35, host_name_mismatch: 0.3, certificate_expired: 0.3 },
  ),
  refuses(
    DOTNET,
    /The remote certificate is invalid according to the validation procedure(?!: Remote)/i,
    "System.Security.Authentication.AuthenticationException: The remote certificate is invalid according to the validation procedure.",
    UNVERIFIED,
  ),
  refuses(
    DOTNET,
    /RemoteCertificateNameMismatch/,
    "The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    DOTNET,
    /PartialChain\b/,
    "The remote certificate is invalid because of errors in the certificate chain: PartialChain",
    { chain_incomplete: 0.7, certificate_unknown: 0.4 },
  ),
  refuses(
    DOTNET,
    /certificate chain: [\w, ]{0,80}UntrustedRoot\b/,
    "The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot",
    { certificate_unknown: 0.95 },
  ),
  refuses(
    DOTNET,
    /certificate chain: [\w, ]{0,80}NotTimeValid\b/,
    "The remote certificate is invalid because of errors in the certificate chain: NotTimeValid",
    { certificate_expired: 0.85, certificate_not_yet_valid: 0.3 },
  ),
  refuses(
    DOTNET,
    /certificate chain: [\w, ]{0,80}\bRevoked\b/,
    "The remote certificate is invalid because of errors in the certificate chain: Revoked",
    { certificate_revoked: 0.95 },
  ),
  refuses(
    DOTNET,
    /RemoteCertificateChainErrors/,
    "The remote certificate is invalid according to the validation procedure: RemoteCertificateChainErrors",
    NO_ISSUER,
  ),
  refuses(
    DOTNET,
    /RemoteCertificateNotAvailable/,
    "The remote certificate is invalid according to the validation procedure: RemoteCertificateNotAvailable",
    { client_certificate_required: 0.8 },
  ),
  row(
    DOTNET,
    /Cannot determine the frame size or a corrupted frame was received|handshake failed due to an unexpected packet format/i,
    "System.Security.Authentication.AuthenticationException: Cannot determine the frame size or a corrupted frame was received.",
    { not_tls: 0.9, starttls_required: 0.2 },
  ),

  // SSPI's own words (winerror.h), which SQL Server's clients and curl with SChannel print as well.
  row(
    "SChannel (SSPI)",
    /do not possess a common algorithm|SEC_E_ALGORITHM_MISMATCH|0x80090331\b/i,
    "The client and server cannot communicate, because they do not possess a common algorithm",
    { protocol_mismatch: 0.6, cipher_suite_mismatch: 0.5 },
  ),
  row(
    "SChannel (SSPI)",
    /The message received was unexpected or badly formatted|SEC_E_ILLEGAL_MESSAGE|0x80090326\b/i,
    "curl: (35) schannel: next InitializeSecurityContext failed: SEC_E_ILLEGAL_MESSAGE (0x80090326)",
    { cipher_suite_mismatch: 0.4, protocol_mismatch: 0.3, client_certificate_required: 0.2 },
  ),
  row(
    "SChannel (SSPI)",
    /The token supplied to the function is invalid|SEC_E_INVALID_TOKEN|0x80090308\b/i,
    "curl: (35) schannel: next InitializeSecurityContext failed: SEC_E_INVALID_TOKEN (0x80090308)",
    { not_tls: 0.6, protocol_mismatch: 0.3 },
  ),
  refuses(
    "SChannel (SSPI)",
    /certificate chain was issued by an authority that is not trusted|SEC_E_UNTRUSTED_ROOT|0x80090325\b/i,
    "The certificate chain was issued by an authority that is not trusted",
    { certificate_unknown: 0.9, chain_incomplete: 0.3 },
  ),
  refuses(
    "SChannel (SSPI)",
    /The target principal name is incorrect|SEC_E_WRONG_PRINCIPAL|0x80090322\b/i,
    "curl: (60) schannel: SNI or certificate check failed: SEC_E_WRONG_PRINCIPAL (0x80090322)",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    "SChannel (SSPI)",
    /The received certificate has expired|SEC_E_CERT_EXPIRED|0x80090328\b/i,
    "curl: (60) schannel: next InitializeSecurityContext failed: SEC_E_CERT_EXPIRED (0x80090328)",
    { certificate_expired: 0.95 },
  ),
];
