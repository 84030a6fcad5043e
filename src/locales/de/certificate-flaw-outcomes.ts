import { VIRTUAL_HOST, changeVirtualHost } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { NGINX } from "../config-snippets.ts";
import { installAtServer } from "./certificate-steps.ts";
import {
  SEND_BACK,
  SERVERS,
  capitals,
  seeCertificate,
  seeChain,
  seeHandshake,
  theClient,
} from "./outcome-words.ts";

type CertificateFlawOutcome =
  | "certificate_not_yet_valid"
  | "certificate_revoked"
  | "weak_signature"
  | "weak_key"
  | "ocsp_must_staple_missing";

/** What the documents do not know of certificates. */
export const certificateFlawOutcomes: Pick<Catalog["playbook"]["outcomes"], CertificateFlawOutcome> = {
  certificate_not_yet_valid: (context) => ({
    steps: [
      `Ist der Zeitpunkt schon erreicht, geht die Uhr ${theClient(context, "genitive")} nach: Stellen Sie sie richtig. Andernfalls setzen Sie bis dahin wieder das alte Zertifikat ein oder lassen Sie ein neues ausstellen.`,
      ...installAtServer(context),
    ],
    verify: seeCertificate(context),
  }),
  certificate_revoked: (context) => ({
    steps: [
      "Lassen Sie ein neues Zertifikat ausstellen. Könnten andere den alten Schlüssel kennen, erzeugen Sie dafür einen neuen.",
      ...installAtServer(context),
    ],
    verify: seeCertificate(context),
  }),
  weak_signature: (context) => ({
    steps: [
      "Lassen Sie Zertifikat und Zwischenzertifikate neu ausstellen, signiert mit SHA-256.",
      ...installAtServer(context),
    ],
    verify: seeChain(context),
  }),
  weak_key: (context) => ({ steps: strengthenKey(context), verify: seeHandshake(context) }),
  ocsp_must_staple_missing: (context) => ({
    steps: staple(context),
    verify: [
      "In einer guten Antwort stehen „OCSP Response Status: successful“ und „Cert Status: good“. Beim ersten Versuch nach einem Neustart kann sie noch fehlen:",
      sClient(context.target, "-status"),
    ],
  }),
};

function strengthenKey(context: OutcomeContext): Line[] {
  const { finding } = context;
  const seen = finding?.kind === "weak_key" ? finding : null;
  return [
    // Null: the key is that of the exchange.
    ...(seen === null || seen.subject === null ? strengthenExchange(context) : []),
    ...(seen === null || seen.subject !== null
      ? [
          "Ist es der Schlüssel des Zertifikats, erzeugen Sie einen neuen (RSA 2048 oder EC P-256) und lassen Sie das Zertifikat neu ausstellen.",
          ...installAtServer(context),
        ]
      : []),
  ];
}

function strengthenExchange({ place }: OutcomeContext): Line[] {
  const which = "Liegt es am Schlüsselaustausch (DHE, „dh key too small“),";
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `${which} führen Sie im virtuellen Host nur Cipher Suites mit ECDHE auf. ${SEND_BACK}`,
        VIRTUAL_HOST.cipherSuites,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "hybrid":
      return [`${which} führen Sie im Load Balancer vor dem Ingress nur Cipher Suites mit ECDHE auf.`];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
    case "not_apigee":
      return [
        `${which} lassen Sie ${SERVERS[place].accusative} nur Cipher Suites mit ECDHE verwenden. In nginx:`,
        NGINX.cipherSuites,
      ];
  }
}

function staple(context: OutcomeContext): Line[] {
  const { place } = context;
  const reissue = "Ist Stapling nicht möglich, lassen Sie das Zertifikat ohne Must-Staple neu ausstellen.";
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `Schalten Sie Stapling im virtuellen Host ein. ${SEND_BACK}`,
        VIRTUAL_HOST.stapling,
        changeVirtualHost(place),
        reissue,
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
    case "not_apigee":
      return [
        `Schalten Sie Stapling auf ${SERVERS[place].dative} ein und geben Sie den Weg zum OCSP-Responder frei. In nginx, mit Ihrem RESOLVER:`,
        NGINX.stapling,
        reissue,
      ];
    case "hybrid":
      return [
        "Lassen Sie das Zertifikat ohne Must-Staple neu ausstellen: Der Ingress nimmt ein Zertifikat und einen Schlüssel entgegen, aber keine OCSP-Antwort.",
        ...installAtServer(context),
      ];
  }
}
