import type { ErrorMessage } from "./error-message.ts";
import { refuses, row } from "./error-message.ts";

/** Envoy, Istio, ingress controllers, kubectl, and Apigee hybrid on them. */
export const KUBERNETES: readonly ErrorMessage[] = [
  row(
    "Envoy, Istio",
    /Secret_?\s?is_?\s?not_?\s?supplied_?\s?by_?\s?SDS/,
    "upstream connect error or disconnect/reset before headers. reset reason: connection failure, transport failure reason: TLS error: Secret is not supplied by SDS",
    { ingress_secret_missing: 0.8, client_certificate_required: 0.3 },
  ),
  refuses(
    "Envoy, Istio",
    /verify cert failed: verify SAN list|verify SAN list/,
    "TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify cert failed: verify SAN list:TLS_error_end",
    { host_name_mismatch: 0.9 },
  ),
  row("Envoy, Istio", /filter_chain_not_found/, "response_code_details: filter_chain_not_found", {
    sni_required: 0.8,
  }),
  row(
    "Envoy, Istio",
    /reset reason: (?:connection termination|remote reset|connection failure)/,
    "upstream connect error or disconnect/reset before headers. reset reason: connection termination",
    { connection_reset: 0.45, protocol_mismatch: 0.2 },
  ),
  row(
    "Envoy, Istio",
    /Failed to load (?:incomplete )?(?:certificate|certificate chain|private key|trusted CA certificates) from/i,
    "Failed to load certificate chain from <inline>, please see log for details",
    { certificate_malformed: 0.85 },
  ),
  row(
    "istiod",
    /failed to fetch key and certificate for kubernetes:|secret [a-z0-9-]{1,63}\/[^\s/]{1,253} not found/i,
    "failed to fetch key and certificate for kubernetes://api-credential: secret istio-system/api-credential not found",
    { ingress_secret_missing: 0.95 },
  ),
  row(
    "ingress-nginx",
    /Kubernetes Ingress Controller Fake Certificate|Using default certificate/,
    'Error getting SSL certificate "default/api-tls": local SSL certificate default/api-tls was not found. Using default certificate',
    { host_name_mismatch: 0.7, certificate_unknown: 0.5, ingress_secret_missing: 0.4 },
  ),
  row(
    "apigee-watcher, kubectl",
    /failed to get secret|secrets? "[^"\n]{1,253}" not found/i,
    'NOT_FOUND: failed to get secret "PROJECT-ENV_GROUP" in namespace "apigee": secrets "PROJECT-ENV_GROUP" not found',
    { ingress_secret_missing: 0.95 },
  ),
  row(
    "kubectl",
    /The connection to the server [^\s]{1,253} was refused/i,
    "The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?",
    { connection_refused: 0.95 },
  ),
  row(
    "kubectl",
    /You must be logged in to the server/i,
    "error: You must be logged in to the server (Unauthorized)",
    { client_certificate_rejected: 0.6, certificate_expired: 0.4 },
  ),
];
