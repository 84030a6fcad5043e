import type { ErrorMessage } from "./error-message.ts";
import { CUT, NO_ISSUER, receives, refuses, row } from "./error-message.ts";

const FROM = "GnuTLS";

/** lib/alert.c, lib/errors.c, lib/x509/verify-high.c; gnutls-cli, wget and git on Debian, Exim. */
export const GNUTLS: readonly ErrorMessage[] = [
  receives(
    FROM,
    "handshake_failure",
    /Received alert \[40\]|alert: Handshake failed/i,
    "*** Received alert [40]: Handshake failed",
  ),
  receives(FROM, "bad_certificate", /Received alert \[42\]/i, "*** Received alert [42]: Certificate is bad"),
  receives(
    FROM,
    "certificate_revoked",
    /Received alert \[44\]/i,
    "*** Received alert [44]: Certificate was revoked",
  ),
  receives(
    FROM,
    "certificate_expired",
    /Received alert \[45\]/i,
    "*** Received alert [45]: Certificate is expired",
  ),
  receives(
    FROM,
    "certificate_unknown",
    /Received alert \[46\]/i,
    "*** Received alert [46]: Unknown certificate",
  ),
  receives(FROM, "unknown_ca", /Received alert \[48\]/i, "*** Received alert [48]: CA is unknown"),
  receives(
    FROM,
    "protocol_version",
    /Received alert \[70\]/i,
    "*** Received alert [70]: Error in protocol version",
  ),
  receives(
    FROM,
    "insufficient_security",
    /Received alert \[71\]/i,
    "*** Received alert [71]: Insufficient security",
  ),
  receives(FROM, "internal_error", /Received alert \[80\]/i, "*** Received alert [80]: Internal error"),
  receives(
    FROM,
    "unrecognized_name",
    /Received alert \[112\]/i,
    "*** Received alert [112]: The server name sent was not recognized",
  ),
  receives(
    FROM,
    "certificate_required",
    /Received alert \[116\]/i,
    "*** Received alert [116]: Certificate is required",
  ),
  receives(
    FROM,
    "no_application_protocol",
    /Received alert \[120\]/i,
    "*** Received alert [120]: No supported application protocol could be negotiated",
  ),
  {
    ...receives(
      FROM,
      "handshake_failure",
      /A TLS fatal alert has been received/i,
      "curl: (35) gnutls_handshake() failed: A TLS fatal alert has been received.",
    ),
    // It does not say which one; where gnutls-cli does, that line outweighs these.
    causes: { cipher_suite_mismatch: 0.3, sni_required: 0.25, protocol_mismatch: 0.2 },
    alert: null,
  },
  refuses(
    FROM,
    /A packet with illegal or unsupported version was received/i,
    "*** Fatal error: A packet with illegal or unsupported version was received.",
    { protocol_mismatch: 0.7, not_tls: 0.4 },
  ),
  refuses(
    FROM,
    /(?:Could not negotiate a|No) supported cipher suites?/i,
    "gnutls_handshake() failed: Could not negotiate a supported cipher suite.",
    { cipher_suite_mismatch: 0.95 },
  ),
  refuses(
    FROM,
    /Diffie-Hellman prime sent by the server is not acceptable/i,
    "*** Fatal error: The Diffie-Hellman prime sent by the server is not acceptable (not long enough).",
    { weak_key: 0.95 },
  ),
  refuses(
    FROM,
    /The certificate issuer is unknown/i,
    "The certificate is NOT trusted. The certificate issuer is unknown.",
    NO_ISSUER,
  ),
  refuses(
    FROM,
    /The certificate chain uses expired certificate/i,
    "The certificate is NOT trusted. The certificate chain uses expired certificate.",
    { certificate_expired: 0.95 },
  ),
  refuses(
    FROM,
    /The certificate chain uses not yet valid certificate/i,
    "The certificate is NOT trusted. The certificate chain uses not yet valid certificate.",
    { certificate_not_yet_valid: 0.95 },
  ),
  refuses(
    FROM,
    /The certificate chain is revoked/i,
    "The certificate is NOT trusted. The certificate chain is revoked.",
    { certificate_revoked: 0.95 },
  ),
  refuses(
    FROM,
    /The certificate chain uses insecure algorithm/i,
    "The certificate is NOT trusted. The certificate chain uses insecure algorithm.",
    { weak_signature: 0.85, weak_key: 0.4 },
  ),
  refuses(
    FROM,
    /The name in the certificate does not match the expected/i,
    "The certificate is NOT trusted. The name in the certificate does not match the expected.",
    { host_name_mismatch: 0.95 },
  ),
  row(
    FROM,
    /An unexpected TLS packet was received/i,
    "*** Fatal error: An unexpected TLS packet was received.",
    { not_tls: 0.8, starttls_required: 0.3 },
  ),
  row(
    FROM,
    /The TLS connection was non-properly terminated|Error in the pull function/i,
    "*** Fatal error: The TLS connection was non-properly terminated.",
    CUT,
  ),
];
