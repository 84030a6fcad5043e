import { isIP } from "node:net";
import { VIRTUAL_HOST, changeVirtualHost, listCertificates } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { NGINX, VERIFY_CHAIN, presentCertificate, sClient, showList, showNames } from "../commands.ts";
import { installAtClient, installAtServer, trustAtClient, trustAtServer } from "./certificate-steps.ts";
import { capitals, SERVERS, callAgain, seeCertificate, seeHandshake, theClient } from "./outcome-words.ts";

type CertificateOutcome =
  | "host_name_mismatch"
  | "chain_incomplete"
  | "chain_incorrect"
  | "certificate_expired"
  | "certificate_unknown"
  | "certificate_not_yet_valid"
  | "certificate_revoked"
  | "weak_signature"
  | "weak_key"
  | "ocsp_must_staple_missing";

export const certificateOutcomes: Pick<Catalog["playbook"]["outcomes"], CertificateOutcome> = {
  host_name_mismatch: (context) => ({
    steps: [
      ...lookIntoKeystore(context),
      `Get a certificate whose subjectAltName has ${namesFor(context)}, with its complete chain.`,
      ...installAtServer(context),
      otherName(context),
    ],
    verify: [
      `The names should now have ${nameOf(context)}:`,
      showNames(context.target),
      callAgain(context.place),
    ],
  }),
  chain_incomplete: (context) => ({ steps: completeChain(context), verify: seeChain(context) }),
  chain_incorrect: (context) => ({ steps: completeChain(context), verify: seeChain(context) }),
  certificate_expired: (context) => ({
    steps:
      context.rejectedBy === "client"
        ? [
            `Have the certificate of ${SERVERS[context.place]} renewed, with its complete chain.`,
            ...installAtServer(context),
            "If it was renewed already: the old one is still loaded, or one of several machines was forgotten.",
          ]
        : [
            `Have the client certificate that ${theClient(context)} sends renewed, with its complete chain.`,
            ...installAtClient(context),
          ],
    verify: context.rejectedBy === "client" ? seeCertificate(context) : seeAccepted(context),
  }),
  certificate_unknown: (context) => ({
    steps: context.rejectedBy === "client" ? trustAtClient(context) : trustAtServer(context),
    verify: context.rejectedBy === "client" ? seeChain(context) : seeAccepted(context),
  }),
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

function nameOf({ finding, target }: OutcomeContext): string {
  if (finding?.kind === "host_name_mismatch") return finding.referenceIdentifier;
  return target.serverName ?? target.host;
}

/** A wildcard stands for one label, and there is none for a name of two. */
function namesFor(context: OutcomeContext): string {
  const name = nameOf(context);
  const parent = name.split(".").slice(1).join(".");
  return isIP(name) !== 0 || !parent.includes(".") ? name : `${name} or *.${parent}`;
}

function lookIntoKeystore({ place }: OutcomeContext): Line[] {
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        "See what the keystore of the virtual host holds; the second call shows subject and dates (CERT from the first):",
        listCertificates(place, "KEYSTORE"),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [];
  }
}

function otherName({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "Or call the backend by a name that its certificate has: in URL of the TargetEndpoint, or Host of the target server.";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return "Or let the client call a name that the certificate has.";
  }
}

function completeChain(context: OutcomeContext): Line[] {
  const { finding } = context;
  const fetched =
    (finding?.kind === "chain_incomplete" || finding?.kind === "chain_incorrect") &&
    finding.completed !== null;
  return [
    fetched
      ? "Take the complete chain that I showed with the check."
      : "Get the intermediates from who issued the certificate. Write one file: own certificate first, then the issuer of each; no root.",
    "Verify it before you install it; it must say OK:",
    VERIFY_CHAIN,
    ...installAtServer(context),
  ];
}

function seeChain({ place, target }: OutcomeContext): Line[] {
  return [
    "Each i: (issuer) should be the s: (subject) of the next. Return code 0 is best; 19 and 20 mean that your OpenSSL lacks the root:",
    showList(target),
    callAgain(place),
  ];
}

/** Two-way TLS: by the client's certificate. */
function seeAccepted({ place, target }: OutcomeContext): Line[] {
  return [
    "With the client's certificate and key, this should print no alert:",
    presentCertificate(target),
    callAgain(place),
  ];
}

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
        `${which} list only ECDHE suites in the virtual host, and send all of it back:`,
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
        "Turn stapling on in the virtual host: fetch it, put this into vhost.xml, and send the whole file back:",
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
