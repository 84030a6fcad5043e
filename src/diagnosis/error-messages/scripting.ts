import type { ErrorMessage } from "./error-message.ts";
import { CUT, refuses, row } from "./error-message.ts";

/** Node, Python, Ruby and PHP stand on OpenSSL, whose reasons they print; these are words of their own. */
export const SCRIPTING: readonly ErrorMessage[] = [
  refuses(
    "Node",
    /ERR_TLS_CERT_ALTNAME_INVALID|Hostname\/IP does not match certificate's altnames/,
    "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames: Host: api.example.com. is not in the cert's altnames: DNS:www.example.com",
    { host_name_mismatch: 0.95 },
  ),
  row(
    "Node",
    /Client network socket disconnected before secure TLS connection was established/i,
    "Error: Client network socket disconnected before secure TLS connection was established",
    CUT,
  ),
  row("Node", /\bsocket hang up\b/i, "Error: socket hang up", { connection_reset: 0.5, not_tls: 0.3 }),
  refuses(
    "Python",
    /(?:Hostname|IP address) mismatch, certificate is not valid for/i,
    "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Hostname mismatch, certificate is not valid for 'api.example.com'. (_ssl.c:1006)",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    "Python",
    /hostname '[^'\n]{1,253}' doesn't match/i,
    "ssl.CertificateError: hostname 'api.example.com' doesn't match either of 'www.example.com', 'example.com'",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    "Python 3.13 and later",
    /certificate verify failed: (?:Missing Authority Key Identifier|Missing Subject Key Identifier|Basic Constraints of CA cert not marked critical)/i,
    "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: Missing Authority Key Identifier (_ssl.c:1032)",
    { certificate_malformed: 0.8 },
  ),
  row(
    "Python",
    /EOF occurred in violation of protocol/i,
    "ssl.SSLEOFError: EOF occurred in violation of protocol (_ssl.c:1007)",
    { connection_reset: 0.5, protocol_mismatch: 0.4, sni_required: 0.2 },
  ),
  row("Python", /\[SSL\] PEM lib \(_ssl\.c/, "ssl.SSLError: [SSL] PEM lib (_ssl.c:4046)", {
    certificate_malformed: 0.8,
    key_mismatch: 0.3,
  }),
  refuses(
    "Python (requests)",
    /Could not find a suitable TLS CA certificate bundle/i,
    "OSError: Could not find a suitable TLS CA certificate bundle, invalid path: /etc/ssl/company.pem",
    { certificate_unknown: 0.85 },
  ),
  refuses(
    "PHP",
    /Peer certificate CN=`[^'\n]{1,253}' did not match expected CN/i,
    "stream_socket_client(): Peer certificate CN=`www.example.com' did not match expected CN=`api.example.com'",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    "Ruby",
    /hostname "[^"\n]{1,253}" does not match the server certificate/i,
    'OpenSSL::SSL::SSLError: hostname "api.example.com" does not match the server certificate',
    { host_name_mismatch: 0.95 },
  ),
];
