import type { Catalog } from "../catalog.ts";
import { formatTime } from "../format.ts";
import { captureFindings } from "./capture-findings.ts";
import { list } from "./capture-words.ts";
import { LOCALE, count, grouped } from "./wording.ts";

export const capture: Catalog["capture"] = {
  findings: captureFindings,
  summary: ({ packets, completed, failed, incomplete, notTls }) =>
    [
      `${count(packets, "Paket", "Pakete")}, ${count(completed + failed + incomplete, "TLS-Handshake", "TLS-Handshakes")}`,
      `${grouped(completed)} abgeschlossen`,
      `${grouped(failed)} fehlgeschlagen`,
      ...(incomplete === 0 ? [] : [`${grouped(incomplete)} nicht vollständig im Mitschnitt`]),
      ...(notTls === 0 ? [] : [count(notTls, "andere Verbindung", "andere Verbindungen")]),
    ].join(", "),
  occurrences: ({ count: times, context: { client, server }, at }) =>
    times === 1
      ? `${client} an ${server}, ${formatTime(LOCALE, at)}`
      : `${grouped(times)} Handshakes, der erste von ${client} an ${server}, ${formatTime(LOCALE, at)}`,
  picture: ({ context: { client, server, serverName }, title }) =>
    `Nachrichten des Handshakes zwischen ${client} und ${serverName === null ? server : `${serverName} (${server})`}${title === null ? "" : `: ${title}`}`,
  moreCauses: (more) =>
    `${count(more, "weitere Ursache wird", "weitere Ursachen werden")} nicht angezeigt; --json enthält alle.`,
  abandoned: (connections) =>
    `${count(connections, "gleichzeitig offene Verbindung passte", "gleichzeitig offene Verbindungen passten")} nicht mehr in den Speicher und ${connections === 1 ? "zählt" : "zählen"} als unvollständig.`,
  unknownLinkType: (packets) =>
    `${count(packets, "Paket hat", "Pakete haben")} einen Link-Typ, der hier nicht gelesen wird: Schneiden Sie mit tcpdump -i any mit.`,
  damaged: ({ structure, offset }) =>
    `Die Datei bricht bei Byte ${grouped(offset)} ab oder ist dort beschädigt (${structure}). Alles davor wurde gelesen.`,
  notACapture: "Das ist kein Mitschnitt: weder pcap noch pcapng.",
  outcomes: {
    completed: "Der Handshake wurde abgeschlossen",
    failed: "Der Handshake ist fehlgeschlagen",
    incomplete: "Der Mitschnitt enthält nicht den ganzen Handshake",
    not_tls: "Diese Verbindung ist kein TLS",
  },
  offered: ({ versions, cipherSuites, serverName, alpn, fingerprint }) =>
    [
      `Angebot des Clients: ${list([...versions, count(cipherSuites, "Cipher Suite", "Cipher Suites")])}`,
      serverName === null ? "ohne Servernamen" : `für den Namen ${serverName}`,
      ...(alpn.length === 0 ? [] : [`mit ALPN ${list(alpn)}`]),
      `JA4 ${fingerprint}.`,
    ].join(", "),
  selected: ({ version, cipherSuite, group, alpn }) =>
    `Auswahl des Servers: ${list([version, cipherSuite, ...(group === null ? [] : [group]), ...(alpn === null ? [] : [`ALPN ${alpn}`])])}.`,
};
