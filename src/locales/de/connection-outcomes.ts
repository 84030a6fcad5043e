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
      `Fragen Sie den Namen ${vantage(context)} ab:`,
      resolveName(context.target),
      whereNameIsSaid(context),
      "Liegt der Name in einer privaten Zone, muss der Resolver dort die Zone kennen; meine Prüfung läuft außerhalb davon und findet den Namen deshalb womöglich nicht.",
    ],
    verify: ["Dieser Befehl sollte Adressen ausgeben:", resolveName(context.target)],
  }),
  connection_refused: (context) => ({
    steps: [
      `Sehen Sie auf der Seite ${SERVERS[context.place].genitive} nach, ob auf Port ${context.target.port} etwas lauscht:`,
      context.place === "hybrid" ? HYBRID.service : showListener(context.target),
      `Wenn nicht, starten Sie ${SERVERS[context.place].accusative} oder korrigieren Sie den Port. ${whereNameIsSaid(context)}`,
      "Wenn ja, lehnt eine Firewall oder ein Load Balancer davor die Verbindung ab: Sehen Sie dort nach.",
    ],
    verify: seePort(context),
  }),
  network_error: (context) => ({
    steps: [
      `Testen Sie ${vantage(context)}; meine Prüfung läuft vielleicht in einem Netz, von dem kein Weg dorthin führt:`,
      tryPort(context.target),
      "Scheitert es auch dort, prüfen Sie die Routen und ob der Name eine IPv6-Adresse hat, die Ihr Netz nicht erreicht.",
    ],
    verify: seePort(context),
  }),
  not_tls: (context) => ({ steps: speakTls(context), verify: seeHandshake(context) }),
  starttls_required: (context) => ({
    steps: startTls(context),
    verify:
      context.place === "not_apigee"
        ? ["Dieser Befehl sollte ein Zertifikat ausgeben:", sClient(withStartTls(context))]
        : [callAgain(context.place)],
  }),
  starttls_failed: (context) => ({
    steps: [
      `Suchen Sie im Log von ${formatTarget(context.target)} die Einträge dieser Minute: Meist sind dort Zertifikat und Schlüssel nicht eingerichtet, oder es fehlt die Leseberechtigung dafür.`,
      "Taucht im Log kein STARTTLS auf, entfernt es etwas dazwischen (eine Firewall mit Inspection): Testen Sie aus dem Netz des Servers.",
    ],
    verify: ["Dieser Befehl sollte ein Zertifikat ausgeben:", sClient(context.target)],
  }),
  addresses_differ: (context) => ({
    steps: [
      "Sehen Sie nach, was jede Adresse zeigt:",
      showEach(context.addresses, context.target),
      `Geben Sie allen dasselbe Zertifikat und dieselben Einstellungen: ${machines(context)}.`,
      "Bis dahin nehmen Sie die Adresse mit dem veralteten Stand aus dem DNS oder dem Load Balancer.",
    ],
    verify: ["Jede Adresse sollte jetzt dasselbe zeigen:", showEach(context.addresses, context.target)],
  }),
  connection_reset: (context) => ({
    steps: [
      `Testen Sie ${vantage(context)}, danach aus dem Netz ${SERVERS[context.place].genitive}:`,
      sClient(context.target),
      "Scheitert nur der erste Test, kappt etwas dazwischen die Verbindung: eine Firewall, ein TLS-Inspection-Gerät, ein Proxy. Bitten Sie den Betreiber um das Log dieser Minute.",
      ...emptyIngress(context),
      allowList(context),
    ],
    verify: seeHandshake(context),
  }),
  timeout: (context) => ({
    steps: [
      `Sehen Sie ${vantage(context)} nach, ob der Port überhaupt antwortet:`,
      tryPort(context.target),
      `Wenn nicht, verwirft eine Firewall die Pakete. ${allowList(context)}`,
      `Wenn ja, hängt ${SERVERS[context.place].nominative}, oder etwas dazwischen verschluckt das Client Hello: Sehen Sie dort im Log nach und starten Sie neu.`,
    ],
    verify: seeHandshake(context),
  }),
};

