import type { ChainFlaw } from "../diagnosis/finding.ts";
import type { PathFault } from "../x509/path-fault.ts";

/** What mends a flaw: the list put together anew, a certificate issued anew, another authority (or one without its limit),
 *  fewer certificates, another algorithm, another revocation list. */
export type Remedy = "list" | "certificate" | "authority" | "fewer" | "algorithm" | "revocation_list";

/** Each once, in the order of the flaws. */
export function remediesOf(flaws: readonly ChainFlaw[]): Remedy[] {
  return [...new Set(flaws.map((flaw) => (flaw.kind === "path" ? remedyOf(flaw.fault) : "list")))];
}

function remedyOf(fault: PathFault): Remedy {
  // The limit is the caller's, not an authority's.
  if (fault.kind === "path_too_long" && fault.position === null) return "fewer";
  return REMEDIES[fault.kind];
}

const REMEDIES: Readonly<Record<PathFault["kind"], Remedy>> = {
  certificate_list_empty: "list",
  issuer_not_found: "list",
  root_not_trusted: "list",
  path_loops: "list",
  signature_invalid: "list",
  key_identifier_mismatch: "list",
  certificate_malformed: "certificate",
  signature_algorithm_mismatch: "certificate",
  weak_signature: "certificate",
  weak_key: "certificate",
  certificate_expired: "certificate",
  certificate_not_yet_valid: "certificate",
  certificate_revoked: "certificate",
  host_name_mismatch: "certificate",
  not_a_ca: "certificate",
  key_usage_mismatch: "certificate",
  extended_key_usage_mismatch: "certificate",
  critical_extension_unknown: "certificate",
  profile_violation: "certificate",
  path_too_long: "authority",
  name_not_permitted: "authority",
  policy_missing: "authority",
  limit_exceeded: "fewer",
  signature_unsupported: "algorithm",
  crl_malformed: "revocation_list",
  crl_unusable: "revocation_list",
};
