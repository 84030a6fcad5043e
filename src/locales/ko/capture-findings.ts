import { describeCipherSuite } from "../../tls/cipher-suites.ts";
import { describeNamedGroup } from "../../tls/named-groups.ts";
import { describeSignatureScheme } from "../../tls/signature-schemes.ts";
import { formatVersion } from "../../tls/version.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog } from "../catalog.ts";
import { probeCommand } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { OTHER_SIDE, PROTOCOL_NAMES, messageName } from "../selection.ts";
import { captureCertificateFindings } from "./capture-certificate-findings.ts";
import { SIDES, list } from "./capture-words.ts";
import { LOCALE, grouped } from "./wording.ts";

export const captureFindings: Catalog["capture"]["findings"] = {
  ...captureCertificateFindings,
  connection_refused: (_, { server }) => ({
    title: "서버가 연결을 거부합니다",
    evidence: [`${server} 주소에서 SYN에 RST로 응답했습니다.`],
    resolution: [
      "서버가 실행 중이고 이 포트에서 수신 대기하는지, 연결을 거부하는 방화벽이 없는지 확인하세요.",
    ],
  }),
  timeout: ({ of, during, afterMs, retransmissions }, context) => ({
    title:
      during === "connection"
        ? "서버가 연결에 응답하지 않습니다"
        : `핸드셰이크 도중 ${SIDES[of]}의 응답이 끊겼습니다`,
    evidence: [
      during === "connection"
        ? `${formatDuration(LOCALE, afterMs)} 동안 ${context.server} 주소에서 SYN에 응답하지 않았습니다.`
        : `${formatDuration(LOCALE, afterMs)} 동안 ${context[of]} 주소에서 아무것도 오지 않았습니다. 이쪽이 보낼 차례였습니다.`,
      ...(retransmissions === 0
        ? []
        : [`${SIDES[OTHER_SIDE[of]]}가 세그먼트를 ${grouped(retransmissions)}번 재전송했습니다.`]),
    ],
    resolution: [
      during === "connection"
        ? "방화벽이 패킷을 버릴 때(drop) 나타나는 증상입니다. 두 주소 사이의 방화벽 규칙을 확인하세요."
        : "프로세스가 멈췄거나 중간 장비가 패킷을 버리고 있습니다. 반대쪽에서도 캡처하면 어느 쪽인지 알 수 있습니다.",
    ],
  }),
  connection_reset: ({ by, how, after }, context) => ({
    title:
      after === null
        ? `핸드셰이크 전에 ${SIDES[by]}가 ${CUTS[how]}`
        : `${messageName(after)} 메시지 뒤에 ${SIDES[by]}가 경고 없이 ${CUTS[how]}`,
    evidence: [
      `${after === null ? "" : `${messageName(after)} 메시지 뒤에 `}${context[by]} 주소에서 ${how === "reset" ? "RST를" : "FIN을"} 보냈습니다.`,
    ],
    resolution: [
      by === "server"
        ? "TLS 서버가 거부할 때는 경고(alert)로 알립니다. 연결이 재설정된다면 대개 중간 장비가 원인입니다. 방화벽, 정상 백엔드가 없는 로드 밸런서, TLS 검사 장비를 확인하세요."
        : "클라이언트가 스스로 연결을 끝냈으므로 클라이언트 로그에서 이유를 확인하세요. 핸드셰이크가 끝난 뒤에 인증서를 검사하는 클라이언트나 상태 확인(health check)도 이렇게 끝납니다.",
    ],
  }),
  large_client_hello_intolerant: ({ length, answered, ending, probed }, { server }) => ({
    title: `${grouped(length)}바이트짜리 Client Hello에 응답이 없습니다`,
    evidence: [
      `세그먼트 두 개에 걸친 Client Hello를 보낸 뒤 ${server} 서버나 그 앞의 장비가 ${{ reset: "연결을 재설정했습니다", closed: "연결을 닫았습니다", silence: "응답하지 않았습니다" }[ending]}.`,
      ...(answered === null ? [] : [`${grouped(answered)}바이트짜리 Client Hello에는 응답했습니다.`]),
      ...(probed === true
        ? ["지금 직접 시험해 보니 짧은 Client Hello에는 응답하고 긴 Client Hello에는 응답하지 않습니다."]
        : []),
    ],
    resolution: [
      "양자 내성 암호의 키 공유 값(key share) 때문에 Client Hello가 세그먼트 하나보다 길어집니다. 첫 세그먼트만 읽는 장비(방화벽, 로드 밸런서, TLS 검사 장비)를 업데이트하세요.",
      "그때까지는 클라이언트가 x25519만 제안하도록 설정하세요.",
    ],
  }),
  not_tls: ({ by, protocol, firstBytes }) => ({
    title:
      by === "server"
        ? `서버가 Client Hello에 ${PROTOCOLS[protocol]} 응답을 보냅니다`
        : `클라이언트가 TLS 포트로 ${PROTOCOLS[protocol]} 요청을 보냅니다`,
    evidence: [`첫 바이트: ${firstBytes}`],
    resolution: [
      by === "server"
        ? "이 서버가 TLS를 제공하는 포트를 사용하거나, 이 포트에서 TLS를 사용 설정하세요."
        : "클라이언트가 https를 쓰거나, 사용 중인 프로토콜 위에서 TLS를 쓰도록 설정하세요.",
    ],
  }),
  starttls_required: ({ protocol, firstBytes }) => ({
    title: "요청해야만 TLS를 시작하는 서버입니다(STARTTLS)",
    evidence: [`${PROTOCOL_NAMES[protocol]} 인사말: ${firstBytes}`],
    resolution: ["클라이언트가 이 포트에서 STARTTLS를 쓰거나, 처음부터 TLS로 시작하는 포트를 써야 합니다."],
  }),
  protocol_mismatch: ({ by, alert, offered, selected, accepted }) => ({
    title:
      by === "server"
        ? `클라이언트가 제안한 버전을 서버가 모두 거부합니다: ${versions(offered)}`
        : `서버가 선택한 버전을 클라이언트가 받아들이지 않습니다: ${versions(selected)}`,
    evidence: [
      `클라이언트: ${versions(offered)}`,
      by === "client"
        ? `서버의 선택: ${versions(selected)}`
        : accepted !== undefined
          ? asked(accepted)
          : selected.length === 0
            ? "서버: 이 캡처에는 완료된 다른 핸드셰이크가 없어 지원하는 버전을 알 수 없습니다."
            : `서버가 이 캡처의 다른 클라이언트와 사용하는 버전: ${versions(selected)}`,
      `${SIDES[by]}가 ${withAlert(alert)} 핸드셰이크를 종료했습니다.`,
    ],
    resolution: [
      "TLS 1.2 또는 1.3을 지원하지 않는 쪽에서 사용 설정하세요. Apigee에서는 가상 호스트, TargetEndpoint 또는 대상 서버의 SSLInfo에 있는 Protocols에 상대가 지원하는 버전이 있어야 합니다.",
    ],
  }),
  cipher_suite_mismatch: ({ alert, offered, selected, accepted }, context) => ({
    title: "클라이언트와 서버가 공통으로 지원하는 암호화 스위트가 없습니다",
    evidence: [
      `클라이언트: ${suites(offered)}`,
      accepted !== undefined
        ? asked(accepted)
        : selected.length === 0
          ? "서버: 이 캡처에는 완료된 다른 핸드셰이크가 없어 받아들이는 암호화 스위트를 알 수 없습니다."
          : `서버가 이 캡처의 다른 클라이언트와 선택한 암호화 스위트: ${suites(selected)}`,
      `서버가 아무것도 선택하지 않은 채 ${withAlert(alert)} 핸드셰이크를 종료했습니다.`,
    ],
    resolution: [
      "서버가 받아들이는 암호화 스위트를 클라이언트가 제안하게 하거나, 클라이언트가 제안하는 암호화 스위트를 서버가 받아들이게 하세요.",
      ...(accepted === undefined
        ? ["서버가 받아들이는 항목을 확인하려면 다음을 실행하세요.", { command: probeCommand(context) }]
        : []),
      "오래된 Java 클라이언트에서 강력한 암호화 스위트를 쓰려면 JCE Unlimited Strength 정책 파일이 필요합니다.",
    ],
  }),
  group_mismatch: ({ alert, offered, selected, accepted }) => ({
    title: "클라이언트와 서버가 공통으로 지원하는 키 교환 그룹이 없습니다",
    evidence: [
      `클라이언트: ${groups(offered)}`,
      accepted === undefined
        ? `서버가 이 캡처의 다른 클라이언트와 사용한 그룹: ${groups(selected)}`
        : asked(accepted),
      `클라이언트의 암호화 스위트 중 받아들이는 것이 있는데도 서버가 ${withAlert(alert)} 핸드셰이크를 종료했습니다.`,
    ],
    resolution: [
      "상대가 지원하는 그룹을 한쪽에서 사용 설정하세요. x25519와 secp256r1은 어디서나 지원합니다.",
    ],
  }),
  signature_algorithm_mismatch: ({ alert, offered, accepted }) => ({
    title: "서버의 서명 방식 중 클라이언트가 받아들이는 것이 없습니다",
    evidence: [
      `클라이언트: ${list(offered.map(describeSignatureScheme))}`,
      asked(accepted),
      `클라이언트의 암호화 스위트 중 받아들이는 것이 있는데도 서버가 ${withAlert(alert)} 핸드셰이크를 종료했습니다.`,
    ],
    resolution: [
      "클라이언트가 검증할 수 있는 키 유형의 인증서를 서버에 추가하거나, 클라이언트가 서버의 서명 방식을 받아들이게 하세요.",
    ],
  }),
  alpn_mismatch: ({ offered }) => ({
    title: "클라이언트가 제안한 애플리케이션 프로토콜을 서버가 하나도 지원하지 않습니다",
    evidence: [
      `클라이언트가 ALPN으로 제안한 프로토콜: ${list(offered)}`,
      "서버가 no_application_protocol 경고를 보내고 핸드셰이크를 종료했습니다.",
    ],
    resolution: [
      "이 중 한 프로토콜을 서버에서 사용 설정하거나, 서버가 지원하는 프로토콜을 클라이언트가 제안하게 하세요.",
    ],
  }),
  sni_required: ({ others, alert }) => ({
    title: "서버에는 서버 이름이 필요한데 클라이언트가 보내지 않습니다",
    evidence: [
      "Client Hello에 server_name이 없습니다.",
      ...(others.length === 0
        ? []
        : [`다음 이름을 보낸 다른 클라이언트에는 서버가 응답합니다: ${list(others)}`]),
      alert === null
        ? "서버가 연결을 끊었습니다."
        : `서버가 ${alert} 경고를 보내고 이 핸드셰이크를 종료했습니다.`,
    ],
    resolution: [
      "클라이언트가 server_name(SNI)을 보내도록 설정하세요.",
      "Apigee Edge 메시지 프로세서에서는 /opt/apigee/customer/application/message-processor.properties 파일에 설정합니다.",
      MESSAGE_PROCESSOR.sendServerName,
    ],
  }),
  not_determined: ({ by, alert, after }) => ({
    title:
      alert === null
        ? `${SIDES[by]}가 암호화된 경고(alert)를 보내고 핸드셰이크를 종료했습니다`
        : `${SIDES[by]}가 핸드셰이크를 종료했습니다: ${alert.description}`,
    evidence: [
      alert === null
        ? "경고의 내용은 암호화되어 있습니다."
        : `치명적 경고: ${alert.description} (${alert.code})`,
      ...(after === null ? [] : [`그 직전의 메시지: ${messageName(after)}`]),
    ],
    resolution: [`이유는 ${SIDES[by]}의 로그에서 확인하세요.`],
  }),
};

const PROTOCOLS = { http: "평문 HTTP", ssh: "SSH", unknown: "TLS가 아닌" };
const CUTS = { reset: "연결을 재설정합니다", closed: "연결을 닫습니다" };

const versions = (ids: readonly number[]) => list(ids.map(formatVersion));
const suites = (ids: readonly number[]) => list(ids.map((id) => describeCipherSuite(id).name));
const groups = (ids: readonly number[]) => list(ids.map(describeNamedGroup));

/** What a probe found. */
function asked(accepted: readonly string[]): string {
  return `서버가 지금 받아들이는 항목: ${list(accepted)}`;
}

function withAlert(alert: string | null): string {
  return alert === null ? "경고 없이" : `${alert} 경고를 보내고`;
}
