import type { StapleDefect } from "../../diagnosis/finding.ts";
import type { ResponderDefect } from "../../x509/ocsp-responder.ts";
import { formatTime } from "../format.ts";
import { DECODE_ERRORS, LOCALE, grouped } from "./wording.ts";

interface StapleWords {
  /** After „die Antwort …“. */
  readonly clause: string;
  readonly evidence: string;
  readonly resolution: string;
}

const FETCH_ANEW =
  "Leeren Sie den Stapling-Cache des Servers, oder löschen Sie die Datei, die er mitsendet, und laden Sie ihn neu. Bleibt die Antwort so, muss die Zertifizierungsstelle ihren Responder reparieren.";

/** What is wrong with what is stapled, and what helps. */
export function describeStapleDefect(defect: Exclude<StapleDefect, { kind: "not_sent" }>): StapleWords {
  switch (defect.kind) {
    case "malformed":
      return {
        clause: "ist nicht lesbar",
        evidence: `${defect.structure} bei Byte ${grouped(defect.offset)} der Antwort: ${DECODE_ERRORS[defect.code]}.`,
        resolution: FETCH_ANEW,
      };
    case "unsuccessful":
      return {
        clause: `enthält nur einen Fehler: ${defect.responseStatus}`,
        evidence: `Der Responder hat mit ${defect.responseStatus} geantwortet, und der Server gibt das weiter.`,
        resolution:
          "Ein Server sollte die letzte gültige Antwort behalten, bis sie abläuft. Laden Sie ihn neu; lehnt der Responder weiter ab, fragen Sie die Zertifizierungsstelle.",
      };
    case "other_certificate":
      return {
        clause: "gehört zu einem anderen Zertifikat",
        evidence: "Kein Eintrag der Antwort hat Seriennummer und Aussteller dieses Zertifikats.",
        resolution:
          "Nach einer Erneuerung hat ein Server manchmal noch die Antwort für das alte Zertifikat: Leeren Sie den Stapling-Cache, oder ersetzen Sie die Datei, die er mitsendet, und laden Sie ihn neu.",
      };
    case "bad_signature":
      return {
        clause: "ist falsch signiert",
        evidence: `Die Signatur (${defect.signatureAlgorithm}) stammt nicht vom Schlüssel des Responders, den die Antwort nennt.`,
        resolution: FETCH_ANEW,
      };
    case "signature_unsupported":
      return {
        clause: "hat eine Signatur, die hier nicht prüfbar ist",
        evidence: `Der Signaturalgorithmus ist ${defect.signatureAlgorithm}.`,
        resolution: "Prüfen Sie, ob die Clients, auf die es ankommt, diesen Algorithmus kennen.",
      };
    case "responder_not_authorized":
      return {
        clause: "ist nicht von einer berechtigten Stelle signiert",
        evidence: `Der Responder ist ${defect.responder}: ${RESPONDER_DEFECTS[defect.reason]}.`,
        resolution: FETCH_ANEW,
      };
    case "critical_extension":
      return {
        clause: "hat eine kritische Erweiterung, die Clients nicht kennen",
        evidence: `Die kritische Erweiterung ist ${defect.extension}.`,
        resolution: FETCH_ANEW,
      };
    case "not_yet_valid":
      return {
        clause: "ist noch nicht gültig",
        evidence: `Die Antwort ist ab ${formatTime(LOCALE, defect.thisUpdate)} gültig.`,
        resolution:
          "Vergleichen Sie die Uhren: Die des Responders geht vor, oder die, nach der hier geprüft wurde, geht nach.",
      };
    case "expired":
      return {
        clause: "ist abgelaufen",
        evidence:
          defect.nextUpdate === null
            ? `Die Antwort ist vom ${formatTime(LOCALE, defect.thisUpdate)} und nennt kein Ende; Clients geben ihr einen Tag.`
            : `Die Antwort ist vom ${formatTime(LOCALE, defect.thisUpdate)} und war bis ${formatTime(LOCALE, defect.nextUpdate)} gültig.`,
        resolution:
          "Der Server behält eine Antwort, die er nicht erneuert: Laden Sie ihn neu, prüfen Sie seine Uhr und sorgen Sie dafür, dass er den Responder erreicht.",
      };
    case "unknown":
      return {
        clause: "besagt, dass der Responder das Zertifikat nicht kennt",
        evidence: "Der Status des Zertifikats in der Antwort ist unknown.",
        resolution:
          "Ist das Zertifikat erst wenige Minuten alt, warten Sie und laden Sie den Server neu. Sonst fragen Sie die Zertifizierungsstelle, oder lassen Sie das Zertifikat neu ausstellen.",
      };
  }
}

const RESPONDER_DEFECTS: Readonly<Record<ResponderDefect, string>> = {
  certificate_missing:
    "Er ist nicht der Aussteller des Zertifikats, und sein eigenes Zertifikat fehlt in der Antwort",
  other_issuer: "Sein Zertifikat hat nicht der Aussteller des geprüften Zertifikats ausgestellt",
  purpose: "Sein Zertifikat ist nicht zum Signieren von OCSP-Antworten bestimmt",
  not_yet_valid: "Sein Zertifikat ist noch nicht gültig",
  expired: "Sein Zertifikat ist abgelaufen",
  critical_extension: "Sein Zertifikat hat eine kritische Erweiterung, die Clients nicht kennen",
};
