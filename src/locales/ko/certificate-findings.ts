import type { Certificate } from "../../x509/certificate.ts";
import type { FindingWords, Line } from "../catalog.ts";
import { remediesOf } from "../chain-remedy.ts";
import { KEY_HASH, SHOW_CERTIFICATE, sClient, showChain } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import type { CertificateFindings } from "../finding-groups.ts";
import { daysBetween, formatDays, formatList, formatTime } from "../format.ts";
import { dhBits } from "../selection.ts";
import { describeBundleFault, describePlace, describeRepair } from "./bundle-faults.ts";
import { describeFlaw, describeRemedy } from "./chain-flaws.ts";
import { describeStapleDefect } from "./staple-defects.ts";
import { LOCALE } from "./wording.ts";

export const certificateFindings: CertificateFindings = {
  host_name_mismatch: ({ referenceIdentifier, presentedIdentifiers, alert }) => ({
    title:
      alert === null
        ? `인증서에 ${referenceIdentifier} 이름이 없습니다`
        : `서버에 ${referenceIdentifier} 이름이 설정되어 있지 않습니다`,
    evidence: [
      ...(alert === null ? [] : [`서버가 ${alert} 경고를 보내 서버 이름을 거부했습니다.`]),
      ...(presentedIdentifiers.length > 0
        ? [`인증서에 있는 이름: ${formatList(LOCALE, presentedIdentifiers)}`]
        : alert === null
          ? [
              "인증서의 subjectAltName에 호스트 이름이 하나도 없습니다. 일반 이름(CN)은 호스트 이름으로 인정되지 않습니다.",
            ]
          : // Who refuses shows no certificate.
            []),
    ],
    resolution: [
      ...(alert === null
        ? []
        : [`이 서버에 있어야 할 이름이라면 서버 설정에 ${referenceIdentifier} 이름을 추가하세요.`]),
      `subjectAltName에 ${referenceIdentifier} 이름(또는 상위 도메인의 와일드카드)이 있는 인증서를 전체 체인과 함께 설치하세요.`,
      "또는 인증서에 있는 이름으로 서버에 접속하세요.",
    ],
  }),
  certificate_expired: ({ position, certificate, at }) => ({
    title: `${whose(position)}가 ${ago(at, certificate.notAfter)} 만료되었습니다`,
    evidence: [
      `${certificate.subject} 인증서는 ${formatTime(LOCALE, certificate.notAfter)}까지 유효했습니다.`,
      `일련번호 ${certificate.serialNumber}, 발급자 ${certificate.issuer}${certificate.publicKey === "" ? "" : `, 키 ${certificate.publicKey}`}`,
      ...fingerprint(certificate),
    ],
    resolution: [
      position === 0
        ? "이 인증서를 보낸 쪽에 새 인증서를 체인과 함께 설치하고 서버 설정을 다시 로드하세요."
        : "발급자의 현재 중간 인증서로 교체하고 서버 설정을 다시 로드하세요.",
      "이미 갱신했다면 서버가 아직 이전 파일을 사용하고 있거나, 여러 서버 중 하나가 누락되었습니다.",
    ],
  }),
  certificate_not_yet_valid: ({ position, certificate, at }) => ({
    title: `${whose(position)}의 유효 기간이 아직 시작되지 않았습니다(${formatDays(LOCALE, daysBetween(at, certificate.notBefore) + 1)} 안에 시작)`,
    evidence: [
      `${certificate.subject} 인증서는 ${formatTime(LOCALE, certificate.notBefore)}부터 유효합니다.`,
      ...fingerprint(certificate),
    ],
    resolution: [
      "이미 지난 시각이라면 오류를 내는 쪽의 시계가 틀린 것입니다. 아니라면 유효 기간이 시작된 뒤에 인증서를 설치하세요.",
    ],
  }),
  certificate_unknown: ({ reason, subject, issuer }) => ({
    title: {
      self_signed: "자체 서명 인증서라서 보증하는 인증 기관이 없습니다",
      self_signed_in_chain: `체인 끝의 루트 인증서를 신뢰할 수 없습니다: ${subject}`,
      issuer_unknown: `체인 끝의 인증 기관을 신뢰할 수 없습니다: ${issuer}`,
    }[reason],
    evidence: [`체인의 마지막 인증서: ${subject}, 발급자 ${issuer}`],
    resolution: [
      "공개 서비스라면 퍼블릭 인증 기관(CA)의 인증서를 사용하세요.",
      "내부 서비스라면 인증서를 거부하는 쪽의 트러스트 저장소에 루트 인증서를 넣으세요. 의도한 자체 서명이라면 이 인증서를 넣으면 됩니다.",
    ],
  }),
  chain_incomplete: ({ subject, issuer, caIssuers, completed }, context) => ({
    title: context.fileName === undefined ? "서버가 중간 인증서를 보내지 않습니다" : "중간 인증서가 없습니다",
    evidence: [
      `${context.fileName === undefined ? "서버가 보낸 마지막 인증서" : "마지막 인증서"}: ${subject}. 그 발급자 ${issuer}의 인증서는 목록에도 신뢰 앵커에도 없습니다.`,
      ...caIssuers.map((url) => `인증서에 적힌 발급자 인증서의 위치: ${url}`),
      "브라우저는 다른 곳에서 받은 중간 인증서를 재사용하므로 이 문제가 드러나지 않는 경우가 많습니다. curl, Java, Apigee Edge에서는 드러납니다.",
    ],
    resolution: [
      "전체 체인을 설치하세요. 서버 인증서를 맨 앞에 두고 모든 중간 인증서를 이어 붙입니다. 루트 인증서는 보내지 않아도 됩니다.",
      ...(completed === null
        ? [
            `${issuer} 인증 기관이 직접 운영하는 루트라면 빠진 인증서는 없습니다. 클라이언트에 신뢰 앵커로 추가하세요.`,
          ]
        : (["인증서에 적힌 위치에서 받아 완성한 전체 체인입니다.", { command: completed }] satisfies Line[])),
      showChain(context),
    ],
  }),
  chain_incorrect: ({ flaws, completed }, { fileName }) => {
    const [first] = flaws;
    const title = first === undefined ? "인증서 체인이 올바르지 않습니다" : describeFlaw(first).title;
    return {
      title: flaws.length > 1 ? `${title} (외 ${flaws.length - 1}건)` : title,
      evidence: flaws.map((flaw) => describeFlaw(flaw).evidence),
      resolution: [
        ...remediesOf(flaws).map((remedy) => describeRemedy(remedy, fileName !== undefined)),
        ...(completed === null
          ? []
          : (["올바른 목록은 다음과 같습니다.", { command: completed }] satisfies Line[])),
      ],
    };
  },
  certificate_revoked: ({ subject, position, revocationDate, reason, source }) => ({
    title: `${whose(position)}가 ${formatTime(LOCALE, revocationDate)}에 해지되었습니다`,
    evidence: [
      {
        crl: `${subject} 인증서가 발급자의 해지 목록(CRL)에 있습니다. 사유: ${reason}`,
        staple: `서버가 직접 보낸 OCSP 응답(스테이플링)에 따르면 발급자가 ${subject} 인증서를 해지했습니다. 사유: ${reason}`,
      }[source],
    ],
    resolution: [
      "인증서를 새로 발급받아 설치하세요. 기존 키가 유출되었을 가능성이 있다면 키도 새로 만드세요.",
    ],
  }),
  ocsp_must_staple_missing: ({ subject, mustStaple, reason, ocspResponders }, { target }) => {
    const words = reason.kind === "not_sent" ? null : describeStapleDefect(reason);
    const [responder] = ocspResponders;
    return {
      title:
        words === null
          ? "인증서가 OCSP 스테이플링을 요구하는데, 서버가 OCSP 응답을 보내지 않습니다"
          : mustStaple
            ? `인증서가 OCSP 스테이플링을 요구하는데, 서버가 보낸 OCSP 응답은 ${words.clause}`
            : `서버가 스테이플링한 OCSP 응답은 ${words.clause}`,
      evidence: [
        mustStaple
          ? `${subject} 인증서에는 status_request가 든 TLS feature 확장(must-staple)이 있습니다. 이 확장을 아는 클라이언트(Firefox 등)는 올바른 응답이 없으면 연결을 거부합니다.`
          : `${subject} 인증서가 OCSP 응답을 요구하지는 않습니다. 그러나 스테이플링된 응답을 확인하는 클라이언트(Firefox, curl --cert-status)는 연결을 거부할 수 있습니다.`,
        ...(words === null ? [] : [words.evidence]),
      ],
      resolution: [
        responder === undefined
          ? `인증서에 OCSP 응답자가 없어 서버가 물어볼 곳이 없습니다. ${mustStaple ? "must-staple 없이 인증서를 다시 발급받으세요." : "스테이플링을 끄세요."}`
          : (words?.resolution ??
            `전체 체인을 설치한 상태에서 스테이플링을 켜고(nginx: ssl_stapling과 resolver, Apache: SSLUseStapling과 SSLStaplingCache), 서버가 OCSP 응답자에 연결할 수 있게 하세요: ${responder}. nginx는 첫 연결이 있은 뒤에야 응답자에 물어보므로 두 번 확인하세요.`),
        sClient(target, "-status"),
      ],
    };
  },
  weak_signature: ({ subject, position, signatureAlgorithm }) => ({
    title: `${whose(position)}의 서명 알고리즘을 최신 클라이언트가 거부합니다: ${signatureAlgorithm}`,
    evidence: [`${subject} 인증서의 서명 알고리즘: ${signatureAlgorithm}`],
    resolution: [
      "SHA-256 이상으로 서명된 인증서를 다시 발급받으세요. SHA-1과 MD5 서명은 위조할 수 있습니다.",
    ],
  }),
  weak_key: ({ subject, position, publicKey }) =>
    subject === null ? describeWeakExchange(publicKey) : describeWeakKey(subject, position, publicKey),
  certificate_malformed: ({ faults, repaired }) => {
    const [first] = faults;
    const title = first === undefined ? "파일의 형식이 잘못되었습니다" : describeBundleFault(first).title;
    return {
      title: faults.length > 1 ? `${title} (외 ${faults.length - 1}건)` : title,
      evidence: faults.map((fault) => `${describePlace(fault)}${describeBundleFault(fault).expected}`),
      resolution: [
        ...(repaired === null
          ? [...new Set(faults.map(describeRepair))]
          : (["수정본은 다음과 같습니다.", { command: repaired }] satisfies Line[])),
        SHOW_CERTIFICATE,
      ],
    };
  },
  key_mismatch: ({ subject, certificateKey, otherKey, otherAlgorithm }) => ({
    title: "비공개 키가 인증서와 일치하지 않습니다",
    evidence: [
      `${subject} 인증서에 있는 공개 키의 SHA-256: ${certificateKey}`,
      `${otherAlgorithm === null ? "키" : `${otherAlgorithm} 키`}의 SHA-256: ${otherKey}`,
    ],
    resolution: [
      "인증서를 요청할 때 쓴 키를 찾거나, 이 키로 새 인증서를 요청하세요.",
      "키를 아무에게도 보이지 않고 비교하려면 공개 키의 해시를 출력하세요.",
      KEY_HASH,
    ],
  }),
};

