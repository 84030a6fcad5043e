import type { Line } from "../catalog.ts";
import { probeCommand } from "../commands.ts";
import type { CaptureCertificateFindings } from "../finding-groups.ts";
import { formatTime } from "../format.ts";
import { OTHER_SIDE } from "../selection.ts";
import { SIDES, list } from "./capture-words.ts";
import { LOCALE } from "./wording.ts";

export const captureCertificateFindings: CaptureCertificateFindings = {
  host_name_mismatch: ({ by, alert, referenceIdentifier, presentedIdentifiers }) => ({
    title:
      by === "server"
        ? `서버에 ${referenceIdentifier} 이름이 설정되어 있지 않습니다`
        : `인증서에 ${referenceIdentifier} 이름이 없습니다`,
    evidence: [
      ...(presentedIdentifiers.length === 0 ? [] : [`인증서에 있는 이름: ${list(presentedIdentifiers)}`]),
      `${SIDES[by]}가 ${alert} 경고를 보내고 핸드셰이크를 종료했습니다.`,
    ],
    resolution: [
      `subjectAltName에 ${referenceIdentifier} 이름이 있는 인증서를 사용하거나, 인증서에 있는 이름으로 서버에 접속하세요.`,
    ],
  }),
  certificate_expired: ({ by, alert, presenter, position, subject, issuer, notAfter, at }) => ({
    title:
      by === null
        ? `${SIDES[presenter]}의 인증서가 만료되었지만 이 클라이언트는 문제 삼지 않습니다`
        : `${SIDES[presenter]}의 인증서가 만료되어 ${SIDES[by]}가 거부합니다`,
    evidence: [
      `${whose(position)} ${subject}: ${formatTime(LOCALE, notAfter)}까지 유효했고, 핸드셰이크 시각은 ${formatTime(LOCALE, at)}입니다.`,
      `발급자: ${issuer}`,
      ...endedWith(by, alert),
    ],
    resolution: [`${SIDES[presenter]}에 새 인증서를 체인과 함께 설치하세요.`],
  }),
  certificate_not_yet_valid: ({ by, alert, presenter, position, subject, notBefore, at }) => ({
    title:
      by === null
        ? `${SIDES[presenter]}의 인증서가 아직 유효하지 않지만 이 클라이언트는 문제 삼지 않습니다`
        : `${SIDES[presenter]}의 인증서가 아직 유효하지 않아 ${SIDES[by]}가 거부합니다`,
    evidence: [
      `${whose(position)} ${subject}: ${formatTime(LOCALE, notBefore)}부터 유효하고, 핸드셰이크 시각은 ${formatTime(LOCALE, at)}입니다.`,
      ...endedWith(by, alert),
    ],
    resolution: ["양쪽의 시계를 확인하세요. 시계가 맞다면 유효 기간이 시작된 뒤에 인증서를 설치하세요."],
  }),
  clock_wrong: ({ by, subject, at }) => ({
    title: `${SIDES[by]}가 유효한 인증서를 만료된 것으로 판단합니다. ${SIDES[by]}의 시계가 틀렸을 가능성이 높습니다`,
    evidence: [`인증서 ${subject}: 캡처 시각인 ${formatTime(LOCALE, at)}에는 유효했습니다.`],
    resolution: [`${SIDES[by]}의 시계를 시간 서버와 비교하세요.`, { command: "timedatectl status" }],
  }),
  certificate_revoked: ({ by, subject }) => ({
    title: `${SIDES[OTHER_SIDE[by]]}의 인증서가 해지되어 ${SIDES[by]}가 거부합니다`,
    evidence: [...(subject === null ? [] : [`인증서: ${subject}`]), "경고: certificate_revoked"],
    resolution: [`${SIDES[OTHER_SIDE[by]]}에 새 인증서를 설치하세요.`],
  }),
  certificate_unknown: ({ by, alert, subject, issuer }, context) => ({
    title: `${SIDES[by]}가 ${SIDES[OTHER_SIDE[by]]}의 인증서를 신뢰하지 않습니다`,
    evidence: [
      alert === null
        ? `TLS 1.3에서는 인증서와 경고가 암호화됩니다. ${SIDES[by]}가 인증서를 검증할 차례에 보낸 메시지의 크기로 보아 경고입니다.`
        : `${SIDES[by]}가 ${alert} 경고를 보내고 핸드셰이크를 종료했습니다.`,
      ...describeCertificate(subject, issuer),
    ],
    resolution: [
      `${SIDES[by]}의 트러스트 저장소에 발급자${issuer === null ? "" : `(${issuer})`} 인증서가 있어야 하고, ${SIDES[OTHER_SIDE[by]]}는 전체 인증서 체인을 보내야 합니다.`,
      ...(by === "client"
        ? [{ command: probeCommand(context) } satisfies Line]
        : ["Apigee에서는 가상 호스트가 참조하는 트러스트 저장소입니다."]),
    ],
  }),
  client_certificate_required: ({ alert, authorities }) => ({
    title: "서버가 클라이언트 인증서를 요구하는데 클라이언트가 보내지 않았습니다",
    evidence: [
      "서버가 인증서를 요청했지만 클라이언트는 빈 목록으로 응답했습니다.",
      alert === null
        ? "그러자 서버가 핸드셰이크를 종료했습니다."
        : `서버가 ${alert} 경고를 보내고 핸드셰이크를 종료했습니다.`,
      ...(authorities.length === 0 ? [] : [`서버가 인정하는 인증 기관: ${list(authorities)}`]),
    ],
    resolution: [
      "서버가 신뢰하는 인증서와 키를 클라이언트에 설정하세요. Apigee Edge에서는 대상 서버 또는 TargetEndpoint가 참조하는 키 저장소에 넣습니다.",
      "인증서가 있는 클라이언트라도 서버가 인정하는 목록에 자신의 발급자가 없으면 인증서를 보내지 않습니다.",
    ],
  }),
  client_certificate_rejected: ({ alert, authorities, subject, issuer }) => ({
    title: "서버가 클라이언트의 인증서를 거부합니다",
    evidence: [
      alert === null
        ? "클라이언트 인증서를 받은 뒤 서버가 핸드셰이크를 종료했습니다. TLS 1.3에서는 이유가 암호화되어 보이지 않습니다."
        : `클라이언트 인증서를 받은 뒤 서버가 ${alert} 경고를 보내고 핸드셰이크를 종료했습니다.`,
      ...describeCertificate(subject, issuer),
      ...(authorities.length === 0 ? [] : [`서버가 인정하는 인증 기관: ${list(authorities)}`]),
    ],
    resolution: [
      "클라이언트 인증서의 발급자가 서버의 트러스트 저장소에 있어야 하고, 클라이언트가 체인을 보내야 하며, 인증서가 클라이언트 인증용으로 유효해야 합니다. 이 중 무엇이 문제인지는 서버 로그에서 확인하세요.",
    ],
  }),
};

function whose(position: number): string {
  return position === 0 ? "인증서" : `목록의 ${position + 1}번째 인증서`;
}

function endedWith(by: keyof typeof SIDES | null, alert: string | null): string[] {
  const side = by === null ? "상대" : SIDES[by];
  return alert === null ? [] : [`${side}가 ${alert} 경고를 보내고 핸드셰이크를 종료했습니다.`];
}

function describeCertificate(subject: string | null, issuer: string | null): string[] {
  return subject === null ? [] : [`인증서: ${subject}, 발급자 ${issuer ?? "알 수 없음"}`];
}
