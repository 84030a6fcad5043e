import type { CertificateSummary } from "../../diagnosis/certificate-summary.ts";
import { CLOCK, SHOW_CLIENT_CHAIN, sClient } from "../commands.ts";
import type { ClientCertificateFindings } from "../finding-groups.ts";
import { formatTime } from "../format.ts";
import { LOCALE, listSome } from "./wording.ts";

/** What each alert means when it is about a client's certificate. RFC 8446 section 6.2. */
const MEANINGS: ReadonlyMap<string | null, string> = new Map([
  [
    "bad_certificate",
    "Der Server konnte es nicht lesen oder nicht prüfen, oder seine Signatur passt nicht zum Schlüssel.",
  ],
  ["unsupported_certificate", "Schlüsseltyp oder Zweck (extendedKeyUsage clientAuth) passen nicht."],
  ["certificate_revoked", "Der Aussteller hat es gesperrt."],
  ["certificate_expired", "Nach der Uhr des Servers ist es oder ein Zertifikat seiner Kette abgelaufen."],
  [
    "certificate_unknown",
    "Der Server akzeptiert es nicht und nennt keinen Grund; Java meldet diesen Alert bei jedem Grund.",
  ],
  [
    "unknown_ca",
    "Der Server vertraut der ausstellenden Zertifizierungsstelle nicht, oder ihm fehlt ihr Zwischenzertifikat.",
  ],
  ["access_denied", "Es ist gültig, aber der Inhaber ist nicht zugelassen."],
  [
    "certificate_required",
    "Es kam nie an: Der Client hat keines gesendet, das zur Anforderung des Servers passt.",
  ],
  [
    "decrypt_error",
    "Die Signatur, die den Besitz des Schlüssels belegt, stimmt nicht: Der Schlüssel gehört zu einem anderen Zertifikat.",
  ],
]);

/** Two-way TLS. */
export const clientCertificateFindings: ClientCertificateFindings = {
  client_certificate_required: ({ authorities, alert, required, accepted }) => ({
    title: required
      ? `Der Server verlangt ein Clientzertifikat (Zwei-Wege-TLS, mTLS)${accepted ? " und akzeptiert das angegebene" : ""}`
      : "Der Server fragt nach einem Clientzertifikat, macht aber auch ohne weiter",
    evidence: [
      alert === null
        ? "Er hat einen CertificateRequest gesendet."
        : `Ohne Clientzertifikat lehnt er ab: Alert ${alert}.`,
      ...(authorities.length === 0
        ? []
        : [`Akzeptieren würde er Zertifikate von: ${listSome(authorities)}.`]),
    ],
    resolution: !required
      ? ["Es ist nichts zu tun, es sei denn, Ihr Client soll sich ausweisen."]
      : accepted
        ? [
            "Auf dem Server ist nichts zu tun: Ein Client, der scheitert, muss dieses Zertifikat mit Kette und Schlüssel verwenden.",
          ]
        : [
            "Geben Sie dem Client ein Zertifikat mit Schlüssel, dem dieser Server vertraut; bei Apigee Edge in den Keystore, auf den der Zielserver oder TargetEndpoint verweist.",
            "Hat der Client schon eines, muss dessen Aussteller im Truststore des Servers stehen.",
          ],
  }),
  client_certificate_rejected: ({ alert, authorities, certificate }, { target }) => ({
    title: `Der Server lehnt das Clientzertifikat ab${alert === null ? "" : `: ${alert}`}`,
    evidence: [
      ...(certificate === null ? [] : [describeCertificate(certificate)]),
      alert === null
        ? "Der Server hat ein Zertifikat angefordert, es bekommen und die Verbindung gekappt."
        : `Der Server hat mit dem Alert ${alert} geantwortet. ${MEANINGS.get(alert) ?? ""}`.trim(),
      ...(authorities.length === 0
        ? []
        : [`Akzeptieren würde er Zertifikate von: ${listSome(authorities)}.`]),
    ],
    resolution: [
      "Vergleichen Sie den Aussteller des Zertifikats mit den Zertifizierungsstellen, die der Server akzeptiert. Ist er nicht darunter, nehmen Sie den Aussteller (und seine Zwischenzertifikate) in den Truststore des Servers auf: auf einem Apigee Edge Router in den Truststore des virtuellen Hosts, in nginx mit ssl_client_certificate und ssl_verify_depth.",
      "Der Client muss sein Zertifikat mit vollständiger Kette senden und den zugehörigen Schlüssel verwenden. Auf einem Message Processor liegen beide im Keystore, unter dem KeyAlias aus SSLInfo des Ziels.",
      sClient(target, "-cert client.pem -key client.key -cert_chain chain.pem"),
    ],
  }),
  clock_wrong: ({ certificate, at }, { target }) => ({
    title: "Der Server hält ein gültiges Clientzertifikat für abgelaufen: Eine Uhr geht falsch",
    evidence: [
      describeCertificate(certificate),
      `Unsere Uhr zeigte ${formatTime(LOCALE, at)}; der Server hat mit dem Alert certificate_expired geantwortet.`,
    ],
    resolution: [
      "Vergleichen Sie die Uhren des Servers und dieses Rechners und synchronisieren Sie beide mit einem Zeitserver:",
      CLOCK,
      "Gehen beide richtig, prüfen Sie den Rest der Clientkette: Ein Zwischenzertifikat darin oder im Truststore des Servers kann abgelaufen sein.",
      SHOW_CLIENT_CHAIN,
      sClient(target, "-cert client.pem -key client.key"),
    ],
  }),
};

function describeCertificate({ subject, issuer, notBefore, notAfter }: CertificateSummary): string {
  return `Gesendet: ${subject}, ausgestellt von ${issuer}, gültig von ${formatTime(LOCALE, notBefore)} bis ${formatTime(LOCALE, notAfter)}.`;
}
