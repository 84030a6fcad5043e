import type { Catalog } from "../catalog.ts";
import { formatPercent } from "../format.ts";
import { LOCALE } from "./wording.ts";

export const causes: Catalog["causes"] = {
  name_not_resolved: "The name does not resolve",
  not_allowed: "The address is in a network that must not be reached",
  connection_refused: "Nothing accepts connections on the port",
  connection_reset: "The connection is cut during the handshake",
  timeout: "There is no answer",
  network_error: "There is no way to the address",
  not_tls: "The port does not speak TLS",
  starttls_failed: "The protocol before TLS (STARTTLS) fails",
  starttls_required: "TLS starts only when it is asked for (STARTTLS)",
  protocol_mismatch: "Client and server have no TLS version in common",
  cipher_suite_mismatch: "Client and server have no cipher suite in common",
  sni_required: "The server needs the server name (SNI), and the client sends none",
  host_name_mismatch: "The certificate is for another name",
  certificate_expired: "A certificate has expired",
  certificate_not_yet_valid: "A certificate is not valid yet, or a clock is wrong",
  certificate_unknown: "The authority that issued the certificate is not trusted",
  chain_incomplete: "The intermediate certificate is missing",
  chain_incorrect: "The certificates of the chain do not link",
  certificate_revoked: "The certificate was revoked",
  ocsp_must_staple_missing: "The certificate demands a stapled OCSP response, and no good one is sent",
  weak_signature: "A certificate is signed with an algorithm that is too weak",
  weak_key: "A key is too weak",
  certificate_malformed: "A certificate or key file is malformed",
  key_mismatch: "The private key does not belong to the certificate",
  client_certificate_required: "The server requires a client certificate (two-way TLS)",
  client_certificate_rejected: "The server rejects the client's certificate (two-way TLS)",
  ingress_secret_missing: "Apigee hybrid: the ingress gateway's Kubernetes secret is missing",
  alpn_mismatch: "Client and server have no application protocol in common (ALPN)",
  group_mismatch: "Client and server have no key-exchange group in common",
  signature_algorithm_mismatch: "Client and server have no signature algorithm in common",
  clock_wrong: "A clock is wrong: a certificate is called expired that is not",
  addresses_differ: "The addresses of the name do not give the same answer",
  large_client_hello_intolerant: "Server or a device before it fails on a large (post-quantum) Client Hello",
  version_intolerant: "The server or something before it dislikes newer TLS versions",
  not_determined: "The handshake fails for a reason that is not known yet",
};

export const explanation: Catalog["explanation"] = {
  likely: "Likely causes",
  nothing: "I know none of these messages. Paste the error itself, or check the host.",
  cause: ({ cause, confidence, matched }) =>
    `${cause} (${formatPercent(LOCALE, confidence)}, from “${matched}”)`,
  check: (command) => `To find out which it is: ${command}`,
};
