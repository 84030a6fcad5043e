import type { Catalog } from "../catalog.ts";

/** A capture and a check together. */
export const joint: Catalog["joint"] = {
  between: ({ client, server, serverName, alert }) =>
    [
      `Im Mitschnitt fragt ${client} bei ${server} an`,
      serverName === null ? ", ohne Servernamen" : `, mit dem Servernamen ${serverName}`,
      alert === null
        ? ", und die Verbindung wird getrennt. "
        : `, und wird mit dem Alert ${alert} abgelehnt. `,
      "Was der Server akzeptiert, stammt aus der Prüfung.",
    ].join(""),
  offered: {
    versions: "Versionen, die der Client anbot",
    cipher_suites: "Cipher Suites, die der Client anbot",
    groups: "Gruppen, die der Client anbot",
    signature_algorithms: "Signaturalgorithmen, die der Client anbot",
  },
  accepted: "Was der Server akzeptiert",
  more: (count) => `… und ${count} weitere`,
  alone: (summary) => `Die Prüfung für sich: ${summary}`,
  acceptedNow: {
    title: "Der Server akzeptiert jetzt, was er im Mitschnitt ablehnte",
    evidence: [
      "Versionen, Cipher Suites und Gruppen passen: Ein Client mit demselben Angebot würde jetzt angenommen.",
    ],
    resolution: [
      "Entweder wurde er seither geändert, oder ein anderer Server lehnte ab: Hinter einem Load Balancer können mehrere stehen, die unterschiedlich konfiguriert sind.",
      "Lassen Sie den Client es noch einmal versuchen. Scheitert er weiterhin, schneiden Sie auf der Seite des Servers mit: Dann zeigt sich, ob das Client Hello so ankommt, wie es gesendet wurde.",
    ],
  },
};
