import type { Catalog } from "../catalog.ts";
import { formatDays, formatDuration, formatList, formatTime } from "../format.ts";
import { MAX_SUITES } from "../selection.ts";
import { alerts } from "./alerts.ts";
import { capture } from "./capture.ts";
import { causes, explanation } from "./causes.ts";
import { chat } from "./chat.ts";
import { clients } from "./clients.ts";
import { commandLine } from "./command-line.ts";
import { digest } from "./digest.ts";
import { explaining } from "./explaining.ts";
import { findings } from "./findings.ts";
import { joint } from "./joint.ts";
import { playbook } from "./playbook.ts";
import { settings } from "./settings.ts";
import { watching } from "./watching.ts";
import { watchHome } from "./watch-home.ts";
import { LOCALE, listSome, withMore } from "./wording.ts";

export const de: Catalog = {
  findings,
  clients,
  capture,
  joint,
  causes,
  explanation,
  explaining,
  settings,
  watching,
  alerts,
  watchHome,
  digest,
  playbook,
  chat,
  commandLine,
  verdict: {
    ok: ({ version, daysLeft }) =>
      [
        version === null ? "Nichts zu beanstanden" : `Nichts zu beanstanden: ${version}`,
        ...(daysLeft === null ? [] : [`Zertifikat noch ${formatDays(LOCALE, daysLeft)} gültig`]),
      ].join(", "),
    wrong: ({ title, more }) => withMore(title, more),
    checking: "Prüfung läuft …",
    failed: "Die Prüfung selbst ist fehlgeschlagen",
  },
  progress: {
    title: (host) => `Prüfung von ${host}`,
    steps: {
      name: "Namen auflösen",
      connection: "Verbinden",
      handshake: "TLS-Handshake",
      certificate: "Zertifikat lesen",
      verdict: "Ergebnis",
    },
  },
  report: {
    evidence: "Befund",
    resolution: "Was zu tun ist",
    heading: (text) => `${text}:`,
    about: ({ name, text }) => `${name}: ${text}`,
    certificateList: "Zertifikate, wie der Server sie gesendet hat",
    server: "Der Server",
    addresses: (addresses) => `Adressen: ${formatList(LOCALE, addresses)}`,
    negotiated: ({ version, cipherSuite, alpn }) =>
      `Ausgehandelt: ${[version, cipherSuite, alpn === null ? null : `ALPN ${alpn}`].filter((part) => part !== null).join(", ")}`,
    noHandshake: "Es wurde kein Handshake abgeschlossen.",
    versions: (accepted) =>
      accepted.length === 0
        ? "Der Server akzeptiert keine der angefragten TLS-Versionen."
        : `Versionen: ${listSome(accepted)}`,
    cipherSuites: ({ count, insecure, weak }) =>
      [
        `Cipher Suites: ${count}`,
        ...(insecure.length === 0 ? [] : [`unsicher: ${listSome(insecure, MAX_SUITES)}`]),
        ...(weak.length === 0 ? [] : [`schwach: ${listSome(weak, MAX_SUITES)}`]),
      ].join("; "),
    groups: (groups) => `Gruppen: ${listSome(groups)}`,
    addressesAgree: (count) =>
      count === 2 ? "Beide Adressen antworten gleich." : `Alle ${count} Adressen antworten gleich.`,
    clientCertificateNotAsked:
      "Der Server hat kein Clientzertifikat angefordert, deshalb wurde das angegebene nicht gesendet.",
    backedOff: (times) =>
      `Der Server hat ${times === 1 ? "einmal" : `${times}-mal`} Verbindungen gekappt, deshalb lief die Prüfung langsamer.`,
    incomplete:
      "Die Suche ist an ihre Grenze gestoßen; der Server akzeptiert möglicherweise mehr, als hier steht.",
    certificate: ({ subject, issuer, notAfter, daysLeft }) =>
      `${subject}, ausgestellt von ${issuer}, ${
        daysLeft < 0
          ? `abgelaufen am ${formatTime(LOCALE, notAfter)}`
          : `gültig bis ${formatTime(LOCALE, notAfter)} (noch ${formatDays(LOCALE, daysLeft)})`
      }`,
    certificatesFound: "Zertifikate",
    compared: "Wer akzeptiert wen",
    accepts: ({ truster, presenter, subject }) =>
      `Wer ${truster} vertraut, akzeptiert ${subject} aus ${presenter}.`,
    rejects: ({ truster, presenter, subject, reason }) =>
      `Wer ${truster} vertraut, lehnt ${subject} aus ${presenter} ab: ${reason}.`,
    listed: ({ subject, issuer }) => `Aufgeführt, nicht enthalten: ${subject}, ausgestellt von ${issuer}`,
    keyUnread: "Ein privater Schlüssel ist vorhanden und bleibt ungelesen.",
    keyMatches: ({ algorithm, certificates }) =>
      certificates === 0
        ? `Ein Schlüssel ist vorhanden: ${algorithm}.`
        : `Der Schlüssel (${algorithm}) gehört zum Zertifikat.`,
    keyMismatch: ({ algorithm }) => `Der Schlüssel (${algorithm}) gehört nicht zum Zertifikat.`,
    moreCertificates: (count) =>
      count === 1 ? "… und 1 weiteres Zertifikat" : `… und ${count} weitere Zertifikate`,
    duration: ({ durationMs, connections }) =>
      `${formatDuration(LOCALE, durationMs)}, ${connections} ${connections === 1 ? "Verbindung" : "Verbindungen"}`,
    failed:
      "Die Prüfung ist nicht bis zum Ende gekommen, und das liegt an uns, nicht am Server. Der Betreiber dieses Bots findet den Grund im Log. Bitte versuchen Sie es noch einmal.",
  },
};
