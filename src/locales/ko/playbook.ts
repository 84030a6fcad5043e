import type { Catalog } from "../catalog.ts";
import { captureCommand } from "../commands.ts";

export const playbook: Catalog["playbook"] = {
  questions: {
    product: "어디에서 실패가 발생했나요?",
    direction_private_cloud: "어느 연결이 실패하나요?",
    direction_public_cloud: "어느 연결이 실패하나요?",
  },
  choices: {
    edge_private_cloud: "Apigee Edge, 프라이빗 클라우드",
    edge_public_cloud: "Apigee Edge, 퍼블릭 클라우드",
    hybrid: "Apigee Hybrid",
    not_apigee: "Apigee 아님",
    northbound: "노스바운드: 클라이언트 앱 → 라우터",
    southbound: "사우스바운드: 메시지 프로세서 → 백엔드",
  },
  outcomes: {
    northbound_private_cloud: (context) => [
      "노스바운드: 클라이언트 앱이 TLS 클라이언트이고 Edge 라우터가 서버입니다. 인증서는 가상 호스트가 참조하는 키 저장소에서 가져옵니다.",
      "클라이언트 앱이나 라우터에서 캡처할 수 있습니다.",
      captureCommand(context),
    ],
    southbound_private_cloud: (context) => [
      "사우스바운드: 메시지 프로세서가 TLS 클라이언트이고 백엔드가 서버입니다. 메시지 프로세서는 Java 8에서 기본적으로 TLS 1.2를 사용하며, 대상의 트러스트 저장소에 있는 인증서를 신뢰합니다.",
      "메시지 프로세서나 백엔드에서 캡처할 수 있습니다.",
      captureCommand(context),
    ],
    northbound_public_cloud: (context) => [
      "노스바운드: 클라이언트 앱이 TLS 클라이언트이고 Edge 라우터가 서버입니다. 퍼블릭 클라우드의 라우터에는 지원팀만 접근할 수 있습니다.",
      "클라이언트 앱에서 캡처하세요.",
      captureCommand(context),
    ],
    southbound_public_cloud: (context) => [
      "사우스바운드: 메시지 프로세서가 TLS 클라이언트이고 백엔드가 서버입니다. 퍼블릭 클라우드의 메시지 프로세서에는 지원팀만 접근할 수 있습니다.",
      "백엔드 서버에서 캡처하세요.",
      captureCommand(context),
    ],
    hybrid: () => [
      "Hybrid에서 인그레스의 인증서는 재정의(overrides) 파일의 virtualhosts 섹션으로 만든 Kubernetes 보안 비밀에 있습니다. 보안 비밀이 있는지 확인하세요.",
      { command: "kubectl -n apigee get secrets | grep PROJECT-ENV_GROUP" },
      "없으면 다시 만들고 한 번 더 확인하세요.",
      { command: "apigeectl apply -f overrides/overrides.yaml --settings virtualhosts" },
    ],
    not_apigee: (context) => [
      "위의 진단 결과는 모든 TLS 클라이언트에 적용됩니다. 어느 쪽이 핸드셰이크를 끝내는지 보려면 클라이언트나 서버에서 캡처하세요.",
      captureCommand(context),
    ],
  },
  answered: ({ question, choice, user }) => `${question} → ${choice} (${user})`,
};
