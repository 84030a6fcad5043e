import { neededName, neededNames } from "../advice.ts";
import { listCertificates } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { VERIFY_CHAIN, showNames } from "../commands.ts";
import { installAtClient, installAtServer, trustAtClient, trustAtServer } from "./certificate-steps.ts";
import { SERVERS, callAgain, seeAccepted, seeCertificate, seeChain, theClient } from "./outcome-words.ts";

type CertificateOutcome =
  | "host_name_mismatch"
  | "chain_incomplete"
  | "chain_incorrect"
  | "certificate_expired"
  | "certificate_unknown";

export const certificateOutcomes: Pick<Catalog["playbook"]["outcomes"], CertificateOutcome> = {
  host_name_mismatch: (context) => ({
    steps: [
      ...lookIntoKeystore(context),
      `Get a certificate whose subjectAltName has ${neededNames(context).join(" or ")}, with its complete chain.`,
      ...installAtServer(context),
      otherName(context),
    ],
    verify: [
      `The names should now have ${neededName(context)}:`,
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
};

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
