import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { PROTOCOL_NAMES } from "../selection.ts";
import { addressFindings } from "./address-findings.ts";
import { certificateFindings } from "./certificate-findings.ts";
import { clientCertificateFindings } from "./client-certificate-findings.ts";
import { negotiationFindings } from "./negotiation-findings.ts";
import { startTlsFindings } from "./starttls-findings.ts";
import { LOCALE } from "./wording.ts";

const WRONG_NAME = {
  refused: "서버가 모르는 이름을 보내면 핸드셰이크를 거부합니다.",
  other_certificate: "서버가 모르는 이름을 보낼 때도 다른 인증서가 옵니다.",
  same_certificate: "서버가 모르는 이름을 보내도 올바른 인증서가 옵니다.",
};

/** Who broke what, where no alert says so. */
const BROKEN = {
  malformed: "해석할 수 없는 바이트를 서버가 보냈습니다",
  misbehaved: "서버가 프로토콜 규칙을 어겼습니다",
  incompatible: "점검에 사용한 TLS 라이브러리가 서버가 보낸 내용을 처리하지 못합니다",
};

export const findings: Catalog["findings"] = {
  ...negotiationFindings,
  ...startTlsFindings,
  ...clientCertificateFindings,
  ...certificateFindings,
  ...addressFindings,
  name_not_resolved: ({ host, code }) => ({
    title: `${host} 이름을 DNS에서 조회할 수 없습니다`,
    evidence: [`${host} 조회에 대한 DNS의 응답: ${code}`],
    resolution: [
      "철자를 확인하세요. 비공개 영역(private zone)의 이름이라면 그 네트워크 안에서만 조회되는데, 이 점검은 네트워크 밖에서 실행됩니다.",
      { command: `dig +short ${host}` },
    ],
  }),
  not_allowed: ({ host, address, range }) => ({
    title: `이 봇의 접근이 금지된 네트워크의 주소입니다: ${host}`,
    evidence: [`${host}의 주소는 ${address} (${range} 대역)입니다. 연결하지 않았습니다.`],
    resolution: [
      "사설, 루프백, 링크 로컬 네트워크는 봇 운영자가 허용해야 점검할 수 있습니다.",
      { command: `TLSCHECK_EGRESS_ALLOW=${address}` },
    ],
  }),
  connection_refused: ({ address, port }) => ({
    title: `포트 ${port}에서 연결을 받는 프로세스가 없습니다`,
    evidence: [`${address} 주소에서 포트 ${port}의 TCP 연결을 거부했습니다.`],
    resolution: [
      "서버가 실행 중이고 이 포트에서 수신 대기하는지, 앞단의 방화벽이 연결을 거부하지 않는지 확인하세요.",
      { command: `ss -ltnp 'sport = :${port}'` },
    ],
  }),
  connection_reset: ({ address, port, during }) => ({
    title: {
      connection: "핸드셰이크 전에 연결이 재설정되었습니다",
      handshake: "핸드셰이크 도중 연결이 재설정되었습니다",
      closed: "핸드셰이크 도중 서버가 아무 응답 없이 연결을 끊었습니다",
    }[during],
    evidence: [
      {
        connection: `${address} 포트 ${port}: TCP 연결이 재설정되었습니다.`,
        handshake: `${address} 포트 ${port}: Client Hello를 받은 뒤 경고(alert) 대신 TCP RST로 응답했습니다.`,
        closed: `${address} 포트 ${port}: Client Hello를 받은 뒤 경고(alert) 없이 연결을 닫았습니다.`,
      }[during],
    ],
    resolution: [
      "TLS 서버가 거부할 때는 경고(alert)로 알립니다. 연결이 재설정된다면 대개 중간 장비가 원인입니다. 방화벽, 정상 백엔드가 없는 로드 밸런서, 이 서버 이름을 차단하는 TLS 검사 장비를 확인하세요.",
      "서버와 같은 네트워크에서 한 번 시도하세요. 거기서 성공하면 중간 구간을 확인하세요.",
    ],
  }),
  timeout: ({ address, port, during, afterMs }) => ({
    title:
      during === "connection"
        ? `포트 ${port}에서 응답이 없습니다`
        : "서버가 연결을 받은 뒤 아무 응답이 없습니다",
    evidence: [
      during === "connection"
        ? `${address} 포트 ${port}: ${formatDuration(LOCALE, afterMs)} 안에 응답하지 않았습니다.`
        : `${address} 포트 ${port}: Client Hello 이후 ${formatDuration(LOCALE, afterMs)} 동안 아무것도 보내지 않았습니다.`,
    ],
    resolution:
      during === "connection"
        ? [
            "방화벽이 패킷을 버릴 때(drop) 나타나는 증상입니다. 점검을 실행한 주소가 보안 그룹이나 방화벽 규칙에서 허용되는지 확인하세요.",
            "다른 곳에서는 연결된다면 허용 목록에 이 네트워크가 빠져 있을 가능성이 높습니다.",
          ]
        : [
            "포트는 열려 있지만 TLS 서버가 응답하지 않습니다. 프로세스가 멈췄거나, 다른 프로토콜의 포트이거나, 중간 장비가 Client Hello를 버리고 있습니다.",
          ],
  }),
  network_error: ({ address, code }) => ({
    title: `${address} 주소까지 가는 네트워크 경로가 없습니다`,
    evidence: [`${address} 주소에 연결하지 못했습니다: ${code}`],
    resolution: ["점검을 실행하는 곳에서 이 주소까지의 라우팅을 확인하세요."],
  }),
  not_tls: ({ port, protocol, firstBytes }) => ({
    title:
      protocol === "http"
        ? `포트 ${port}에서는 TLS가 아니라 평문 HTTP를 사용합니다`
        : protocol === "ssh"
          ? `포트 ${port}에서는 TLS가 아니라 SSH를 사용합니다`
          : `포트 ${port}에서는 TLS를 사용하지 않습니다`,
    evidence: [`응답의 첫 바이트: ${firstBytes}`],
    resolution:
      protocol === "http"
        ? [
            "이 서버가 TLS를 제공하는 포트(대개 443 또는 8443)를 사용하거나, 이 포트에서 TLS를 사용 설정하세요.",
            "프록시 설정에서 대상이 https://인데 포트는 http:// 리스너의 것인 항목이 있는지 확인하세요.",
          ]
        : ["포트 번호를 확인하세요. 이 포트에서는 다른 서비스가 응답합니다."],
  }),
  starttls_required: ({ port, protocol, firstBytes }, { target }) => ({
    title: `포트 ${port}의 ${PROTOCOL_NAMES[protocol]} 서버는 요청해야만 TLS를 시작합니다(STARTTLS)`,
    evidence: [`서버의 인사말: ${firstBytes}`],
    resolution: [
      "클라이언트가 이 포트에서 STARTTLS를 쓰거나, 처음부터 TLS로 시작하는 포트를 써야 합니다.",
      sClient({ ...target, startTls: protocol }),
    ],
  }),
  sni_required: ({ serverName, without, subject, wrong }, { target }) => ({
    title:
      without === "refused"
        ? "서버 이름(SNI)을 보내지 않는 클라이언트를 서버가 거부합니다"
        : "서버 이름(SNI)을 보내지 않는 클라이언트는 다른 인증서를 받습니다",
    evidence: [
      `서버 이름(${serverName})을 보내면 정상적으로 응답합니다.`,
      without === "refused"
        ? "서버 이름이 없으면 핸드셰이크를 거부합니다."
        : `서버 이름이 없으면 다른 인증서를 보냅니다: ${subject ?? "알 수 없는 주체"}`,
      ...(wrong === null ? [] : [WRONG_NAME[wrong]]),
    ],
    resolution: [
      "최신 클라이언트는 모두 서버 이름을 보내므로 조치할 것이 없습니다. 보내지 않는 클라이언트만 보내도록 설정하세요.",
      "Apigee Edge 메시지 프로세서: 다음 줄을 /opt/apigee/customer/application/message-processor.properties 파일에 추가하고, 파일 소유자를 apigee로 유지한 채 다시 시작하세요. 모든 메시지 프로세서에서 반복합니다.",
      MESSAGE_PROCESSOR.sendServerName,
      sClient({ ...target, serverName: null }),
    ],
  }),
  not_determined: ({ alert, class: broken, code, refusesAll }) => ({
    title:
      alert === null
        ? "핸드셰이크가 실패했지만, 확인된 사실만으로는 원인을 알 수 없습니다"
        : `서버가 핸드셰이크를 거부했습니다: ${alert.description}`,
    evidence: [
      alert === null
        ? `${BROKEN[broken ?? "incompatible"]}(${code}).`
        : `치명적 경고: ${alert.description} (${alert.code})`,
      ...(refusesAll
        ? ["버전, 암호화 스위트, 키 교환 그룹을 어떻게 바꾸어도 서버가 모든 Client Hello를 거부했습니다."]
        : []),
    ],
    resolution: [
      ...(refusesAll
        ? [
            "이 이름의 인증서가 없거나 인증서가 아예 없는 서버는 모든 것을 거부합니다. 서버에 이 이름이 인증서, 키와 함께 설정되어 있는지 확인하세요.",
          ]
        : []),
      "같은 시각의 서버 로그를 확인하세요. 거부한 이유는 서버가 알고 있습니다.",
      "그래도 알 수 없다면 양쪽 중 한 곳에서 핸드셰이크를 캡처해 문의 티켓에 첨부하세요.",
    ],
  }),
};
