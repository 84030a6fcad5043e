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
      `subjectAltName に ${neededNames(context).join(" または ")} を含む証明書を、完全なチェーンとともに用意してください。`,
      ...installAtServer(context),
      otherName(context),
    ],
    verify: [
      `表示される名前に ${neededName(context)} が含まれていれば正常です：`,
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
            `${SERVERS[context.place]}の証明書を、完全なチェーンとともに更新してください。`,
            ...installAtServer(context),
            "すでに更新済みの場合は、古い証明書が読み込まれたままか、更新していないマシンが残っています。",
          ]
        : [
            `${theClient(context)}が送信するクライアント証明書を、完全なチェーンとともに更新してください。`,
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
        "仮想ホストのキーストアの内容を確認します。2 つ目の呼び出しで、サブジェクトと有効期間が表示されます（CERT は 1 つ目の結果から選びます）：",
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
      return "または、証明書に記載されている名前でバックエンドを呼び出してください。名前は、TargetEndpoint の URL またはターゲットサーバーの Host で指定します。";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return "または、クライアントが証明書に記載されている名前で接続するようにしてください。";
  }
}

function completeChain(context: OutcomeContext): Line[] {
  const { finding } = context;
  const fetched =
    (finding?.kind === "chain_incomplete" || finding?.kind === "chain_incorrect") &&
    finding.completed !== null;
  return [
    fetched
      ? "チェック結果に表示した、完全なチェーンを使ってください。"
      : "中間証明書を証明書の発行元から入手し、1 つのファイルにまとめてください。サーバー証明書を先頭に、発行元の証明書を順に並べます。ルート証明書は含めません。",
    "インストールする前に検証してください。OK と表示されれば正常です：",
    VERIFY_CHAIN,
    ...installAtServer(context),
  ];
}
