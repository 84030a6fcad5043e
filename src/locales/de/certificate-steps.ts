import { formatTarget } from "../../diagnosis/target.ts";
import {
  CLIENT_CERTIFICATE,
  configureTarget,
  exportCertificate,
  listCertificates,
  renewKeystore,
  renewTruststore,
} from "../apigee-commands.ts";
import type { Line, OutcomeContext } from "../catalog.ts";
import { showList } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { SERVERS, capitals, theClient } from "./outcome-words.ts";

const NEW_KEYSTORE =
  "Legen Sie Zertifikat, Kette (chain.pem, zwischen zwei Zertifikaten eine Leerzeile) und Schlüssel in einem neuen Keystore NEW ab, unter demselben ALIAS wie bisher, und lassen Sie die Referenz REF auf ihn zeigen:";

const NEW_TRUSTSTORE =
  "Laden Sie alle Zertifikate, denen vertraut werden soll, in einen neuen Truststore NEW hoch, jedes unter einem eigenen ALIAS (zweiter Aufruf), und lassen Sie die Referenz REF auf ihn zeigen:";

/** The side that is asked gets a certificate. */
export function installAtServer({ place, target }: OutcomeContext): Line[] {
  switch (place) {
    case "northbound_private_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF ist, was im virtuellen Host im Element <KeyStore> auf ref:// folgt. Steht dort kein ref://, tragen Sie NEW in den virtuellen Host ein und starten Sie nacheinander jeden Router neu.",
        capitals(place),
      ];
    case "northbound_public_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF ist, was im virtuellen Host im Element <KeyStore> auf ref:// folgt. Steht dort kein ref://, bitten Sie den Apigee-Support, NEW einzutragen: Die Router müssen neu gestartet werden.",
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Installieren Sie Zertifikat und Kette auf dem Backend ${formatTarget(target)} und laden Sie den Server neu. In nginx:`,
        NGINX.certificate,
        "In Edge ist nichts zu tun, wenn das neue Zertifikat von einer Zertifizierungsstelle kommt, der Edge schon vertraut.",
      ];
    case "hybrid":
      return [
        "Speichern Sie Zertifikat und Kette (das Zertifikat zuerst) sowie den Schlüssel dort, wo die Overrides-Datei sie erwartet:",
        HYBRID.virtualHost,
        ...applyOverrides(),
        "Steht dort stattdessen sslSecret, ersetzen Sie key und cert in diesem Secret.",
      ];
    case "not_apigee":
      return [
        `Installieren Sie Zertifikat und Kette auf ${formatTarget(target)} und laden Sie den Server neu. In nginx:`,
        NGINX.certificate,
      ];
  }
}

/** The side that asks gets a certificate: two-way TLS. */
export function installAtClient(context: OutcomeContext): Line[] {
  const { place } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF ist, was in SSLInfo des TargetEndpoint oder Zielservers im Element <KeyStore> auf ref:// folgt:",
        configureTarget(CLIENT_CERTIFICATE),
        "Steht dort kein ref://, setzen Sie NEW an diese Stelle. Nach einer Änderung am TargetEndpoint stellen Sie den Proxy neu bereit.",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        `Legen Sie Zertifikat, Kette und Schlüssel im Keystore ${theClient(context, "genitive")} ab und starten Sie den Client neu.`,
        "Der Client muss auch die Zwischenzertifikate senden: Die Gegenseite hat nur das Root-Zertifikat.",
      ];
  }
}

/** The side that asks learns to trust the other. */
export function trustAtClient(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        "Vergleichen Sie, was das Backend sendet, mit dem Truststore, den der TargetEndpoint oder Zielserver nennt:",
        showList(target),
        listCertificates(place, "TRUSTSTORE"),
        `Fehlt dort der letzte Aussteller, lassen Sie sich dessen Zertifikat (root.pem) vom Betreiber des Backends geben. ${NEW_TRUSTSTORE}`,
        renewTruststore(place),
        "REF ist, was im Element <TrustStore> auf ref:// folgt. Steht dort kein ref://, setzen Sie NEW an diese Stelle. Nach einer Änderung am TargetEndpoint stellen Sie den Proxy neu bereit.",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        "Vergleichen Sie, was der Router sendet, mit dem, was der Keystore des virtuellen Hosts enthält; bei Abweichungen wird der falsche Keystore verwendet:",
        showList(target),
        listCertificates(place, "KEYSTORE"),
        ...teachClient(context),
        capitals(place),
      ];
    case "hybrid":
    case "not_apigee":
      return [
        `Sehen Sie nach, wer ausgestellt hat, was ${SERVERS[place].nominative} sendet:`,
        showList(target),
        ...teachClient(context),
      ];
  }
}

/** One that people run themselves. */
function teachClient(context: OutcomeContext): Line[] {
  return [
    `Nehmen Sie das Root-Zertifikat des letzten Ausstellers (nicht nur das Zertifikat selbst) in den Truststore ${theClient(context, "genitive")} auf, es sei denn, es gehört einer öffentlichen Zertifizierungsstelle und ist dort schon enthalten. In Java:`,
    JAVA.trust,
    "Erwartet der Client genau ein bestimmtes Zertifikat (Pinning), hinterlegen Sie dort das neue.",
  ];
}

/** The side that is asked learns to trust the other: two-way TLS. */
export function trustAtServer(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        "Vergleichen Sie das Zertifikat, das die Client-App sendet, mit dem Truststore, den der virtuelle Host nennt:",
        { command: "openssl x509 -in client.pem -noout -subject -issuer -enddate" },
        listCertificates(place, "TRUSTSTORE"),
        `Fehlt dort der Aussteller des Clientzertifikats, ist ein neuer Truststore nötig. ${NEW_TRUSTSTORE}`,
        renewTruststore(place),
        `REF ist, was im Element <TrustStore> auf ref:// folgt. Steht dort kein ref://, ${place === "northbound_private_cloud" ? "tragen Sie NEW in den virtuellen Host ein und starten Sie nacheinander jeden Router neu" : "bitten Sie den Apigee-Support, NEW einzutragen: Die Router müssen neu gestartet werden"}.`,
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        "Sehen Sie nach, was der Keystore enthält, der in SSLInfo des TargetEndpoint oder Zielservers steht, und exportieren Sie das Zertifikat:",
        listCertificates(place, "KEYSTORE"),
        exportCertificate(place),
        `Geben Sie dessen Root- und Zwischenzertifikate dem Betreiber des Backends ${formatTarget(target)} für den dortigen Truststore. In nginx:`,
        NGINX.clientAuthorities,
        "Ist das exportierte Zertifikat nicht das, was das Backend erwartet, ist der Keystore oder der KeyAlias der falsche.",
        capitals(place),
      ];
    case "hybrid":
      return [
        "Nehmen Sie das Root-Zertifikat, auf das das Clientzertifikat zurückgeht, in die Datei auf, die in der Overrides-Datei steht:",
        HYBRID.twoWay,
        ...applyOverrides(),
      ];
    case "not_apigee":
      return [
        `Nehmen Sie das Root-Zertifikat, auf das das Clientzertifikat zurückgeht, in den Truststore von ${formatTarget(target)} auf. In nginx:`,
        NGINX.clientAuthorities,
      ];
  }
}

/** After a change in the overrides file. */
export function applyOverrides(): Line[] {
  return [
    "Wenden Sie die Änderung an: mit apigeectl oder, falls hybrid mit Helm installiert wurde, mit dem zweiten Befehl im Verzeichnis der Charts:",
    HYBRID.apply,
    HYBRID.applyWithHelm,
  ];
}
