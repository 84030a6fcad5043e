import type { ChainFlaw } from "../../diagnosis/finding.ts";
import type { Citation, PathFault } from "../../x509/path-fault.ts";
import type { Remedy } from "../chain-remedy.ts";
import { PROFILE_RULES } from "./profile-rules.ts";
import { DECODE_ERRORS, grouped } from "./wording.ts";

/** A flaw as a title and as a sentence of evidence. */
export function describeFlaw(flaw: ChainFlaw): { title: string; evidence: string } {
  switch (flaw.kind) {
    case "wrong_order":
      return {
        title: "인증서의 순서가 잘못되었습니다",
        evidence: "각 인증서 뒤에 그 발급자가 와야 하는데, 발급자가 앞에 있습니다.",
      };
    case "duplicate":
      return {
        title: "같은 인증서가 목록에 두 번 있습니다",
        evidence: `${flaw.position + 1}번째 인증서(${flaw.subject})는 목록 앞쪽에 이미 있습니다.`,
      };
    case "extra_root":
      return {
        title: "목록에 필요 없는 루트 인증서가 있습니다",
        evidence: `${flaw.position + 1}번째 인증서(${flaw.subject})는 루트 인증서입니다. 이 루트를 미리 신뢰하지 않는 상대는 받아도 신뢰하지 않습니다.`,
      };
    case "unrelated":
      return {
        title: "목록에 체인과 관계없는 인증서가 있습니다",
        evidence: `${flaw.position + 1}번째 인증서(${flaw.subject})는 다른 어떤 인증서의 발급자도 아닙니다.`,
      };
    case "path":
      return describePathFault(flaw.fault, flaw.subject ?? "인증서");
  }
}

type Reason<K extends PathFault["kind"]> = Extract<PathFault, { kind: K; reason: string }>["reason"];

const NOT_A_CA: Readonly<Record<Reason<"not_a_ca">, string>> = {
  basic_constraints_missing: "basicConstraints 확장이 없습니다.",
  ca_false: "basicConstraints에 인증 기관이 아니라고 되어 있습니다.",
  key_cert_sign_missing: "keyUsage가 인증서 서명을 허용하지 않습니다.",
};

const NAMES: Readonly<Record<Reason<"name_not_permitted">, string>> = {
  excluded: "제외된 이름",
  not_permitted: "허용되지 않은 이름",
  unsupported: "비교할 수 없는 형식의 이름",
};

const LIMITS: Readonly<
  Record<Extract<PathFault, { kind: "limit_exceeded" }>["what"], (limit: string) => string>
> = {
  certificates: (limit) => `인증서 ${limit}개`,
  signature_checks: (limit) => `서명 검증 ${limit}회`,
  paths: (limit) => `경로 ${limit}개`,
  name_comparisons: (limit) => `이름 비교 ${limit}회`,
};

const CRL_DEFECTS: Readonly<Record<Extract<PathFault, { kind: "crl_unusable" }>["defect"], string>> = {
  signature: "서명이 올바르지 않음",
  crl_sign_missing: "발급자의 keyUsage에 cRLSign이 없음",
  not_yet_valid: "아직 유효하지 않음",
  expired: "만료됨",
  crl_number: "CRL 번호 확장이 없거나 중요(critical)로 표시됨",
  critical_extension: "알 수 없는 중요(critical) 확장이 있음",
  scope: "적용 범위가 다름",
  malformed: "형식이 잘못됨",
};

/** @param inFile the list is a file's, not what a server sent. */
export function describeRemedy(remedy: Remedy, inFile: boolean): string {
  if (remedy !== "list") return REMEDIES[remedy];
  return inFile
    ? "인증서를 다시 이어 붙이세요. 최종 인증서를 맨 앞에 두고 각 인증서 뒤에 그 발급자를 차례로 두며, 다른 인증서는 넣지 마세요."
    : "서버에 올바른 목록을 설치하세요. 서버 인증서를 맨 앞에 두고 각 인증서 뒤에 그 발급자를 차례로 두며, 다른 인증서는 넣지 마세요.";
}

const REMEDIES: Readonly<Record<Exclude<Remedy, "list">, string>> = {
  certificate:
    "문제가 된 인증서를 올바르게 다시 발급받아 체인과 함께 설치하세요. 목록의 순서를 바꾸어도 해결되지 않습니다.",
  authority:
    "이 인증서를 발급할 수 있는 인증 기관에서 다시 발급받거나, 해당 인증 기관의 인증서를 이 제한 없이 다시 발급받으세요.",
  fewer: "체인에 속하지 않는 인증서를 빼고 다시 점검하세요.",
  algorithm:
    "사용하는 클라이언트가 이 알고리즘과 키 유형을 지원하는지 확인하세요. 지원하지 않으면 RSA 또는 ECDSA와 SHA-256으로 인증서를 다시 발급받으세요.",
  revocation_list:
    "발급자의 운영자에게 알리세요. 읽을 수 있고 서명이 올바르며 유효 기간이 지나지 않은 해지 목록(CRL)을 게시해야 합니다.",
};

