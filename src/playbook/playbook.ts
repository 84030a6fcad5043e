import type { ClientId } from "../tls/clients/clients.ts";
import { CLIENT_PROFILES } from "../tls/clients/clients.ts";
import { definePlaybook, outcomesOf } from "./define-playbook.ts";

/** What client and server have nothing of in common. */
const mismatches = outcomesOf([
  "protocol_mismatch",
  "cipher_suite_mismatch",
  "group_mismatch",
  "signature_algorithm_mismatch",
  "alpn_mismatch",
]);

/** What is wrong with a certificate for whoever looks at it. Whether it expired or is unknown depends on who rejects it. */
const certificates = outcomesOf([
  "host_name_mismatch",
  "chain_incomplete",
  "chain_incorrect",
  "certificate_not_yet_valid",
  "certificate_revoked",
  "weak_signature",
  "weak_key",
  "ocsp_must_staple_missing",
  "clock_wrong",
]);

const connections = outcomesOf([
  "name_not_resolved",
  "connection_refused",
  "network_error",
  "not_tls",
  "starttls_required",
  "starttls_failed",
  "addresses_differ",
]);

/** The connection ends, and nobody says why. */
const cuts = outcomesOf(["connection_reset", "timeout"]);

const tolerances = outcomesOf(["large_client_hello_intolerant", "version_intolerant"]);

const others = outcomesOf([
  "sni_required",
  "client_certificate_required",
  "client_certificate_rejected",
  "certificate_expired",
  "certificate_unknown",
  "ingress_secret_missing",
  "certificate_malformed",
  "key_mismatch",
  "not_determined",
]);

/** Nothing is asked about the client that each of them is: its own Client Hello is sent. */
const clients = Object.fromEntries(
  Object.keys(CLIENT_PROFILES).map((id) => [id, "client_handshake"]),
) as Readonly<Record<ClientId, "client_handshake">>;

/** The documented tree (shared/PLAYBOOK.md): which product and which of its two connections, what evidence shows, then
 *  what only a person can tell. What is asked and said at a node is in the locales, under the node's id; which evidence
 *  answers a question is in known.ts. */
export const playbook = definePlaybook({
  product: {
    choices: {
      edge_private_cloud: "direction_private_cloud",
      edge_public_cloud: "direction_public_cloud",
      hybrid: "ingress_fault",
      not_apigee: "fault",
    },
  },
  direction_private_cloud: { choices: { northbound: "fault", southbound: "fault" } },
  direction_public_cloud: { choices: { northbound: "fault", southbound: "fault" } },
  /** What probe, captures and files show. */
  fault: {
    choices: {
      ...mismatches.choices,
      ...certificates.choices,
      certificate_expired: "expired_rejected_by",
      certificate_unknown: "unknown_rejected_by",
      sni_required: "sni_required",
      client_certificate_required: "client_certificate_required",
      client_certificate_rejected: "client_certificate_rejected",
      certificate_malformed: "certificate_malformed",
      key_mismatch: "key_mismatch",
      ...connections.choices,
      ...cuts.choices,
      ...tolerances.choices,
      nothing: "message",
    },
  },
  /** The same for a hybrid ingress, which has no certificate to show when its secret is missing or wrong. */
  ingress_fault: {
    choices: {
      ...mismatches.choices,
      ...certificates.choices,
      certificate_expired: "expired_rejected_by",
      certificate_unknown: "unknown_rejected_by",
      sni_required: "sni_required",
      client_certificate_required: "client_certificate_required",
      client_certificate_rejected: "client_certificate_rejected",
      ...connections.choices,
      ...tolerances.choices,
      no_certificate: "ingress_secret",
      nothing: "message",
    },
  },
  ingress_secret: { choices: { missing: "ingress_secret_missing", present: "certificate_parses" } },
  certificate_parses: { choices: { no: "certificate_malformed", yes: "key_matches" } },
  key_matches: { choices: { no: "key_mismatch", yes: "not_determined" } },
  message: {
    choices: {
      handshake_failure: "server_name",
      protocol_version: "server_name",
      certificate_expired: "expired_rejected_by",
      certificate_unknown: "unknown_rejected_by",
      host_name: "host_name_mismatch",
      client_certificate: "client_certificate_required",
      connection_cut: "server_name",
      no_message: "server_name",
    },
  },
  /** Who sent the alert; the other side sent the certificate. */
  expired_rejected_by: { choices: { client: "certificate_expired", server: "certificate_expired" } },
  unknown_rejected_by: { choices: { client: "certificate_unknown", server: "certificate_unknown" } },
  server_name: { choices: { not_needed: "client", sent: "client", not_sent: "sni_required" } },
  client: { choices: { ...clients, unlisted: "client_handshake" } },
  client_handshake: {
    choices: {
      ...mismatches.choices,
      host_name_mismatch: "host_name_mismatch",
      weak_key: "weak_key",
      sni_required: "sni_required",
      client_certificate_required: "client_certificate_required",
      large_client_hello_intolerant: "large_client_hello_intolerant",
      version_intolerant: "version_intolerant",
      ...cuts.choices,
      connects: "not_determined",
    },
  },
  ...mismatches.outcomes,
  ...certificates.outcomes,
  ...connections.outcomes,
  ...cuts.outcomes,
  ...tolerances.outcomes,
  ...others.outcomes,
});

type Playbook = typeof playbook;
export type NodeId = keyof Playbook;
/** The nodes that ask. */
export type QuestionId = { [Id in NodeId]: Playbook[Id] extends { choices: object } ? Id : never }[NodeId];
/** The nodes that end a path: the causes of PLAYBOOK.md. */
export type OutcomeId = Exclude<NodeId, QuestionId>;
export type ChoiceOf<Id extends QuestionId> = keyof Playbook[Id]["choices"] & string;
/** Any choice of any question. */
export type Choice = { [Id in QuestionId]: ChoiceOf<Id> }[QuestionId];

export const START: NodeId = "product";
