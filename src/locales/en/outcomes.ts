import type { Catalog, OutcomeContext, OutcomeWords } from "../catalog.ts";
import { captureCommand, sClient } from "../commands.ts";

/** What to do at the end of a path, where it is done. */
export const outcomes: Catalog["playbook"]["outcomes"] = {
  protocol_mismatch: described,
  cipher_suite_mismatch: described,
  group_mismatch: described,
  signature_algorithm_mismatch: described,
  alpn_mismatch: described,
  host_name_mismatch: described,
  chain_incomplete: described,
  chain_incorrect: described,
  certificate_not_yet_valid: described,
  certificate_revoked: described,
  weak_signature: described,
  weak_key: described,
  ocsp_must_staple_missing: described,
  clock_wrong: described,
  name_not_resolved: described,
  connection_refused: described,
  network_error: described,
  not_tls: described,
  starttls_required: described,
  starttls_failed: described,
  addresses_differ: described,
  connection_reset: described,
  timeout: described,
  large_client_hello_intolerant: described,
  version_intolerant: described,
  sni_required: described,
  client_certificate_required: described,
  client_certificate_rejected: described,
  certificate_expired: described,
  certificate_unknown: described,
  ingress_secret_missing: described,
  certificate_malformed: described,
  key_mismatch: described,
  not_determined: described,
};

function described(context: OutcomeContext): OutcomeWords {
  return { steps: [captureCommand(context)], verify: [sClient(context.target)] };
}
