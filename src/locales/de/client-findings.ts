import {
  bestSuite,
  canSwitchOnTls12,
  disablesDhe,
  isMessageProcessor,
  lacksPolicyFiles,
  newestTls,
  whoseVersions,
} from "../advice.ts";
import { MESSAGE_PROCESSOR, speakOnly } from "../apigee-commands.ts";
import type { Catalog, ClientContext, Line } from "../catalog.ts";
import { sClient, versionOption } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { formatDuration } from "../format.ts";
import { dhBits } from "../selection.ts";
import { LOCALE, inBrackets, listSome } from "./wording.ts";

const ON_EVERY_MESSAGE_PROCESSOR =
  "Tragen Sie dies in /opt/apigee/customer/application/message-processor.properties ein; die Datei muss apigee gehören. Danach neu starten, und das auf jedem Message Processor:";

export const clientFindings: Catalog["clients"]["findings"] = {
  protocol_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `${client.name} und der Server haben keine gemeinsame TLS-Version`,
    evidence: compare(client, "TLS-Versionen", { offered, accepted, alert }),
    resolution: [...advise(client, offered, accepted), sClient(target, ...versionOption(offered))],
  }),
  cipher_suite_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `${client.name} und der Server haben keine gemeinsame Cipher Suite`,
    evidence: compare(client, "Cipher Suites", { offered, accepted, alert }),
    resolution: [
      "Auf dem Client: Aktualisieren Sie ihn, damit er eine Cipher Suite des Servers anbietet.",
      ...(lacksPolicyFiles(client.id, accepted)
        ? ([
            "Java vor 8u161 bietet Cipher Suites mit AES-256 nur an, wenn die zur Version passenden JCE-Richtliniendateien ohne Schlüssellängenbeschränkung (unlimited strength) installiert sind. Ab 8u151 genügt eine Zeile in lib/security/java.security:",
            JAVA.strongCipherSuites,
          ] satisfies Line[])
        : []),
      `Auf dem Server: Lassen Sie zusätzlich eine möglichst starke Cipher Suite zu, die dieser Client anbietet: ${bestSuite(offered)}.`,
      sClient(target, "-cipher ALL:@SECLEVEL=0"),
    ],
  }),
  group_mismatch: ({ offered, accepted, alert, dhPrime }, { client, target }) => ({
    title:
      dhPrime === true
        ? `${client.name} lehnt die Primzahl ab, die der Server für DHE verwendet`
        : `${client.name} und der Server haben keine gemeinsame Gruppe für den Schlüsselaustausch`,
    evidence:
      dhPrime === true
        ? [
            `Die DHE-Primzahl des Servers hat ${accepted.map(dhBits).join()} Bit.`,
            `${client.name} akzeptiert Primzahlen mit ${offered.map(dhBits).join()} Bit.`,
          ]
        : compare(client, "Gruppen für den Schlüsselaustausch", { offered, accepted, alert }),
    resolution:
      dhPrime === true
        ? [
            "Auf dem Server: Stellen Sie die Cipher Suites mit ECDHE und, für Clients ohne ECDHE, eine mit RSA vor die mit DHE, und lassen Sie die Reihenfolge des Servers entscheiden. Eine kürzere Primzahl ist kein Ausweg: Sie lässt sich brechen. In nginx:",
            NGINX.dheLast,
            "Auf dem Client: Aktualisieren Sie ihn oder schalten Sie DHE ab, damit der Server etwas anderes wählt.",
            ...(disablesDhe(client.id)
              ? ([
                  "In Java ist das eine Zeile in lib/security/java.security:",
                  JAVA.withoutDhe,
                ] satisfies Line[])
              : []),
          ]
        : [
            `Auf dem Server: Lassen Sie eine Gruppe zu, die dieser Client anbietet: ${listSome(offered)}. In nginx:`,
            NGINX.groups,
            "Auf dem Client: Aktualisieren Sie ihn oder erlauben Sie ihm eine Gruppe, die der Server akzeptiert.",
            sClient(target, "-groups X25519:P-256"),
          ],
  }),
  signature_algorithm_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `Der Server signiert mit keinem Algorithmus, den ${client.name} akzeptiert`,
    evidence: [
      offered.length === 0
        ? `${client.name} akzeptiert keine Signaturen.`
        : `${client.name} akzeptiert Signaturen mit: ${listSome(offered)}.`,
      tellServer(accepted, `Der Server signiert mit: ${listSome(accepted)}.`, alert),
    ],
    resolution: [
      "Auf dem Server: Installieren Sie zusätzlich ein Zertifikat mit RSA-2048- oder EC-P-256-Schlüssel, und suchen Sie nach einer Einstellung, die die Signaturalgorithmen festlegt (SignatureAlgorithms in openssl.cnf, jdk.tls.server.SignatureSchemes in Java).",
      "Auf dem Client: Aktualisieren Sie ihn, damit er prüfen kann, womit der Server signiert.",
      sClient(target),
    ],
  }),
  alpn_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `Der Server spricht keines der Anwendungsprotokolle, die ${client.name} anbietet (ALPN)`,
    evidence: compare(client, "Anwendungsprotokolle", { offered, accepted, alert }),
    resolution: [
      "Auf dem Server: Ist das ein Webserver oder eine API, schalten Sie HTTP/1.1 oder HTTP/2 ein.",
      "Auf dem Client: Bieten Sie ein Protokoll an, das der Server akzeptiert, oder gar kein ALPN.",
      sClient(target, `-alpn ${offered.join(",")}`),
    ],
  }),
  sni_required: ({ serverName }, { client, target }) => ({
    title: `${client.name} sendet keinen Servernamen (SNI), doch der Server verlangt einen`,
    evidence: [
      `Ein Client Hello mit dem Servernamen ${serverName} wird beantwortet.`,
      `Das Client Hello von ${client.name} enthält keinen und wird abgelehnt.`,
    ],
    resolution: [
      ...(isMessageProcessor(client.id)
        ? ([ON_EVERY_MESSAGE_PROCESSOR, MESSAGE_PROCESSOR.sendServerName] satisfies Line[])
        : [
            "Auf dem Client: Aktualisieren Sie ihn oder schalten Sie den Servernamen ein, sofern der Client ihn beherrscht; ab Java 7 entfernen Sie dazu -Djsse.enableSNIExtension=false.",
          ]),
      "Auf dem Server: Richten Sie ein Zertifikat für Clients ohne Servernamen ein (in nginx mit default_server) oder geben Sie dem Namen eine eigene Adresse.",
      { command: `openssl s_client -connect ${target.host}:${target.port} -noservername` },
    ],
  }),
  host_name_mismatch: ({ referenceIdentifier, presentedIdentifiers, alert }, { client, target }) => ({
    title:
      alert === null
        ? `${client.name} bekommt ein Zertifikat für einen anderen Namen`
        : `Der Server kennt den Namen nicht, den ${client.name} anfragt`,
    evidence: [
      alert === null
        ? presentedIdentifiers.length === 0
          ? `Es gilt für gar keinen Namen, also auch nicht für ${referenceIdentifier}.`
          : `Es gilt für ${listSome(presentedIdentifiers)}, nicht für ${referenceIdentifier}.`
        : `Er lehnt ${referenceIdentifier} ab: Alert ${alert}.`,
      ...(alert === null
        ? ["Ein gewöhnlicher Client, der den Servernamen (SNI) sendet, bekommt ein anderes."]
        : []),
    ],
    resolution: [
      ...(isMessageProcessor(client.id)
        ? ([ON_EVERY_MESSAGE_PROCESSOR, MESSAGE_PROCESSOR.sendServerName] satisfies Line[])
        : ["Auf dem Client: Aktualisieren Sie ihn, damit er den Servernamen sendet."]),
      `Auf dem Server: Legen Sie das Zertifikat für ${referenceIdentifier} als das fest, das Clients ohne Servernamen bekommen.`,
      { command: `openssl s_client -connect ${target.host}:${target.port} -noservername` },
    ],
  }),
  weak_key: ({ subject, publicKey }, { client, target }) => ({
    title: `${client.name} lehnt einen zu kurzen Schlüssel des Servers ab: ${publicKey}`,
    evidence: [
      subject === null
        ? `Die DHE-Primzahl des Servers hat ${dhBits(publicKey)} Bit.`
        : `Ein Zertifikat der Liste, die mit ${subject} beginnt, hat diesen Schlüssel.`,
    ],
    resolution: [
      subject === null
        ? "Auf dem Server: Verwenden Sie eine Primzahl mit mindestens 2048 Bit oder Cipher Suites mit ECDHE. In nginx nennt ssl_dhparam die Datei, die dieser Befehl erzeugt:"
        : "Auf dem Server: Installieren Sie ein Zertifikat mit einem Schlüssel von mindestens 2048 Bit.",
      subject === null ? NGINX.dhParameters : sClient(target),
    ],
  }),
  connection_reset: ({ address, port, during }, { client }) => ({
    title:
      during === "closed"
        ? `Der Server schließt die Verbindung von ${client.name} ohne Alert`
        : `Der Server setzt die Verbindung von ${client.name} zurück`,
    evidence: [
      during === "closed"
        ? `${address} Port ${port} hat das Client Hello von ${client.name} angenommen und die Verbindung ohne Alert geschlossen.`
        : `${address} Port ${port} hat das Client Hello von ${client.name} angenommen und mit einem TCP-Reset statt mit einem Alert geantwortet.`,
      "Ein gewöhnlicher Client bekommt eine Antwort.",
    ],
    resolution: [
      "Etwas erkennt diesen Client an seinem Client Hello und weist ihn ab, oder es scheitert daran: Prüfen Sie zuerst das Log des Servers, danach Firewalls und TLS-Inspection-Geräte dazwischen.",
    ],
  }),
  timeout: ({ address, port, afterMs }, { client }) => ({
    title: `Der Server antwortet nicht auf das Client Hello von ${client.name}`,
    evidence: [
      `${address} Port ${port} hat danach ${formatDuration(LOCALE, afterMs)} lang nichts gesendet.`,
      "Ein gewöhnlicher Client bekommt eine Antwort.",
    ],
    resolution: [
      "Etwas verschluckt dieses Client Hello oder scheitert daran: Prüfen Sie zuerst das Log des Servers, danach Firewalls und TLS-Inspection-Geräte dazwischen.",
    ],
  }),
  not_determined: ({ alert, code }, { client }) => ({
    title:
      alert === null
        ? `${client.name} bekommt keinen Handshake, und die Befunde zeigen nicht, warum`
        : `Der Server lehnt ${client.name} ab: Alert ${alert.description}`,
    evidence: [
      alert === null
        ? `Was der Server gesendet hat, ist nicht verwertbar (${code}).`
        : `Fataler Alert ${alert.description} (${alert.code}), obwohl Versionen, Cipher Suites und Gruppen passen, soweit bekannt.`,
    ],
    resolution: [
      "Suchen Sie im Log des Servers die Einträge dieser Minute: Dort steht, warum er abgelehnt hat.",
      "Hilft das nicht, schneiden Sie den Handshake auf einer der beiden Seiten mit und hängen Sie die Datei an Ihr Ticket.",
    ],
  }),
};

