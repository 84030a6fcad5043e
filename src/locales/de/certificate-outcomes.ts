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
      `Besorgen Sie ein Zertifikat mit vollständiger Kette, dessen subjectAltName ${neededNames(context).join(" oder ")} enthält.`,
      ...installAtServer(context),
      otherName(context),
    ],
    verify: [
      `Unter den Namen sollte jetzt ${neededName(context)} stehen:`,
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
            `Lassen Sie das Zertifikat ${SERVERS[context.place].genitive} samt vollständiger Kette erneuern.`,
            ...installAtServer(context),
            "Falls es schon erneuert wurde, ist noch das alte geladen, oder einer von mehreren Rechnern wurde vergessen.",
          ]
        : [
            `Lassen Sie das Clientzertifikat, das ${theClient(context, "nominative")} sendet, samt vollständiger Kette erneuern.`,
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
        "Sehen Sie nach, was der Keystore des virtuellen Hosts enthält; der zweite Aufruf zeigt Inhaber und Gültigkeit (CERT aus dem ersten):",
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
      return "Oder rufen Sie das Backend unter einem Namen auf, der in seinem Zertifikat steht: in URL des TargetEndpoint oder in Host des Zielservers.";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return "Oder lassen Sie den Client einen Namen aufrufen, der im Zertifikat steht.";
  }
}

function completeChain(context: OutcomeContext): Line[] {
  const { finding } = context;
  const fetched =
    (finding?.kind === "chain_incomplete" || finding?.kind === "chain_incorrect") &&
    finding.completed !== null;
  return [
    fetched
      ? "Nehmen Sie die vollständige Kette, die ich bei der Prüfung gezeigt habe."
      : "Besorgen Sie die Zwischenzertifikate beim Aussteller des Zertifikats. Schreiben Sie alles in eine Datei: zuerst das eigene Zertifikat, danach jeweils das des Ausstellers, ohne Root-Zertifikat.",
    "Prüfen Sie die Kette, bevor Sie sie installieren; die Ausgabe muss OK lauten:",
    VERIFY_CHAIN,
    ...installAtServer(context),
  ];
}
