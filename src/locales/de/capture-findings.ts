import { describeCipherSuite } from "../../tls/cipher-suites.ts";
import { describeNamedGroup } from "../../tls/named-groups.ts";
import { describeSignatureScheme } from "../../tls/signature-schemes.ts";
import { formatVersion } from "../../tls/version.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog } from "../catalog.ts";
import { probeCommand } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { OTHER_SIDE, PROTOCOL_NAMES, messageName } from "../selection.ts";
import { captureCertificateFindings } from "./capture-certificate-findings.ts";
import { OF_THE, THE, ended, list } from "./capture-words.ts";
import { LOCALE, count, grouped } from "./wording.ts";

export const captureFindings: Catalog["capture"]["findings"] = {
  ...captureCertificateFindings,
  connection_refused: (_, { server }) => ({
    title: "Der Server weist die Verbindung ab",
    evidence: [`${server} hat das SYN mit einem Reset beantwortet.`],
    resolution: [
      "Prüfen Sie, ob der Server läuft und auf diesem Port lauscht und ob keine Firewall die Verbindung abweist.",
    ],
  }),
  timeout: ({ of, during, afterMs, retransmissions }, context) => ({
    title:
      during === "connection"
        ? "Der Server antwortet nicht auf den Verbindungsaufbau"
        : `${THE[of]} verstummt mitten im Handshake`,
    evidence: [
      during === "connection"
        ? `${context.server} hat auf das SYN ${formatDuration(LOCALE, afterMs)} lang nicht geantwortet.`
        : `Von ${context[of]} kam ${formatDuration(LOCALE, afterMs)} lang nichts, obwohl diese Seite an der Reihe war.`,
      ...(retransmissions === 0
        ? []
        : [`${THE[OTHER_SIDE[of]]} hat ${count(retransmissions, "Segment", "Segmente")} erneut gesendet.`]),
    ],
    resolution: [
      during === "connection"
        ? "So sieht eine Firewall aus, die Pakete verwirft: Prüfen Sie die Regeln zwischen diesen beiden Adressen."
        : "Der Prozess hängt, oder etwas dazwischen verwirft seine Pakete. Ein Mitschnitt auf der anderen Seite zeigt, was von beidem zutrifft.",
    ],
  }),
  connection_reset: ({ by, how, after }, context) => ({
    title:
      after === null
        ? `${THE[by]} ${how === "reset" ? "setzt die Verbindung vor dem Handshake zurück" : "schließt die Verbindung vor dem Handshake"}`
        : `${THE[by]} ${how === "reset" ? `setzt die Verbindung nach ${messageName(after)} ohne Alert zurück` : `schließt die Verbindung nach ${messageName(after)} ohne Alert`}`,
    evidence: [
      `${context[by]} hat ${after === null ? "" : `nach ${messageName(after)} `}ein ${how === "reset" ? "RST" : "FIN"} gesendet.`,
    ],
    resolution: [
      by === "server"
        ? "Ein TLS-Server, der ablehnt, sagt das mit einem Alert. Ein Reset kommt meist von etwas dazwischen: einer Firewall, einem Load Balancer ohne gesundes Backend, einem TLS-Inspection-Gerät."
        : "Der Client hat von sich aus aufgegeben: Sehen Sie in seinem Log nach dem Grund. So enden auch Clients, die das Zertifikat erst nach dem Handshake prüfen, und Health Checks.",
    ],
  }),
  large_client_hello_intolerant: ({ length, answered, ending, probed }, { server }) => ({
    title: `Ein Client Hello von ${grouped(length)} Bytes bleibt ohne Antwort`,
    evidence: [
      {
        reset: `${server} oder etwas davor hat die Verbindung nach einem Client Hello zurückgesetzt, das zwei Segmente braucht.`,
        closed: `${server} oder etwas davor hat die Verbindung nach einem Client Hello geschlossen, das zwei Segmente braucht.`,
        silence: `${server} oder etwas davor hat auf ein Client Hello geschwiegen, das zwei Segmente braucht.`,
      }[ending],
      ...(answered === null ? [] : [`Eines von ${grouped(answered)} Bytes wurde beantwortet.`]),
      ...(probed === true
        ? ["Jetzt geprüft: Ein kurzes Client Hello von uns wird beantwortet, ein langes nicht."]
        : []),
    ],
    resolution: [
      "Post-Quanten-Key-Shares machen das Client Hello länger als ein Segment. Aktualisieren Sie das Gerät, das nur das erste Segment liest (Firewall, Load Balancer, TLS-Inspection).",
      "Bis dahin sollte der Client nur x25519 anbieten.",
    ],
  }),
  not_tls: ({ by, protocol, firstBytes }) => ({
    title: NOT_TLS[by][protocol],
    evidence: [`Die ersten Bytes: ${firstBytes}`],
    resolution: [
      by === "server"
        ? "Verwenden Sie den Port, auf dem dieser Server TLS spricht, oder schalten Sie TLS auf diesem ein."
        : "Stellen Sie den Client auf https um, oder auf die TLS-Variante seines Protokolls.",
    ],
  }),
  starttls_required: ({ protocol, firstBytes }) => ({
    title: "Der Server beginnt TLS erst auf Anforderung (STARTTLS)",
    evidence: [`Begrüßung in ${PROTOCOL_NAMES[protocol]}: ${firstBytes}`],
    resolution: [
      "Der Client muss auf diesem Port STARTTLS verwenden oder den Port nehmen, auf dem TLS von Anfang an gilt.",
    ],
  }),
  protocol_mismatch: ({ by, alert, offered, selected, accepted }) => ({
    title:
      by === "server"
        ? `Der Server akzeptiert keine der Versionen, die der Client anbietet: ${versions(offered)}`
        : `Der Client akzeptiert die Version nicht, die der Server wählt: ${versions(selected)}`,
    evidence: [
      `Client: ${versions(offered)}.`,
      by === "client"
        ? `Server: wählt ${versions(selected)}.`
        : accepted !== undefined
          ? asked(accepted)
          : selected.length === 0
            ? "Server: Was er spricht, ist unbekannt; kein anderer Handshake mit ihm wurde in diesem Mitschnitt abgeschlossen."
            : `Server: spricht mit anderen Clients in diesem Mitschnitt ${versions(selected)}.`,
      `${ended(by, alert)}.`,
    ],
    resolution: [
      "Schalten Sie TLS 1.2 oder 1.3 auf der Seite ein, der es fehlt. Bei Apigee muss Protocols in SSLInfo des virtuellen Hosts, TargetEndpoints oder Zielservers eine Version enthalten, die die Gegenseite spricht.",
    ],
  }),
  cipher_suite_mismatch: ({ alert, offered, selected, accepted }, context) => ({
    title: "Client und Server haben keine gemeinsame Cipher Suite",
    evidence: [
      `Client: ${suites(offered)}.`,
      accepted !== undefined
        ? asked(accepted)
        : selected.length === 0
          ? "Server: Was er akzeptiert, ist unbekannt; kein anderer Handshake mit ihm wurde in diesem Mitschnitt abgeschlossen."
          : `Server: wählt bei anderen Clients in diesem Mitschnitt ${suites(selected)}.`,
      `${ended("server", alert)}, bevor er etwas ausgewählt hat.`,
    ],
    resolution: [
      "Lassen Sie den Client eine Cipher Suite anbieten, die der Server akzeptiert, oder den Server eine des Clients akzeptieren.",
      ...(accepted === undefined ? ["Was der Server akzeptiert:", { command: probeCommand(context) }] : []),
      "Ein alter Java-Client braucht die JCE-Richtlinie ohne Schlüssellängenbeschränkung (unlimited strength), um starke Cipher Suites anzubieten.",
    ],
  }),
  group_mismatch: ({ alert, offered, selected, accepted }) => ({
    title: "Client und Server haben keine gemeinsame Gruppe für den Schlüsselaustausch",
    evidence: [
      `Client: ${groups(offered)}.`,
      accepted === undefined
        ? `Server: verwendet bei anderen Clients in diesem Mitschnitt ${groups(selected)}.`
        : asked(accepted),
      `${ended("server", alert)}, obwohl er eine der Cipher Suites des Clients akzeptiert.`,
    ],
    resolution: [
      "Schalten Sie auf einer Seite eine Gruppe ein, die die andere hat; x25519 und secp256r1 sind überall bekannt.",
    ],
  }),
  signature_algorithm_mismatch: ({ alert, offered, accepted }) => ({
    title: "Der Server signiert mit keinem Algorithmus, den der Client akzeptiert",
    evidence: [
      `Client: ${list(offered.map(describeSignatureScheme))}.`,
      asked(accepted),
      `${ended("server", alert)}, obwohl er eine der Cipher Suites des Clients akzeptiert.`,
    ],
    resolution: [
      "Geben Sie dem Server zusätzlich ein Zertifikat mit einem Schlüsseltyp, den der Client prüfen kann, oder lassen Sie den Client den Algorithmus des Servers akzeptieren.",
    ],
  }),
  alpn_mismatch: ({ offered }) => ({
    title: "Der Server spricht keines der Anwendungsprotokolle, die der Client anbietet",
    evidence: [
      `Der Client bietet in ALPN an: ${list(offered)}.`,
      `${ended("server", "no_application_protocol")}.`,
    ],
    resolution: [
      "Schalten Sie eines dieser Protokolle auf dem Server ein, oder lassen Sie den Client eines anbieten, das der Server hat.",
    ],
  }),
  sni_required: ({ others, alert }) => ({
    title: "Der Client sendet keinen Servernamen, und der Server braucht einen",
    evidence: [
      "Im Client Hello fehlt server_name.",
      ...(others.length === 0 ? [] : [`Anderen antwortet der Server; sie senden: ${list(others)}.`]),
      alert === null ? "Er hat die Verbindung gekappt." : `${ended("server", alert)}.`,
    ],
    resolution: [
      "Lassen Sie den Client server_name (SNI) senden.",
      "Auf einem Apigee Edge Message Processor in /opt/apigee/customer/application/message-processor.properties:",
      MESSAGE_PROCESSOR.sendServerName,
    ],
  }),
  not_determined: ({ by, alert, after }) => ({
    title:
      alert === null
        ? `${THE[by]} hat den Handshake mit einem verschlüsselten Alert beendet`
        : `${THE[by]} hat den Handshake beendet: ${alert.description}`,
    evidence: [
      alert === null
        ? "Was der Alert besagt, ist verschlüsselt."
        : `Fataler Alert ${alert.description} (${alert.code}).`,
      ...(after === null ? [] : [`Die letzte Nachricht davor war ${messageName(after)}.`]),
    ],
    resolution: [`Der Grund steht im Log ${OF_THE[by]}.`],
  }),
};

const NOT_TLS = {
  server: {
    http: "Der Server beantwortet das Client Hello mit unverschlüsseltem HTTP",
    ssh: "Der Server beantwortet das Client Hello mit SSH",
    unknown: "Der Server beantwortet das Client Hello mit etwas anderem als TLS",
  },
  client: {
    http: "Der Client spricht auf einem TLS-Port unverschlüsseltes HTTP",
    ssh: "Der Client spricht auf einem TLS-Port SSH",
    unknown: "Der Client spricht auf einem TLS-Port etwas anderes als TLS",
  },
};

const versions = (ids: readonly number[]) => list(ids.map(formatVersion));
const suites = (ids: readonly number[]) => list(ids.map((id) => describeCipherSuite(id).name));
const groups = (ids: readonly number[]) => list(ids.map(describeNamedGroup));

/** What a probe found. */
function asked(accepted: readonly string[]): string {
  return `Server: akzeptiert ${list(accepted)} (jetzt geprüft).`;
}
