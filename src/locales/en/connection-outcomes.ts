import { formatTarget } from "../../diagnosis/target.ts";
import { withStartTls } from "../advice.ts";
import { VIRTUAL_HOST, changeVirtualHost } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { resolveName, sClient, showEach, showListener, tryPort } from "../commands.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { SEND_BACK, SERVERS, callAgain, capitals, seeHandshake, theClient } from "./outcome-words.ts";

type ConnectionOutcome =
  | "name_not_resolved"
  | "connection_refused"
  | "network_error"
  | "not_tls"
  | "starttls_required"
  | "starttls_failed"
  | "addresses_differ"
  | "connection_reset"
  | "timeout";

/** It fails before TLS, or because of what lies between. */
export const connectionOutcomes: Pick<Catalog["playbook"]["outcomes"], ConnectionOutcome> = {
  name_not_resolved: (context) => ({
    steps: [
      `Ask for the name from ${vantage(context)}:`,
      resolveName(context.target),
      whereNameIsSaid(context),
      "If it lives in a private zone, the resolver there must know that zone. My check runs outside of it, so it may well not find the name.",
    ],
    verify: ["This should print addresses:", resolveName(context.target)],
  }),
  connection_refused: (context) => ({
    steps: [
      `See on the side of ${SERVERS[context.place]} whether something listens on port ${context.target.port}:`,
      context.place === "hybrid" ? HYBRID.service : showListener(context.target),
      `If nothing does, start ${SERVERS[context.place]} or correct the port. ${whereNameIsSaid(context)}`,
      "If it listens, a firewall or load balancer before it refuses: look there.",
    ],
    verify: seePort(context),
  }),
  network_error: (context) => ({
    steps: [
      `Try from ${vantage(context)}; my check may sit in a network that has no way there:`,
      tryPort(context.target),
      "If it fails there, too, check routes, and whether the name has an IPv6 address that your network cannot reach.",
    ],
    verify: seePort(context),
  }),
  not_tls: (context) => ({ steps: speakTls(context), verify: seeHandshake(context) }),
  starttls_required: (context) => ({
    steps: startTls(context),
    verify:
      context.place === "not_apigee"
        ? ["This should print a certificate:", sClient(withStartTls(context))]
        : [callAgain(context.place)],
  }),
  starttls_failed: (context) => ({
    steps: [
      `Look into the log of ${formatTarget(context.target)} at this minute: most often it has no certificate and key, or may not read them.`,
      "If its log shows no STARTTLS, something between takes it out (an inspecting firewall): try from the server's own network.",
    ],
    verify: ["This should print a certificate:", sClient(context.target)],
  }),
  addresses_differ: (context) => ({
    steps: [
      "See what each address shows:",
      showEach(context.addresses, context.target),
      `Give all of them the same certificate and settings: ${machines(context)}.`,
      "Until then, take the one that is behind out of DNS or the load balancer.",
    ],
    verify: ["Every address should now show the same:", showEach(context.addresses, context.target)],
  }),
  connection_reset: (context) => ({
    steps: [
      `Try from ${vantage(context)}, then from the network of ${SERVERS[context.place]}:`,
      sClient(context.target),
      "If only the first fails, something between cuts it: a firewall, an inspection device, a proxy. Ask whoever runs it for its log at this minute.",
      ...emptyIngress(context),
      allowList(context),
    ],
    verify: seeHandshake(context),
  }),
  timeout: (context) => ({
    steps: [
      `See from ${vantage(context)} whether the port answers at all:`,
      tryPort(context.target),
      `If it does not, a firewall drops the packets. ${allowList(context)}`,
      `If it does, ${SERVERS[context.place]} hangs, or something between swallows the Client Hello: look into its log, restart it.`,
    ],
    verify: seeHandshake(context),
  }),
};

/** From where a person should try. */
function vantage({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
      return "a Message Processor";
    case "southbound_public_cloud":
      return "outside the backend's network";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return "the client app's machine";
    case "not_apigee":
      return "the client's machine";
  }
}

function whereNameIsSaid({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "Host and port stand in URL of the TargetEndpoint, or in the target server.";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return "Host and port stand in HostAliases and Port of the virtual host; the name must be in DNS, too.";
    case "hybrid":
      return "The host names are listed in the environment group, the port in the ingress service; in DNS the names must lead to that service.";
    case "not_apigee":
      return "Check name and port in the client's configuration; the server's own port is set where it listens (in nginx, listen).";
  }
}

function machines({ place }: OutcomeContext): string {
  switch (place) {
    case "northbound_private_cloud":
      return "every Router, and every load balancer before them";
    case "northbound_public_cloud":
      return "what is yours before Edge (load balancer, CDN); if the addresses are Edge's own, ask Apigee support";
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "every backend server behind the name";
    case "hybrid":
      return "the ingress of every region";
    case "not_apigee":
      return "every server behind the name";
  }
}

function allowList({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
      return "The backend's firewall must let the addresses of all Message Processors in.";
    case "southbound_public_cloud":
      return "The backend's firewall must let Edge's addresses in: ask Apigee support for them.";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return `The firewall before ${SERVERS[place]} must let the client's address in.`;
  }
}

/** An ingress without certificate hangs up. */
function emptyIngress({ place }: OutcomeContext): Line[] {
  return place === "hybrid"
    ? ["An ingress without its secret hangs up like this. The secret should be there:", HYBRID.findSecret]
    : [];
}

function startTls(context: OutcomeContext): Line[] {
  const { place } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `A Message Processor starts with TLS and knows no STARTTLS, so host or port of the target is wrong. ${whereNameIsSaid(context)}`,
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return [
        `API calls are HTTPS and start with TLS, so this is no port of ${SERVERS[place]}: host or port is wrong. ${whereNameIsSaid(context)}`,
      ];
    case "not_apigee":
      return [`Turn on STARTTLS in ${theClient(context)}, or let it use the port on which TLS comes first.`];
  }
}

function speakTls(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Port ${target.port} of the backend does not speak TLS. Call the port that does (often 443 or 8443), in URL of the TargetEndpoint or Port of the target server.`,
        "If the backend shall stay without TLS: write http:// in the URL, or take SSLInfo out of the target server. Then nothing is encrypted.",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `The virtual host on this port has no TLS. If another one has, call its port. Else turn it on here. ${SEND_BACK}`,
        VIRTUAL_HOST.ssl,
        changeVirtualHost(place),
        "If a load balancer before the Router is to do TLS, give its listener the certificate instead.",
        capitals(place),
      ];
    case "hybrid":
      return ["Call the port on which the ingress speaks TLS, often 443:", HYBRID.service];
    case "not_apigee":
      return [
        `Call the port on which ${target.host} speaks TLS (often 443 or 8443), or turn TLS on for this one.`,
      ];
  }
}

function seePort({ place, target }: OutcomeContext): Line[] {
  return ["This should say that the connection succeeded:", tryPort(target), callAgain(place)];
}
