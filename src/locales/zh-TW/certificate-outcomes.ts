import { neededName, neededNames } from "../advice.ts";
import { listCertificates } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { VERIFY_CHAIN, showNames } from "../commands.ts";
import { installAtClient, installAtServer, trustAtClient, trustAtServer } from "./certificate-steps.ts";
import {
  SERVERS,
  callAgain,
  seeAccepted,
  seeCertificate,
  seeChain,
  spaced,
  theClient,
} from "./outcome-words.ts";

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
      `取得 subjectAltName 含有 ${neededNames(context).join(" 或 ")} 的憑證，以及完整的憑證鏈結。`,
      ...installAtServer(context),
      otherName(context),
    ],
    verify: [
      `列出的名稱中，現在應該有 ${neededName(context)}：`,
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
            spaced`為${SERVERS[context.place]}換發新憑證，並取得完整的憑證鏈結。`,
            ...installAtServer(context),
            "如果已經換過：表示仍載入舊憑證，或是多台機器中漏換了某一台。",
          ]
        : [
            spaced`將${theClient(context)}送出的憑證換發為新憑證，並取得完整的憑證鏈結。`,
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
        "檢視虛擬主機的 KeyStore 裡有什麼；第二個呼叫會顯示主體與日期（CERT 取自第一個呼叫的結果）：",
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
      return "或改用憑證上有的名稱呼叫後端伺服器：在 TargetEndpoint 的 URL 或目標伺服器的 Host 中修改。";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return "或讓用戶端改用憑證上有的名稱連線。";
  }
}

function completeChain(context: OutcomeContext): Line[] {
  const { finding } = context;
  const fetched =
    (finding?.kind === "chain_incomplete" || finding?.kind === "chain_incorrect") &&
    finding.completed !== null;
  return [
    fetched
      ? "使用檢查結果中列出的完整憑證鏈結。"
      : "向憑證的核發者取得中繼憑證，合併成一個檔案：自己的憑證在最前面，接著逐一放上前一張的核發者憑證；不要放根憑證。",
    "安裝前先驗證，必須顯示 OK：",
    VERIFY_CHAIN,
    ...installAtServer(context),
  ];
}
