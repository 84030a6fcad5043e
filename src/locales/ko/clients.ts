import type { Catalog } from "../catalog.ts";
import { formatDuration } from "../format.ts";
import { clientFindings } from "./client-findings.ts";
import { LOCALE, listSome } from "./wording.ts";

export const clients: Catalog["clients"] = {
  title: "클라이언트별 결과",
  columns: { client: "클라이언트", result: "결과" },
  connects: ({ version, cipherSuite }) => `${version}, ${cipherSuite}`,
  notAsked: "확인하지 않음",
  looksLike: (name) => `${name}의 Client Hello입니다.`,
  reasons: {
    protocol_mismatch: ({ accepted }) => `공통 TLS 버전 없음${inTheServer(accepted, 3)}`,
    cipher_suite_mismatch: () => "공통 암호화 스위트 없음",
    group_mismatch: ({ offered, accepted, dhPrime }) =>
      dhPrime === true
        ? `서버의 DHE 소수를 거부함(서버: ${accepted.join()}, 클라이언트: ${offered.join()})`
        : `공통 키 교환 그룹 없음${inTheServer(accepted)}`,
    signature_algorithm_mismatch: ({ accepted }) => `공통 서명 알고리즘 없음${inTheServer(accepted)}`,
    alpn_mismatch: () => "공통 애플리케이션 프로토콜(ALPN) 없음",
    sni_required: () => "서버에 필요한 서버 이름(SNI)을 보내지 않음",
    host_name_mismatch: ({ alert, presentedIdentifiers }) =>
      alert === null
        ? `다른 이름의 인증서를 받음${inBrackets(presentedIdentifiers)}`
        : `서버가 이 이름을 모름(${alert} 경고)`,
    weak_key: ({ publicKey }) => `너무 짧은 키를 거부함(${publicKey})`,
    large_client_hello_intolerant: () => "패킷 두 개로 나뉜 Client Hello를 서버가 처리하지 못함",
    version_intolerant: ({ intolerances }) =>
      intolerances.includes("tls_1_3")
        ? "TLS 1.3을 제안하면 서버가 처리하지 못함"
        : "의미 없는 값(GREASE)을 보내면 서버가 처리하지 못함",
    connection_reset: ({ during }) =>
      during === "closed" ? "서버가 아무 응답 없이 연결을 끊음" : "서버가 연결을 재설정함",
    timeout: ({ afterMs }) => `${formatDuration(LOCALE, afterMs)} 동안 응답 없음`,
    not_determined: ({ alert, code }) =>
      alert === null ? `서버의 응답을 처리할 수 없음(${code})` : `서버가 거부함(${alert.description} 경고)`,
    not_tls: () => "TLS를 사용하지 않는 포트",
    starttls_required: () => "요청해야만 TLS를 시작하는 포트(STARTTLS)",
    starttls_failed: () => "STARTTLS 실패",
    client_certificate_required: () => "서버가 클라이언트 인증서를 요구함",
  },
  findings: clientFindings,
};

function inTheServer(accepted: readonly string[], limit = 1): string {
  return accepted.length === 0 ? "" : `(서버: ${listSome(accepted, limit)})`;
}

function inBrackets(names: readonly string[]): string {
  return names.length === 0 ? "" : `(${names.join(", ")})`;
}
