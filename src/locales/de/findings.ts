import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { PROTOCOL_NAMES } from "../selection.ts";
import { addressFindings } from "./address-findings.ts";
import { certificateFindings } from "./certificate-findings.ts";
import { clientCertificateFindings } from "./client-certificate-findings.ts";
import { negotiationFindings } from "./negotiation-findings.ts";
import { startTlsFindings } from "./starttls-findings.ts";
import { LOCALE } from "./wording.ts";

const WRONG_NAME = {
  refused: "Einen Namen, den er nicht kennt, lehnt er ab.",
  other_certificate: "Auch bei einem Namen, den er nicht kennt, zeigt er ein anderes Zertifikat.",
  same_certificate: "Bei einem Namen, den er nicht kennt, zeigt er das richtige Zertifikat.",
};

/** Who broke what, where no alert says so. */
const BROKEN = {
  malformed: "Der Server hat Bytes gesendet, die nicht lesbar sind",
  misbehaved: "Der Server hat gegen eine Regel des Protokolls verstoßen",
  incompatible: "Die TLS-Bibliothek dieser Prüfung kommt mit dem, was der Server gesendet hat, nicht zurecht",
};

export const findings: Catalog["findings"] = {
  ...negotiationFindings,
  ...startTlsFindings,
  ...clientCertificateFindings,
  ...certificateFindings,
  ...addressFindings,
  name_not_resolved: ({ host, code }) => ({
    title: `Der Name ${host} lässt sich nicht auflösen`,
    evidence: [`Der Resolver hat für ${host} mit ${code} geantwortet.`],
    resolution: [
      "Prüfen Sie die Schreibweise. Liegt der Name in einer privaten Zone, lässt er sich nur in diesem Netz auflösen, und diese Prüfung läuft außerhalb.",
      { command: `dig +short ${host}` },
    ],
  }),
  not_allowed: ({ host, address, range }) => ({
    title: `${host} zeigt in ein Netz, das dieser Bot nicht erreichen darf`,
    evidence: [
      `${host} hat die Adresse ${address} (Bereich: ${range}). Es wurde keine Verbindung aufgebaut.`,
    ],
    resolution: [
      "Private Netze, Loopback und Link-Local sind gesperrt, bis der Betreiber des Bots sie freigibt:",
      { command: `TLSCHECK_EGRESS_ALLOW=${address}` },
    ],
  }),
  connection_refused: ({ address, port }) => ({
    title: `Auf Port ${port} nimmt kein Dienst Verbindungen an`,
    evidence: [`${address} hat die TCP-Verbindung zu Port ${port} abgewiesen.`],
    resolution: [
      "Prüfen Sie, ob der Server läuft und auf diesem Port lauscht und ob keine Firewall davor die Verbindung abweist.",
      { command: `ss -ltnp 'sport = :${port}'` },
    ],
  }),
  connection_reset: ({ address, port, during }) => ({
    title: {
      connection: "Die Verbindung wurde vor dem Handshake zurückgesetzt",
      handshake: "Die Verbindung wurde mitten im Handshake zurückgesetzt",
      closed: "Der Server hat die Verbindung mitten im Handshake ohne Alert geschlossen",
    }[during],
    evidence: [
      {
        connection: `${address} Port ${port} hat die TCP-Verbindung zurückgesetzt.`,
        handshake: `${address} Port ${port} hat das Client Hello angenommen und mit einem TCP-Reset statt mit einem Alert geantwortet.`,
        closed: `${address} Port ${port} hat das Client Hello angenommen und die Verbindung ohne Alert geschlossen.`,
      }[during],
    ],
    resolution: [
      "Ein TLS-Server, der ablehnt, sagt das mit einem Alert. Ein Reset kommt meist von etwas dazwischen: einer Firewall, einem Load Balancer ohne gesundes Backend oder einem TLS-Inspection-Gerät, dem dieser Servername nicht passt.",
      "Versuchen Sie es einmal aus dem Netz des Servers. Geht es dort, suchen Sie bei dem, was dazwischenliegt.",
    ],
  }),
  timeout: ({ address, port, during, afterMs }) => ({
    title:
      during === "connection"
        ? `Keine Antwort von Port ${port}`
        : "Der Server nimmt die Verbindung an und schweigt dann",
    evidence: [
      during === "connection"
        ? `${address} Port ${port} hat innerhalb von ${formatDuration(LOCALE, afterMs)} nicht geantwortet.`
        : `${address} Port ${port} hat nach dem Client Hello ${formatDuration(LOCALE, afterMs)} lang nichts gesendet.`,
    ],
    resolution:
      during === "connection"
        ? [
            "So sieht eine Firewall aus, die Pakete verwirft. Prüfen Sie die Security Group oder die Firewallregeln für die Adresse, von der diese Prüfung kommt.",
            "Erreichen andere den Port, fehlt dieses Netz wahrscheinlich in einer Zulassungsliste.",
          ]
        : [
            "Der Port ist offen, aber kein TLS-Server antwortet: Der Prozess hängt, der Port gehört zu einem anderen Protokoll, oder eine Middlebox verschluckt das Client Hello.",
          ],
  }),
  network_error: ({ address, code }) => ({
    title: `Es führt kein Weg durch das Netz zu ${address}`,
    evidence: [`Der Verbindungsaufbau zu ${address} ist mit ${code} fehlgeschlagen.`],
    resolution: ["Prüfen Sie dort, wo die Prüfung läuft, die Route zu dieser Adresse."],
  }),
  not_tls: ({ port, protocol, firstBytes }) => ({
    title:
      protocol === "http"
        ? `Port ${port} spricht unverschlüsseltes HTTP, kein TLS`
        : protocol === "ssh"
          ? `Port ${port} spricht SSH, kein TLS`
          : `Port ${port} spricht kein TLS`,
    evidence: [`Die ersten Bytes der Antwort: ${firstBytes}`],
    resolution:
      protocol === "http"
        ? [
            "Verwenden Sie den Port, auf dem dieser Server TLS spricht (oft 443 oder 8443), oder schalten Sie TLS auf diesem ein.",
            "Suchen Sie in der Konfiguration des Proxys nach einem Ziel mit https:// und dem Port eines http://-Listeners.",
          ]
        : ["Prüfen Sie die Portnummer: Hier antwortet ein anderer Dienst."],
  }),
  starttls_required: ({ port, protocol, firstBytes }, { target }) => ({
    title: `Port ${port} meldet sich mit ${PROTOCOL_NAMES[protocol]} und beginnt TLS erst auf Anforderung (STARTTLS)`,
    evidence: [`Die Begrüßung: ${firstBytes}`],
    resolution: [
      "Der Client muss auf diesem Port STARTTLS verwenden oder den Port nehmen, auf dem TLS von Anfang an gilt.",
      sClient({ ...target, startTls: protocol }),
    ],
  }),
  sni_required: ({ serverName, without, subject, wrong }, { target }) => ({
    title:
      without === "refused"
        ? "Der Server lehnt Clients ohne Servernamen (SNI) ab"
        : "Clients ohne Servernamen (SNI) bekommen ein anderes Zertifikat",
    evidence: [
      `Mit dem Servernamen ${serverName} antwortet der Server.`,
      without === "refused"
        ? "Ohne Servernamen lehnt er den Handshake ab."
        : `Ohne Servernamen zeigt er ein anderes Zertifikat: ${subject ?? "Inhaber unbekannt"}.`,
      ...(wrong === null ? [] : [WRONG_NAME[wrong]]),
    ],
    resolution: [
      "Für aktuelle Clients ist nichts zu tun: Sie senden alle den Servernamen. Bei einem Client, der das nicht tut, müssen Sie SNI einschalten.",
      "Apigee Edge Message Processor: Tragen Sie dies in /opt/apigee/customer/application/message-processor.properties ein; die Datei muss apigee gehören. Danach neu starten, und das auf jedem Message Processor:",
      MESSAGE_PROCESSOR.sendServerName,
      sClient({ ...target, serverName: null }),
    ],
  }),
  not_determined: ({ alert, class: broken, code, refusesAll }) => ({
    title:
      alert === null
        ? "Der Handshake ist fehlgeschlagen, und die Befunde zeigen nicht, warum"
        : `Der Server hat den Handshake abgelehnt: ${alert.description}`,
    evidence: [
      alert === null
        ? `${BROKEN[broken ?? "incompatible"]} (${code}).`
        : `Fataler Alert ${alert.description} (${alert.code}).`,
      ...(refusesAll
        ? ["So hat er jedes Client Hello abgelehnt, bei jeder Version, Cipher Suite und Gruppe."]
        : []),
    ],
    resolution: [
      ...(refusesAll
        ? [
            "Ein Server, der für den Namen kein Zertifikat hat oder überhaupt keines, lehnt alles ab: Prüfen Sie, ob der Name auf ihm konfiguriert ist, mit Zertifikat und Schlüssel.",
          ]
        : []),
      "Suchen Sie im Log des Servers die Einträge dieser Minute: Dort steht, warum er abgelehnt hat.",
      "Hilft das nicht, schneiden Sie den Handshake auf einer der beiden Seiten mit und hängen Sie die Datei an Ihr Ticket.",
    ],
  }),
};
