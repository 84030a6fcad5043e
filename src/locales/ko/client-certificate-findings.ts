import type { CertificateSummary } from "../../diagnosis/certificate-summary.ts";
import { CLOCK, SHOW_CLIENT_CHAIN, sClient } from "../commands.ts";
import type { ClientCertificateFindings } from "../finding-groups.ts";
import { formatTime } from "../format.ts";
import { LOCALE, listSome } from "./wording.ts";

/** What each alert means when it is about a client's certificate. RFC 8446 section 6.2. */
const MEANINGS: ReadonlyMap<string | null, string> = new Map([
  ["bad_certificate", "서버가 인증서를 읽거나 검증하지 못했거나, 서명이 키와 맞지 않습니다."],
  ["unsupported_certificate", "키 유형이나 용도(extendedKeyUsage clientAuth)가 맞지 않습니다."],
  ["certificate_revoked", "발급자가 인증서를 해지했습니다."],
  ["certificate_expired", "서버의 시계로는 이 인증서 또는 체인의 인증서가 만료되었습니다."],
  [
    "certificate_unknown",
    "서버가 이유를 밝히지 않고 인증서를 거부합니다. Java는 이유와 관계없이 이 경고를 보냅니다.",
  ],
  ["unknown_ca", "서버가 발급 인증 기관을 신뢰하지 않거나, 서버에 중간 인증서가 없습니다."],
  ["access_denied", "인증서는 유효하지만 그 소유자의 접근이 허용되지 않습니다."],
  [
    "certificate_required",
    "인증서가 서버에 도착하지 않았습니다. 서버의 요청에 맞는 인증서를 클라이언트가 보내지 않았습니다.",
  ],
  ["decrypt_error", "키의 소유를 증명하는 서명이 검증되지 않습니다. 다른 인증서의 키를 사용하고 있습니다."],
]);

/** Two-way TLS. */
export const clientCertificateFindings: ClientCertificateFindings = {
  client_certificate_required: ({ authorities, alert, required, accepted }) => ({
    title: required
      ? accepted
        ? "서버가 클라이언트 인증서를 요구하고(양방향 TLS), 지정한 인증서를 받아들입니다"
        : "서버가 클라이언트 인증서를 요구합니다(양방향 TLS)"
      : "서버가 클라이언트 인증서를 요청하지만, 없어도 계속 진행합니다",
    evidence: [
      alert === null
        ? "서버가 CertificateRequest를 보냈습니다."
        : `인증서가 없으면 서버가 ${alert} 경고를 보내고 거부합니다.`,
      ...(authorities.length === 0 ? [] : [`서버가 인정하는 인증 기관: ${listSome(authorities)}`]),
    ],
    resolution: !required
      ? ["클라이언트가 자신을 인증해야 하는 경우가 아니라면 조치할 것이 없습니다."]
      : accepted
        ? [
            "서버에서 조치할 것은 없습니다. 실패하는 클라이언트는 이 인증서를 체인, 키와 함께 사용해야 합니다.",
          ]
        : [
            "서버가 신뢰하는 인증서와 키를 클라이언트에 설정하세요. Apigee Edge에서는 대상 서버 또는 TargetEndpoint가 참조하는 키 저장소에 넣습니다.",
            "클라이언트에 이미 인증서가 있다면 그 발급자가 서버의 트러스트 저장소에 있어야 합니다.",
          ],
  }),
  client_certificate_rejected: ({ alert, authorities, certificate }, { target }) => ({
    title: `서버가 클라이언트의 인증서를 거부합니다${alert === null ? "" : `: ${alert}`}`,
    evidence: [
      ...(certificate === null ? [] : [describeCertificate(certificate)]),
      alert === null
        ? "서버가 인증서를 요청해서 받은 뒤 연결을 끊었습니다."
        : `서버가 ${alert} 경고로 응답했습니다. ${MEANINGS.get(alert) ?? ""}`.trim(),
      ...(authorities.length === 0 ? [] : [`서버가 인정하는 인증 기관: ${listSome(authorities)}`]),
    ],
    resolution: [
      "인증서의 발급자를 서버가 인정하는 인증 기관과 비교하세요. 그중에 없다면 발급자와 그 중간 인증서를 서버의 트러스트 저장소에 넣으세요. Apigee Edge 라우터에서는 가상 호스트의 트러스트 저장소, nginx에서는 ssl_client_certificate와 ssl_verify_depth입니다.",
      "클라이언트는 전체 체인을 포함한 인증서를 그에 맞는 키로 보내야 합니다. 메시지 프로세서에서는 대상의 SSLInfo에 있는 키 저장소와 키 별칭에서 확인하세요.",
      sClient(target, "-cert client.pem -key client.key -cert_chain chain.pem"),
    ],
  }),
  clock_wrong: ({ certificate, at }, { target }) => ({
    title: "서버가 만료되지 않은 클라이언트 인증서를 만료된 것으로 판단합니다. 어느 한쪽의 시계가 틀립니다",
    evidence: [
      describeCertificate(certificate),
      `점검한 쪽의 시계로 ${formatTime(LOCALE, at)}에 서버가 certificate_expired 경고로 응답했습니다.`,
    ],
    resolution: [
      "서버와 이 시스템의 시계를 비교하고, 양쪽 모두 시간 서버와 동기화하세요.",
      CLOCK,
      "양쪽 시계가 모두 맞다면 클라이언트 체인의 나머지를 확인하세요. 체인이나 서버 트러스트 저장소의 중간 인증서가 만료되었을 수 있습니다.",
      SHOW_CLIENT_CHAIN,
      sClient(target, "-cert client.pem -key client.key"),
    ],
  }),
};

function describeCertificate({ subject, issuer, notBefore, notAfter }: CertificateSummary): string {
  return `보낸 인증서: ${subject}, 발급자 ${issuer}, 유효 기간 ${formatTime(LOCALE, notBefore)}부터 ${formatTime(LOCALE, notAfter)}까지`;
}
