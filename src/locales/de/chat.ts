import type { ExpectedValue, UsageProblem } from "../../diagnosis/usage-error.ts";
import type { Catalog } from "../catalog.ts";
import { CUT_CAPTURE, KEY_HASH, READ_CAPTURE, READ_LARGE_CAPTURE, exampleCalls } from "../commands.ts";
import { megabytes } from "../selection.ts";

export const chat: Catalog["chat"] = {
  notInChannel: (channel) =>
    `Ich bin kein Mitglied von ${channel}, deshalb sehen nur Sie diese Nachricht. Geben Sie dort /invite @tlscheck ein, dann ist die nächste Antwort für alle sichtbar.`,
  storeUnavailable:
    "Ich kann die Prüfung gerade nicht annehmen: Mein Datenspeicher antwortet nicht. Es wurde nichts gestartet; bitte versuchen Sie es in einer Minute noch einmal.",
  tooManyRunning: ({ scope, running, limit }) =>
    `${scope === "user" ? "Laufende Prüfungen von Ihnen" : "Laufende Prüfungen in diesem Channel"}: ${running}, gleichzeitig erlaubt: ${limit}. Versuchen Sie es noch einmal, sobald eine davon fertig ist.`,
  yourMessage: "Ihre Nachricht",
  privateKeyPosted: (where) => [
    `${where} enthält einen privaten Schlüssel, und wer das sehen kann, kann den Schlüssel lesen. Behalten habe ich davon nur den Hash des öffentlichen Teils.`,
    "Löschen Sie den Schlüssel in Slack und behandeln Sie ihn als kompromittiert: Erzeugen Sie einen neuen, lassen Sie dafür ein neues Zertifikat ausstellen und das alte sperren.",
    "Ich brauche nie einen privaten Schlüssel. Um einen mit einem Zertifikat zu vergleichen, lassen Sie sich den Hash seines öffentlichen Teils ausgeben und schreiben Sie ihn mir hier, @tlscheck HASH:",
    KEY_HASH,
  ],
  keyMatches: "Dieser Schlüssel gehört zu einem Zertifikat in diesem Thread.",
  keyMismatch:
    "Dieser Schlüssel gehört zu keinem Zertifikat in diesem Thread. Stammt der Hash vom öffentlichen Teil in DER, ist es der falsche Schlüssel.",
  keyWithoutCertificate:
    "In diesem Thread kenne ich kein Zertifikat, mit dem ich den Schlüssel vergleichen könnte. Prüfen Sie erst den Host oder laden Sie das Zertifikat hier hoch, und fügen Sie den Hash dann noch einmal ein.",
  diagnosisGone: "Diese Diagnose ist zu alt: Ich behalte sie 30 Tage. Bitte prüfen Sie den Host noch einmal.",
  clickedWrong: "Diese Schaltfläche gehört zu einer anderen Unterhaltung, deshalb habe ich nichts geändert.",
  help: (command) => [
    "Ich finde heraus, warum ein TLS-Handshake fehlschlägt. Nennen Sie mir ein oder mehrere Ziele:",
    exampleCalls(command),
    "Laden Sie ein Zertifikat, eine Kette, einen Keystore, ein Kubernetes-Secret oder einen tcpdump-Mitschnitt in einem meiner Threads oder in einer Direktnachricht hoch, dann lese ich die Datei. Schicken Sie mir nie einen privaten Schlüssel.",
    `${command} allein öffnet ein Formular. ${command} help zeigt diese Hilfe.`,
  ],
  complaint,
  usage: (problem, command) => `${complaint(problem)} Zum Beispiel: ${command} api.example.com:8443`,
  modal: {
    title: "TLS-Server prüfen",
    submit: "Prüfen",
    close: "Abbrechen",
    targets: "Hosts",
    targetsHint:
      "api.example.com, api.example.com:8443, [2001:db8::1]:443 oder eine URL; mehrere durch Leerzeichen getrennt",
    place: { product: "Produkt", direction: "Verbindung, bei Apigee Edge", client: "Client, der scheitert" },
    ifKnown: "Falls bekannt",
    channel: "Antwort in",
    files: "Zertifikate, Keystores, Secrets, Mitschnitte",
    filesHint:
      "PEM, DER, PKCS#7, PKCS#12, JKS, JCEKS, ein Kubernetes-Secret; pcap, pcapng. Zwei Dateien auf einmal werden verglichen: wer wen akzeptieren würde. Bitte keine privaten Schlüssel",
    password: "Passwort des Keystores",
    passwordHint:
      "Wird einmal zum Lesen der Datei verwendet und höchstens zwei Minuten lang verschlüsselt aufbewahrt",
    passwordTitle: "Keystore öffnen",
  },
  enterPassword: "Passwort eingeben",
  capture: {
    reading: ({ name, read, total }) => `${name} wird gelesen: ${megabytes(read)} von ${megabytes(total)} MB`,
    tooLarge: ({ name, limit }) => [
      `${name} ist entpackt größer als ${megabytes(limit)} MB, und das ist hier die Grenze. Behalten Sie nur, was zum Fehler gehört, und laden Sie das hier hoch:`,
      CUT_CAPTURE,
      "Oder lesen Sie die Datei dort, wo sie liegt:",
      READ_LARGE_CAPTURE,
    ],
    tooSlow: ({ name, minutes }) => [
      `${name} ließ sich in ${minutes === 1 ? "1 Minute" : `${minutes} Minuten`} nicht lesen, deshalb habe ich abgebrochen. Lesen Sie die Datei dort, wo sie liegt:`,
      READ_CAPTURE,
    ],
    failed:
      "Beim Lesen des Mitschnitts ist bei mir etwas schiefgegangen. Der Betreiber dieses Bots findet es im Log. Bitte versuchen Sie es noch einmal.",
    columns: { server: "Server", what: "Was passiert ist", count: "Anzahl" },
    moreGroups: (count) =>
      count === 1
        ? "Eine weitere Ursache wird nicht angezeigt: tlscheck capture FILE zeigt sie."
        : `${count} weitere Ursachen werden nicht angezeigt: tlscheck capture FILE zeigt mehr.`,
    pick: "Handshake anzeigen",
    check: (target) => `${target} jetzt prüfen`,
    copy: "Kopie für den Support erstellen",
    copyForm: {
      title: "Kopie für den Support",
      submit: "Kopie erstellen",
      explanation:
        "Ich lade den Mitschnitt noch einmal herunter und stelle eine Kopie in diesen Thread. Alle IP-Adressen werden ersetzt, gleiche immer durch gleiche; MAC-Adressen fallen weg, ebenso alles, was nach dem jeweiligen Handshake gesendet wurde.",
      names: "Namen in Zertifikaten und Namen, die Clients angefragt haben",
      keep: "Beibehalten: Der Support kann sie vergleichen",
      hash: "Durch Hashes ersetzen, gleiche durch gleiche",
    },
    copyReady: (names) =>
      names === "keep"
        ? "Die Kopie für den Support: Adressen sind ersetzt, und was nach den Handshakes kam, ist abgeschnitten. Namen und Zertifikate sind unverändert."
        : "Die Kopie für den Support: Adressen sind ersetzt, Namen durch ihre Hashes, und was nach den Handshakes kam, ist abgeschnitten.",
    copyTooLarge: (limit) =>
      `Selbst die Kopie ist größer als ${megabytes(limit)} MB. Erstellen Sie sie dort, wo der Mitschnitt liegt: tlscheck capture FILE --redact COPY`,
    fileGone:
      "Der Mitschnitt ist nicht mehr in Slack, und ich behalte keinen: Laden Sie ihn hier noch einmal hoch.",
    gone: "Dieser Mitschnitt ist zu alt: Was ich aus einem lese, behalte ich 30 Tage. Bitte laden Sie ihn noch einmal hoch.",
  },
  home: {
    title: "tlscheck",
    intro: [
      "Ich finde heraus, warum ein TLS-Handshake fehlschlägt: Name, Verbindung, Protokoll, Cipher Suites, Zertifikat, Kette, Servername.",
      "Geben Sie in einem Channel /tlscheck api.example.com ein. Ich antworte in einem Thread mit Ursache, Befund und Lösung.",
    ],
    check: "Host prüfen",
    recent: "Ihre letzten Prüfungen",
    nothingYet: "Noch keine.",
  },
};

