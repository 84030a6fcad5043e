import { formatTarget } from "../../diagnosis/target.ts";
import { acceptedSuite, fallBack } from "../advice.ts";
import {
  ROUTER,
  VIRTUAL_HOST,
  changeTargetServer,
  changeVirtualHost,
  configureTarget,
  onlyCipherSuite,
  onlyVersion,
} from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import {
  INGRESS_FAULT,
  NO_CERTIFICATE,
  OVERRULE,
  SEND_BACK,
  capitals,
  onEach,
  seeHandshake,
  theClient,
} from "./outcome-words.ts";

type ProtocolOutcome = "protocol_mismatch" | "cipher_suite_mismatch";

const TARGET_SERVER =
  "Verwendet er einen Zielserver (NAME, in LoadBalancer), stellen Sie dort dasselbe ein. Der zweite Aufruf ersetzt ihn vollständig; übernehmen Sie deshalb, was der erste anzeigt:";

const INSTALL_POLICY =
  "Installieren Sie dort die JCE-Richtlinie ohne Schlüssellängenbeschränkung (unlimited strength). Ab 8u151 genügt diese Zeile in java.security:";

const JAVA_SUITES = `Einem Java vor 8u161 fehlen starke Cipher Suites. ${INSTALL_POLICY}`;

const TLS_1_2_OPTION = "Bei Java 7 und 8 genügt diese Option:";

const INGRESS_WITHOUT_CERTIFICATE = `fehlt sein Zertifikat, oder es ist defekt: Antworten Sie unter „${OVERRULE}“ auf „${INGRESS_FAULT}“ mit „${NO_CERTIFICATE}“.`;

/** The two that the documents know. */
export const protocolOutcomes: Pick<Catalog["playbook"]["outcomes"], ProtocolOutcome> = {
  protocol_mismatch: (context) => ({
    steps: agreeOnVersion(context),
    verify: seeHandshake(context, "-tls1_2"),
  }),
  cipher_suite_mismatch: (context) => ({
    steps: agreeOnCipherSuite(context),
    verify: seeHandshake(context, "-tls1_2"),
  }),
};

function agreeOnVersion(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "northbound_private_cloud":
      return [
        "Sehen Sie nach, welche Versionen der Router akzeptiert:",
        ROUTER.show,
        `Ist TLSv1.2 dabei, ist der Client zu alt: Aktualisieren Sie ${theClient(context, "accusative")} so weit, dass TLS 1.2 möglich ist.`,
        `Andernfalls lassen Sie TLSv1.2 zu. ${onEach("auf jedem Router", ROUTER.file)}`,
        ROUTER.versions,
        `Nur für einen einzelnen virtuellen Host: ${SEND_BACK}`,
        VIRTUAL_HOST.versions,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "northbound_public_cloud":
      return [
        `Aktualisieren Sie ${theClient(context, "accusative")} so weit, dass TLS 1.2 möglich ist; das akzeptieren die Router der Public Cloud. ${TLS_1_2_OPTION}`,
        JAVA.versions,
        "Spricht der Client schon TLS 1.2, fragen Sie den Apigee-Support, welche Versionen Ihr virtueller Host akzeptiert: Nur der Support kann sie ändern.",
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Am besten schalten Sie TLS 1.2 auf dem Backend ${formatTarget(target)} ein. In nginx:`,
        NGINX.versions,
        ...fallBack(context).flatMap((version) => [
          `Nur bis dahin lassen Sie den Message Processor ${version} sprechen. Enthält der TargetEndpoint eine URL, tragen Sie das Folgende in seine HTTPTargetConnection ein und stellen Sie den Proxy bereit:`,
          configureTarget(onlyVersion(version)),
          TARGET_SERVER,
          changeTargetServer(place, target, onlyVersion(version)),
          capitals(place),
        ]),
      ];
    case "hybrid":
      return [
        `Aktualisieren Sie ${theClient(context, "accusative")} so weit, dass TLS 1.2 möglich ist. ${TLS_1_2_OPTION}`,
        JAVA.versions,
        "Spricht der Client schon TLS 1.2, sehen Sie nach, ob der Ingress nur auf neuere Versionen eingestellt ist:",
        HYBRID.versions,
        `Lehnt der Ingress jede Version ab, ${INGRESS_WITHOUT_CERTIFICATE}`,
      ];
    case "not_apigee":
      return [
        `Schalten Sie TLS 1.2 und 1.3 auf ${formatTarget(target)} ein und laden Sie den Server neu. In nginx:`,
        NGINX.versions,
        `Sind sie dort schon eingeschaltet, aktualisieren Sie ${theClient(context, "accusative")}. ${TLS_1_2_OPTION}`,
        JAVA.versions,
      ];
  }
}

function agreeOnCipherSuite(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        ...(place === "northbound_private_cloud"
          ? ["Sehen Sie nach, welche Cipher Suites der Router akzeptiert:", ROUTER.show]
          : []),
        `Lassen Sie ${theClient(context, "accusative")} eine Cipher Suite anbieten, die der Router akzeptiert, zum Beispiel TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256.`,
        JAVA_SUITES,
        JAVA.strongCipherSuites,
        `Lässt sich der Client nicht ändern, nehmen Sie eine seiner Cipher Suites unter ihrem OpenSSL-Namen in den virtuellen Host auf. ${SEND_BACK}`,
        VIRTUAL_HOST.cipherSuites,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Am besten lassen Sie das Backend ${formatTarget(target)} heute übliche Cipher Suites akzeptieren. In nginx:`,
        NGINX.cipherSuites,
        ...(place === "southbound_private_cloud"
          ? [
              `Läuft der Message Processor mit einem Java vor 8u161, fehlen ihm starke Cipher Suites. ${INSTALL_POLICY}`,
              JAVA.strongCipherSuites,
            ]
          : []),
        "Engt eine <Ciphers>-Liste im TargetEndpoint oder Zielserver die Auswahl ein, entfernen Sie sie oder ergänzen Sie eine Cipher Suite, die das Backend akzeptiert:",
        configureTarget(onlyCipherSuite(acceptedSuite(context))),
        "Nach einer Änderung am TargetEndpoint stellen Sie den Proxy neu bereit.",
      ];
    case "hybrid":
      return [
        `Lassen Sie ${theClient(context, "accusative")} eine Cipher Suite anbieten, die der Ingress akzeptiert, zum Beispiel TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256.`,
        JAVA_SUITES,
        JAVA.strongCipherSuites,
        `Lehnt der Ingress jede Cipher Suite ab, ${INGRESS_WITHOUT_CERTIFICATE}`,
      ];
    case "not_apigee":
      return [
        `Lassen Sie ${theClient(context, "accusative")} eine Cipher Suite anbieten, die ${formatTarget(target)} akzeptiert. ${JAVA_SUITES}`,
        JAVA.strongCipherSuites,
        "Oder lassen Sie den Server heute übliche Cipher Suites akzeptieren. In nginx:",
        NGINX.cipherSuites,
      ];
  }
}
