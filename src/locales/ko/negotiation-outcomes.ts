import { formatTarget } from "../../diagnosis/target.ts";
import { MESSAGE_PROCESSOR, configureTarget, onlyVersion } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { SERVERS, clientAsSubject, onEach, seeHandshake, theClient } from "./outcome-words.ts";

type NegotiationOutcome =
  | "group_mismatch"
  | "signature_algorithm_mismatch"
  | "alpn_mismatch"
  | "large_client_hello_intolerant"
  | "version_intolerant";

/** What else a Client Hello says that a server may not go along with. */
export const negotiationOutcomes: Pick<Catalog["playbook"]["outcomes"], NegotiationOutcome> = {
  group_mismatch: (context) => ({
    steps: agreeOnGroup(context),
    verify: seeHandshake(context, "-groups P-256"),
  }),
  signature_algorithm_mismatch: (context) => ({
    steps: agreeOnSignature(context),
    verify: seeHandshake(context, "-sigalgs RSA-PSS+SHA256:ECDSA+SHA256:RSA+SHA256"),
  }),
  alpn_mismatch: (context) => ({
    steps: agreeOnAlpn(context),
    verify: seeHandshake(context, "-alpn http/1.1"),
  }),
  large_client_hello_intolerant: (context) => ({
    steps: [
      `${theClient(context)}에서 ${formatTarget(context.target)}까지 가는 구간의 장비(방화벽, 로드 밸런서, TLS 검사 장비)를 찾으세요. 서버 바로 앞에서 시작해 장비를 하나씩 더 거치며 시도하고, 거치자마자 실패하는 장비를 업데이트합니다.`,
      "장비는 Client Hello가 패킷 두 개로 나뉘어 와도 나머지를 기다려야 합니다.",
      ...(context.place.startsWith("southbound")
        ? []
        : [
            "그때까지는 클라이언트에서 양자 내성 암호의 키 공유 값(key share)을 끄세요. Go에서는 GODEBUG=tlsmlkem=0, openssl.cnf에서는 Groups = X25519:P-256입니다.",
          ]),
    ],
    verify: seeHandshake(context, "-groups X25519MLKEM768"),
  }),
  version_intolerant: (context) => ({
    steps: tolerateVersions(context),
    verify: seeHandshake(context),
  }),
};

function agreeOnGroup(context: OutcomeContext): Line[] {
  switch (context.place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return [
        `모든 서버가 지원하는 P-256(secp256r1) 그룹을 ${clientAsSubject(context)} 제안하게 하세요. Java에서는 다음 옵션을 사용합니다.`,
        JAVA.groups,
      ];
    case "southbound_private_cloud":
      return [
        "백엔드에서 P-256(secp256r1) 그룹을 사용 설정하세요. nginx에서는 다음과 같이 설정합니다.",
        NGINX.groups,
        `또는 백엔드가 받아들이는 그룹을 메시지 프로세서가 제안하게 하세요. ${onEach("모든 메시지 프로세서에서", MESSAGE_PROCESSOR.file)}`,
        MESSAGE_PROCESSOR.groups,
      ];
    case "southbound_public_cloud":
      return [
        "백엔드에서 P-256(secp256r1) 그룹을 사용 설정하세요. 메시지 프로세서의 설정은 바꿀 수 없습니다. nginx에서는 다음과 같이 설정합니다.",
        NGINX.groups,
      ];
    case "not_apigee":
      return [
        `${clientAsSubject(context)} P-256(secp256r1) 그룹을 제안하게 하거나, 서버에서 이 그룹을 사용 설정하세요. 첫 번째는 Java, 두 번째는 nginx의 설정입니다.`,
        JAVA.groups,
        NGINX.groups,
      ];
  }
}

function agreeOnSignature(context: OutcomeContext): Line[] {
  const { place } = context;
  const suits = "RSA 2048은 모든 클라이언트가, EC P-256은 거의 모든 클라이언트가 지원합니다.";
  const settings =
    "서명 방식을 제한하는 설정이 있는지 확인하세요(openssl.cnf의 SignatureAlgorithms, java.security의 jdk.tls.disabledAlgorithms).";
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `메시지 프로세서가 검증할 수 있는 키의 인증서를 백엔드에 설치하세요. ${suits}`,
        `백엔드에 ${settings}`,
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        `${clientAsSubject(context)} SHA-256을 쓰는 RSA-PSS와 ECDSA 서명을 받아들이도록 업데이트하세요. 클라이언트에 ${settings}`,
        `클라이언트를 바꿀 수 없다면 클라이언트가 검증할 수 있는 키의 인증서를 ${SERVERS[place]}에 설치하세요. ${suits}`,
      ];
  }
}

function agreeOnAlpn(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return [
        `${clientAsSubject(context)} 지금 제안하는 프로토콜에 http/1.1을 더하거나, ALPN을 아예 보내지 않게 하세요.`,
        `${SERVERS[place]} 앞에 로드 밸런서가 있다면 로드 밸런서의 ALPN 정책을 확인하세요.`,
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `백엔드(${formatTarget(target)})에서 http/1.1을 사용 설정하세요. h2를 이미 쓰고 있다면 함께 사용합니다.`,
        "백엔드가 다른 프로토콜만 지원한다면 TargetEndpoint나 대상 서버의 호스트와 포트를 확인하세요.",
      ];
    case "not_apigee":
      return [
        `${formatTarget(target)} 서버가 웹 서버나 API라면 h2 또는 http/1.1을 사용 설정하세요.`,
        `그렇지 않다면 서버가 지원하는 프로토콜을 ${clientAsSubject(context)} 제안하게 하거나 포트를 확인하세요.`,
      ];
  }
}

function tolerateVersions(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const update = `${formatTarget(target)} 서버나 그 앞의 로드 밸런서, TLS 검사 장비를 업데이트하세요. 모르는 값은 무시해야 합니다.`;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        update,
        "그때까지는 메시지 프로세서를 TLS 1.2로 제한하세요. TargetEndpoint에 URL이 있으면 HTTPTargetConnection에 다음을 넣고 프록시를 배포합니다.",
        configureTarget(onlyVersion("TLSv1.2")),
        "대상 서버를 사용하면 대상 서버에 똑같이 설정하세요.",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        update,
        `그때까지는 ${clientAsSubject(context)} TLS 1.2만 사용하게 하세요. Java에서는 다음 옵션을 사용합니다.`,
        JAVA.versions,
      ];
  }
}
