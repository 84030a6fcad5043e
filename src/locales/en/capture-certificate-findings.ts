import type { Line } from "../catalog.ts";
import { probeCommand } from "../commands.ts";
import type { CaptureCertificateFindings } from "../finding-groups.ts";
import { formatTime } from "../format.ts";
import { OTHER_SIDE } from "../selection.ts";
import { list } from "./capture-words.ts";
import { LOCALE } from "./wording.ts";

export const captureCertificateFindings: CaptureCertificateFindings = {
  host_name_mismatch: ({ by, alert, referenceIdentifier, presentedIdentifiers }) => ({
    title:
      by === "server"
        ? `The server does not know the name ${referenceIdentifier}`
        : `The certificate is not for ${referenceIdentifier}`,
    evidence: [
      ...(presentedIdentifiers.length === 0
        ? []
        : [`The certificate is for: ${list(presentedIdentifiers)}.`]),
      `The ${by} ended it with the alert ${alert}.`,
    ],
    resolution: [
      `Use a certificate whose subjectAltName has ${referenceIdentifier}, or call the server by a name that it has.`,
    ],
  }),
  certificate_expired: ({ by, alert, presenter, position, subject, issuer, notAfter, at }) => ({
    title:
      by === null
        ? `The ${presenter}'s certificate has expired, and this client does not mind`
        : `The ${by} refuses the ${presenter}'s certificate: it has expired`,
    evidence: [
      `${whose(position, subject)} was valid until ${formatTime(LOCALE, notAfter)}; the handshake was at ${formatTime(LOCALE, at)}.`,
      `Issued by ${issuer}.`,
      ...(alert === null ? [] : [`The ${by ?? "peer"} ended it with the alert ${alert}.`]),
    ],
    resolution: [`Install a new certificate with its chain on the ${presenter}.`],
  }),
  certificate_not_yet_valid: ({ by, alert, presenter, position, subject, notBefore, at }) => ({
    title:
      by === null
        ? `The ${presenter}'s certificate is not valid yet, and this client does not mind`
        : `The ${by} refuses the ${presenter}'s certificate: it is not valid yet`,
    evidence: [
      `${whose(position, subject)} is valid from ${formatTime(LOCALE, notBefore)}; the handshake was at ${formatTime(LOCALE, at)}.`,
      ...(alert === null ? [] : [`The ${by ?? "peer"} ended it with the alert ${alert}.`]),
    ],
    resolution: ["Check the clocks; else install the certificate when its time has come."],
  }),
  clock_wrong: ({ by, subject, at }) => ({
    title: `The ${by} calls a valid certificate expired: its clock is probably wrong`,
    evidence: [`${subject} was valid at ${formatTime(LOCALE, at)}, the time of the capture.`],
    resolution: [`Compare the clock of the ${by} with a time server.`, { command: "timedatectl status" }],
  }),
  certificate_revoked: ({ by, subject }) => ({
    title: `The ${by} refuses the ${OTHER_SIDE[by]}'s certificate: it is revoked`,
    evidence: [
      ...(subject === null ? [] : [`The certificate of ${subject}.`]),
      "The alert is certificate_revoked.",
    ],
    resolution: [`Install a new certificate on the ${OTHER_SIDE[by]}.`],
  }),
  certificate_unknown: ({ by, alert, subject, issuer }, context) => ({
    title: `The ${by} does not trust the ${OTHER_SIDE[by]}'s certificate`,
    evidence: [
      alert === null
        ? `TLS 1.3 encrypts certificate and alert: an alert is seen by its size, where the ${by} had the certificate to judge.`
        : `The ${by} ended it with the alert ${alert}.`,
      ...(subject === null
        ? []
        : [`The certificate of ${subject}, issued by ${issuer ?? "an unknown issuer"}.`]),
    ],
    resolution: [
      `The ${by} must have the issuer in its truststore${issuer === null ? "" : ` (${issuer})`}, and the ${OTHER_SIDE[by]} must send its complete chain.`,
      ...(by === "client"
        ? [{ command: probeCommand(context) } satisfies Line]
        : ["On Apigee, this is the truststore that the virtual host refers to."]),
    ],
  }),
  client_certificate_required: ({ alert, authorities }) => ({
    title: "The server requires a client certificate, and the client has sent none",
    evidence: [
      "The server asked; the client answered with an empty list.",
      alert === null
        ? "Then the server ended the handshake."
        : `The server ended it with the alert ${alert}.`,
      ...(authorities.length === 0 ? [] : [`It would accept certificates of: ${list(authorities)}.`]),
    ],
    resolution: [
      "Give the client a certificate and key that this server trusts: on Apigee Edge, the keystore that the target server or TargetEndpoint refers to.",
      "A client that has one sends none when no issuer on the server's list is its own.",
    ],
  }),
  client_certificate_rejected: ({ alert, authorities, subject, issuer }) => ({
    title: "The server rejects the client's certificate",
    evidence: [
      alert === null
        ? "The server ended the handshake after the client's certificate; TLS 1.3 encrypts why."
        : `The server ended it with the alert ${alert}, after the client's certificate.`,
      ...(subject === null
        ? []
        : [`The certificate of ${subject}, issued by ${issuer ?? "an unknown issuer"}.`]),
      ...(authorities.length === 0 ? [] : [`The server accepts certificates of: ${list(authorities)}.`]),
    ],
    resolution: [
      "The client's issuer must be in the server's truststore, the client must send its chain, and the certificate must be valid for client authentication. The server's log says which.",
    ],
  }),
};

function whose(position: number, subject: string): string {
  return position === 0
    ? `The certificate ${subject}`
    : `Certificate ${position + 1} of the list (${subject})`;
}
