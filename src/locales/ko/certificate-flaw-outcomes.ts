import { VIRTUAL_HOST, changeVirtualHost } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { NGINX } from "../config-snippets.ts";
import { installAtServer } from "./certificate-steps.ts";
import {
  SEND_BACK,
  SERVERS,
  capitals,
  seeCertificate,
  seeChain,
  seeHandshake,
  theClient,
} from "./outcome-words.ts";

type CertificateFlawOutcome =
  | "certificate_not_yet_valid"
  | "certificate_revoked"
  | "weak_signature"
  | "weak_key"
  | "ocsp_must_staple_missing";

/** What the documents do not know of certificates. */
export const certificateFlawOutcomes: Pick<Catalog["playbook"]["outcomes"], CertificateFlawOutcome> = {
  certificate_not_yet_valid: (context) => ({
    steps: [
      `유효 기간이 이미 시작되었다면 ${theClient(context)}의 시계가 늦은 것이니 시계를 맞추세요. 아니라면 그때까지 이전 인증서로 되돌리거나 새 인증서를 발급받으세요.`,
      ...installAtServer(context),
    ],
    verify: seeCertificate(context),
  }),
  certificate_revoked: (context) => ({
    steps: [
      "인증서를 새로 발급받으세요. 다른 사람이 기존 키를 알 가능성이 있다면 키도 새로 만드세요.",
      ...installAtServer(context),
    ],
    verify: seeCertificate(context),
  }),
  weak_signature: (context) => ({
    steps: ["SHA-256으로 서명된 인증서와 중간 인증서를 다시 발급받으세요.", ...installAtServer(context)],
    verify: seeChain(context),
  }),
  weak_key: (context) => ({ steps: strengthenKey(context), verify: seeHandshake(context) }),
  ocsp_must_staple_missing: (context) => ({
    steps: staple(context),
    verify: [
      "정상이면 “OCSP Response Status: successful”과 “Cert Status: good”이 출력됩니다. 서버를 다시 시작한 뒤 첫 번째 시도에서는 나오지 않을 수 있습니다.",
      sClient(context.target, "-status"),
    ],
  }),
};

function strengthenKey(context: OutcomeContext): Line[] {
  const { finding } = context;
  const seen = finding?.kind === "weak_key" ? finding : null;
  return [
    // Null: the key is that of the exchange.
    ...(seen === null || seen.subject === null ? strengthenExchange(context) : []),
    ...(seen === null || seen.subject !== null
      ? [
          "인증서의 키가 약하다면 새 키(RSA 2048 또는 EC P-256)를 만들고 그 키로 인증서를 다시 발급받으세요.",
          ...installAtServer(context),
        ]
      : []),
  ];
}

function strengthenExchange({ place }: OutcomeContext): Line[] {
  const which = "키 교환이 약하다면(DHE, “dh key too small”)";
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `${which} 가상 호스트에 ECDHE 암호화 스위트만 지정하세요. ${SEND_BACK}`,
        VIRTUAL_HOST.cipherSuites,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "hybrid":
      return [`${which} 인그레스 앞의 로드 밸런서에 ECDHE 암호화 스위트만 지정하세요.`];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
    case "not_apigee":
      return [
        `${which} ${SERVERS[place]}에서 ECDHE 암호화 스위트만 사용하게 하세요. nginx에서는 다음과 같이 설정합니다.`,
        NGINX.cipherSuites,
      ];
  }
}

function staple(context: OutcomeContext): Line[] {
  const { place } = context;
  const reissue = "스테이플링을 켤 수 없다면 must-staple 없이 인증서를 다시 발급받으세요.";
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `OCSP 스테이플링을 켜세요. ${SEND_BACK}`,
        VIRTUAL_HOST.stapling,
        changeVirtualHost(place),
        reissue,
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
    case "not_apigee":
      return [
        `${SERVERS[place]}에서 OCSP 스테이플링을 켜고 OCSP 응답자에 연결할 수 있게 하세요. nginx에서는 다음과 같이 설정합니다(RESOLVER는 사용하는 DNS 서버).`,
        NGINX.stapling,
        reissue,
      ];
    case "hybrid":
      return [
        "must-staple 없이 인증서를 다시 발급받으세요. 인그레스에는 인증서와 키만 넣을 수 있고 OCSP 응답은 넣을 수 없습니다.",
        ...installAtServer(context),
      ];
  }
}
