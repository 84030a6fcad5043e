import { exampleWatches } from "../commands.ts";
import { formatDays, formatList } from "../format.ts";
import { megabytes } from "../selection.ts";
import type { WatchingWords } from "../watching-words.ts";
import { LOCALE, count as counted, further, grouped } from "./wording.ts";

export const watching: WatchingWords = {
  help: (command) => [
    "Ich überwache Server für einen Channel und melde mich rechtzeitig, wenn ein Zertifikat abläuft oder sonst etwas nicht mehr stimmt:",
    exampleWatches(command),
    `${command} watch allein öffnet ein Formular, das auch eine CSV- oder YAML-Datei annimmt.`,
  ],
  added: (count) =>
    count === 1
      ? "Das überwache ich ab jetzt und melde mich in diesem Channel erst, wenn etwas zu tun ist:"
      : `Diese ${grouped(count)} überwache ich ab jetzt und melde mich in diesem Channel erst, wenn etwas zu tun ist:`,
  known: (count) =>
    count === 1 ? "Wird hier schon überwacht:" : `Diese ${grouped(count)} werden hier schon überwacht:`,
  changed: (count) =>
    count === 1
      ? "Wird hier schon überwacht; Ihre Angaben zu Zuständigkeit, Runbook oder Tagen gelten ab jetzt:"
      : `Diese ${grouped(count)} werden hier schon überwacht; Ihre Angaben zu Zuständigkeit, Runbook oder Tagen gelten ab jetzt:`,
  refused: (count) =>
    count === 1
      ? "Einen Eintrag konnte ich nicht annehmen:"
      : `${grouped(count)} Einträge konnte ich nicht annehmen:`,
  more: (count) => `… und ${counted(count, "weiterer", "weitere")}`,
  again: "Korrigieren und noch einmal senden:",
  inLine: ({ line, text }) => `Zeile ${line}: ${text}`,
  problem(problem) {
    switch (problem.code) {
      case "owner_wrong":
        return `„${problem.given}“ kann ich keiner Person in Slack zuordnen. Geben Sie im Befehl @ ein und wählen Sie aus, wer zuständig ist (--owner @ada); in einer Datei schreiben Sie die Mitglieds-ID, zum Beispiel U012ABC.`;
      case "runbook_wrong":
        return `„${problem.given}“ ist kein Link zu einem Runbook: Er muss mit https:// oder http:// beginnen.`;
      case "days_wrong":
        return `„${problem.given}“ sind keine Tage vor dem Ablauf wie 30, 7, 1: Erlaubt sind höchstens ${problem.most} Zahlen von 1 bis ${problem.longest}.`;
      case "uploaded_certificate":
        return `„${problem.given}“ ist ein Zertifikat, das jemand hochgeladen hat. Eine Liste enthält es nicht selbst: Laden Sie es hier noch einmal hoch und überwachen Sie es von dort.`;
      case "address_forbidden":
        return `${problem.given} ist eine Adresse, zu der ich keine Verbindung aufbauen darf (Bereich: ${problem.range}). Der Betreiber dieses Bots kann sie freigeben.`;
    }
  },
  example: (call) => `Zum Beispiel: ${call}`,
  announced: ({ act, user, targets, count }) => {
    const more = count - targets.length;
    const named = more > 0 ? `${targets.join(", ")} und ${further(more)}` : formatList(LOCALE, targets);
    return act === "watch"
      ? `${user} lässt hier überwachen: ${named}. Ich melde mich, wenn etwas zu tun ist.`
      : `${user} lässt hier nicht mehr überwachen: ${named}.`;
  },
  full: ({ scope, count, limit }) =>
    scope === "channel"
      ? `Ich habe nichts hinzugefügt: In diesem Channel würden damit ${grouped(count)} Ziele überwacht, erlaubt sind ${grouped(limit)}. Nehmen Sie für den Rest einen anderen Channel, oder beenden Sie einige Überwachungen.`
      : `Ich habe nichts hinzugefügt: In diesem Workspace würden damit ${grouped(count)} Ziele überwacht, erlaubt sind ${grouped(limit)}. Beenden Sie erst einige Überwachungen.`,
  notInChannel: (channel) =>
    `Ich bin kein Mitglied von ${channel} und könnte dort niemandem etwas melden, deshalb habe ich nichts hinzugefügt. Geben Sie dort /invite @tlscheck ein und versuchen Sie es dann noch einmal.`,
  unavailable:
    "Das kann ich gerade nicht: Mein Datenspeicher antwortet nicht. Es wurde nichts geändert; bitte versuchen Sie es in einer Minute noch einmal.",
  unwatched: (count) =>
    count === 1
      ? "Wird hier nicht mehr überwacht:"
      : `Diese ${grouped(count)} werden hier nicht mehr überwacht:`,
  notWatched: (count) => (count === 1 ? "Wurde hier nicht überwacht:" : "Diese wurden hier nicht überwacht:"),
  similar: (targets) => `Vom selben Host überwache ich: ${formatList(LOCALE, targets)}.`,
  unwatchAll: {
    question: (count) =>
      count === 1
        ? "Die einzige Überwachung in diesem Channel beenden?"
        : `Alle ${grouped(count)} Überwachungen in diesem Channel beenden?`,
    yes: (count) => (count === 1 ? "Überwachung beenden" : `Alle ${grouped(count)} Überwachungen beenden`),
    no: "Weiter überwachen",
    kept: "Es wurde nichts geändert.",
  },
  list: {
    title: ({ count, filter }) =>
      filter === null
        ? `In diesem Channel überwacht: ${grouped(count)}`
        : `In diesem Channel überwacht, mit „${filter}“: ${grouped(count)}`,
    page: ({ from, to, count }) => `${grouped(from)} bis ${grouped(to)} von ${grouped(count)}`,
    nothing: "In diesem Channel wird noch nichts überwacht.",
    nothingLike: (filter) => `Nichts, was in diesem Channel überwacht wird, enthält „${filter}“.`,
    paused: "Pausiert: Ich konnte nicht in diesen Channel schreiben, deshalb wird für ihn nichts geprüft.",
    columns: {
      target: "Überwacht",
      end: "Läuft ab",
      left: "Noch",
      issuer: "Aussteller",
      owner: "Zuständig",
      condition: "Zustand",
    },
    conditions: {
      expired: "❌ abgelaufen",
      revoked: "❌ gesperrt",
      chain_broken: "❌ Kette fehlerhaft",
      name_not_covered: "❌ falscher Name",
      partly_renewed: "⚠️ nur auf einigen Adressen erneuert",
      unreachable: "⚠️ kein Zertifikat",
      removed: "⚠️ akzeptiert weniger als zuvor",
      running_out: "⚠️ läuft bald ab",
      not_public: "ⓘ keine öffentliche Zertifizierungsstelle oder Kette unvollständig",
      ok: "✅ in Ordnung",
      unseen: "noch nicht geprüft",
      paused: "pausiert",
    },
    uploaded: (name) => `${name} (hochgeladen)`,
    days: (days) => formatDays(LOCALE, days),
    previous: "Zurück",
    next: "Weiter",
    add: "Weitere überwachen",
    exportAs: (format) => `Als ${format} exportieren`,
  },
  exported: ({ channel, count }) =>
    `Das überwacht ${channel}: ${counted(count, "Zeile", "Zeilen")}. Das Formular von /tlscheck watch liest die Datei in jedem Channel wieder ein.`,
  exportSent: "Die Datei liegt in Ihren Direktnachrichten mit mir.",
  file(fault) {
    switch (fault.code) {
      case "too_large":
        return `Die Datei ist größer als ${megabytes(fault.limit)} MB, deshalb habe ich sie nicht gelesen. Teilen Sie sie auf.`;
      case "too_many":
        return `Die Datei hat ${grouped(fault.count)} Zeilen, erlaubt sind ${grouped(fault.limit)}. Es wurde nichts hinzugefügt; teilen Sie die Datei auf.`;
      case "not_text":
        return "Die Datei ist kein Text in UTF-8. Speichern Sie sie als CSV oder YAML: Ein Host pro Zeile genügt.";
      case "empty":
        return "Die Datei nennt nichts, was ich überwachen könnte. Ein Host pro Zeile genügt.";
      case "syntax":
        return fault.line === null
          ? `Die Datei lässt sich nicht lesen: ${fault.reason}. Es wurde nichts hinzugefügt.`
          : `Die Datei lässt sich nicht lesen, Zeile ${fault.line}: ${fault.reason}. Es wurde nichts hinzugefügt.`;
      case "out_of_reach":
        return "An die Datei komme ich nicht heran: Slack zeigt sie mir nicht mehr. Es wurde nichts daraus hinzugefügt.";
    }
  },
  buttons: {
    watch: "Überwachen",
    watchCertificates: (count) =>
      count === 1 ? "Dieses Zertifikat überwachen" : `Diese ${grouped(count)} Zertifikate überwachen`,
  },
  certificatesGone:
    "Diese Datei ist zu alt: Was ich aus einer lese, behalte ich 30 Tage. Laden Sie sie hier noch einmal hoch.",
  modal: {
    title: "TLS-Server überwachen",
    submit: "Überwachen",
    targets: "Hosts",
    targetsHint:
      "api.example.com, mail.example.com:993, [2001:db8::1]:443 oder URLs, getrennt durch Zeilenumbrüche, Leerzeichen oder Kommas",
    startTls: "STARTTLS-Protokoll",
    startTlsNone: "Keines: TLS von Anfang an",
    channel: "Channel für Meldungen",
    owner: "Zuständige Person",
    ownerHint: "Wird erwähnt, wenn es kritisch ist",
    runbook: "Link zum Runbook",
    days: "So viele Tage vor dem Ablauf melden",
    daysHint: "Zum Beispiel 30, 14, 7, 3, 1. Leer: je nach Laufzeit des Zertifikats",
    file: "Oder eine Liste als Datei",
    fileHint:
      "CSV mit den Spalten target, starttls, owner, runbook, days; YAML mit denselben Namen; oder ein Host pro Zeile. Höchstens 1 MB und 2.000 Zeilen",
    empty: "Nennen Sie einen Host, oder fügen Sie eine Datei hinzu.",
    notInChannel:
      "In diesem Channel bin ich kein Mitglied. Geben Sie dort /invite @tlscheck ein und senden Sie das Formular noch einmal.",
  },
};
