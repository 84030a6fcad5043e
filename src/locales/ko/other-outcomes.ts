import { formatTarget } from "../../diagnosis/target.ts";
import {
  CLIENT_CERTIFICATE,
  MESSAGE_PROCESSOR,
  changeTargetServer,
  configureTarget,
  listCertificates,
} from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { CLOCK, captureCommand, readCapture, redactCapture, sClient, sendRequest } from "../commands.ts";
import { applyOverrides, installAtClient, trustAtServer } from "./certificate-steps.ts";
import { SERVERS, callAgain, capitals, clientAsSubject, seeAccepted, theClient } from "./outcome-words.ts";

type OtherOutcome =
  "client_certificate_required" | "client_certificate_rejected" | "clock_wrong" | "not_determined";

export const otherOutcomes: Pick<Catalog["playbook"]["outcomes"], OtherOutcome> = {
  client_certificate_required: (context) => ({
    steps: sendCertificate(context),
    verify: seeAccepted(context),
  }),
  client_certificate_rejected: (context) => ({
    steps: [
      `먼저 ${clientAsSubject(context)} 올바른 인증서를 보내는지 확인하세요. 중간 인증서가 모두 있고, 유효 기간 안이며, 클라이언트용(clientAuth)이어야 합니다.`,
      ...trustAtServer(context),
    ],
    verify: seeAccepted(context),
  }),
  clock_wrong: (context) => ({
    steps: [
      `${SERVERS[context.place]}의 시계와 ${theClient(context)}의 시계를 비교하고, 양쪽 모두 시간 서버와 동기화하세요. ${clocksOf(context)}`.trim(),
      CLOCK,
      "양쪽 시계가 모두 맞다면 클라이언트 체인이나 상대방 트러스트 저장소의 중간 인증서가 만료된 것입니다. 그 인증서를 교체하세요.",
    ],
    verify: ["양쪽에서 같은 시각이 출력되어야 합니다.", CLOCK, callAgain(context.place)],
  }),
  not_determined: (context) => ({
    steps: collect(context),
    verify: [
      "보내기 전에 파일에 실패한 핸드셰이크가 있는지 확인하세요. 파일을 여기에 올리면 더 분석합니다.",
      readCapture(context),
    ],
  }),
};

function sendCertificate(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `백엔드(${formatTarget(target)})가 신뢰하는 인증서와 키를 준비해 체인과 함께 환경 ENV의 키 저장소에 넣으세요(Edge UI: Admin > Environments > TLS Keystores).`,
        "메시지 프로세서가 이 인증서를 사용하게 하세요. TargetEndpoint에 URL이 있으면 HTTPTargetConnection에 다음을 넣고 프록시를 배포합니다.",
        configureTarget(CLIENT_CERTIFICATE),
        "대상 서버(NAME)를 사용하면 대상 서버에 똑같이 설정하세요. 첫 번째 호출에 나온 나머지 내용은 그대로 유지합니다.",
        changeTargetServer(place, target, CLIENT_CERTIFICATE),
        "REF는 키 저장소를 가리키는 참조, ALIAS는 그 안에 있는 인증서의 별칭입니다.",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `라우터가 양방향 TLS를 요구합니다. 가상 호스트의 트러스트 저장소에서 신뢰하는 인증서를 ${clientAsSubject(context)} 보내야 합니다.`,
        ...installAtClient(context),
        "이미 보내고 있다면 발급자가 트러스트 저장소에 있는지 확인하세요.",
        listCertificates(place, "TRUSTSTORE"),
        "양방향 TLS를 의도하지 않았다면 가상 호스트의 ClientAuthEnabled를 false로 설정하세요.",
        capitals(place),
      ];
    case "hybrid":
      return [
        `인그레스가 양방향 TLS를 요구합니다. caCertPath 파일의 인증 기관에서 발급한 인증서를 ${clientAsSubject(context)} 보내야 합니다.`,
        ...installAtClient(context),
        "양방향 TLS를 의도하지 않았다면 재정의(overrides) 파일에서 tlsMode: MUTUAL을 제거하세요.",
        ...applyOverrides(),
      ];
    case "not_apigee":
      return [
        `서버가 양방향 TLS를 요구합니다. 서버의 트러스트 저장소에서 신뢰하는 인증서를 ${clientAsSubject(context)} 보내야 합니다.`,
        ...installAtClient(context),
        "이미 보내고 있다면 서버 운영자가 발급자를 트러스트 저장소에 추가해야 합니다.",
      ];
  }
}

