import type { NotSeen } from "../../watches/sighting.ts";
import { formatDay, formatDays, formatList } from "../format.ts";
import type { WatchHomeWords } from "../watch-home-words.ts";
import { LOCALE, count, further, grouped, listRemoved } from "./wording.ts";
import { nameFault } from "./chain-flaws.ts";
import { describeSettings } from "./watch-settings.ts";

export const watchHome: WatchHomeWords = {
  nothingWatched:
    "In Ihren Channels wird noch nichts überwacht. Geben Sie in einem Channel /tlscheck watch api.example.com ein, oder fügen Sie hier Hosts hinzu: Ich prüfe jede Stunde ihre Zertifikate und melde mich rechtzeitig im Channel.",
  storeUnavailable:
    "Was überwacht wird, kann ich gerade nicht anzeigen: Mein Datenspeicher antwortet nicht. Öffnen Sie diese Seite in einer Minute noch einmal.",
  channelsUnknown:
    "Was überwacht wird, kann ich gerade nicht anzeigen: Slack nennt mir nicht, in welchen Channels Sie sind. Öffnen Sie diese Seite in einer Minute noch einmal.",
  notInChannel:
    "Sie sind kein Mitglied dieses Channels, oder Slack hat es mir nicht rechtzeitig mitgeteilt. Es wurde nichts geändert.",
  allWell: (watched) => `Aktuell keine Probleme. In Ihren Channels überwacht: ${grouped(watched)}.`,
  broken: "Aktuelle Probleme",
  next: "Läuft als Nächstes ab",
  renewed: "In den letzten 30 Tagen erneuert",
  snoozed: "Stummgeschaltet",
  channels: "Ihre Channels",
  directMessage: "Ihre Direktnachrichten mit mir",
  troubles: {
    expires: ({ certificate, endEntity }, when) =>
      endEntity
        ? `Abgelaufen am ${when}`
        : `Ausstellerzertifikat ${certificate.subject} abgelaufen am ${when}`,
    revoked: ({ certificate, endEntity }, when) =>
      endEntity ? `Gesperrt am ${when}` : `Ausstellerzertifikat ${certificate.subject} gesperrt am ${when}`,
    chain_broken: ({ faults }) =>
      `Clients lehnen die Zertifikatskette ab: ${faults.map(nameFault).join("; ")}`,
    name_not_covered: ({ name }) => `Das Zertifikat gilt nicht für ${name}`,
    partly_renewed: ({ addresses, renewedAddresses }) =>
      `Erneuert, doch ${grouped(addresses.length)} von ${count(addresses.length + renewedAddresses.length, "Adresse", "Adressen")} ${addresses.length === 1 ? "liefert" : "liefern"} noch das alte Zertifikat aus`,
    unreachable: ({ why }, when) => `Kein Zertifikat seit ${when}: ${notSeen(why)}`,
    removed: (trouble, when) => `Seit ${when} nicht mehr akzeptiert: ${listRemoved(trouble)}`,
  },
  ends: ({ daysLeft, when }) =>
    daysLeft === 0 ? `Noch weniger als ein Tag: ${when}` : `Noch ${formatDays(LOCALE, daysLeft)}: ${when}`,
  issuer: (subject) => `Ausstellerzertifikat ${subject}`,
  hosts: ({ listed, more }) =>
    more === 0 ? formatList(LOCALE, listed) : `${listed.join(", ")} und ${further(more)}`,
  acknowledged: (user) => (user === null ? "quittiert" : `quittiert von ${user}`),
  snoozedUntil: ({ user, until }) =>
    user === null ? `stummgeschaltet bis ${until}` : `stummgeschaltet bis ${until} von ${user}`,
  openAlert: "zum Alarm",
  renewal: ({ when, until }) => `${when}, gültig bis ${until}`,
  more: (more) => `und ${count(more, "weiterer", "weitere")}`,
  nothingEnds: "Bei keinem Zertifikat, das ich gesehen habe, steht der Ablauf noch bevor.",
  sooner: "Früher",
  later: "Später",
  picture: ({ weeks, count: all, most, start, timeZone }) =>
    `In den nächsten ${weeks} Wochen ${all === 1 ? "läuft" : "laufen"} ${count(all, "Zertifikat", "Zertifikate")} ab; die vollste Woche beginnt am ${formatDay(LOCALE, start, timeZone)} mit ${grouped(most)}.`,
  week: (start, timeZone) => formatDay(LOCALE, start, timeZone),
  watches: ({ watched, unseen, notPublic }) =>
    [
      `${grouped(watched)} überwacht`,
      ...(unseen === 0 ? [] : [`${grouped(unseen)} noch nicht geprüft`]),
      ...(notPublic === 0
        ? []
        : [`${grouped(notPublic)} ohne öffentliche Zertifizierungsstelle oder vollständige Kette`]),
    ].join(", "),
  settings: ({ timeZone, ...settings }) => [timeZone, ...describeSettings(settings)].join("; "),
  paused: ({ reason, when }) =>
    `Pausiert seit ${when}: ${pausedBecause(reason)}. Solange wird hier nichts geprüft.`,
  resume: "Überwachung fortsetzen",
  change: "Einstellungen",
  add: "Hosts überwachen",
};

/** After a colon. */
function notSeen(why: NotSeen): string {
  switch (why.reason) {
    case "name_not_resolved":
      return "Der Name lässt sich nicht auflösen";
    case "not_allowed":
      return `${why.address} darf nicht abgefragt werden (${why.range})`;
    case "connection_refused":
      return "Die Verbindung wird abgewiesen";
    case "connection_reset":
      return "Die Verbindung wird zurückgesetzt";
    case "timeout":
      return "keine Antwort";
    case "network":
      return `Es führt kein Weg dorthin (${why.code})`;
    case "handshake_failed":
      return `Der Handshake schlägt fehl (${why.detail})`;
  }
}

/** After a colon. */
function pausedBecause(reason: string): string {
  switch (reason) {
    case "is_archived":
    case "channel_archive":
    case "group_archive":
      return "Der Channel ist archiviert";
    case "channel_not_found":
    case "channel_deleted":
    case "group_deleted":
      return "Den Channel gibt es nicht mehr, oder ich bin kein Mitglied";
    case "not_in_channel":
    case "channel_left":
    case "group_left":
      return "Ich bin kein Mitglied des Channels; geben Sie dort /invite @tlscheck ein";
    default:
      return `Ich darf dort nicht schreiben (${reason})`;
  }
}
