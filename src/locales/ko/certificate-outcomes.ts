import { neededName, neededNames } from "../advice.ts";
import { listCertificates } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { VERIFY_CHAIN, showNames } from "../commands.ts";
import { installAtClient, installAtServer, trustAtClient, trustAtServer } from "./certificate-steps.ts";
import {
  SERVERS,
  callAgain,
  clientAsSubject,
  seeAccepted,
  seeCertificate,
  seeChain,
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
      `subjectAltName에 ${neededNames(context).join(" 또는 ")} 이름이 있는 인증서를 전체 체인과 함께 발급받으세요.`,
      ...installAtServer(context),
      otherName(context),
    ],
    verify: [
      `이제 출력되는 이름에 ${neededName(context)}에 맞는 이름이 있어야 합니다.`,
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
            `${SERVERS[context.place]}의 인증서를 갱신하고 전체 체인과 함께 받으세요.`,
            ...installAtServer(context),
            "이미 갱신했다면 아직 이전 인증서를 사용하고 있거나, 여러 서버 중 하나가 누락되었습니다.",
          ]
        : [
            `${clientAsSubject(context)} 보내는 클라이언트 인증서를 갱신하고 전체 체인과 함께 받으세요.`,
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
        "가상 호스트의 키 저장소에 무엇이 있는지 확인하세요. 두 번째 호출은 주체와 유효 기간을 보여 줍니다(CERT는 첫 번째 호출에 나온 이름).",
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
      return "또는 인증서에 있는 이름으로 백엔드를 호출하세요. TargetEndpoint의 URL이나 대상 서버의 Host를 바꾸면 됩니다.";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return "또는 클라이언트가 인증서에 있는 이름으로 호출하게 하세요.";
  }
}

function completeChain(context: OutcomeContext): Line[] {
  const { finding } = context;
  const fetched =
    (finding?.kind === "chain_incomplete" || finding?.kind === "chain_incorrect") &&
    finding.completed !== null;
  return [
    fetched
      ? "점검 결과에 나온 전체 체인을 사용하세요."
      : "인증서를 발급한 곳에서 중간 인증서를 받아 파일 하나로 만드세요. 서버 인증서를 맨 앞에 두고 각 인증서 뒤에 그 발급자를 차례로 이어 붙이며, 루트 인증서는 넣지 않습니다.",
    "설치하기 전에 검증하세요. OK가 나와야 합니다.",
    VERIFY_CHAIN,
    ...installAtServer(context),
  ];
}
