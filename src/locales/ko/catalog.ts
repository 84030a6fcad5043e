import type { Catalog } from "../catalog.ts";
import { formatDays, formatDuration, formatList, formatTime } from "../format.ts";
import { MAX_SUITES } from "../selection.ts";
import { alerts } from "./alerts.ts";
import { capture } from "./capture.ts";
import { causes, explanation } from "./causes.ts";
import { chat } from "./chat.ts";
import { clients } from "./clients.ts";
import { commandLine } from "./command-line.ts";
import { digest } from "./digest.ts";
import { explaining } from "./explaining.ts";
import { findings } from "./findings.ts";
import { joint } from "./joint.ts";
import { playbook } from "./playbook.ts";
import { settings } from "./settings.ts";
import { watching } from "./watching.ts";
import { watchHome } from "./watch-home.ts";
import { LOCALE, listSome } from "./wording.ts";

export const ko: Catalog = {
  findings,
  clients,
  capture,
  joint,
  causes,
  explanation,
  explaining,
  settings,
  watching,
  alerts,
  watchHome,
  digest,
  playbook,
  chat,
  commandLine,
  verdict: {
    ok: ({ version, daysLeft }) =>
      [
        version === null ? "문제없음" : `문제없음: ${version}`,
        ...(daysLeft === null ? [] : [`인증서 유효 기간 ${formatDays(LOCALE, daysLeft)} 남음`]),
      ].join(", "),
    wrong: ({ title, more }) => (more === 0 ? title : `${title} (외 ${more}건)`),
    checking: "점검 중…",
    failed: "점검 자체가 실패했습니다",
  },
  progress: {
    title: (host) => `${host} 점검`,
    steps: {
      name: "이름 조회(DNS)",
      connection: "연결",
      handshake: "TLS 핸드셰이크",
      certificate: "인증서 읽기",
      verdict: "판정",
    },
  },
  report: {
    evidence: "확인된 사실",
    resolution: "해결 방법",
    heading: (text) => `${text}:`,
    about: ({ name, text }) => `${name}: ${text}`,
    certificateList: "서버가 보낸 인증서(보낸 순서대로)",
    server: "서버 정보",
    addresses: (addresses) => `주소: ${formatList(LOCALE, addresses)}`,
    negotiated: ({ version, cipherSuite, alpn }) =>
      `협상 결과: ${[version, cipherSuite, alpn === null ? null : `ALPN ${alpn}`].filter((part) => part !== null).join(", ")}`,
    noHandshake: "완료된 핸드셰이크가 없습니다.",
    versions: (accepted) =>
      accepted.length === 0 ? "시도한 TLS 버전을 서버가 모두 거부합니다." : `버전: ${listSome(accepted)}`,
    cipherSuites: ({ count, insecure, weak }) =>
      [
        `암호화 스위트: ${count}개`,
        ...(insecure.length === 0 ? [] : [`안전하지 않음: ${listSome(insecure, MAX_SUITES)}`]),
        ...(weak.length === 0 ? [] : [`취약함: ${listSome(weak, MAX_SUITES)}`]),
      ].join("; "),
    groups: (groups) => `키 교환 그룹: ${listSome(groups)}`,
    addressesAgree: (count) => `주소 ${count}개의 응답이 모두 같습니다.`,
    clientCertificateNotAsked: "서버가 클라이언트 인증서를 요청하지 않아, 지정한 인증서를 보내지 않았습니다.",
    backedOff: (times) => `서버가 연결을 ${times}번 끊어서 점검 속도를 늦췄습니다.`,
    incomplete: "점검이 한도에 도달해 끝났습니다. 서버가 받아들이는 항목이 더 있을 수 있습니다.",
    certificate: ({ subject, issuer, notAfter, daysLeft }) =>
      `${subject}, 발급자 ${issuer}, ${
        daysLeft < 0
          ? `${formatTime(LOCALE, notAfter)}에 만료됨`
          : `${formatTime(LOCALE, notAfter)}까지 유효(${formatDays(LOCALE, daysLeft)} 남음)`
      }`,
    certificatesFound: "인증서",
    compared: "서로 신뢰하는지 여부",
    accepts: ({ truster, presenter, subject }) =>
      `${truster} 파일을 신뢰하는 쪽에서 수락: ${presenter} 파일의 ${subject}`,
    rejects: ({ truster, presenter, subject, reason }) =>
      `${truster} 파일을 신뢰하는 쪽에서 거부: ${presenter} 파일의 ${subject}, 이유: ${reason}`,
    listed: ({ subject, issuer }) => `정보만 있고 인증서 자체는 없음: ${subject}, 발급자 ${issuer}`,
    keyUnread: "비공개 키가 있지만 읽지 않았습니다.",
    keyMatches: ({ algorithm, certificates }) =>
      certificates === 0 ? `키가 있습니다: ${algorithm}` : `${algorithm} 키가 인증서와 일치합니다.`,
    keyMismatch: ({ algorithm }) => `${algorithm} 키가 인증서와 일치하지 않습니다.`,
    moreCertificates: (count) => `… 외 ${count}개`,
    duration: ({ durationMs, connections }) => `${formatDuration(LOCALE, durationMs)}, 연결 ${connections}회`,
    failed:
      "점검을 끝내지 못했습니다. 서버가 아니라 이 봇의 문제이며, 원인은 봇 운영자가 로그에서 확인할 수 있습니다. 다시 시도하세요.",
  },
};
