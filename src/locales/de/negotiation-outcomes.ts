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
      `Finden Sie heraus, was zwischen ${theClient(context, "dative")} und ${formatTarget(context.target)} steht: Firewall, Load Balancer, TLS-Inspection-Gerät. Beginnen Sie direkt beim Server und nehmen Sie jedes Mal ein Gerät mehr dazu: Das, mit dem es zu scheitern beginnt, ist schuld und muss aktualisiert werden.`,
      "Es muss auf den Rest eines Client Hello warten, das in zwei Paketen kommt.",
      ...(context.place.startsWith("southbound")
        ? []
        : [
            "Bis dahin schalten Sie im Client den Post-Quanten-Key-Share ab: bei Go mit GODEBUG=tlsmlkem=0, sonst mit Groups = X25519:P-256 in openssl.cnf.",
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
        `Lassen Sie ${theClient(context, "accusative")} P-256 (secp256r1) anbieten; das beherrscht jeder Server. In Java mit dieser Option:`,
        JAVA.groups,
      ];
    case "southbound_private_cloud":
      return [
        "Lassen Sie das Backend P-256 (secp256r1) akzeptieren. In nginx:",
        NGINX.groups,
        `Oder lassen Sie die Message Processors eine Gruppe anbieten, die das Backend akzeptiert. ${onEach("auf jedem Message Processor", MESSAGE_PROCESSOR.file)}`,
        MESSAGE_PROCESSOR.groups,
      ];
    case "southbound_public_cloud":
      return [
        "Lassen Sie das Backend P-256 (secp256r1) akzeptieren; die Message Processors können Sie nicht ändern. In nginx:",
        NGINX.groups,
      ];
    case "not_apigee":
      return [
        `Lassen Sie ${theClient(context, "accusative")} P-256 (secp256r1) anbieten oder den Server es akzeptieren. Erst die Option für Java, dann die Zeile für nginx:`,
        JAVA.groups,
        NGINX.groups,
      ];
  }
}

function agreeOnSignature(context: OutcomeContext): Line[] {
  const { place } = context;
  const suits = "Mit RSA 2048 kommen alle Clients zurecht, mit EC P-256 fast alle.";
  const settings = (where: string) =>
    `Suchen Sie ${where} nach Einstellungen, die die Auswahl einengen: SignatureAlgorithms in openssl.cnf, jdk.tls.disabledAlgorithms in java.security.`;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Verwenden Sie auf dem Backend ein Zertifikat mit einem Schlüssel, dessen Signatur der Message Processor prüfen kann. ${suits}`,
        settings("auf dem Backend"),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        `Aktualisieren Sie ${theClient(context, "accusative")}: RSA-PSS und ECDSA mit SHA-256 sollten akzeptiert werden. ${settings("auf dem Client")}`,
        `Lässt sich der Client nicht ändern, geben Sie ${SERVERS[place].dative} ein Zertifikat mit einem Schlüssel, dessen Signatur der Client prüfen kann. ${suits}`,
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
        `Lassen Sie ${theClient(context, "accusative")} zusätzlich zu den jetzigen Protokollen http/1.1 anbieten oder ganz auf ALPN verzichten.`,
        `Steht ein Load Balancer vor ${SERVERS[place].dative}, sehen Sie sich dessen ALPN-Richtlinie an.`,
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Lassen Sie das Backend ${formatTarget(target)} http/1.1 akzeptieren, gegebenenfalls neben h2.`,
        "Spricht es nur ein ganz anderes Protokoll, prüfen Sie Host und Port im TargetEndpoint oder Zielserver.",
      ];
    case "not_apigee":
      return [
        `Ist ${formatTarget(target)} ein Webserver oder eine API, lassen Sie dort h2 oder http/1.1 akzeptieren.`,
        `Andernfalls lassen Sie ${theClient(context, "accusative")} das Protokoll anbieten, das der Server spricht, oder prüfen Sie den Port.`,
      ];
  }
}

function tolerateVersions(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const update = `Aktualisieren Sie ${formatTarget(target)} oder den Load Balancer oder das TLS-Inspection-Gerät davor: Unbekannte Werte im Client Hello müssen dort übergangen werden.`;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        update,
        "Bis dahin beschränken Sie den Message Processor auf TLS 1.2. Enthält der TargetEndpoint eine URL, tragen Sie das Folgende in seine HTTPTargetConnection ein und stellen Sie den Proxy bereit:",
        configureTarget(onlyVersion("TLSv1.2")),
        "Verwendet er einen Zielserver, stellen Sie dort dasselbe ein.",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        update,
        `Bis dahin beschränken Sie ${theClient(context, "accusative")} auf TLS 1.2. In Java mit dieser Option:`,
        JAVA.versions,
      ];
  }
}