function complaint(problem: UsageProblem): string {
  switch (problem.code) {
    case "target_missing":
      return "Welcher Host?";
    case "text_missing":
      return "Welche Fehlermeldung? Fügen Sie sie hinter explain ein; - liest die Standardeingabe.";
    case "file_missing":
      return "Welche Datei? - liest die Standardeingabe.";
    case "target_malformed":
      return `„${problem.given}“ ist weder Host noch host:port, Adresse oder URL.`;
    case "scheme_unknown":
      return `Welcher Port mit „${problem.scheme}://“ in „${problem.given}“ gemeint ist, weiß ich nicht. Schreiben Sie host:port.`;
    case "port_out_of_range":
      return `„${problem.port}“ in „${problem.given}“ ist kein Port; Ports gehen von 1 bis 65535.`;
    case "too_many_targets":
      return `Zu viele Ziele: ${problem.count}. Auf einmal sind ${problem.limit} erlaubt.`;
    case "command_unknown":
      return `„${problem.given}“ ist kein Befehl, den ich kenne.`;
    case "option_unknown":
      return `„${problem.given}“ ist keine Option, die ich kenne.`;
    case "option_missing":
      return `${problem.option} fehlt: Zertifikat und Schlüssel werden zusammen angegeben.`;
    case "option_value":
      return `Ungültiger Wert „${problem.given}“ für ${problem.option}. Erwartet: ${expectation(problem.expected)}.`;
    case "file_unreadable":
      return `${problem.file} lässt sich nicht lesen: ${problem.reason}.`;
  }
}

function expectation(expected: ExpectedValue): string {
  switch (expected.a) {
    case "locale":
    case "starttls":
    case "names":
    case "client":
      return `einer der Werte ${expected.of.join(", ")}`;
    case "time":
      return "ein Zeitpunkt wie 2026-11-20T20:00:00Z";
    case "timeout":
      return `Millisekunden von 1 bis ${expected.most}`;
    case "certificate_file":
      return "eine Datei mit Zertifikaten";
    case "file":
      return "eine Datei, keine Standardeingabe, denn sie wird zweimal gelesen";
    case "key_file":
      return "der private Schlüssel des Zertifikats, PEM, unverschlüsselt";
    case "cidr_block":
      return "eine Adresse oder ein Netz wie 10.0.0.0/8 oder fd00::/8";
    case "connect_to":
      return "HOST:PORT:ADDRESS:PORT, zum Beispiel api.internal:443:10.0.0.7:8443";
  }
}
