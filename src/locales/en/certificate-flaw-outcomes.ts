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
      `If the time has come already, the clock of ${theClient(context)} is behind: set it right. Else put the old certificate back until then, or have a new one issued.`,
      ...installAtServer(context),
    ],
    verify: seeCertificate(context),
  }),
  certificate_revoked: (context) => ({
    steps: [
      "Have a new certificate issued. Make a new key for it, if others may know the old one.",
      ...installAtServer(context),
    ],
    verify: seeCertificate(context),
  }),
  weak_signature: (context) => ({
    steps: [
      "Have certificate and intermediates issued again, signed with SHA-256.",
      ...installAtServer(context),
    ],
    verify: seeChain(context),
  }),
  weak_key: (context) => ({ steps: strengthenKey(context), verify: seeHandshake(context) }),
  ocsp_must_staple_missing: (context) => ({
    steps: staple(context),
    verify: [
      "A good response says “OCSP Response Status: successful” and “Cert Status: good”. The first try after a restart may lack it:",
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
          "If it is the certificate's key: make a new one (RSA 2048 or EC P-256) and have the certificate issued again.",
          ...installAtServer(context),
        ]
      : []),
  ];
}

function strengthenExchange({ place }: OutcomeContext): Line[] {
  const which = "If it is the key exchange (DHE, “dh key too small”):";
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `${which} list only ECDHE suites. ${SEND_BACK}`,
        VIRTUAL_HOST.cipherSuites,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "hybrid":
      return [`${which} list only ECDHE suites in the load balancer before the ingress.`];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
    case "not_apigee":
      return [`${which} let ${SERVERS[place]} use ECDHE suites only. In nginx:`, NGINX.cipherSuites];
  }
}

function staple(context: OutcomeContext): Line[] {
  const { place } = context;
  const reissue = "If stapling cannot be had, have the certificate issued again without must-staple.";
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `Turn stapling on. ${SEND_BACK}`,
        VIRTUAL_HOST.stapling,
        changeVirtualHost(place),
        reissue,
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
    case "not_apigee":
      return [
        `Turn stapling on at ${SERVERS[place]}, and let it reach the OCSP responder. In nginx, with your RESOLVER:`,
        NGINX.stapling,
        reissue,
      ];
    case "hybrid":
      return [
        "Have the certificate issued again without must-staple: the ingress takes a certificate and a key, and no OCSP response.",
        ...installAtServer(context),
      ];
  }
}
