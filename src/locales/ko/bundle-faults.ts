import type { BundleFault, DerObject, LimitName } from "../../x509/bundle/bundle.ts";
import { boundaryWord, codePoint } from "../selection.ts";
import { DECODE_ERRORS, grouped } from "./wording.ts";

const OBJECTS: Readonly<Record<DerObject, string>> = {
  certificate: "인증서",
  certificate_request: "인증서 서명 요청(CSR)",
  crl: "인증서 해지 목록(CRL)",
  private_key: "비공개 키",
  encrypted_private_key: "암호화된 비공개 키",
  public_key: "공개 키",
  pkcs7: "PKCS#7 번들",
  pkcs12: "PKCS#12 키 저장소",
  unknown: "알 수 없는 데이터",
};

const LIMITS: Readonly<Record<LimitName, (limit: number) => string>> = {
  bytes: (limit) => `${grouped(limit)}바이트`,
  objects: (limit) => `개체 ${grouped(limit)}개`,
  nesting: (limit) => `중첩 ${grouped(limit)}단계`,
  iterations: (limit) => `반복 ${grouped(limit)}회`,
};

/** `12행 5열: `, `data.tls.crt: `; empty where nothing more is known. */
export function describePlace(fault: BundleFault): string {
  const { within, line } = fault.place;
  const column = "column" in fault ? ` ${fault.column}열` : "";
  const parts = [...(within === null ? [] : [within]), ...(line === null ? [] : [`${line}행${column}`])];
  return parts.length === 0 ? "" : `${parts.join(", ")}: `;
}

/** What is wrong as a title, and what stands there and what should. */
export function describeBundleFault(fault: BundleFault): { title: string; expected: string } {
  switch (fault.code) {
    case "empty":
      return { title: "파일이 비어 있어 인증서가 없습니다", expected: "아무 내용도 없습니다." };
    case "not_recognized":
      return {
        title: "알려진 어떤 인증서 형식도 아닙니다",
        expected: `파일의 첫 바이트: ${fault.firstBytes}. PEM 파일은 -----BEGIN CERTIFICATE-----, DER 파일은 30 82로 시작합니다.`,
      };
    case "encoding":
      return {
        title: `${fault.found} 텍스트 파일입니다. Windows 메모장이나 PowerShell에서 저장하면 이렇게 됩니다`,
        expected: `${fault.found} 인코딩은 문자마다 2바이트를 쓰지만, PEM은 ASCII로 읽습니다.`,
      };
    case "byte_order_mark":
      return {
        title: "BEGIN 줄 앞에 보이지 않는 바이트 순서 표시(BOM)가 있습니다",
        expected: "파일이 EF BB BF로 시작합니다. -----BEGIN CERTIFICATE-----의 하이픈이 맨 앞에 와야 합니다.",
      };
    case "literal_newline":
      return {
        title: "줄바꿈이 \\n이라는 두 글자로 바뀌었습니다",
        expected: "줄이 끝나야 할 자리에 백슬래시와 n이 있습니다.",
      };
    case "boundary":
      return {
        title: `${boundaryWord(fault.expected)} 줄의 형식이 잘못되었습니다`,
        expected: `현재 내용은 ${fault.found}, 올바른 형식은 ${fault.expected}. 앞뒤에 다른 문자가 있으면 안 됩니다.`,
      };
    case "boundary_missing":
      return {
        title: `${fault.expected} 줄이 없습니다`,
        expected: `여기에 ${fault.expected} 줄이 있어야 합니다.`,
      };
    case "label_mismatch":
      return {
        title: "한 블록의 BEGIN 줄과 END 줄이 서로 다른 이름을 씁니다",
        expected: `블록의 시작은 ${fault.begin}, 끝은 ${fault.end}.`,
      };
    case "blocks_glued":
      return {
        title: "PEM 블록 두 개가 한 줄에 붙어 있습니다",
        expected: "END 줄 바로 뒤에 BEGIN 줄이 이어집니다. 둘 사이에 줄바꿈이 있어야 합니다.",
      };
    case "lines_joined":
      return {
        title: "BEGIN 또는 END 줄이 base64와 한 줄에 있습니다",
        expected: "BEGIN과 END는 각각 별도의 줄에 있어야 합니다.",
      };
    case "character":
      return describeCharacter(fault);
    case "base64_length":
      return {
        title: "base64가 손상되었습니다. 문자 하나가 빠졌거나 더 들어갔습니다",
        expected: `문자 수가 ${grouped(fault.count)}개여서 바이트 단위로 나누어떨어지지 않습니다.`,
      };
    case "padding":
      return {
        title: "base64 끝의 패딩이 잘못되었습니다",
        expected: `현재 패딩은 ${fault.found === "" ? "없음" : fault.found}, 올바른 패딩은 ${fault.expected === "" ? "없음" : fault.expected}.`,
      };
    case "base64_twice":
      return {
        title: "값이 base64로 두 번 인코딩되었습니다",
        expected:
          "한 번 디코딩해도 다시 base64가 나옵니다. Kubernetes 보안 비밀의 data 값은 정확히 한 번만 인코딩합니다.",
      };
    case "wrong_object":
      return {
        title: `블록 이름과 달리 실제 내용은 ${OBJECTS[fault.found]}입니다`,
        expected: `블록 이름은 ${fault.label}, 실제 내용은 ${OBJECTS[fault.found]}입니다.`,
      };
    case "no_certificate":
      return {
        title: `인증서가 없고 ${OBJECTS[fault.found]}만 있습니다`,
        expected: `인증서가 있어야 할 자리의 내용이 ${OBJECTS[fault.found]}입니다.`,
      };
    case "der_named_pem":
      return {
        title: "확장자는 .pem인데 내용은 DER입니다",
        expected: "첫 바이트가 하이픈이 아니라 30입니다.",
      };
    case "der_truncated":
      return {
        title: "인증서가 중간에 잘렸습니다",
        expected: `${fault.structure}: ${grouped(fault.byte)}바이트 뒤로 ${grouped(fault.missing)}바이트가 더 있어야 합니다.`,
      };
    case "der_trailing":
      return {
        title: "같은 블록 안에서 인증서 뒤에 다른 데이터가 이어집니다",
        expected: `인증서는 ${grouped(fault.byte)}바이트에서 끝나지만 그 뒤에 ${grouped(fault.count)}바이트가 더 있습니다.`,
      };
    case "der_malformed":
      return {
        title: "인증서의 인코딩이 손상되었습니다",
        expected: `${fault.structure}, 오프셋 ${grouped(fault.byte)}바이트: ${DECODE_ERRORS[fault.reason]}.`,
      };
    case "password_missing":
      return {
        title: "키 저장소를 열려면 비밀번호가 필요합니다",
        expected: "비밀번호 없이는 열 수 없습니다.",
      };
    case "password_wrong":
      return {
        title: "이 비밀번호로는 열리지 않습니다",
        expected: "다른 비밀번호로 만들어졌거나 손상된 파일입니다.",
      };
    case "encryption_unsupported":
      return {
        title: "지원하지 않는 방식으로 암호화되어 있어 열 수 없습니다",
        expected: `암호화 알고리즘: ${fault.algorithm}`,
      };
    case "digest_mismatch":
      return {
        title: "키 저장소의 다이제스트가 비밀번호와 맞지 않습니다",
        expected: "비밀번호가 다르거나 파일이 변경되었습니다. 그래도 인증서는 읽을 수 있습니다.",
      };
    case "entry_unreadable":
      return {
        title: "키 저장소에 대칭 키(secret key)가 있어 그 뒤의 항목을 읽을 수 없습니다",
        expected: "이런 항목에는 어디서 끝나는지가 기록되어 있지 않습니다.",
      };
    case "certificate_not_included":
      return {
        title: "인증서 정보만 있고 인증서 자체는 들어 있지 않습니다",
        expected: "날짜와 이름은 읽을 수 있지만, 체인과 키는 없어서 확인할 수 없습니다.",
      };
    case "limit_exceeded":
      return {
        title: "내용이 많아 일부만 읽었습니다",
        expected: `한도는 ${LIMITS[fault.what](fault.limit)}입니다.`,
      };
  }
}

