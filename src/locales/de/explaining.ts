import type { Catalog } from "../catalog.ts";

export const explaining: Catalog["explaining"] = {
  refusal: ({ by, alert }) => {
    if (by === "other_side")
      return alert === null
        ? "Abgelehnt hat die Gegenseite: Sie hat einen Alert gesendet."
        : `Abgelehnt hat die Gegenseite: Sie hat den Alert ${alert} gesendet.`;
    if (by === "this_side")
      return alert === null
        ? "Abgelehnt hat die Seite, von der diese Meldung stammt: Sie war mit dem, was die Gegenseite gesendet hat, nicht einverstanden."
        : `Abgelehnt hat die Seite, von der diese Meldung stammt: Sie hat den Alert ${alert} gesendet.`;
    return `Der Alert heißt ${alert}; wer ihn gesendet hat, geht aus dem Text nicht hervor.`;
  },
  nothing:
    "Einen TLS-Fehler erkenne ich in dieser Nachricht nicht. Nennen Sie mir den Host, dann finde ich den Fehler; oder laden Sie das Log oder den Mitschnitt hier hoch.",
  already: "Die wahrscheinlichen Ursachen stehen schon im Thread dieser Nachricht.",
  fileOutOfReach:
    "An die Datei dieser Nachricht komme ich nicht heran. Geben Sie im Channel der Nachricht /invite @tlscheck ein und fragen Sie noch einmal, oder schicken Sie mir die Datei über das Formular, das /tlscheck öffnet.",
  thisMessage: "Diese Nachricht",
  help: (command) =>
    `„Diagnose this TLS error“ im Menü einer Nachricht, oder @tlscheck und die Fehlermeldung: Ich antworte im Thread mit den wahrscheinlichen Ursachen und lese auch die Dateien der Nachricht. Nur für Sie allein: ${command} explain FEHLERMELDUNG.`,
};