/** From where a person should try. */
function vantage({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
      return "auf einem Message Processor";
    case "southbound_public_cloud":
      return "von außerhalb des Backend-Netzes";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return "auf dem Rechner der Client-App";
    case "not_apigee":
      return "auf dem Rechner des Clients";
  }
}

function whereNameIsSaid({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "Host und Port stehen in URL des TargetEndpoint oder im Zielserver.";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return "Host und Port stehen in HostAliases und Port des virtuellen Hosts; der Name muss außerdem im DNS stehen.";
    case "hybrid":
      return "Die Hostnamen stehen in der Umgebungsgruppe, der Port im Ingress-Service; im DNS müssen die Namen auf diesen Service zeigen.";
    case "not_apigee":
      return "Prüfen Sie Name und Port in der Konfiguration des Clients; den eigenen Port des Servers legt dessen Konfiguration fest (in nginx listen).";
  }
}

function machines({ place }: OutcomeContext): string {
  switch (place) {
    case "northbound_private_cloud":
      return "jedem Router und jedem Load Balancer davor";
    case "northbound_public_cloud":
      return "allem, was Sie selbst vor Edge betreiben (Load Balancer, CDN); gehören die Adressen zu Edge, fragen Sie den Apigee-Support";
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "jedem Backend-Server hinter dem Namen";
    case "hybrid":
      return "dem Ingress jeder Region";
    case "not_apigee":
      return "jedem Server hinter dem Namen";
  }
}

function allowList({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
      return "Die Firewall des Backends muss die Adressen aller Message Processors zulassen.";
    case "southbound_public_cloud":
      return "Die Firewall des Backends muss die Adressen von Edge zulassen: Der Apigee-Support nennt sie Ihnen.";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return `Die Firewall vor ${SERVERS[place].dative} muss die Adresse des Clients zulassen.`;
  }
}

/** An ingress without certificate hangs up. */
function emptyIngress({ place }: OutcomeContext): Line[] {
  return place === "hybrid"
    ? [
        "So bricht ein Ingress die Verbindung ab, dem sein Secret fehlt. Es sollte vorhanden sein:",
        HYBRID.findSecret,
      ]
    : [];
}

function startTls(context: OutcomeContext): Line[] {
  const { place } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Ein Message Processor beginnt mit TLS und beherrscht kein STARTTLS; also ist Host oder Port des Ziels falsch. ${whereNameIsSaid(context)}`,
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return [
        `API-Aufrufe sind HTTPS und beginnen mit TLS; das ist also kein Port ${SERVERS[place].genitive}: Host oder Port ist falsch. ${whereNameIsSaid(context)}`,
      ];
    case "not_apigee":
      return [
        `Lassen Sie ${theClient(context, "accusative")} STARTTLS verwenden oder den Port, auf dem TLS von Anfang an gesprochen wird.`,
      ];
  }
}

function speakTls(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Port ${target.port} des Backends spricht kein TLS. Tragen Sie in URL des TargetEndpoint oder in Port des Zielservers den Port ein, der es spricht (oft 443 oder 8443).`,
        "Soll das Backend ohne TLS bleiben, schreiben Sie http:// in die URL oder entfernen Sie SSLInfo aus dem Zielserver. Dann ist nichts verschlüsselt.",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `Der virtuelle Host auf diesem Port hat kein TLS. Ist TLS auf einem anderen eingeschaltet, rufen Sie dessen Port auf. Andernfalls schalten Sie es hier ein. ${SEND_BACK}`,
        VIRTUAL_HOST.ssl,
        changeVirtualHost(place),
        "Soll ein Load Balancer vor dem Router TLS übernehmen, gehört das Zertifikat in dessen Listener.",
        capitals(place),
      ];
    case "hybrid":
      return ["Rufen Sie den Port auf, auf dem der Ingress TLS spricht, oft 443:", HYBRID.service];
    case "not_apigee":
      return [
        `Rufen Sie den Port auf, auf dem ${target.host} TLS spricht (oft 443 oder 8443), oder schalten Sie TLS auf diesem Port ein.`,
      ];
  }
}

function seePort({ place, target }: OutcomeContext): Line[] {
  return [
    "Die Ausgabe sollte bestätigen, dass die Verbindung zustande kommt:",
    tryPort(target),
    callAgain(place),
  ];
}
