import { formatTarget } from "../../diagnosis/target.ts";
import {
  CLIENT_CERTIFICATE,
  MESSAGE_PROCESSOR,
  changeTargetServer,
  configureTarget,
  listCertificates,
} from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { CLOCK, captureCommand, readCapture, redactCapture, sClient, sendRequest } from "../commands.ts";
import { applyOverrides, installAtClient, trustAtServer } from "./certificate-steps.ts";
import { SERVERS, callAgain, capitals, seeAccepted, theClient } from "./outcome-words.ts";

type OtherOutcome =
  "client_certificate_required" | "client_certificate_rejected" | "clock_wrong" | "not_determined";

export const otherOutcomes: Pick<Catalog["playbook"]["outcomes"], OtherOutcome> = {
  client_certificate_required: (context) => ({
    steps: sendCertificate(context),
    verify: seeAccepted(context),
  }),
  client_certificate_rejected: (context) => ({
    steps: [
      `Prüfen Sie zuerst, ob ${theClient(context, "nominative")} das richtige Zertifikat sendet: mit allen Zwischenzertifikaten, zurzeit gültig und für Clients ausgestellt (clientAuth).`,
      ...trustAtServer(context),
    ],
    verify: seeAccepted(context),
  }),
  clock_wrong: (context) => ({
    steps: [
      `Vergleichen Sie die Uhren ${SERVERS[context.place].genitive} und ${theClient(context, "genitive")} und synchronisieren Sie beide mit einem Zeitserver${clocksOf(context)}:`,
      CLOCK,
      "Gehen beide richtig, ist ein Zwischenzertifikat in der Kette des Clients oder im Truststore der Gegenseite abgelaufen: Ersetzen Sie es.",
    ],
    verify: ["Auf beiden sollte dieselbe Zeit stehen:", CLOCK, callAgain(context.place)],
  }),
  not_determined: (context) => ({
    steps: collect(context),
    verify: [
      "Vergewissern Sie sich vor dem Absenden, dass der fehlgeschlagene Handshake in der Datei steckt; oder laden Sie sie hier hoch, dann suche ich weiter:",
      readCapture(context),
    ],
  }),
};

function sendCertificate(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Besorgen Sie ein Zertifikat mit Schlüssel, dem das Backend ${formatTarget(target)} vertraut, und legen Sie beides samt Kette in einem Keystore von ENV ab (Edge-UI: Admin > Environments > TLS Keystores).`,
        "Lassen Sie den Message Processor diesen Keystore verwenden. Enthält der TargetEndpoint eine URL, tragen Sie das Folgende in seine HTTPTargetConnection ein und stellen Sie den Proxy bereit:",
        configureTarget(CLIENT_CERTIFICATE),
        "Verwendet er einen Zielserver (NAME), stellen Sie dort dasselbe ein; übernehmen Sie, was der erste Aufruf anzeigt:",
        changeTargetServer(place, target, CLIENT_CERTIFICATE),
        "REF ist eine Referenz auf den Keystore, ALIAS der Alias des Zertifikats darin.",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `Der Router verlangt Zwei-Wege-TLS (mTLS): Gesendet werden muss ein Zertifikat ${theClient(context, "genitive")}, das der Truststore des virtuellen Hosts kennt.`,
        ...installAtClient(context),
        "Wird schon eines gesendet, sehen Sie nach, ob der Truststore dessen Aussteller enthält:",
        listCertificates(place, "TRUSTSTORE"),
        "War Zwei-Wege-TLS nicht beabsichtigt, setzen Sie ClientAuthEnabled im virtuellen Host auf false.",
        capitals(place),
      ];
    case "hybrid":
      return [
        `Der Ingress verlangt Zwei-Wege-TLS (mTLS): Gesendet werden muss ein Zertifikat ${theClient(context, "genitive")}, für das die Datei in caCertPath bürgt.`,
        ...installAtClient(context),
        "War Zwei-Wege-TLS nicht beabsichtigt, entfernen Sie tlsMode: MUTUAL aus der Overrides-Datei.",
        ...applyOverrides(),
      ];
    case "not_apigee":
      return [
        `Der Server verlangt Zwei-Wege-TLS (mTLS): Gesendet werden muss ein Zertifikat ${theClient(context, "genitive")}, das der Truststore des Servers kennt.`,
        ...installAtClient(context),
        "Wird schon eines gesendet, muss der Betreiber des Servers dessen Aussteller dort aufnehmen.",
      ];
  }
}

function clocksOf({ place }: OutcomeContext): string {
  switch (place) {
    case "northbound_public_cloud":
    case "southbound_public_cloud":
      return " (die Uhr von Edge ist Sache von Apigee; prüfen Sie Ihre)";
    case "hybrid":
      return " (für den Ingress zählt die seines Knotens)";
    case "northbound_private_cloud":
    case "southbound_private_cloud":
    case "not_apigee":
      return "";
  }
}

const REPRODUCE = "Lösen Sie den Fehler aus und beenden Sie danach mit Strg+C:";

/** What whoever looks next needs to have. */
function collect(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const redact: Line[] = ["Entfernen Sie Adressen und Inhalte aus dem Mitschnitt:", redactCapture(context)];
  switch (place) {
    case "northbound_private_cloud":
    case "southbound_private_cloud":
    case "northbound_public_cloud":
    case "southbound_public_cloud":
      return [
        `${WHERE[place]} ${REPRODUCE}`,
        captureCommand(context),
        "Liegt ein Load Balancer oder NAT dazwischen, setzen Sie die Adresse ein, die dieser Rechner sieht.",
        ...(place === "southbound_private_cloud"
          ? ["Was im Log des Message Processors steht:", MESSAGE_PROCESSOR.log]
          : []),
        ...(place.startsWith("northbound")
          ? ["Was der Client bekommt, von seinem Rechner aus:", sendRequest(target)]
          : []),
        ...redact,
        "Schicken Sie alles an den Apigee-Support, dazu ORG, ENV, Name und Revision des Proxys und den Zeitpunkt des Fehlers (UTC).",
      ];
    case "hybrid":
      return [
        "Vom Rechner, auf dem es fehlschlägt, alles, was curl ausgibt:",
        sendRequest(target),
        `Schneiden Sie dort oder auf dem Knoten des Ingress-Pods mit. ${REPRODUCE}`,
        captureCommand(context),
        ...redact,
        "Lassen Sie Ihr Netzwerkteam skizzieren, was dazwischenliegt (Load Balancer, Firewalls, NAT) und welchen Weg die Pakete nehmen.",
        "Entfernen Sie Adressen, Token und Passwörter auch aus curl.txt. Schicken Sie alle drei Dateien an den Apigee-Support.",
      ];
    case "not_apigee":
      return [
        `Schneiden Sie auf dem Client oder auf dem Server mit. ${REPRODUCE}`,
        captureCommand(context),
        "Was OpenSSL auf dem Rechner des Clients ausgibt:",
        sClient(target, "-msg"),
        ...redact,
        "Schicken Sie beides mit dem Zeitpunkt (UTC) an den Betreiber des Servers: Im Log dieser Minute steht der Grund.",
      ];
  }
}

const WHERE = {
  northbound_private_cloud: "Schneiden Sie auf dem Router oder bei der Client-App mit.",
  northbound_public_cloud: "Schneiden Sie bei der Client-App mit: Auf die Router haben Sie keinen Zugriff.",
  southbound_private_cloud: "Schneiden Sie auf dem Message Processor oder beim Backend mit.",
  southbound_public_cloud:
    "Schneiden Sie beim Backend mit: Auf die Message Processors haben Sie keinen Zugriff.",
};
