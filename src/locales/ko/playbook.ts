import { formatTarget } from "../../diagnosis/target.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog, Line, QuestionContext, QuestionWords } from "../catalog.ts";
import { sendRequest } from "../commands.ts";
import { formatTime } from "../format.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { INGRESS_FAULT, NO_CERTIFICATE, OVERRULE } from "./outcome-words.ts";
import { outcomes } from "./outcomes.ts";
import { LOCALE } from "./wording.ts";

function whichDirection({ target }: QuestionContext): QuestionWords {
  return {
    text: "Edge의 두 연결 중 어느 쪽이 실패하나요?",
    help: [
      "노스바운드는 들어오는 연결(클라이언트 앱 → Edge 라우터), 사우스바운드는 나가는 연결(메시지 프로세서 → 백엔드(대상) 서버)입니다.",
      "클라이언트가 HTTP 상태(대개 503)를 받았다면 클라이언트의 연결은 성공했고 그 뒤의 연결이 실패한 것이므로 사우스바운드입니다. HTTP 상태 없이 TLS 오류가 난다면 노스바운드입니다.",
      `점검한 서버는 ${formatTarget(target)}입니다. 클라이언트가 이 이름을 호출하면 노스바운드, TargetEndpoint가 호출하면 사우스바운드입니다.`,
    ],
  };
}

const DIRECTION_CHOICES = {
  northbound: "노스바운드: 클라이언트 앱 → 라우터",
  southbound: "사우스바운드: 메시지 프로세서 → 백엔드",
};

const REJECTED_BY: QuestionWords = {
  text: "어느 쪽이 상대방의 인증서를 거부하나요?",
  help: [
    "경고(alert)를 보낸 쪽이 거부한 것입니다. 로그에 “Received fatal alert”가 있으면 상대방이 보낸 것이고, “PKIX path building failed”나 “certificate verify failed”가 있으면 로그를 남긴 쪽이 거부한 것입니다.",
    "캡처가 있다면 다음 명령어의 출력에서 첫 번째 주소가 경고를 보낸 쪽입니다.",
    { command: "tshark -r FILE -Y tls.alert_message" },
    "캡처를 여기에 올려도 확인해 줍니다.",
  ],
};

const SIDES = {
  client: "클라이언트가 서버의 인증서를 거부합니다",
  server: "서버가 클라이언트의 인증서를 거부합니다(양방향 TLS)",
};

