import type { CertificateSummary } from "../../diagnosis/certificate-summary.ts";
import { CLOCK, SHOW_CLIENT_CHAIN, sClient } from "../commands.ts";
import type { ClientCertificateFindings } from "../finding-groups.ts";
import { formatTime } from "../format.ts";
import { LOCALE, listSome } from "./wording.ts";

/** What each alert means when it is about a client's certificate. RFC 8446 section 6.2. */
const MEANINGS: ReadonlyMap<string | null, string> = new Map([
  ["bad_certificate", "The server could not read or verify it, or its signature does not fit the key."],
  ["unsupported_certificate", "Its kind of key or its purpose (extendedKeyUsage clientAuth) does not fit."],
  ["certificate_revoked", "Its issuer revoked it."],
  ["certificate_expired", "By the server's clock it, or a certificate of its chain, has expired."],
  [
    "certificate_unknown",
    "The server does not accept it and does not say why; Java says so for all reasons.",
  ],
  ["unknown_ca", "The server does not trust the authority that issued it, or lacks its intermediate."],
  ["access_denied", "It is valid, but its owner may not come in."],
  ["certificate_required", "It never arrived: the client sent none that fits what the server asked for."],
  [
    "decrypt_error",
    "The signature that proves its key does not verify: the key is that of another certificate.",
  ],
]);

/** Two-way TLS. */
export const clientCertificateFindings: ClientCertificateFindings = {
  client_certificate_required: ({ authorities, alert, required, accepted }) => ({
    title: required
      ? `The server requires a client certificate (two-way TLS)${accepted ? ", and takes the one that was given" : ""}`
      : "The server asks for a client certificate, and goes on without one",
    evidence: [
      alert === null ? "It sent a CertificateRequest." : `Without one it refuses: alert ${alert}.`,
      ...(authorities.length === 0 ? [] : [`It would accept certificates of: ${listSome(authorities)}.`]),
    ],
    resolution: !required
      ? ["Nothing, unless your client is meant to identify itself."]
      : accepted
        ? ["Nothing on the server: a client that fails must send this certificate, with its chain and key."]
        : [
            "Give the client a certificate and key that this server trusts: on Apigee Edge, the keystore that the target server or TargetEndpoint refers to.",
            "If the client has one, its issuer must be in the server's truststore.",
          ],
  }),
  client_certificate_rejected: ({ alert, authorities, certificate }, { target }) => ({
    title: `The server rejects the client's certificate${alert === null ? "" : `: ${alert}`}`,
    evidence: [
      ...(certificate === null ? [] : [describeCertificate(certificate)]),
      alert === null
        ? "The server asked for a certificate, got it, and cut the connection."
        : `The server answered with the alert ${alert}. ${MEANINGS.get(alert) ?? ""}`.trim(),
      ...(authorities.length === 0 ? [] : [`It would accept certificates of: ${listSome(authorities)}.`]),
    ],
    resolution: [
      "Compare the issuer of the certificate with the authorities that the server accepts. If it is not among them, put the issuer (and its intermediates) into the server's truststore: on an Apigee Edge Router, the truststore of the virtual host; in nginx, ssl_client_certificate and ssl_verify_depth.",
      "The client must send its certificate with the complete chain, and the key that belongs to it. On a Message Processor, both are in the keystore and key alias of the target's SSLInfo.",
      sClient(target, "-cert client.pem -key client.key -cert_chain chain.pem"),
    ],
  }),
  clock_wrong: ({ certificate, at }, { target }) => ({
    title: "The server says that the client's certificate has expired, and it has not: a clock is wrong",
    evidence: [
      describeCertificate(certificate),
      `By our clock it was ${formatTime(LOCALE, at)}; the server answered with the alert certificate_expired.`,
    ],
    resolution: [
      "Compare the clocks of the server and of this machine, and let both follow a time server:",
      CLOCK,
      "If both are right, look at the rest of the client's chain: an intermediate in it, or in the server's truststore, may have expired.",
      SHOW_CLIENT_CHAIN,
      sClient(target, "-cert client.pem -key client.key"),
    ],
  }),
};

function describeCertificate({ subject, issuer, notBefore, notAfter }: CertificateSummary): string {
  return `Sent: ${subject}, issued by ${issuer}, valid from ${formatTime(LOCALE, notBefore)} until ${formatTime(LOCALE, notAfter)}.`;
}