function describeWeakKey(subject: string, position: number | null, publicKey: string): FindingWords {
  return {
    title: `${whose(position)} 키가 너무 약합니다: ${publicKey}`,
    evidence: [`${subject} 인증서의 키: ${publicKey}`],
    resolution: ["새 키(RSA 2048 또는 EC P-256 이상)를 만들고 그 키로 인증서를 새로 발급받으세요."],
  };
}

function describeWeakExchange(parameters: string): FindingWords {
  return {
    title: `서버의 키 교환이 너무 약합니다: ${parameters}`,
    evidence: [
      `서버가 DHE 암호화 스위트에 ${dhBits(parameters)}비트 소수를 사용합니다. 2048비트 이상이어야 합니다. OpenSSL 3.2 이상은 이를 거부하고(dh key too small), Java는 1024비트 미만이면 거부합니다.`,
    ],
    resolution: [
      "DHE를 끄고 ECDHE를 사용하거나(Apigee Edge 라우터에서는 암호화 스위트 목록에 !DHE를 추가), 파라미터를 새로 만드세요. nginx에서는 다음과 같이 합니다.",
      NGINX.dhParameters,
      "Java에서는 시스템 속성으로 지정합니다.",
      JAVA.dhKeySize,
    ],
  };
}

/** None for a certificate that was only told of. */
function fingerprint({ sha256 }: Certificate): string[] {
  return sha256 === "" ? [] : [`SHA-256 지문: ${sha256}`];
}

/** Always ends in 인증서, so that the particle behind it is known. @param position null for a trust anchor's. */
function whose(position: number | null): string {
  if (position === null) return "인증 경로의 인증서";
  return position === 0 ? "인증서" : `목록의 ${position + 1}번째 인증서`;
}

function ago(at: number, then: number): string {
  const days = daysBetween(then, at);
  return days === 0 ? "최근 24시간 안에" : `${formatDays(LOCALE, days)} 전에`;
}
