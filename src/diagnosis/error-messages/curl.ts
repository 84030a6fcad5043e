import type { ErrorMessage } from "./error-message.ts";
import { CUT, NO_ISSUER, UNVERIFIED, refuses, row } from "./error-message.ts";

const FROM = "curl, git, wget";

/** What the tools say themselves; what their TLS library says stands in its own table. */
export const CURL: readonly ErrorMessage[] = [
  refuses(
    FROM,
    /SSL certificate problem: Invalid certificate chain/i,
    "curl: (60) SSL certificate problem: Invalid certificate chain",
    { chain_incomplete: 0.6, chain_incorrect: 0.5, certificate_unknown: 0.4 },
  ),
  refuses(
    FROM,
    /no alternative certificate subject name matches|SSL: certificate subject name [^\n]{0,200}does not match|no certificate subject alternative name matches/i,
    "curl: (60) SSL: no alternative certificate subject name matches target host name 'api.example.com'",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    FROM,
    /Peer certificate cannot be authenticated with given CA certificates|SSL peer certificate or SSH remote key was not OK/i,
    "curl: (60) Peer certificate cannot be authenticated with given CA certificates",
    UNVERIFIED,
  ),
  refuses(
    "wget",
    /Unable to locally verify the issuer's authority/i,
    "Unable to locally verify the issuer's authority.",
    NO_ISSUER,
  ),
  refuses(
    "git",
    /server certificate verification failed\. CAfile/i,
    "fatal: unable to access 'https://git.example.com/': server certificate verification failed. CAfile: none CRLfile: none",
    { certificate_unknown: 0.5, chain_incomplete: 0.45, certificate_expired: 0.3 },
  ),
  refuses(
    FROM,
    /error setting certificate (?:verify locations|file)/i,
    "curl: (77) error setting certificate verify locations:",
    { certificate_unknown: 0.8 },
  ),
  row(
    FROM,
    /unable to set private key file|could not load PEM client certificate|unable to use client certificate/i,
    "curl: (58) unable to set private key file: 'client.key' type PEM",
    { certificate_malformed: 0.6, key_mismatch: 0.5 },
  ),
  row(FROM, /failed setting cipher list/i, "curl: (59) failed setting cipher list: DES-CBC3-SHA", {
    cipher_suite_mismatch: 0.8,
  }),
  refuses(
    FROM,
    /No OCSP response received|Invalid OCSP response|OCSP response has expired|certificate status verification FAILED/i,
    "curl: (91) No OCSP response received",
    { ocsp_must_staple_missing: 0.9 },
  ),
  refuses(
    FROM,
    /SSL certificate revocation|CRYPT_E_REVOKED|0x80092010\b/i,
    "curl: (60) schannel: CertGetCertificateChain trust error CERT_TRUST_IS_REVOKED, CRYPT_E_REVOKED (0x80092010)",
    { certificate_revoked: 0.9 },
  ),
  row(
    FROM,
    /SSL_ERROR_SYSCALL/,
    "curl: (35) LibreSSL SSL_connect: SSL_ERROR_SYSCALL in connection to example.apis.com:443",
    CUT,
  ),
  row(
    FROM,
    /SSL_ERROR_ZERO_RETURN/,
    "curl: (35) OpenSSL SSL_connect: SSL_ERROR_ZERO_RETURN in connection to api.example.com:443",
    { connection_reset: 0.5, protocol_mismatch: 0.45, sni_required: 0.2 },
  ),
  row(
    "curl on macOS",
    /SSL peer handshake failed, the server most likely requires a client certificate/i,
    "curl: (35) SSL peer handshake failed, the server most likely requires a client certificate to connect",
    { client_certificate_required: 0.6, cipher_suite_mismatch: 0.4 },
  ),
];
