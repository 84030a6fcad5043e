import { formatTarget } from "../../diagnosis/target.ts";
import { MESSAGE_PROCESSOR, configureTarget, onlyVersion } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { SERVERS, onEach, seeHandshake, theClient } from "./outcome-words.ts";

type NegotiationOutcome =
  | "group_mismatch"
  | "signature_algorithm_mismatch"
  | "alpn_mismatch"
  | "large_client_hello_intolerant"
  | "version_intolerant";

/** What else a Client Hello says that a server may not go along with. */
export const negotiationOutcomes: Pick<Catalog["playbook"]["outcomes"], NegotiationOutcome> = {
  group_mismatch: (context) => ({
    steps: agreeOnGroup(context),
    verify: seeHandshake(context, "-groups P-256"),
  }),
  signature_algorithm_mismatch: (context) => ({
    steps: agreeOnSignature(context),
    verify: seeHandshake(context, "-sigalgs RSA-PSS+SHA256:ECDSA+SHA256:RSA+SHA256"),
  }),
  alpn_mismatch: (context) => ({
    steps: agreeOnAlpn(context),
    verify: seeHandshake(context, "-alpn http/1.1"),
  }),
  large_client_hello_intolerant: (context) => ({
    steps: [
      `Find what stands between ${theClient(context)} and ${formatTarget(context.target)}: firewall, load balancer, inspection device. Start next to the server and let one more of them in each time: the one with which it begins to fail is to blame, and needs an update.`,
      "It must wait for the rest of a Client Hello that comes in two packets.",
      ...(context.place.startsWith("southbound")
        ? []
        : [
            "Until then, turn off the post-quantum key share in the client: GODEBUG=tlsmlkem=0 for Go, Groups = X25519:P-256 in openssl.cnf.",
          ]),
    ],
    verify: seeHandshake(context, "-groups X25519MLKEM768"),
  }),
  version_intolerant: (context) => ({
    steps: tolerateVersions(context),
    verify: seeHandshake(context),
  }),
};

function agreeOnGroup(context: OutcomeContext): Line[] {
  switch (context.place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return [
        `Let ${theClient(context)} offer P-256 (secp256r1), which every server has. In Java it is this option:`,
        JAVA.groups,
      ];
    case "southbound_private_cloud":
      return [
        "Let the backend accept P-256 (secp256r1). In nginx:",
        NGINX.groups,
        `Or let the Message Processors offer a group that the backend accepts. ${onEach("Message Processor", MESSAGE_PROCESSOR.file)}`,
        MESSAGE_PROCESSOR.groups,
      ];
    case "southbound_public_cloud":
      return [
        "Let the backend accept P-256 (secp256r1); the Message Processors are not yours to change. In nginx:",
        NGINX.groups,
      ];
    case "not_apigee":
      return [
        `Let ${theClient(context)} offer P-256 (secp256r1), or let the server accept it. In Java, then in nginx:`,
        JAVA.groups,
        NGINX.groups,
      ];
  }
}

function agreeOnSignature(context: OutcomeContext): Line[] {
  const { place } = context;
  const suits = "RSA 2048 suits all clients, EC P-256 nearly all";
  const settings = (where: string) =>
    `Look for settings ${where} that narrow the choice: SignatureAlgorithms in openssl.cnf, jdk.tls.disabledAlgorithms in java.security.`;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Use a certificate on the backend whose key the Message Processor can check: ${suits}.`,
        settings("on the backend"),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        `Update ${theClient(context)}: it should accept RSA-PSS and ECDSA with SHA-256. ${settings("on the client")}`,
        `If it cannot change, use a certificate for ${SERVERS[place]} whose key it can check: ${suits}.`,
      ];
  }
}

function agreeOnAlpn(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return [
        `Let ${theClient(context)} offer http/1.1 beside what it offers now, or no ALPN at all.`,
        `If a load balancer stands before ${SERVERS[place]}, look at the ALPN policy of the load balancer.`,
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Let the backend ${formatTarget(target)} accept http/1.1, beside h2 if it has it.`,
        "If it speaks another protocol alone, check host and port in the TargetEndpoint or target server.",
      ];
    case "not_apigee":
      return [
        `Let ${formatTarget(target)} accept h2 or http/1.1, if it is a web server or an API.`,
        `Else let ${theClient(context)} offer the protocol that the server speaks, or check the port.`,
      ];
  }
}

function tolerateVersions(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const update = `Update ${formatTarget(target)}, or the load balancer or inspection device before it: it must pass over what it does not know.`;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        update,
        "Until then, keep the Message Processor to TLS 1.2. Where the TargetEndpoint has a URL, put this into its HTTPTargetConnection and deploy the proxy:",
        configureTarget(onlyVersion("TLSv1.2")),
        "Where it uses a target server, set the same there.",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        update,
        `Until then, keep ${theClient(context)} to TLS 1.2. In Java it is this option:`,
        JAVA.versions,
      ];
  }
}
