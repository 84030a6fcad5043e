import type { StapleDefect } from "../../diagnosis/finding.ts";
import type { ResponderDefect } from "../../x509/ocsp-responder.ts";
import { formatTime } from "../format.ts";
import { DECODE_ERRORS, LOCALE, grouped } from "./wording.ts";

interface StapleWords {
  /** After “OCSP 응답은 …”. */
  readonly clause: string;
  readonly evidence: string;
  readonly resolution: string;
}

const FETCH_ANEW =
  "서버의 스테이플링 캐시나 스테이플링에 쓰는 파일을 지우고 서버 설정을 다시 로드하세요. 그래도 같은 응답이 오면 인증 기관이 OCSP 응답자를 고쳐야 합니다.";

/** What is wrong with what is stapled, and what helps. */
export function describeStapleDefect(defect: Exclude<StapleDefect, { kind: "not_sent" }>): StapleWords {
  switch (defect.kind) {
    case "malformed":
      return {
        clause: "읽을 수 없습니다",
        evidence: `응답의 ${defect.structure}, 오프셋 ${grouped(defect.offset)}바이트: ${DECODE_ERRORS[defect.code]}.`,
        resolution: FETCH_ANEW,
      };
    case "unsuccessful":
      return {
        clause: `오류만 담고 있습니다: ${defect.responseStatus}`,
        evidence: `OCSP 응답자의 응답은 ${defect.responseStatus}이고, 서버가 그대로 전달합니다.`,
        resolution:
          "서버는 마지막으로 받은 올바른 응답을 만료될 때까지 유지해야 합니다. 서버 설정을 다시 로드하고, 응답자가 계속 거부하면 인증 기관에 문의하세요.",
      };
    case "other_certificate":
      return {
        clause: "다른 인증서에 대한 것입니다",
        evidence: "응답에 이 인증서의 일련번호와 발급자가 있는 항목이 없습니다.",
        resolution:
          "인증서를 갱신한 뒤 서버가 이전 인증서의 응답을 계속 가지고 있을 수 있습니다. 스테이플링 캐시를 지우거나 스테이플링에 쓰는 파일을 교체하고 서버 설정을 다시 로드하세요.",
      };
    case "bad_signature":
      return {
        clause: "서명이 잘못되었습니다",
        evidence: `서명(${defect.signatureAlgorithm})이 응답에 적힌 응답자의 키로 만든 것이 아닙니다.`,
        resolution: FETCH_ANEW,
      };
    case "signature_unsupported":
      return {
        clause: "여기서 서명을 검증할 수 없습니다",
        evidence: `서명 알고리즘: ${defect.signatureAlgorithm}`,
        resolution: "사용 중인 클라이언트가 이 알고리즘을 지원하는지 확인하세요.",
      };
    case "responder_not_authorized":
      return {
        clause: "서명 권한이 없는 응답자가 서명했습니다",
        evidence: `응답자 ${defect.responder}: ${RESPONDER_DEFECTS[defect.reason]}.`,
        resolution: FETCH_ANEW,
      };
    case "critical_extension":
      return {
        clause: "클라이언트가 모르는 중요(critical) 확장을 담고 있습니다",
        evidence: `중요 확장: ${defect.extension}`,
        resolution: FETCH_ANEW,
      };
    case "not_yet_valid":
      return {
        clause: "유효 기간이 아직 시작되지 않았습니다",
        evidence: `응답은 ${formatTime(LOCALE, defect.thisUpdate)}부터 유효합니다.`,
        resolution: "시계를 비교하세요. 응답자의 시계가 빠르거나, 판정에 사용한 시계가 느립니다.",
      };
    case "expired":
      return {
        clause: "만료되었습니다",
        evidence:
          defect.nextUpdate === null
            ? `${formatTime(LOCALE, defect.thisUpdate)}에 만든 응답이며 유효 기한이 없습니다. 클라이언트는 하루 동안만 인정합니다.`
            : `${formatTime(LOCALE, defect.thisUpdate)}에 만든 응답이며 ${formatTime(LOCALE, defect.nextUpdate)}까지 유효했습니다.`,
        resolution:
          "서버가 OCSP 응답을 갱신하지 않습니다. 서버 설정을 다시 로드하고, 서버의 시계를 확인하고, 서버가 응답자에 연결할 수 있게 하세요.",
      };
    case "unknown":
      return {
        clause: "응답자가 이 인증서를 모른다는 내용입니다",
        evidence: "응답에 있는 인증서의 상태가 unknown입니다.",
        resolution:
          "방금 발급된 인증서라면 잠시 기다린 뒤 서버 설정을 다시 로드하세요. 아니라면 인증 기관에 문의하거나 인증서를 다시 발급받으세요.",
      };
  }
}

const RESPONDER_DEFECTS: Readonly<Record<ResponderDefect, string>> = {
  certificate_missing: "인증서의 발급자가 아니고, 응답에 응답자의 인증서도 없습니다",
  other_issuer: "응답자의 인증서를 이 인증서의 발급자가 발급하지 않았습니다",
  purpose: "응답자의 인증서가 OCSP 응답 서명용이 아닙니다",
  not_yet_valid: "응답자의 인증서가 아직 유효하지 않습니다",
  expired: "응답자의 인증서가 만료되었습니다",
  critical_extension: "응답자의 인증서에 클라이언트가 모르는 중요(critical) 확장이 있습니다",
};
