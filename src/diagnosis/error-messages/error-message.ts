import type { FindingKind } from "../finding.ts";

/** What a message may mean: what checks find, and what only a message or a person shows. */
export type Cause = FindingKind | "ingress_secret_missing";

/** Likely causes, each with how likely it is when nothing else is known, 0 to 1. */
export type Causes = Readonly<Partial<Record<Cause, number>>>;

/** Who ended the handshake: the side whose program wrote the message, or the one that it spoke with. */
export type Side = "this_side" | "other_side";

/** One message of one program, as it prints it. */
export interface ErrorMessage {
  readonly from: string;
  /** Linear: no quantifier stands in another, and what repeats is bounded. */
  readonly pattern: RegExp;
  readonly causes: Causes;
  /** Null where the message does not tell. */
  readonly rejectedBy: Side | null;
  /** The alert that it names, as the RFCs spell it. */
  readonly alert: Alert | null;
  readonly example: string;
}

/** The alert alone says that nothing fits, not what: suites first, then what a server may miss. */
const HANDSHAKE_FAILURE = {
  cipher_suite_mismatch: 0.5,
  sni_required: 0.3,
  protocol_mismatch: 0.25,
  client_certificate_required: 0.25,
};

/** Why alerts are sent (RFC 8446 section 6.2, RFC 5246 section 7.2.2), as far as one of them points anywhere. */
export const ALERTS = {
  handshake_failure: HANDSHAKE_FAILURE,
  protocol_version: { protocol_mismatch: 0.95 },
  insufficient_security: { cipher_suite_mismatch: 0.9 },
  inappropriate_fallback: { version_intolerant: 0.8 },
  unexpected_message: { version_intolerant: 0.4, starttls_required: 0.3 },
  illegal_parameter: { version_intolerant: 0.4, large_client_hello_intolerant: 0.3 },
  decode_error: { large_client_hello_intolerant: 0.45, version_intolerant: 0.4 },
  record_overflow: { not_tls: 0.6 },
  missing_extension: { sni_required: 0.6, signature_algorithm_mismatch: 0.3 },
  unsupported_extension: { version_intolerant: 0.6 },
  no_application_protocol: { alpn_mismatch: 0.95 },
  unrecognized_name: { sni_required: 0.55, host_name_mismatch: 0.5 },
  // Servers that have no certificate for the name say so, Go's among them.
  internal_error: { sni_required: 0.4, ingress_secret_missing: 0.2 },
  decrypt_error: { key_mismatch: 0.5, client_certificate_rejected: 0.4 },
  bad_certificate: { client_certificate_rejected: 0.6, client_certificate_required: 0.5 },
  unsupported_certificate: { client_certificate_rejected: 0.6, signature_algorithm_mismatch: 0.4 },
  certificate_revoked: { certificate_revoked: 0.95 },
  certificate_expired: { certificate_expired: 0.9, clock_wrong: 0.2 },
  certificate_unknown: { certificate_unknown: 0.8, chain_incomplete: 0.3 },
  unknown_ca: { certificate_unknown: 0.7, client_certificate_rejected: 0.5, chain_incomplete: 0.3 },
  access_denied: { client_certificate_rejected: 0.7 },
  certificate_required: { client_certificate_required: 0.95 },
  // SSL 3.0's.
  no_certificate: { client_certificate_required: 0.9 },
  no_renegotiation: { client_certificate_required: 0.5 },
  bad_certificate_status_response: { ocsp_must_staple_missing: 0.9 },
  // A server that speaks none of the offered versions may leave like this.
  close_notify: { protocol_mismatch: 0.8 },
} satisfies Record<string, Causes>;

export type Alert = keyof typeof ALERTS;

/** The issuer of the last certificate is not at hand: not sent, or not trusted. */
export const NO_ISSUER = { chain_incomplete: 0.6, certificate_unknown: 0.5 } as const;

/** Whoever refuses without an alert. */
export const CUT = {
  connection_reset: 0.5,
  ingress_secret_missing: 0.3,
  protocol_mismatch: 0.2,
  sni_required: 0.2,
} as const;

/** That the certificate was refused, not why. */
export const UNVERIFIED = {
  certificate_unknown: 0.3,
  chain_incomplete: 0.28,
  host_name_mismatch: 0.2,
  certificate_expired: 0.2,
} as const;

/** A message that does not tell who ended the handshake. */
export function row(from: string, pattern: RegExp, example: string, causes: Causes): ErrorMessage {
  return { from, pattern, example, causes, rejectedBy: null, alert: null };
}

/** The side that wrote the message refused what the other one sent. */
export function refuses(from: string, pattern: RegExp, example: string, causes: Causes): ErrorMessage {
  return { from, pattern, example, causes, rejectedBy: "this_side", alert: null };
}

/** The side that wrote the message refused, and says which alert it sent. */
export function sends(from: string, alert: Alert, pattern: RegExp, example: string): ErrorMessage {
  return { from, pattern, example, causes: ALERTS[alert], rejectedBy: "this_side", alert };
}

/** The other side sent an alert. */
export function receives(from: string, alert: Alert, pattern: RegExp, example: string): ErrorMessage {
  return { from, pattern, example, causes: ALERTS[alert], rejectedBy: "other_side", alert };
}

/** An alert, from whichever side. */
export function shows(from: string, alert: Alert, pattern: RegExp, example: string): ErrorMessage {
  return { from, pattern, example, causes: ALERTS[alert], rejectedBy: null, alert };
}
