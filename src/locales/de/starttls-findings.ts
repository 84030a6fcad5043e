import type { StartTlsFault } from "../../diagnosis/starttls.ts";
import type { Catalog, Line } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { PROTOCOL_NAMES } from "../selection.ts";
import { LOCALE, grouped, listSome } from "./wording.ts";

export const startTlsFindings: Pick<Catalog["findings"], "starttls_failed"> = {
  starttls_failed: ({ port, protocol, fault }, { target }) => {
    const name = PROTOCOL_NAMES[protocol];
    return {
      title: describeTitle(fault, name, port),
      evidence: [
        fault.command === null
          ? `Erwartet wurde die ${name}-Begrüßung.`
          : `Zuletzt von uns gesendet: ${fault.command}.`,
        describeFault(fault),
      ],
      resolution: [...advise(fault, name), sClient(target)],
    };
  },
};

function describeTitle(fault: StartTlsFault, name: string, port: number): string {
  switch (fault.code) {
    case "refused":
      return `Der ${name}-Server auf Port ${port} weigert sich, TLS zu beginnen`;
    case "not_offered":
      return `Der ${name}-Server auf Port ${port} bietet kein TLS an (STARTTLS)`;
    case "other_protocol":
    case "malformed":
      return `Was auf Port ${port} antwortet, ist kein ${name}-Server`;
    case "injected":
      return `Auf Port ${port} wurde hinter der Freigabe für TLS Klartext eingeschleust`;
    case "too_much":
      return `Der ${name}-Server auf Port ${port} sendet ohne Ende`;
    case "closed":
      return `Der ${name}-Server auf Port ${port} hat die Verbindung vor TLS geschlossen`;
    case "reset":
      return `Die Verbindung wurde zurückgesetzt, bevor ${name} zu TLS gewechselt hat`;
    case "timeout":
      return `Der ${name}-Server auf Port ${port} ist vor TLS verstummt`;
  }
}

function describeFault(fault: StartTlsFault): string {
  switch (fault.code) {
    case "refused":
      return `Er hat mit ${fault.status} geantwortet: ${fault.reply}`;
    case "not_offered":
      return fault.offered.length === 0
        ? "Er nennt keine Fähigkeiten (Capabilities)."
        : `Er bietet an: ${listSome(fault.offered)}.`;
    case "other_protocol":
      return `Er spricht ${PROTOCOL_NAMES[fault.protocol]}: ${fault.firstBytes}`;
    case "malformed":
      return `Er hat gesendet: ${fault.received}`;
    case "injected":
      return `${fault.bytes === 1 ? "Danach kam 1 Byte" : `Danach kamen ${grouped(fault.bytes)} Bytes`} im Klartext: ${fault.received}`;
    case "too_much":
      return `Es kamen mehr als ${grouped(fault.bytes)} Bytes ohne ein Ende.`;
    case "closed":
      return "Er hat die Verbindung geschlossen.";
    case "reset":
      return "Er hat die Verbindung zurückgesetzt.";
    case "timeout":
      return `Keine Antwort innerhalb von ${formatDuration(LOCALE, fault.afterMs)}.`;
  }
}

function advise(fault: StartTlsFault, name: string): Line[] {
  switch (fault.code) {
    case "refused":
      return [
        "Warum, steht in der Antwort des Servers selbst. Meist fehlen ihm Zertifikat und Schlüssel, oder er darf sie nicht lesen.",
      ];
    case "not_offered":
      return [
        `Konfigurieren Sie ein Zertifikat im ${name}-Server. Hat er schon eines, streicht etwas dazwischen das Angebot (eine Firewall mit Inspection): Fragen Sie ihn aus seinem eigenen Netz.`,
      ];
    case "other_protocol":
    case "malformed":
      return [
        fault.code === "other_protocol" && fault.protocol === "tls"
          ? "Auf diesem Port gilt TLS von Anfang an: Prüfen Sie ihn ohne --starttls."
          : "Prüfen Sie Host und Port und das Protokoll, das --starttls nennt.",
      ];
    case "injected":
      return [
        "Der Server oder jemand dazwischen lässt Befehle durch, die erst innerhalb von TLS zulässig sind (CVE-2011-0411). Aktualisieren Sie den Server; suchen Sie nach einem Proxy dazwischen.",
      ];
    case "too_much":
      return ["Sehen Sie nach, was auf diesem Port lauscht: Kein Server muss vor TLS so viel senden."];
    case "closed":
    case "reset":
      return [
        "Sehen Sie im Log des Servers nach: Vielleicht lehnt er unsere Adresse ab oder begrenzt die Zahl der Verbindungen.",
      ];
    case "timeout":
      return [
        fault.command === null
          ? "Er wartet darauf, dass der Client zuerst spricht: Vielleicht gilt auf diesem Port TLS von Anfang an. Prüfen Sie ihn ohne --starttls."
          : "Sehen Sie im Log des Servers nach und bei dem, was dazwischenliegt.",
      ];
  }
}
