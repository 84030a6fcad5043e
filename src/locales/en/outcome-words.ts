import type { Place } from "../../playbook/place.ts";
import type { EdgePlace } from "../apigee-commands.ts";
import type { Line, OutcomeContext } from "../catalog.ts";
import { presentCertificate, sClient, showCertificate, showList } from "../commands.ts";

/** Who is asked for a handshake. */
export const SERVERS: Readonly<Record<Place, string>> = {
  northbound_private_cloud: "the Router",
  northbound_public_cloud: "the Router",
  southbound_private_cloud: "the backend",
  southbound_public_cloud: "the backend",
  hybrid: "the ingress",
  not_apigee: "the server",
};

/** Who asks for it. */
export const CLIENTS: Readonly<Record<Place, string>> = {
  northbound_private_cloud: "the client app",
  northbound_public_cloud: "the client app",
  southbound_private_cloud: "the Message Processor",
  southbound_public_cloud: "the Message Processor",
  hybrid: "the client app",
  not_apigee: "the client",
};

/** Where a command shows what the failing client meets. */
const THERE: Readonly<Record<Place, string>> = {
  northbound_private_cloud: "On the client app's machine",
  northbound_public_cloud: "On the client app's machine",
  southbound_private_cloud: "On a Message Processor",
  southbound_public_cloud: "From outside the backend's network",
  hybrid: "On the client app's machine",
  not_apigee: "On the client's machine",
};

/** What the capitals of a management API call mean. */
export function capitals(place: EdgePlace): string {
  const common =
    "Capitals are for you to fill in: ORG and ENV from the Edge UI, EMAIL of an organization administrator (curl asks for the password)";
  return place.endsWith("public_cloud")
    ? `${common}.`
    : `${common}, MANAGEMENT-SERVER:PORT of your installation (http:// where its API has no TLS).`;
}

/** How an ingress without certificate is told from one that is particular: a menu, a question of it, and an answer. */
export const OVERRULE = "That is not so …";
export const INGRESS_FAULT = "What is wrong with the ingress itself, whoever connects?";
export const NO_CERTIFICATE = "It shows no certificate";

/** Above what goes into a virtual host, and the two calls. */
export const SEND_BACK =
  "Fetch the virtual host with the first call below, put this into vhost.xml, and send the whole file back with the second (Edge drops what is missing):";

/** Where a property goes that may be there already. */
export function onEach(machines: string, file: string): string {
  return `Run this on every ${machines}, one after the other: it restarts. If ${file} has the property already, change it there instead of the first line:`;
}

export function theClient({ place, client }: OutcomeContext): string {
  return client === null ? CLIENTS[place] : `${CLIENTS[place]} (${client})`;
}

/** The same handshake, by hand. */
export function seeHandshake({ place, target }: OutcomeContext, ...options: readonly string[]): Line[] {
  return [
    `${THERE[place]}, this should print a certificate and no alert:`,
    sClient(target, ...options),
    callAgain(place),
  ];
}

/** The certificate that is served now. */
export function seeCertificate({ place, target }: OutcomeContext): Line[] {
  return [
    `${THERE[place]}, this should print the new certificate:`,
    showCertificate(target),
    callAgain(place),
  ];
}

/** The list that is served now. */
export function seeChain({ place, target }: OutcomeContext): Line[] {
  return [
    "Each i: (issuer) should be the s: (subject) of the next. Return code 0 is best; 21 means that an intermediate is missing, 19 and 20 that your OpenSSL lacks the root:",
    showList(target),
    callAgain(place),
  ];
}

/** Two-way TLS: that the other side takes the client's certificate. */
export function seeAccepted({ place, target }: OutcomeContext): Line[] {
  return [
    "With the client's certificate and key, this should print no alert:",
    presentCertificate(target),
    callAgain(place),
  ];
}

export function callAgain(place: Place): string {
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "Then call the API proxy: the 503 is gone.";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return "Then call the API with the client that failed.";
    case "not_apigee":
      return "Then try the client that failed.";
  }
}

export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
