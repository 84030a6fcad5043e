import type { Line } from "../catalog.ts";
import { probeCommand } from "../commands.ts";
import type { CaptureCertificateFindings } from "../finding-groups.ts";
import { formatTime } from "../format.ts";
import { OTHER_SIDE } from "../selection.ts";
import { OF_THE, ON_THE, THE, ended, list } from "./capture-words.ts";
import { LOCALE } from "./wording.ts";

export const captureCertificateFindings: CaptureCertificateFindings = {
  host_name_mismatch: ({ by, alert, referenceIdentifier, presentedIdentifiers }) => ({
    title:
      by === "server"
        ? `Der Server kennt den Namen ${referenceIdentifier} nicht`
        : `Das Zertifikat gilt nicht für ${referenceIdentifier}`,
    evidence: [
      ...(presentedIdentifiers.length === 0
        ? []
        : [`Das Zertifikat gilt für: ${list(presentedIdentifiers)}.`]),
      `${ended(by, alert)}.`,
    ],
    resolution: [
      `Verwenden Sie ein Zertifikat, dessen subjectAltName ${referenceIdentifier} enthält, oder rufen Sie den Server unter einem Namen auf, der darin steht.`,
    ],
  }),
  certificate_expired: ({ by, alert, presenter, position, subject, issuer, notAfter, at }) => ({
    title:
      by === null
        ? `Das Zertifikat ${OF_THE[presenter]} ist abgelaufen, doch dieser Client nimmt es hin`
        : `${THE[by]} lehnt das Zertifikat ${OF_THE[presenter]} ab: Es ist abgelaufen`,
    evidence: [
      `${whose(position, subject)} war bis ${formatTime(LOCALE, notAfter)} gültig; der Handshake fand am ${formatTime(LOCALE, at)} statt.`,
      `Ausgestellt von ${issuer}.`,
      ...(alert === null ? [] : [`${ended(by, alert)}.`]),
    ],
    resolution: [`Installieren Sie ${ON_THE[presenter]} ein neues Zertifikat samt Kette.`],
  }),
  certificate_not_yet_valid: ({ by, alert, presenter, position, subject, notBefore, at }) => ({
    title:
      by === null
        ? `Das Zertifikat ${OF_THE[presenter]} ist noch nicht gültig, doch dieser Client nimmt es hin`
        : `${THE[by]} lehnt das Zertifikat ${OF_THE[presenter]} ab: Es ist noch nicht gültig`,
    evidence: [
      `${whose(position, subject)} ist ab ${formatTime(LOCALE, notBefore)} gültig; der Handshake fand am ${formatTime(LOCALE, at)} statt.`,
      ...(alert === null ? [] : [`${ended(by, alert)}.`]),
    ],
    resolution: [
      "Prüfen Sie die Uhren; gehen sie richtig, installieren Sie das Zertifikat erst, wenn es gültig ist.",
    ],
  }),
  clock_wrong: ({ by, subject, at }) => ({
    title: `${THE[by]} hält ein gültiges Zertifikat für abgelaufen: Seine Uhr geht vermutlich falsch`,
    evidence: [`${subject} war zum Zeitpunkt des Mitschnitts gültig, am ${formatTime(LOCALE, at)}.`],
    resolution: [
      `Vergleichen Sie die Uhr ${OF_THE[by]} mit einem Zeitserver.`,
      { command: "timedatectl status" },
    ],
  }),
  certificate_revoked: ({ by, subject }) => ({
    title: `${THE[by]} lehnt das Zertifikat ${OF_THE[OTHER_SIDE[by]]} ab: Es ist gesperrt`,
    evidence: [
      ...(subject === null ? [] : [`Betroffen ist das Zertifikat von ${subject}.`]),
      "Der Alert ist certificate_revoked.",
    ],
    resolution: [`Installieren Sie ${ON_THE[OTHER_SIDE[by]]} ein neues Zertifikat.`],
  }),
  certificate_unknown: ({ by, alert, subject, issuer }, context) => ({
    title: `${THE[by]} vertraut dem Zertifikat ${OF_THE[OTHER_SIDE[by]]} nicht`,
    evidence: [
      alert === null
        ? `TLS 1.3 verschlüsselt Zertifikat und Alert: Der Alert ist nur an seiner Größe zu erkennen; er kam, als ${TO[by]} das Zertifikat zur Prüfung vorlag.`
        : `${ended(by, alert)}.`,
      ...presented(subject, issuer),
    ],
    resolution: [
      `Der Aussteller${issuer === null ? "" : ` (${issuer})`} muss im Truststore ${OF_THE[by]} stehen; die Gegenseite muss die vollständige Kette senden.`,
      ...(by === "client"
        ? [{ command: probeCommand(context) } satisfies Line]
        : ["Bei Apigee ist das der Truststore, auf den der virtuelle Host verweist."]),
    ],
  }),
  client_certificate_required: ({ alert, authorities }) => ({
    title: "Der Server verlangt ein Clientzertifikat, und der Client hat keines gesendet",
    evidence: [
      "Der Server hat eines angefordert; der Client hat mit einer leeren Liste geantwortet.",
      alert === null ? "Darauf hat der Server den Handshake beendet." : `${ended("server", alert)}.`,
      ...(authorities.length === 0 ? [] : [`Akzeptieren würde er Zertifikate von: ${list(authorities)}.`]),
    ],
    resolution: [
      "Geben Sie dem Client ein Zertifikat mit Schlüssel, dem dieser Server vertraut; bei Apigee Edge in den Keystore, auf den der Zielserver oder TargetEndpoint verweist.",
      "Ein Client, der eines hat, sendet keines, wenn auf der Liste des Servers kein passender Aussteller steht.",
    ],
  }),
  client_certificate_rejected: ({ alert, authorities, subject, issuer }) => ({
    title: "Der Server lehnt das Clientzertifikat ab",
    evidence: [
      alert === null
        ? "Der Server hat den Handshake nach dem Clientzertifikat beendet; den Grund verschlüsselt TLS 1.3."
        : `${ended("server", alert)}, nach dem Clientzertifikat.`,
      ...presented(subject, issuer),
      ...(authorities.length === 0 ? [] : [`Der Server akzeptiert Zertifikate von: ${list(authorities)}.`]),
    ],
    resolution: [
      "Der Aussteller des Clientzertifikats muss im Truststore des Servers stehen, der Client muss seine Kette mitsenden, und das Zertifikat muss für die Clientauthentifizierung gültig sein. Was davon fehlt, steht im Log des Servers.",
    ],
  }),
};

/** Before whom a certificate lies. */
const TO = { client: "dem Client", server: "dem Server" };

/** None where it is encrypted. */
function presented(subject: string | null, issuer: string | null): string[] {
  return subject === null
    ? []
    : [`Betroffen ist das Zertifikat von ${subject}, ausgestellt von ${issuer ?? "unbekannt"}.`];
}

function whose(position: number, subject: string): string {
  return position === 0 ? `Das Zertifikat ${subject}` : `Zertifikat ${position + 1} der Liste (${subject})`;
}
