import type { OutcomeId, QuestionId } from "./playbook.ts";
import type { Step } from "./walk.ts";

/** Which connection of which product: who is client and server, and who may change what. */
export type Place =
  | "northbound_private_cloud"
  | "southbound_private_cloud"
  | "northbound_public_cloud"
  | "southbound_public_cloud"
  | "hybrid"
  | "not_apigee";

/** Null while that is not asked to the end. */
export function placeOf(steps: readonly Step[]): Place | null {
  const product = choiceAt("product", steps);
  if (product === "hybrid" || product === "not_apigee") return product;
  const direction =
    choiceAt("direction_private_cloud", steps) ?? choiceAt("direction_public_cloud", steps) ?? null;
  if (direction !== "northbound" && direction !== "southbound") return null;
  return `${direction}_${product === "edge_private_cloud" ? "private_cloud" : "public_cloud"}`;
}

/** Who refused the other side's certificate; a client where nothing else is said, as most do. */
export function rejectingSideOf(steps: readonly Step[]): "client" | "server" {
  // A check is a client with a clock that is right: it sees this of servers alone.
  if (steps.some(({ choice, source }) => choice === "clock_wrong" && source === "probe")) return "server";
  const said = choiceAt("expired_rejected_by", steps) ?? choiceAt("unknown_rejected_by", steps);
  return said === "server" ? "server" : "client";
}

export function choiceAt(node: QuestionId, steps: readonly Step[]): string | null {
  return steps.find((step) => step.node === node)?.choice ?? null;
}

/** Who can do what an outcome asks for. */
export type Party =
  | "client_owner"
  | "server_owner"
  | "backend_owner"
  /** Who runs Edge's Routers and Message Processors: private cloud. */
  | "edge_operator"
  /** Who may change keystores, truststores, virtual hosts and target servers. */
  | "organization_admin"
  | "apigee_support"
  | "cluster_admin"
  | "network_owner";

type Role = "client" | "server" | "client_certificates" | "server_certificates" | "network" | "support";

/** At each place: who runs the two ends, and who keeps their certificates. */
const PARTIES: Readonly<Record<Place, Readonly<Record<Role, Party>>>> = {
  northbound_private_cloud: {
    client: "client_owner",
    client_certificates: "client_owner",
    server: "edge_operator",
    server_certificates: "organization_admin",
    network: "network_owner",
    support: "apigee_support",
  },
  northbound_public_cloud: {
    client: "client_owner",
    client_certificates: "client_owner",
    server: "apigee_support",
    server_certificates: "organization_admin",
    network: "network_owner",
    support: "apigee_support",
  },
  southbound_private_cloud: {
    client: "edge_operator",
    client_certificates: "organization_admin",
    server: "backend_owner",
    server_certificates: "backend_owner",
    network: "network_owner",
    support: "apigee_support",
  },
  southbound_public_cloud: {
    client: "apigee_support",
    client_certificates: "organization_admin",
    server: "backend_owner",
    server_certificates: "backend_owner",
    network: "network_owner",
    support: "apigee_support",
  },
  hybrid: {
    client: "client_owner",
    client_certificates: "client_owner",
    server: "cluster_admin",
    server_certificates: "cluster_admin",
    network: "network_owner",
    support: "apigee_support",
  },
  not_apigee: {
    client: "client_owner",
    client_certificates: "client_owner",
    server: "server_owner",
    server_certificates: "server_owner",
    network: "network_owner",
    support: "server_owner",
  },
};

/** Where more than a role decides. */
type Various =
  "certificate_expired" | "certificate_unknown" | "clock_wrong" | "protocol_mismatch" | "starttls_required";

const ROLES: Readonly<Record<Exclude<OutcomeId, Various>, Role>> = {
  cipher_suite_mismatch: "client",
  group_mismatch: "client",
  signature_algorithm_mismatch: "client",
  alpn_mismatch: "server",
  host_name_mismatch: "server_certificates",
  chain_incomplete: "server_certificates",
  chain_incorrect: "server_certificates",
  certificate_not_yet_valid: "server_certificates",
  certificate_revoked: "server_certificates",
  weak_signature: "server_certificates",
  weak_key: "server_certificates",
  ocsp_must_staple_missing: "server",
  name_not_resolved: "network",
  connection_refused: "server",
  network_error: "network",
  not_tls: "server",
  starttls_failed: "server",
  addresses_differ: "server",
  connection_reset: "network",
  timeout: "network",
  large_client_hello_intolerant: "network",
  version_intolerant: "server",
  sni_required: "client",
  client_certificate_required: "client_certificates",
  client_certificate_rejected: "client_certificates",
  ingress_secret_missing: "server_certificates",
  certificate_malformed: "server_certificates",
  key_mismatch: "server_certificates",
  not_determined: "support",
};

export function responsibleFor(outcome: OutcomeId, place: Place, rejectedBy: "client" | "server"): Party {
  const parties = PARTIES[place];
  switch (outcome) {
    // The side that sent it renews it.
    case "certificate_expired":
      return rejectedBy === "client" ? parties.server_certificates : parties.client_certificates;
    // The side that rejected it learns to trust it.
    case "certificate_unknown":
      return rejectedBy === "client" ? parties.client_certificates : parties.server_certificates;
    case "clock_wrong":
      return rejectedBy === "client" ? parties.client : parties.server;
    // Routers of the public cloud speak TLS 1.2; it is the client that does not.
    case "protocol_mismatch":
      return place === "northbound_public_cloud" ? parties.client : parties.server;
    // A Message Processor has no STARTTLS: where it connects to is in the organization.
    case "starttls_required":
      return place.startsWith("southbound") ? "organization_admin" : parties.client;
    default:
      return parties[ROLES[outcome]];
  }
}