function describeCharacter({ found, kind }: Extract<BundleFault, { code: "character" }>): {
  title: string;
  expected: string;
} {
  const code = codePoint(found);
  switch (kind) {
    case "ellipsis":
      return {
        title: "인증서 일부가 생략되었습니다. base64 안에 줄임표가 있습니다",
        expected: `base64가 이어져야 할 자리에 있는 문자: ${found}`,
      };
    case "quote":
      return {
        title: "base64 안에 따옴표가 있습니다",
        expected: `base64에 쓸 수 없는 문자: ${found}`,
      };
    case "invisible":
      return {
        title: "base64 안에 보이지 않는 문자가 있습니다",
        expected: `눈에 보이지 않고 base64에 쓸 수 없는 문자: ${code}`,
      };
    case "base64url":
      return {
        title: "PEM에 쓰는 base64가 아니라 base64url입니다",
        expected: `base64url 문자: ${found}. PEM에서는 -와 _ 대신 +와 /를 씁니다.`,
      };
    case "other":
      return {
        title: "base64가 깨졌습니다",
        expected: `base64에 쓸 수 없는 문자: ${found} (${code})`,
      };
  }
}

/** What to do where nobody can tell what was meant. */
export function describeRepair({ code }: BundleFault): string {
  switch (code) {
    case "password_missing":
    case "password_wrong":
      return "명령줄에서는 비밀번호를 파일에 저장해 --password-file로 지정하세요. 채널에는 절대 비밀번호를 쓰지 마세요.";
    case "wrong_object":
    case "no_certificate":
      return "인증 기관이 발급해 보내 준 파일을 사용하세요. 첫 줄이 -----BEGIN CERTIFICATE-----인 파일입니다.";
    case "certificate_not_included":
      return "인증서 자체를 PEM으로 내보내세요.";
    case "limit_exceeded":
      return "문제가 되는 인증서만 따로 보내세요.";
    default:
      return "원본에서 다시 복사하세요. 문서나 채팅을 거치지 말고 파일 전체를 그대로 복사해야 합니다.";
  }
}
