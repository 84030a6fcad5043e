import type { Catalog } from "../catalog.ts";
import { formatPercent } from "../format.ts";
import { LOCALE } from "./wording.ts";

export const causes: Catalog["causes"] = {
  name_not_resolved: "이름을 DNS에서 조회할 수 없습니다",
  not_allowed: "접근이 금지된 네트워크의 주소입니다",
  connection_refused: "이 포트에서 연결을 받는 프로세스가 없습니다",
  connection_reset: "핸드셰이크 도중 연결이 끊어집니다",
  timeout: "응답이 없습니다",
  network_error: "이 주소까지 가는 네트워크 경로가 없습니다",
  not_tls: "TLS를 사용하지 않는 포트입니다",
  starttls_failed: "TLS 이전 단계의 프로토콜(STARTTLS)이 실패합니다",
  starttls_required: "요청해야만 TLS를 시작하는 서버입니다(STARTTLS)",
  protocol_mismatch: "클라이언트와 서버가 공통으로 지원하는 TLS 버전이 없습니다",
  cipher_suite_mismatch: "클라이언트와 서버가 공통으로 지원하는 암호화 스위트가 없습니다",
  sni_required: "서버에는 서버 이름(SNI)이 필요한데 클라이언트가 보내지 않습니다",
  host_name_mismatch: "인증서의 호스트 이름이 일치하지 않습니다",
  certificate_expired: "인증서가 만료되었습니다",
  certificate_not_yet_valid: "인증서의 유효 기간이 아직 시작되지 않았거나 시계가 틀립니다",
  certificate_unknown: "인증서를 발급한 인증 기관을 신뢰하지 않습니다",
  chain_incomplete: "중간 인증서가 없습니다",
  chain_incorrect: "체인의 인증서가 서로 연결되지 않습니다",
  certificate_revoked: "인증서가 해지되었습니다",
  ocsp_must_staple_missing: "인증서가 OCSP 스테이플링을 요구하는데 서버가 올바른 OCSP 응답을 보내지 않습니다",
  weak_signature: "너무 약한 알고리즘으로 서명된 인증서가 있습니다",
  weak_key: "너무 약한 키가 있습니다",
  certificate_malformed: "인증서 또는 키 파일의 형식이 잘못되었습니다",
  key_mismatch: "비공개 키가 인증서와 일치하지 않습니다",
  client_certificate_required: "서버가 클라이언트 인증서를 요구합니다(양방향 TLS)",
  client_certificate_rejected: "서버가 클라이언트의 인증서를 거부합니다(양방향 TLS)",
  ingress_secret_missing: "Apigee Hybrid: 인그레스 게이트웨이의 Kubernetes 보안 비밀이 없습니다",
  alpn_mismatch: "클라이언트와 서버가 공통으로 지원하는 애플리케이션 프로토콜이 없습니다(ALPN)",
  group_mismatch: "클라이언트와 서버가 공통으로 지원하는 키 교환 그룹이 없습니다",
  signature_algorithm_mismatch: "클라이언트와 서버가 공통으로 지원하는 서명 알고리즘이 없습니다",
  clock_wrong: "시계가 틀려서, 만료되지 않은 인증서를 만료된 것으로 판단합니다",
  addresses_differ: "같은 이름의 주소마다 응답이 다릅니다",
  large_client_hello_intolerant: "서버나 그 앞의 장비가 큰 Client Hello를 처리하지 못합니다(양자 내성 암호)",
  version_intolerant: "서버나 그 앞의 장비가 새로운 TLS 버전을 처리하지 못합니다",
  not_determined: "핸드셰이크가 실패하지만 원인은 아직 알 수 없습니다",
};

export const explanation: Catalog["explanation"] = {
  likely: "가능성이 높은 원인",
  nothing: "알려진 오류 메시지가 없습니다. 오류 원문을 그대로 붙여 넣거나 호스트를 점검하세요.",
  cause: ({ cause, confidence, matched }) =>
    `${cause} (${formatPercent(LOCALE, confidence)}, 근거: “${matched}”)`,
  check: (command) => `원인을 확인하려면 다음을 실행하세요: ${command}`,
};