export const playbook: Catalog["playbook"] = {
  outcomes,
  questions: {
    product: () => ({
      text: "실패한 연결은 어떤 제품의 연결인가요?",
      help: [
        "/opt/apigee가 있는 서버를 직접 운영하면 Edge 프라이빗 클라우드, 그런 서버 없이 Edge를 쓰면 퍼블릭 클라우드입니다. 직접 운영하는 Kubernetes에 포드가 있으면(대개 네임스페이스 apigee) Hybrid입니다.",
      ],
    }),
    direction_private_cloud: whichDirection,
    direction_public_cloud: whichDirection,
    fault: ({ target }) => ({
      text: "어떤 클라이언트가 연결해도 나타나는 서버 자체의 문제는 무엇인가요?",
      help: [
        "서버에 연결할 수 있는 곳에서 점검하면 알 수 있습니다.",
        { command: `tlscheck ${formatTarget(target)}` },
      ],
    }),
    ingress_fault: ({ target }) => ({
      text: INGRESS_FAULT,
      help: [
        "인그레스에 연결할 수 있는 곳에서 점검하면 알 수 있습니다.",
        { command: `tlscheck ${formatTarget(target)}` },
      ],
    }),
    ingress_secret: () => ({
      text: "인그레스의 보안 비밀이 있나요?",
      help: [
        "아무것도 출력되지 않으면 없는 것입니다. PROJECT는 Apigee 조직의 이름, ENV_GROUP은 환경 그룹의 이름입니다.",
        HYBRID.findSecret,
        "없다면 apigee-watcher의 로그에도 다음과 같이 나옵니다.",
        HYBRID.watcherLog,
      ],
    }),
    certificate_parses: () => ({
      text: "OpenSSL로 인그레스의 인증서를 읽을 수 있나요?",
      help: [
        "인증서를 이 스레드에 올리면 읽어 줍니다(비공개 키는 절대 올리지 마세요). 직접 확인하려면 보안 비밀이나 재정의(overrides) 파일에 지정된 파일을 읽어 보세요.",
        HYBRID.readCertificate,
        { command: "openssl x509 -in CERT_FILE -noout -subject -enddate" },
        "“unable to load certificate”, “sequence not constructed”, “bad end line” 중 하나가 나오면 읽을 수 없는 것입니다.",
      ],
    }),
    key_matches: () => ({
      text: "비공개 키가 인증서와 일치하나요?",
      help: [
        "키는 절대 올리지 마세요. 키가 있는 곳에서 공개 키를 비교합니다. 아무것도 출력되지 않으면 일치하는 것입니다.",
        HYBRID.compareKey,
        "“unable to load Private Key”가 나오면 키 자체가 손상된 것이므로 역시 일치하지 않는 것입니다.",
      ],
    }),
    message: ({ place, target }) => ({
      text: "핸드셰이크를 중단한 쪽에 어떤 메시지가 나오나요?",
      help: [
        "이 봇을 멘션하며 메시지를 여기에 붙여 넣거나 캡처를 올리면 대신 답합니다. 아니면 양쪽의 로그나 캡처의 경고(Alert)를 확인하세요.",
        ...(place === "southbound_private_cloud"
          ? (["메시지 프로세서에서는 다음을 실행합니다.", MESSAGE_PROCESSOR.log] satisfies Line[])
          : ([
              "클라이언트를 실행하는 시스템에서는 다음을 실행합니다.",
              sendRequest(target),
            ] satisfies Line[])),
      ],
    }),
    expired_rejected_by: () => REJECTED_BY,
    unknown_rejected_by: () => REJECTED_BY,
    server_name: ({ place }) => ({
      text: "클라이언트가 서버 이름(SNI)을 보내나요?",
      help: [
        "캡처의 Client Hello에 server_name 확장이 있으면 보내는 것입니다. 최신 클라이언트는 서버 이름을 보내지만, IP 주소로 호출할 때는 보내지 않습니다.",
        ...(place === "southbound_private_cloud"
          ? ([
              "프라이빗 클라우드의 메시지 프로세서는 다음 값이 true일 때만 보냅니다.",
              MESSAGE_PROCESSOR.showServerName,
            ] satisfies Line[])
          : []),
      ],
    }),
    client: () => ({
      text: "어떤 클라이언트가 실패하나요?",
      help: ["그 클라이언트의 Client Hello를 서버에 보내고 결과를 알려 줍니다."],
    }),
    client_handshake: ({ target }) => ({
      text: "그 클라이언트는 어떤 결과를 받나요?",
      help: [
        "여기에서는 시도할 수 없었습니다. 서버에 연결할 수 있는 곳에서 다음을 실행하세요(PROFILE은 클라이언트의 이름).",
        { command: `tlscheck ${formatTarget(target)} --client PROFILE` },
      ],
    }),
  },
  choices: {
    product: {
      edge_private_cloud: "Apigee Edge, 프라이빗 클라우드",
      edge_public_cloud: "Apigee Edge, 퍼블릭 클라우드",
      hybrid: "Apigee Hybrid",
      not_apigee: "Apigee 아님",
    },
    direction_private_cloud: DIRECTION_CHOICES,
    direction_public_cloud: DIRECTION_CHOICES,
    fault: { nothing: "해당 없음: 서버에는 문제가 없습니다" },
    ingress_fault: {
      no_certificate: `${NO_CERTIFICATE}: 연결을 끊거나 모든 것을 거부합니다`,
      nothing: "해당 없음: 인그레스에는 문제가 없습니다",
    },
    ingress_secret: { missing: "없습니다", present: "있습니다" },
    certificate_parses: { no: "아니요, 오류가 출력됩니다", yes: "예" },
    key_matches: { no: "아니요, 서로 다릅니다", yes: "예" },
    message: {
      handshake_failure: "handshake_failure",
      protocol_version: "protocol_version 또는 Close Notify",
      certificate_expired: "certificate_expired",
      certificate_unknown: "certificate_unknown, unknown_ca 또는 신뢰하는 루트까지 경로 없음",
      host_name: "호스트 이름이 인증서와 일치하지 않음",
      client_certificate: "certificate_required 또는 클라이언트 인증서 없음",
      connection_cut: "연결이 재설정되거나 끊기거나 응답이 없음",
      no_message: "503만 나오거나 아무것도 나오지 않음",
    },
    expired_rejected_by: SIDES,
    unknown_rejected_by: SIDES,
    server_name: {
      not_needed: "이 서버에는 서버 이름이 필요하지 않음",
      sent: "예, 이름을 보냅니다",
      not_sent: "아니요, 또는 IP 주소로 호출합니다",
    },
    client: { unlisted: "다른 클라이언트" },
    client_handshake: { connects: "연결됩니다" },
  },
  parties: {
    client_owner: "클라이언트 운영자",
    server_owner: "서버 운영자",
    backend_owner: "백엔드(대상) 서버 운영자",
    edge_operator: "Edge 설치 운영자(라우터와 메시지 프로세서의 root 권한 필요)",
    organization_admin: "Apigee 조직 관리자(Edge UI 또는 관리 API)",
    apigee_support: "Apigee 지원팀(다른 사람은 이 시스템에 접근할 수 없음)",
    cluster_admin: "Hybrid 클러스터 운영자(kubectl, apigeectl, 재정의(overrides) 파일)",
    network_owner: "두 시스템 사이의 네트워크 운영자",
  },
  sources: {
    form: "요청할 때 지정",
    probe: "점검 결과",
    client_trial: "그 클라이언트의 Client Hello",
    capture: "캡처",
    capture_and_probe: "캡처와 점검 결과",
    upload: "올린 파일",
    pasted: "붙여 넣은 메시지",
    documents: "제품에 따라 결정",
  },
  conversation: {
    why: "이유",
    steps: "조치",
    who: "조치할 수 있는 사람",
    verify: "해결되었는지 확인",
    back: "뒤로",
    startOver: "처음부터 다시",
    overrule: OVERRULE,
    pick: "하나를 선택하세요",
    checkAgain: "다시 점검",
    tryingClient: "그 클라이언트의 Client Hello를 보내는 중…",
    showClients: "연결할 수 있는 클라이언트 보기",
    makeBundle: "지원팀용 자료 만들기",
    bundleReady:
      "지원팀용 자료입니다. 보고서가 텍스트와 JSON으로 들어 있습니다. 보내기 전에 내용을 확인하세요.",
    changed: ({ before, gone, fresh, remain }) => [
      `${formatTime(LOCALE, before)} 점검과 비교한 결과:`,
      ...(gone.length === 0 ? [] : [`해결됨: ${quote(gone)}`]),
      ...(fresh.length === 0 ? [] : [`새로 발견됨: ${quote(fresh)}`]),
      ...(remain.length === 0 ? [] : [`그대로임: ${quote(remain)}`]),
      ...(gone.length + fresh.length === 0 ? ["달라진 것이 없습니다."] : []),
    ],
  },
};

/** Causes are whole sentences. */
function quote(causes: readonly string[]): string {
  return causes.map((cause) => `“${cause}”`).join(", ");
}
