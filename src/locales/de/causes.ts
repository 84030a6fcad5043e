import type { Catalog } from "../catalog.ts";
import { formatPercent } from "../format.ts";
import { LOCALE } from "./wording.ts";

export const causes: Catalog["causes"] = {
  name_not_resolved: "Der Name lässt sich nicht auflösen",
  not_allowed: "Die Adresse liegt in einem Netz, das nicht erreicht werden darf",
  connection_refused: "Auf dem Port nimmt kein Dienst Verbindungen an",
  connection_reset: "Die Verbindung bricht während des Handshakes ab",
  timeout: "Es kommt keine Antwort",
  network_error: "Es führt kein Weg durch das Netz zu der Adresse",
  not_tls: "Der Port spricht kein TLS",
  starttls_failed: "Das Protokoll vor TLS (STARTTLS) scheitert",
  starttls_required: "TLS beginnt erst auf Anforderung (STARTTLS)",
  protocol_mismatch: "Client und Server haben keine gemeinsame TLS-Version",
  cipher_suite_mismatch: "Client und Server haben keine gemeinsame Cipher Suite",
  sni_required: "Der Server braucht den Servernamen (SNI), und der Client sendet keinen",
  host_name_mismatch: "Das Zertifikat gilt für einen anderen Namen",
  certificate_expired: "Ein Zertifikat ist abgelaufen",
  certificate_not_yet_valid: "Ein Zertifikat ist noch nicht gültig, oder eine Uhr geht falsch",
  certificate_unknown: "Der ausstellenden Zertifizierungsstelle wird nicht vertraut",
  chain_incomplete: "Das Zwischenzertifikat fehlt",
  chain_incorrect: "Die Zertifikate der Kette passen nicht aneinander",
  certificate_revoked: "Das Zertifikat wurde gesperrt",
  ocsp_must_staple_missing: "Die vom Zertifikat verlangte OCSP-Antwort fehlt oder ist ungültig",
  weak_signature: "Ein Zertifikat ist mit einem zu schwachen Algorithmus signiert",
  weak_key: "Ein Schlüssel ist zu schwach",
  certificate_malformed: "Eine Zertifikats- oder Schlüsseldatei ist fehlerhaft",
  key_mismatch: "Der private Schlüssel gehört nicht zum Zertifikat",
  client_certificate_required: "Der Server verlangt ein Clientzertifikat (Zwei-Wege-TLS, mTLS)",
  client_certificate_rejected: "Der Server lehnt das Clientzertifikat ab (Zwei-Wege-TLS, mTLS)",
  ingress_secret_missing: "Apigee hybrid: Das Kubernetes-Secret des Ingress-Gateways fehlt",
  alpn_mismatch: "Client und Server haben kein gemeinsames Anwendungsprotokoll (ALPN)",
  group_mismatch: "Client und Server haben keine gemeinsame Gruppe für den Schlüsselaustausch",
  signature_algorithm_mismatch: "Client und Server haben keinen gemeinsamen Signaturalgorithmus",
  clock_wrong: "Eine Uhr geht falsch: Ein Zertifikat gilt als abgelaufen, das es nicht ist",
  addresses_differ: "Die Adressen des Namens antworten nicht gleich",
  large_client_hello_intolerant: "Der Server oder etwas davor verträgt kein Post-Quanten-Client-Hello",
  version_intolerant: "Der Server oder etwas davor verträgt neuere TLS-Versionen nicht",
  not_determined: "Der Handshake schlägt aus einem noch unbekannten Grund fehl",
};

export const explanation: Catalog["explanation"] = {
  likely: "Wahrscheinliche Ursachen",
  nothing:
    "Keine dieser Meldungen ist mir bekannt. Fügen Sie den Fehler selbst ein, oder prüfen Sie den Host.",
  cause: ({ cause, confidence, matched }) =>
    `${cause} (${formatPercent(LOCALE, confidence)}, wegen „${matched}“)`,
  check: (command) => `Welche davon es ist, zeigt: ${command}`,
};
