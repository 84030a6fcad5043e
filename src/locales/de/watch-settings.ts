import type { WatchSettings } from "../../watches/channel.ts";
import { formatClock } from "../format.ts";
import type { WatchSettingsWords } from "../watch-settings-words.ts";
import { daysBefore } from "./wording.ts";

export const watchSettings: WatchSettingsWords = {
  timeZone: "Zeitzone",
  timeZoneHint:
    "Gilt für Ruhezeit und Zusammenfassung dieses Channels. Zeitangaben in Nachrichten sehen alle in ihrer eigenen Zeitzone.",
  suggested: "Vorschläge",
  allZones: "Alle",
  quietFrom: "Ruhezeit ab",
  quietTo: "Ruhezeit bis",
  quietHint:
    "In der Ruhezeit melde ich nur Kritisches. Alles andere wartet, bis sie endet, und wird dann einmal gemeldet.",
  noQuietHours: "Keine Ruhezeit",
  digest: "Zusammenfassung",
  digests: { off: "Keine", daily: "Jeden Tag", weekly: "Jeden Montag" },
  digestHint:
    "Kommt um 09:00 Uhr (in der Ruhezeit: sobald sie endet), und nur, wenn es etwas zu melden gibt.",
  days: "So viele Tage vor dem Ablauf melde ich mich",
  daysHint:
    "Zum Beispiel: 30, 14, 7, 3, 1. Leer: je nach Laufzeit des Zertifikats, am besten für alle, die automatisch erneuert werden.",
  quietWrong:
    "Die Ruhezeit muss zu einer anderen Uhrzeit enden, als sie beginnt, zum Beispiel von 22:00 bis 07:00 Uhr.",
  changed: ({ user, changes: { timeZone, ...settings } }) =>
    `${user} hat die Einstellungen der Überwachung in diesem Channel geändert: ${[
      ...(timeZone === undefined ? [] : [`Zeitzone ${timeZone}`]),
      ...describeSettings(settings),
    ].join("; ")}.`,
};

/** Each that is given, in a few words. */
export function describeSettings({ quietHours, digest, days }: Partial<WatchSettings>): readonly string[] {
  return [
    ...(quietHours === undefined
      ? []
      : [
          quietHours === null
            ? "keine Ruhezeit"
            : `Ruhezeit von ${formatClock(quietHours.from)} bis ${formatClock(quietHours.to)} Uhr`,
        ]),
    ...(digest === undefined ? [] : [DIGESTS[digest]]),
    ...(days === undefined
      ? []
      : [days === null ? "Alarm je nach Laufzeit des Zertifikats" : `Alarm ${daysBefore(days)}`]),
  ];
}

const DIGESTS = {
  off: "keine Zusammenfassung",
  daily: "Zusammenfassung jeden Tag",
  weekly: "Zusammenfassung jeden Montag",
} as const;
