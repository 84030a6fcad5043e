import type { ErrorMessage } from "./error-message.ts";
import { NO_ISSUER, receives, refuses, row } from "./error-message.ts";

/** Error log and error pages. */
export const NGINX: readonly ErrorMessage[] = [
  refuses("nginx", /No required SSL certificate was sent/i, "400 No required SSL certificate was sent", {
    client_certificate_required: 0.95,
  }),
  refuses(
    "nginx",
    /client sent no required SSL certificate/i,
    "client sent no required SSL certificate while reading client request headers, client: 192.0.2.7, server: api.example.com",
    { client_certificate_required: 0.95 },
  ),
  refuses(
    "nginx",
    /The SSL certificate error|client SSL certificate verify error/i,
    "client SSL certificate verify error: (21:unable to verify the first certificate) while reading client request headers",
    { client_certificate_rejected: 0.9 },
  ),
  refuses(
    "nginx",
    /upstream SSL certificate verify error/i,
    "upstream SSL certificate verify error: (20:unable to get local issuer certificate) while SSL handshaking to upstream",
    NO_ISSUER,
  ),
  refuses(
    "nginx",
    /upstream SSL certificate does not match/i,
    'upstream SSL certificate does not match "backend.internal" while SSL handshaking to upstream',
    { host_name_mismatch: 0.95 },
  ),
  {
    // proxy_ssl_server_name is off unless it is switched on.
    ...receives(
      "nginx",
      "handshake_failure",
      /alert handshake failure[^\n]{0,120}while SSL handshaking to upstream/i,
      "SSL_do_handshake() failed (SSL: error:14094410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:SSL alert number 40) while SSL handshaking to upstream",
    ),
    causes: { sni_required: 0.6, cipher_suite_mismatch: 0.4, protocol_mismatch: 0.25 },
  },
  row(
    "nginx",
    /peer closed connection in SSL handshake[^\n]{0,80}while SSL handshaking to upstream/i,
    "peer closed connection in SSL handshake (104: Connection reset by peer) while SSL handshaking to upstream",
    { sni_required: 0.6, connection_reset: 0.5 },
  ),
  row(
    "nginx",
    /peer closed connection in SSL handshake/i,
    "peer closed connection in SSL handshake while SSL handshaking",
    {
      connection_reset: 0.45,
      protocol_mismatch: 0.2,
    },
  ),
  row(
    "nginx",
    /plain HTTP request was sent to HTTPS port/i,
    "400 The plain HTTP request was sent to HTTPS port",
    {
      not_tls: 0.9,
    },
  ),
  row(
    "nginx",
    /no "ssl_certificate" is defined/i,
    'no "ssl_certificate" is defined in server listening on SSL port while SSL handshaking',
    { sni_required: 0.6 },
  ),
  row(
    "nginx",
    /"ssl_stapling" ignored, issuer certificate not found/i,
    '"ssl_stapling" ignored, issuer certificate not found for certificate "/etc/nginx/api.crt"',
    { chain_incomplete: 0.85 },
  ),
  row(
    "nginx",
    /"ssl_stapling" ignored, (?:host not found in OCSP responder|no OCSP responder URL)|OCSP responder (?:timed out|prematurely closed connection|sent )/i,
    '"ssl_stapling" ignored, host not found in OCSP responder "ocsp.example.com" in the certificate',
    { ocsp_must_staple_missing: 0.7 },
  ),
  row(
    "nginx",
    /cannot load certificate(?: key)? "/i,
    'cannot load certificate "/etc/nginx/api.crt": PEM_read_bio_X509_AUX() failed (SSL: error:0480006C:PEM routines::no start line:Expecting: TRUSTED CERTIFICATE)',
    { certificate_malformed: 0.85 },
  ),
  row(
    // A Client Hello in a log of plain HTTP.
    "nginx, Apache",
    /\\x16\\x03[\\x01]/,
    '192.0.2.7 - - [21/Nov/2026:10:00:00 +0000] "\\x16\\x03\\x01\\x02\\x00\\x01" 400 157',
    { not_tls: 0.9 },
  ),
];

/** mod_ssl: docs of its log numbers, AH01876 and up. */
export const APACHE: readonly ErrorMessage[] = [
  row(
    "Apache",
    /AH02032:|have no compatible SSL setup/,
    "AH02032: Hostname api.example.com provided via SNI and hostname www.example.com provided via HTTP have no compatible SSL setup",
    { sni_required: 0.6, host_name_mismatch: 0.4 },
  ),
  row(
    "Apache",
    /AH02033:|No hostname was provided via SNI/,
    "AH02033: No hostname was provided via SNI for a name based virtual host",
    { sni_required: 0.95 },
  ),
  row(
    "Apache",
    /AH01909:|server certificate does NOT include an ID which matches the server name/,
    "AH01909: api.example.com:443:0 server certificate does NOT include an ID which matches the server name",
    { host_name_mismatch: 0.9 },
  ),
  row(
    "Apache",
    /AH02565:/,
    "AH02565: Certificate and private key api.example.com:443:0 from /etc/ssl/api.crt and /etc/ssl/api.key do not match",
    { key_mismatch: 0.97 },
  ),
  row(
    "Apache",
    /AH0256[12]:|AH02572:/,
    "AH02572: Failed to configure at least one certificate and key for api.example.com:443",
    {
      certificate_malformed: 0.8,
    },
  ),
  refuses(
    "Apache",
    /AH02039:|Certificate Verification: Error \(\d{1,3}\)/,
    "AH02039: Certificate Verification: Error (20): unable to get local issuer certificate",
    { client_certificate_rejected: 0.9 },
  ),
  row("Apache", /AH02261:|Re-negotiation handshake failed/, "AH02261: Re-negotiation handshake failed", {
    client_certificate_required: 0.7,
  }),
  row(
    "Apache",
    /AH02217:|ssl_stapling_init_cert: can't retrieve issuer certificate/i,
    "AH02217: ssl_stapling_init_cert: can't retrieve issuer certificate!",
    { chain_incomplete: 0.85 },
  ),
  row(
    "Apache",
    /speaking plain HTTP to an SSL-enabled server port/i,
    "Reason: You're speaking plain HTTP to an SSL-enabled server port.",
    { not_tls: 0.9 },
  ),
];

export const HAPROXY: readonly ErrorMessage[] = [
  row("HAProxy", /(?<!")SSL handshake failure\b/, "frontend/1: SSL handshake failure", {
    cipher_suite_mismatch: 0.35,
    protocol_mismatch: 0.3,
    certificate_unknown: 0.2,
  }),
  row(
    "HAProxy",
    /Connection closed during SSL handshake/,
    "frontend/1: Connection closed during SSL handshake",
    {
      connection_reset: 0.6,
      certificate_unknown: 0.2,
    },
  ),
  refuses(
    "HAProxy",
    /SSL client CA chain cannot be verified/,
    "frontend/1: SSL client CA chain cannot be verified",
    {
      client_certificate_rejected: 0.95,
    },
  ),
  row(
    "HAProxy",
    /inconsistencies between private key and certificate loaded/,
    "inconsistencies between private key and certificate loaded from PEM file '/etc/haproxy/api.pem'.",
    { key_mismatch: 0.97 },
  ),
  row(
    "HAProxy",
    /unable to load (?:SSL private key|SSL certificate|certificate chain) from (?:PEM )?file/i,
    "unable to load SSL private key from PEM file '/etc/haproxy/api.pem'.",
    { certificate_malformed: 0.85 },
  ),
];