function clocksOf({ place }: OutcomeContext): string {
  switch (place) {
    case "northbound_public_cloud":
    case "southbound_public_cloud":
      return "Edge의 시계는 Apigee에서 관리하므로 직접 운영하는 쪽의 시계를 확인하세요.";
    case "hybrid":
      return "인그레스의 시계는 인그레스가 실행되는 노드의 시계입니다.";
    case "northbound_private_cloud":
    case "southbound_private_cloud":
    case "not_apigee":
      return "";
  }
}

/** What whoever looks next needs to have. */
function collect(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const redact: Line[] = ["캡처에서 주소와 통신 내용을 제거하세요.", redactCapture(context)];
  const reproduce = "실패를 재현한 다음 Ctrl-C로 끝냅니다.";
  switch (place) {
    case "northbound_private_cloud":
    case "southbound_private_cloud":
    case "northbound_public_cloud":
    case "southbound_public_cloud":
      return [
        `${WHERE[place]} ${reproduce}`,
        captureCommand(context),
        "중간에 로드 밸런서나 NAT가 있다면 명령어의 주소를 캡처하는 시스템에서 보이는 주소로 바꾸세요.",
        ...(place === "southbound_private_cloud"
          ? ["메시지 프로세서의 로그를 수집하세요.", MESSAGE_PROCESSOR.log]
          : []),
        ...(place.startsWith("northbound")
          ? ["클라이언트를 실행하는 시스템에서 클라이언트가 받는 응답을 수집하세요.", sendRequest(target)]
          : []),
        ...redact,
        "수집한 자료를 모두 Apigee 지원팀에 보내세요. ORG, ENV, 프록시의 이름과 버전(revision), 실패한 시각(UTC)을 함께 적습니다.",
      ];
    case "hybrid":
      return [
        "실패하는 시스템에서 curl의 전체 출력을 수집하세요.",
        sendRequest(target),
        `같은 시스템이나 인그레스 포드가 실행되는 노드에서 캡처하세요. ${reproduce}`,
        captureCommand(context),
        ...redact,
        "네트워크팀에 중간의 구성(로드 밸런서, 방화벽, NAT)과 패킷이 지나는 경로를 그림으로 그려 달라고 요청하세요.",
        "curl.txt에서도 주소, 토큰, 비밀번호를 제거하세요. 세 가지를 모두 Apigee 지원팀에 보냅니다.",
      ];
    case "not_apigee":
      return [
        `클라이언트나 서버에서 캡처하세요. ${reproduce}`,
        captureCommand(context),
        "클라이언트를 실행하는 시스템에서 OpenSSL의 출력을 수집하세요.",
        sClient(target, "-msg"),
        ...redact,
        "캡처와 출력을 실패한 시각(UTC)과 함께 서버 운영자에게 보내세요. 이유는 같은 시각의 서버 로그에 있습니다.",
      ];
  }
}

const WHERE = {
  northbound_private_cloud: "라우터나 클라이언트 앱에서 캡처하세요.",
  northbound_public_cloud: "클라이언트 앱에서 캡처하세요(라우터에는 접근할 수 없습니다).",
  southbound_private_cloud: "메시지 프로세서나 백엔드에서 캡처하세요.",
  southbound_public_cloud: "백엔드에서 캡처하세요(메시지 프로세서에는 접근할 수 없습니다).",
};
