import type { AlertHosts, Catalog } from "../catalog.ts";
import { formatDays, formatList } from "../format.ts";
import { nameFault } from "./chain-flaws.ts";
import { LOCALE, count, further, grouped, inDays, listRemoved, listSome } from "./wording.ts";

export const alerts: Catalog["alerts"] = {
  titles: {
    expires: ({ issuer, daysLeft, ...hosts }) =>
      `${certificateOf(issuer, hosts)} ${runsOut(daysLeft)}${sentBy(issuer, hosts)}`,
    revoked: ({ issuer, ...hosts }) =>
      `${certificateOf(issuer, hosts)} wurde gesperrt${sentBy(issuer, hosts)}`,
    chain_broken: (hosts) =>
      hosts.uploaded
        ? `Clients lehnen die Kette zum Zertifikat ${hostsOf(hosts)} ab`
        : `Clients lehnen die Zertifikatskette von ${hostsInDative(hosts)} ab`,
    name_not_covered: (hosts) =>
      `${certificateOf(null, hosts)} gilt für ${hosts.more === 0 ? "einen anderen Namen" : "andere Namen"}`,
    partly_renewed: (hosts) =>
      `${certificateOf(null, hosts)} wurde erneuert, aber nicht jede Adresse liefert das neue aus`,
    unreachable: (hosts) => `Von ${hostsInDative(hosts)} kommt kein Zertifikat`,
    removed: (facts) =>
      `${hostsOf(facts)} ${facts.more === 0 ? "akzeptiert" : "akzeptieren"} ${listRemoved(facts)} nicht mehr`,
  },
  closed: {
    renewed: (hosts) => `${certificateOf(null, hosts)} wurde erneuert`,
    resolved: (hosts) => `${hostsOf(hosts)}: Das Problem besteht nicht mehr`,
    dropped: (hosts) => `${hostsOf(hosts)} ${hosts.more === 0 ? "wird" : "werden"} hier nicht mehr überwacht`,
  },
  valid: ({ date, ended, replaced, revoked }) =>
    revoked
      ? `Seine eingetragene Laufzeit ${ended ? "reichte" : "reicht"} bis ${date}.`
      : `Das ${replaced ? "alte " : ""}Zertifikat ${ended ? "war" : "ist"} bis ${date} gültig.`,
  since: (date) => `Seit ${date}.`,
  owners: (users) => `Zuständig: ${formatList(LOCALE, users)}`,
  acknowledged: ({ user, ahead }) =>
    ahead
      ? `Quittiert von ${user}: Ich melde mich nur noch kurz vor dem Ablauf des Zertifikats, beim Ablauf selbst oder wenn etwas Neues, Kritisches dazukommt.`
      : `Quittiert von ${user}.`,
  snoozed: ({ user, date, ahead }) =>
    ahead
      ? `Stummgeschaltet von ${user} bis ${date}: Bis dahin melde ich nur den Ablauf selbst oder wenn etwas Neues, Kritisches dazukommt.`
      : `Stummgeschaltet von ${user} bis ${date}.`,
  ended: (date) => `Geschlossen: ${date}.`,
  hosts: "Betroffen",
  certificate: "Zertifikat",
  runbook: "Runbook",
  more: (number) => `… und ${count(number, "weiterer", "weitere")}`,
  issuedBy: (issuer) => `Ausgestellt von ${issuer}`,
  fingerprint: (sha256) => `SHA-256 ${sha256}`,
  troubles: {
    expires: ({ endEntity }) => ({
      evidence: [],
      resolution: endEntity
        ? [
            "Erneuern Sie das Zertifikat, installieren Sie es mit vollständiger Kette an allen hier genannten Stellen und laden Sie die Server neu.",
            "Sollte ein Programm es automatisch erneuern, scheitert das schon länger: Der Grund steht im Log dieses Programms.",
          ]
        : [
            "Das ist das Zertifikat eines Ausstellers, und viele Hosts können es senden. Ersetzen Sie es auf jedem davon durch das aktuelle Zwischenzertifikat des Ausstellers und laden Sie die Server neu.",
          ],
    }),
    revoked: ({ subject, endEntity, reason, source }) => ({
      evidence: [
        {
          crl: `${subject} steht auf der Sperrliste des Ausstellers, Grund: ${reason}.`,
          staple: `Der Server liefert den Beleg selbst mit, eine OCSP-Antwort per Stapling: ${subject} ist gesperrt, Grund: ${reason}.`,
          ocsp: `Laut OCSP-Responder des Ausstellers ist ${subject} gesperrt, Grund: ${reason}.`,
        }[source],
      ],
      resolution: endEntity
        ? [
            "Lassen Sie ein neues Zertifikat ausstellen und installieren Sie es. Nehmen Sie einen neuen Schlüssel, falls der alte in fremde Hände geraten sein kann.",
          ]
        : [
            "Das ist das Zertifikat eines Ausstellers: Clients, die Sperrungen prüfen, lehnen alles ab, was damit ausgestellt wurde. Lassen Sie neue Zertifikate über ein anderes Zwischenzertifikat ausstellen und installieren Sie sie zusammen mit diesem auf allen hier genannten Hosts.",
          ],
    }),
    chain_broken: (faults) => ({
      evidence: [`Fehler in der Kette: ${faults.map(nameFault).join("; ")}.`],
      resolution: [
        "„Diagnose starten“ zeigt, um welches Zertifikat es geht, und liefert die vollständige Kette, soweit sie zu bekommen ist.",
      ],
    }),
    name_not_covered: (name) => ({
      evidence: [`Das jetzt ausgelieferte Zertifikat gilt nicht für ${name}.`],
      resolution: [
        `Hat der Server ein neues Zertifikat bekommen, lassen Sie eines ausstellen, dessen subjectAltName ${name} enthält; andernfalls antwortet unter diesem Namen die falsche Site.`,
      ],
    }),
    partly_renewed: ({ old, renewed }) => ({
      evidence: [`Altes Zertifikat: ${listSome(old)}.`, `Neues Zertifikat: ${listSome(renewed)}.`],
      resolution: [
        "Installieren Sie das neue überall dort, wo noch das alte ausgeliefert wird, und laden Sie diese Server neu; ein Server, der nicht neu geladen wurde, arbeitet mit der alten Datei weiter.",
      ],
    }),
    handshake: (detail) => ({
      evidence: [`Die Verbindung kommt zustande, aber der Server sendet kein Zertifikat: ${detail}.`],
      resolution: ["„Diagnose starten“ sucht nach der Ursache."],
    }),
    removed: ({ versions, cipherSuites }) => ({
      evidence: [
        ...(versions.length === 0 ? [] : [`Weggefallene Versionen: ${listSome(versions)}.`]),
        ...(cipherSuites.length === 0 ? [] : [`Weggefallene Cipher Suites: ${listSome(cipherSuites)}.`]),
      ],
      resolution: [
        "War das keine Absicht, sehen Sie nach, was zuletzt ausgerollt wurde. Ältere Clients scheitern jetzt möglicherweise.",
      ],
    }),
  },
  posts: {
    escalated: (title) => title,
    reminded: (title) => `Zur Erinnerung, noch offen: ${title}`,
    returned: (title) => `Wieder da: ${title}`,
  },
  replaced: {
    field: "Was sich geändert hat",
    before: "Vorher",
    after: "Jetzt",
    fields: {
      subject: "Inhaber",
      issuer: "Aussteller",
      names: "Namen",
      publicKey: "Schlüssel",
      signatureAlgorithm: "Signatur",
      notBefore: "Gültig ab",
      notAfter: "Gültig bis",
    },
  },
  actions: {
    acknowledge: "Quittieren",
    snooze: "Stummschalten",
    wake: "Stummschaltung aufheben",
    diagnose: "Diagnose starten",
    owner: "Zuständigkeit ändern",
    runbook: "Runbook ändern",
    unwatch: "Nicht mehr überwachen",
    save: "Speichern",
  },
  forms: {
    snooze: "Alarm stummschalten",
    until: "Wie lange",
    forDays: (days) => formatDays(LOCALE, days),
    beforeEnd: (days) => `Bis ${formatDays(LOCALE, days)} vor dem Ablauf`,
    owner: "Zuständige Person",
    ownerHint: "Wird erwähnt, wenn es kritisch wird. Leer: niemand.",
    runbook: "Runbook",
    runbookHint:
      "Was zu tun ist, für alle, die den Alarm sehen: ein Link, der mit https:// oder http:// beginnt. Leer: kein Runbook.",
    runbookWrong:
      "Das ist kein Link: Er muss mit https:// oder http:// beginnen, zum Beispiel https://wiki.example.com/certificates.",
    unwatch: "Überwachung beenden?",
    unwatchQuestion: ({ names, more }) =>
      `Dieser Channel überwacht dann nicht mehr: ${
        more === 0 ? formatList(LOCALE, names) : `${names.join(", ")} und ${further(more)}`
      }. Der Alarm wird geschlossen.`,
    diagnose: "Diagnose starten",
    which: "Welcher Host",
  },
  gone: "Dieser Alarm ist geschlossen, hier gibt es nichts mehr zu tun.",
  unwatched: (number) =>
    number === 1
      ? "Die Überwachung hier ist beendet."
      : `${grouped(number)} Hosts werden hier nicht mehr überwacht.`,
  nothingToCheck: "Das ist ein hochgeladenes Zertifikat: Es gibt dazu keinen Server, den ich prüfen könnte.",
  paused: ({ channel, why }) =>
    `${
      {
        archived: `${channel} wurde archiviert`,
        deleted: "Ein Channel, in dem Zertifikate überwacht wurden, wurde gelöscht",
        left: `Ich bin kein Mitglied von ${channel} mehr`,
        forbidden: `Slack lässt mich in ${channel} nicht mehr schreiben`,
      }[why]
    }. Was dort überwacht wird, prüfe ich ab jetzt nicht mehr; die Liste bleibt erhalten.`,
  resume: "Überwachung fortsetzen",
  resumed: (user) =>
    user === null
      ? "Ich bin wieder hier und überwache weiter."
      : `Ich überwache hier weiter, veranlasst von ${user}.`,
  resumedAlready: "Die Überwachung läuft, sie ist nicht pausiert.",
  resumeFailed: (channel) =>
    `In ${channel} kann ich noch immer nicht schreiben. Laden Sie mich dort ein, dann überwache ich von selbst weiter.`,
};

