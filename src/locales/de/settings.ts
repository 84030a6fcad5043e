import type { Catalog } from "../catalog.ts";
import { formatLanguage } from "../format.ts";
import { watchSettings } from "./watch-settings.ts";
import { LOCALE } from "./wording.ts";

export const settings: Catalog["settings"] = {
  title: "Channel-Einstellungen",
  submit: "Speichern",
  language: "Sprache",
  hint: "In dieser Sprache antworte ich in diesem Channel. Was nur Sie sehen, bleibt in Ihrer eigenen.",
  eachOwn: "Jeweils die Sprache dessen, der fragt",
  name: (tag) => formatLanguage(LOCALE, tag),
  changed: ({ user, tag }) =>
    tag === null
      ? `Ab jetzt antworte ich hier in der Sprache dessen, der fragt. Eingestellt hat das ${user}.`
      : `Die Sprache meiner Antworten in diesem Channel ist ab jetzt: ${formatLanguage(LOCALE, tag)}. Eingestellt hat das ${user}.`,
  unavailable:
    "Das kann ich gerade nicht ändern: Mein Datenspeicher antwortet nicht. Es wurde nichts geändert; bitte versuchen Sie es in einer Minute noch einmal.",
  help: (command) =>
    `${command} settings legt fest, in welcher Sprache ich in einem Channel antworte und wie ich dort Ergebnisse der Überwachung melde.`,
  watching: watchSettings,
};
