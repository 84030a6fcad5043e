import type { Finding, FindingKind } from "./finding.ts";

const KINDS: { readonly [K in FindingKind]: true } = {
  name_not_resolved: true,
  not_allowed: true,
  connection_refused: true,
  connection_reset: true,
  timeout: true,
  network_error: true,
  not_tls: true,
  starttls_required: true,
  starttls_failed: true,
  protocol_mismatch: true,
  cipher_suite_mismatch: true,
  group_mismatch: true,
  signature_algorithm_mismatch: true,
  alpn_mismatch: true,
  large_client_hello_intolerant: true,
  version_intolerant: true,
  sni_required: true,
  host_name_mismatch: true,
  certificate_expired: true,
  certificate_not_yet_valid: true,
  certificate_unknown: true,
  chain_incomplete: true,
  chain_incorrect: true,
  certificate_revoked: true,
  ocsp_must_staple_missing: true,
  weak_signature: true,
  weak_key: true,
  certificate_malformed: true,
  key_mismatch: true,
  client_certificate_required: true,
  client_certificate_rejected: true,
  clock_wrong: true,
  addresses_differ: true,
  not_determined: true,
};

/** False for what only another version found, and has words for: findings are stored for weeks. */
export function isKnown({ kind }: Finding): boolean {
  return Object.hasOwn(KINDS, kind);
}