/** `api.example.com und 49 weitere Hosts`, nominative. */
function hostsOf({ first, more, uploaded }: AlertHosts): string {
  if (more === 0) return first;
  return uploaded
    ? `${first} und ${count(more, "weiteres", "weitere")}`
    : `${first} und ${more === 1 ? "ein weiterer Host" : `${grouped(more)} weitere Hosts`}`;
}

function hostsInDative({ first, more }: AlertHosts): string {
  if (more === 0) return first;
  return `${first} und ${more === 1 ? "einem weiteren Host" : `${grouped(more)} weiteren Hosts`}`;
}

/** At the beginning of a sentence, singular. @param issuer null: it is the hosts' own */
function certificateOf(issuer: string | null, hosts: AlertHosts): string {
  if (issuer !== null) {
    return `Das Ausstellerzertifikat ${issuer}`;
  }
  if (!hosts.uploaded) return `Das Zertifikat von ${hostsInDative(hosts)}`;
  const more = hosts.more === 0 ? "" : ` (und ${count(hosts.more, "weiteres", "weitere")})`;
  return `Das Zertifikat ${hosts.first}${more}`;
}

/** Last in its title, which may be cut. */
function sentBy(issuer: string | null, hosts: AlertHosts): string {
  return issuer === null ? "" : ` (gesendet von ${hostsInDative(hosts)})`;
}

function runsOut(daysLeft: number): string {
  if (daysLeft < 0) return "ist abgelaufen";
  return daysLeft === 0 ? "läuft innerhalb von 24 Stunden ab" : `läuft ${inDays(daysLeft)} ab`;
}
