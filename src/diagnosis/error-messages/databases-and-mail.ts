import type { ErrorMessage } from "./error-message.ts";
import { refuses, row } from "./error-message.ts";

/** Protocols that turn to TLS on the way: what their servers and clients say of it. */
export const DATABASES_AND_MAIL: readonly ErrorMessage[] = [
  row(
    "MySQL",
    /SSL connection error: protocol version mismatch/i,
    "ERROR 2026 (HY000): SSL connection error: protocol version mismatch",
    { protocol_mismatch: 0.95 },
  ),
  row(
    "MySQL",
    /Connections using insecure transport are prohibited/i,
    "ERROR 3159 (HY000): Connections using insecure transport are prohibited while --require_secure_transport=ON.",
    { starttls_required: 0.9 },
  ),
  row(
    "MySQL",
    /SSL is required but the server doesn't support it/i,
    "ERROR 2026 (HY000): SSL connection error: SSL is required but the server doesn't support it",
    { starttls_failed: 0.9 },
  ),
  row(
    "PostgreSQL",
    /server does not support SSL, but SSL was required/i,
    'connection to server at "db.example.com" (192.0.2.7), port 5432 failed: server does not support SSL, but SSL was required',
    { starttls_failed: 0.9 },
  ),
  row(
    "PostgreSQL",
    /no pg_hba\.conf entry for [^\n]{1,400}(?:no encryption|SSL off)/i,
    'FATAL: no pg_hba.conf entry for host "192.0.2.7", user "app", database "app", no encryption',
    { starttls_required: 0.85 },
  ),
  refuses(
    "PostgreSQL",
    /server certificate for "[^"\n]{1,253}"[^\n]{0,60} does not match host name/i,
    'server certificate for "db.internal" does not match host name "db.example.com"',
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    "PostgreSQL",
    /root certificate file "[^"\n]{1,400}" does not exist/i,
    'root certificate file "/home/app/.postgresql/root.crt" does not exist',
    { certificate_unknown: 0.85 },
  ),
  row(
    "PostgreSQL",
    /connection requires a valid client certificate/i,
    "FATAL: connection requires a valid client certificate",
    { client_certificate_required: 0.95 },
  ),
  row(
    "PostgreSQL",
    /certificate authentication failed for user/i,
    'FATAL: certificate authentication failed for user "app"',
    { client_certificate_rejected: 0.95 },
  ),
  row(
    "LDAP",
    /TLS confidentiality required|Confidentiality required \(13\)/i,
    "ldap_bind: Confidentiality required (13) additional info: TLS confidentiality required",
    { starttls_required: 0.95 },
  ),
  refuses(
    "LDAP",
    /TLS: hostname does not match (?:CN|subjectAltName) in peer certificate/i,
    "ldap_start_tls: Connect error (-11) additional info: TLS: hostname does not match CN in peer certificate",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    "LDAP (GnuTLS)",
    /TLS: peer cert untrusted or revoked/i,
    "TLS: peer cert untrusted or revoked (0x42)",
    { certificate_unknown: 0.8, chain_incomplete: 0.4, certificate_revoked: 0.2 },
  ),
  row("SMTP", /Must issue a STARTTLS command first/i, "530 5.7.0 Must issue a STARTTLS command first", {
    starttls_required: 0.97,
  }),
  row(
    "Postfix",
    /TLS is required, but was not offered by host/i,
    "TLS is required, but was not offered by host mx.example.com[192.0.2.25]",
    { starttls_failed: 0.9 },
  ),
  row("SMTP", /TLS not available due to/i, "454 4.7.0 TLS not available due to local problem", {
    starttls_failed: 0.9,
  }),
  refuses(
    "Postfix",
    /certificate verification failed for [^\n]{1,300}: (?:untrusted issuer|self-signed certificate)/i,
    "certificate verification failed for mx.example.com[192.0.2.25]:25: untrusted issuer /CN=Example CA",
    { certificate_unknown: 0.9, chain_incomplete: 0.3 },
  ),
  refuses("Postfix", /Server certificate not trusted/i, "Server certificate not trusted", {
    certificate_unknown: 0.8,
    chain_incomplete: 0.4,
  }),
  row(
    "Jakarta Mail",
    /Could not convert socket to TLS/i,
    "javax.mail.MessagingException: Could not convert socket to TLS",
    {
      certificate_unknown: 0.4,
      protocol_mismatch: 0.35,
    },
  ),
];