function describePathFault(fault: PathFault, subject: string): { title: string; evidence: string } {
  switch (fault.kind) {
    case "signature_invalid":
      return {
        title: "인증서가 서로 연결되지 않습니다. 발급자의 키로 만든 서명이 아닙니다",
        evidence: `${subject}에 적힌 발급자는 ${fault.issuer}입니다. 그러나 ${
          fault.otherKey
            ? "그 발급자의 다른 키로 서명되었습니다. 발급 시기나 계열이 다른 중간 인증서입니다."
            : "여기에 있는 그 이름의 어떤 키로도 서명되지 않았습니다. 인증서가 변경되었거나 손상되었습니다."
        }`,
      };
    case "not_a_ca":
      return {
        title: "인증 기관이 아닌 인증서가 다른 인증서에 서명했습니다",
        evidence: `${subject}: ${NOT_A_CA[fault.reason]}`,
      };
    case "path_too_long":
      return fault.position === null
        ? {
            title: "체인이 이 점검에서 허용하는 길이보다 깁니다",
            evidence: `이 점검에서 허용하는 중간 인증서는 최대 ${fault.limit}개입니다.`,
          }
        : {
            title: "체인이 그 안의 인증 기관이 허용한 길이보다 깁니다",
            evidence: `이 인증 기관 아래의 중간 인증서는 최대 ${fault.limit}개까지 허용됩니다.`,
          };
    case "key_usage_mismatch":
      return {
        title: "TLS에 사용할 수 없는 인증서입니다: keyUsage",
        evidence: `${subject}: 허용된 용도는 ${fault.keyUsage.join(", ") || "없음"}, 필요한 용도는 다음 중 하나: ${fault.oneOf.join(", ")}`,
      };
    case "extended_key_usage_mismatch":
      return {
        title: "다른 용도로 발급된 인증서입니다: extKeyUsage",
        evidence: `${subject}: 허용된 용도는 ${fault.extKeyUsage.join(", ") || "없음"}, 필요한 용도는 ${fault.needed}`,
      };
    case "name_not_permitted":
      return {
        title: "체인의 인증 기관에 이 이름의 인증서를 발급할 권한이 없습니다",
        evidence: `${subject} 인증서의 ${fault.name}: 체인의 이름 제약(name constraints)에 따라 ${NAMES[fault.reason]}입니다.`,
      };
    case "critical_extension_unknown":
      return {
        title: "인증서에 클라이언트가 모르는 중요(critical) 확장이 있습니다",
        evidence: `${subject} 인증서의 중요 확장: ${fault.extension}`,
      };
    case "policy_missing":
      return {
        title: "체인의 인증 기관이 요구하는 정책이 체인에 없습니다",
        evidence: "인증 경로 전체에 유효한 정책이 없습니다.",
      };
    case "path_loops":
      return {
        title: "발급자를 따라가면 처음으로 되돌아옵니다",
        evidence: `${subject}: 자신의 발급자를 자신이 발급했습니다.`,
      };
    case "signature_unsupported":
      return {
        title: "여기서 검증할 수 없는 서명이 있습니다",
        evidence: `${subject}: 서명 알고리즘 ${fault.signatureAlgorithm}, 서명한 키 ${fault.issuerKey}`,
      };
    case "signature_algorithm_mismatch":
      return {
        title: "인증서 안팎의 서명 알고리즘 표시가 서로 다릅니다",
        evidence: `${subject}: 안쪽은 ${fault.inside}, 바깥쪽은 ${fault.outside}`,
      };
    case "key_identifier_mismatch":
      return {
        title: "키 식별자가 서로 연결되지 않습니다",
        evidence: `${subject}: 인증서에 적힌 발급자 키가 실제로 서명한 키와 다릅니다.`,
      };
    case "profile_violation":
      return {
        title: "엄격한 클라이언트가 적용하는 규칙을 인증서가 위반합니다",
        evidence: `${subject}: ${PROFILE_RULES[fault.rule]} (${cite(fault.cites)})`,
      };
    case "limit_exceeded":
      return {
        title: "인증서로 만들 수 있는 경로가 너무 많아 모두 확인하지 못했습니다",
        evidence: `한도는 ${LIMITS[fault.what](grouped(fault.limit))}입니다.`,
      };
    case "crl_unusable":
      return {
        title: "사용할 수 없는 해지 목록(CRL)이 있습니다",
        evidence: `${subject} 인증서의 해지 여부를 발급자의 목록에서 확인할 수 없습니다: ${CRL_DEFECTS[fault.defect]}`,
      };
    case "certificate_malformed":
    case "crl_malformed":
      return {
        title:
          fault.kind === "crl_malformed"
            ? "읽을 수 없는 해지 목록(CRL)이 있습니다"
            : "읽을 수 없는 인증서가 있습니다",
        evidence: `${fault.index + 1}번째: ${fault.structure}, 오프셋 ${grouped(fault.offset)}바이트, ${DECODE_ERRORS[fault.code]}.`,
      };
    case "certificate_list_empty":
    case "issuer_not_found":
    case "root_not_trusted":
    case "weak_signature":
    case "weak_key":
    case "certificate_expired":
    case "certificate_not_yet_valid":
    case "certificate_revoked":
    case "host_name_mismatch":
      return {
        title: "인증서 체인이 올바르지 않습니다",
        evidence: `${subject}: ${OTHER_FAULTS[fault.kind]}`,
      };
  }
}

/** Of a watch, which keeps no more of a fault than its kind. Its name where there is no phrase. */
export function nameFault(kind: string): string {
  const phrases: Readonly<Record<string, string>> = OTHER_FAULTS;
  return phrases[kind] ?? kind;
}

/** Faults that have findings of their own. */
const OTHER_FAULTS = {
  certificate_list_empty: "목록이 비어 있음",
  issuer_not_found: "발급자를 찾을 수 없음",
  root_not_trusted: "루트 인증서를 신뢰할 수 없음",
  weak_signature: "서명이 너무 약함",
  weak_key: "키가 너무 약함",
  certificate_expired: "인증서가 만료됨",
  certificate_not_yet_valid: "인증서의 유효 기간이 아직 시작되지 않음",
  certificate_revoked: "인증서가 해지됨",
  host_name_mismatch: "다른 이름의 인증서임",
};

function cite({ standard, section }: Citation): string {
  return `${standard} ${section}절`;
}
