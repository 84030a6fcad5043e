import type { Place } from "../../playbook/place.ts";
import type { EdgePlace } from "../apigee-commands.ts";
import type { Line, OutcomeContext } from "../catalog.ts";
import { presentCertificate, sClient, showCertificate, showList } from "../commands.ts";

/** With its article, as a sentence needs it. */
type Declined = Readonly<Record<"nominative" | "genitive" | "dative" | "accusative", string>>;

const ROUTER = masculine("Router", "Routers");
const MESSAGE_PROCESSOR = masculine("Message Processor", "Message Processors");
const CLIENT_APP: Declined = {
  nominative: "die Client-App",
  genitive: "der Client-App",
  dative: "der Client-App",
  accusative: "die Client-App",
};
const BACKEND: Declined = {
  ...masculine("Backend", "Backends"),
  nominative: "das Backend",
  accusative: "das Backend",
};
const INGRESS = masculine("Ingress", "Ingress");

/** Who is asked for a handshake. */
export const SERVERS: Readonly<Record<Place, Declined>> = {
  northbound_private_cloud: ROUTER,
  northbound_public_cloud: ROUTER,
  southbound_private_cloud: BACKEND,
  southbound_public_cloud: BACKEND,
  hybrid: INGRESS,
  not_apigee: masculine("Server", "Servers"),
};

/** Who asks for it. */
const CLIENTS: Readonly<Record<Place, Declined>> = {
  northbound_private_cloud: CLIENT_APP,
  northbound_public_cloud: CLIENT_APP,
  southbound_private_cloud: MESSAGE_PROCESSOR,
  southbound_public_cloud: MESSAGE_PROCESSOR,
  hybrid: CLIENT_APP,
  not_apigee: masculine("Client", "Clients"),
};

/** Where a command shows what the failing client meets. */
const THERE: Readonly<Record<Place, string>> = {
  northbound_private_cloud: "Auf dem Rechner der Client-App",
  northbound_public_cloud: "Auf dem Rechner der Client-App",
  southbound_private_cloud: "Auf einem Message Processor",
  southbound_public_cloud: "Von außerhalb des Backend-Netzes",
  hybrid: "Auf dem Rechner der Client-App",
  not_apigee: "Auf dem Rechner des Clients",
};

function masculine(noun: string, genitive: string): Declined {
  return {
    nominative: `der ${noun}`,
    genitive: `des ${genitive}`,
    dative: `dem ${noun}`,
    accusative: `den ${noun}`,
  };
}

/** What the capitals of a management API call mean. */
export function capitals(place: EdgePlace): string {
  const common =
    "Was in Großbuchstaben steht, füllen Sie aus: ORG und ENV aus der Edge-UI, EMAIL eines Administrators der Organisation (nach dem Passwort fragt curl)";
  return place.endsWith("public_cloud")
    ? `${common}.`
    : `${common}, MANAGEMENT-SERVER:PORT Ihrer Installation (http://, falls deren API kein TLS spricht).`;
}

/** How an ingress without certificate is told from one that is particular: a menu, a question of it, and an answer. */
export const OVERRULE = "Das stimmt nicht …";
export const INGRESS_FAULT = "Was stimmt am Ingress selbst nicht, ganz gleich, wer sich verbindet?";
export const NO_CERTIFICATE = "Er zeigt kein Zertifikat";

/** Above what goes into a virtual host, and the two calls. */
export const SEND_BACK =
  "Rufen Sie ihn mit dem ersten Aufruf unten ab, tragen Sie dies in vhost.xml ein und senden Sie mit dem zweiten die ganze Datei zurück (was fehlt, verwirft Edge):";

/**
 * Where a property goes that may be there already.
 * @param where in the dative: `auf jedem Router`.
 */
export function onEach(where: string, file: string): string {
  return `Nacheinander ${where} ausführen (startet neu); steht die Eigenschaft schon in ${file}, dort ändern, statt die erste Zeile auszuführen:`;
}

export function theClient({ place, client }: OutcomeContext, as: keyof Declined): string {
  const declined = CLIENTS[place][as];
  return client === null ? declined : `${declined} (${client})`;
}

/** The same handshake, by hand. */
export function seeHandshake({ place, target }: OutcomeContext, ...options: readonly string[]): Line[] {
  return [
    `${THERE[place]} sollte dieser Befehl ein Zertifikat und keinen Alert ausgeben:`,
    sClient(target, ...options),
    callAgain(place),
  ];
}

/** The certificate that is served now. */
export function seeCertificate({ place, target }: OutcomeContext): Line[] {
  return [
    `${THERE[place]} sollte dieser Befehl das neue Zertifikat ausgeben:`,
    showCertificate(target),
    callAgain(place),
  ];
}

/** The list that is served now. */
export function seeChain({ place, target }: OutcomeContext): Line[] {
  return [
    "Jedes i: (Aussteller) sollte dem nächsten s: (Inhaber) gleichen. Am besten ist der Return Code 0; bei 21 fehlt ein Zwischenzertifikat, bei 19 und 20 fehlt Ihrem OpenSSL das Root-Zertifikat:",
    showList(target),
    callAgain(place),
  ];
}

/** Two-way TLS: that the other side takes the client's certificate. */
export function seeAccepted({ place, target }: OutcomeContext): Line[] {
  return [
    "Mit Zertifikat und Schlüssel des Clients sollte dieser Befehl keinen Alert ausgeben:",
    presentCertificate(target),
    callAgain(place),
  ];
}

export function callAgain(place: Place): string {
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "Rufen Sie danach den API-Proxy auf: Der Status 503 tritt nicht mehr auf.";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return "Rufen Sie danach die API mit dem Client auf, der gescheitert ist.";
    case "not_apigee":
      return "Versuchen Sie es danach mit dem Client, der gescheitert ist.";
  }
}