type Client = ClientContext["client"];

/** @param what of which there is more than one. */
function compare(
  { name }: Client,
  what: string,
  {
    offered,
    accepted,
    alert,
  }: {
    readonly offered: readonly string[];
    readonly accepted: readonly string[];
    readonly alert: string | null;
  },
): string[] {
  return [
    offered.length === 0
      ? `${name} bietet keine ${what} an.`
      : `${name} bietet diese ${what} an: ${listSome(offered)}.`,
    tellServer(accepted, `Der Server akzeptiert diese ${what}: ${listSome(accepted)}.`, alert),
  ];
}

/** The alert belongs to the refusal, not to what is accepted. */
function tellServer(accepted: readonly string[], sentence: string, alert: string | null): string {
  if (accepted.length === 0) return `Der Server lehnt ab${inBrackets(alert)}.`;
  return alert === null ? sentence : `${sentence} Diesen Client hat er mit dem Alert ${alert} abgelehnt.`;
}

function advise(client: Client, offered: readonly string[], accepted: readonly string[]): Line[] {
  const whose = whoseVersions(offered, accepted);
  if (whose === "server") return updateServer(client, accepted);
  if (whose === "client") return updateClient(client, accepted);
  return [
    "Auf dem Server: Lassen Sie neben TLS 1.3 auch TLS 1.2 zu, solange solche Clients zugreifen. In nginx:",
    NGINX.versions,
    "Auf dem Client: Aktualisieren Sie ihn auf eine Version mit TLS 1.3.",
  ];
}

function updateClient(client: Client, accepted: readonly string[]): Line[] {
  return [
    "Auf dem Client: Aktualisieren Sie ihn. Was er spricht, gilt nicht mehr als sicher (RFC 8996), und immer weniger Server akzeptieren es.",
    ...(canSwitchOnTls12(client.id, accepted)
      ? ([
          "Java 7 beherrscht TLS 1.2, bietet es aber nur auf Anweisung an; ab 7u95 mit dieser Option:",
          JAVA.versions,
        ] satisfies Line[])
      : []),
    "Lässt er sich nicht aktualisieren, stellen Sie ihm einen Proxy zur Seite, der mit dem Server TLS 1.2 spricht, statt den Server für alle auf alte Versionen zu öffnen.",
  ];
}

function updateServer(client: Client, accepted: readonly string[]): Line[] {
  return [
    "Auf dem Server: Schalten Sie TLS 1.2 oder 1.3 ein. In nginx:",
    NGINX.versions,
    ...(isMessageProcessor(client.id) ? newestTls(accepted) : []).flatMap((newest) => [
      `Geht das jetzt nicht, stellen Sie den Message Processor auf ${newest} um, im TargetEndpoint oder auf dem Zielserver:`,
      speakOnly(newest),
    ]),
  ];
}
