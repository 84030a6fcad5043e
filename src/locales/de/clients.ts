import type { Catalog } from "../catalog.ts";
import { formatDuration } from "../format.ts";
import { clientFindings } from "./client-findings.ts";
import { LOCALE, listSome } from "./wording.ts";

export const clients: Catalog["clients"] = {
  title: "Einzelne Clients",
  columns: { client: "Client", result: "Was er bekommt" },
  connects: ({ version, cipherSuite }) => `${version}, ${cipherSuite}`,
  notAsked: "nicht geprüft",
  looksLike: (name) => `Dieses Client Hello stammt von: ${name}.`,
  reasons: {
    protocol_mismatch: ({ accepted }) => `keine gemeinsame TLS-Version${inTheServer(accepted, 3)}`,
    cipher_suite_mismatch: () => "keine gemeinsame Cipher Suite",
    group_mismatch: ({ offered, accepted, dhPrime }) =>
      dhPrime === true
        ? `lehnt die DHE-Primzahl des Servers ab (${accepted.join()}; er akzeptiert ${offered.join()})`
        : `keine gemeinsame Gruppe für den Schlüsselaustausch${inTheServer(accepted)}`,
    signature_algorithm_mismatch: ({ accepted }) =>
      `kein gemeinsamer Signaturalgorithmus${inTheServer(accepted)}`,
    alpn_mismatch: () => "kein gemeinsames Anwendungsprotokoll (ALPN)",
    sni_required: () => "sendet keinen Servernamen (SNI), doch der Server verlangt einen",
    host_name_mismatch: ({ alert, presentedIdentifiers }) =>
      alert === null
        ? `bekommt ein Zertifikat für einen anderen Namen${inBrackets(presentedIdentifiers)}`
        : `der Server kennt den Namen nicht (Alert ${alert})`,
    weak_key: ({ publicKey }) => `lehnt einen zu kurzen Schlüssel ab (${publicKey})`,
    large_client_hello_intolerant: () => "sein Client Hello braucht zwei Pakete, daran scheitert der Server",
    version_intolerant: ({ intolerances }) =>
      intolerances.includes("tls_1_3")
        ? "bietet TLS 1.3 an, daran scheitert der Server"
        : "sendet reservierte Werte (GREASE), daran scheitert der Server",
    connection_reset: ({ during }) =>
      during === "closed"
        ? "der Server schließt die Verbindung ohne Alert"
        : "der Server setzt die Verbindung zurück",
    timeout: ({ afterMs }) => `${formatDuration(LOCALE, afterMs)} lang keine Antwort`,
    not_determined: ({ alert, code }) =>
      alert === null
        ? `die Antwort des Servers ist nicht verwertbar (${code})`
        : `der Server lehnt ab (Alert ${alert.description})`,
    not_tls: () => "der Port spricht kein TLS",
    starttls_required: () => "der Port beginnt TLS erst auf Anforderung (STARTTLS)",
    starttls_failed: () => "STARTTLS schlägt fehl",
    client_certificate_required: () => "der Server verlangt ein Clientzertifikat",
  },
  findings: clientFindings,
};

function inTheServer(accepted: readonly string[], limit = 1): string {
  return accepted.length === 0 ? "" : ` (Server: ${listSome(accepted, limit)})`;
}

function inBrackets(names: readonly string[]): string {
  return names.length === 0 ? "" : ` (${names.join(", ")})`;
}
