import { formatTarget } from "../../diagnosis/target.ts";
import { acceptedSuite, fallBack } from "../advice.ts";
import {
  ROUTER,
  VIRTUAL_HOST,
  changeTargetServer,
  changeVirtualHost,
  configureTarget,
  onlyCipherSuite,
  onlyVersion,
} from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import {
  INGRESS_FAULT,
  NO_CERTIFICATE,
  OVERRULE,
  SEND_BACK,
  capitals,
  clientAsSubject,
  onEach,
  seeHandshake,
} from "./outcome-words.ts";

type ProtocolOutcome = "protocol_mismatch" | "cipher_suite_mismatch";

const TARGET_SERVER =
  "대상 서버(LoadBalancer의 NAME)를 사용하면 대상 서버에 똑같이 설정하세요. 두 번째 호출은 정의 전체를 바꾸므로 첫 번째 호출에 나온 나머지 내용을 그대로 넣어야 합니다.";

const JAVA_VERSIONS = "Java 7과 8에서는 다음 옵션을 사용합니다.";

const INGRESS_REFUSES_ALL = `인증서가 없거나 잘못되었기 때문입니다. “${OVERRULE}” 메뉴에서 “${INGRESS_FAULT}” 질문의 답을 “${NO_CERTIFICATE}”으로 바꾸세요.`;

/** The two that the documents know. */
export const protocolOutcomes: Pick<Catalog["playbook"]["outcomes"], ProtocolOutcome> = {
  protocol_mismatch: (context) => ({
    steps: agreeOnVersion(context),
    verify: seeHandshake(context, "-tls1_2"),
  }),
  cipher_suite_mismatch: (context) => ({
    steps: agreeOnCipherSuite(context),
    verify: seeHandshake(context, "-tls1_2"),
  }),
};

function agreeOnVersion(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const updateClient = `${clientAsSubject(context)} TLS 1.2를 사용하도록 업데이트하세요.`;
  switch (place) {
    case "northbound_private_cloud":
      return [
        "라우터가 받아들이는 버전을 확인하세요.",
        ROUTER.show,
        `TLSv1.2가 있다면 클라이언트가 너무 오래된 것입니다. ${updateClient}`,
        `TLSv1.2가 없다면 허용하세요. ${onEach("모든 라우터에서", ROUTER.file)}`,
        ROUTER.versions,
        `가상 호스트 하나에만 적용할 수도 있습니다. ${SEND_BACK}`,
        VIRTUAL_HOST.versions,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "northbound_public_cloud":
      return [
        `퍼블릭 클라우드의 라우터는 TLS 1.2를 받아들입니다. ${updateClient} ${JAVA_VERSIONS}`,
        JAVA.versions,
        "이미 TLS 1.2를 사용한다면 가상 호스트가 받아들이는 버전을 Apigee 지원팀에 문의하세요. 버전은 지원팀만 바꿀 수 있습니다.",
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `가장 좋은 방법은 백엔드(${formatTarget(target)})에서 TLS 1.2를 사용 설정하는 것입니다. nginx에서는 다음과 같이 설정합니다.`,
        NGINX.versions,
        ...fallBack(context).flatMap((version) => [
          `그렇게 하기 전까지만 메시지 프로세서가 ${version} 버전을 쓰게 하세요. TargetEndpoint에 URL이 있으면 HTTPTargetConnection에 다음을 넣고 프록시를 배포합니다.`,
          configureTarget(onlyVersion(version)),
          TARGET_SERVER,
          changeTargetServer(place, target, onlyVersion(version)),
          capitals(place),
        ]),
      ];
    case "hybrid":
      return [
        `${updateClient} ${JAVA_VERSIONS}`,
        JAVA.versions,
        "이미 TLS 1.2를 사용한다면 인그레스가 더 새로운 버전만 받아들이도록 설정되어 있는지 확인하세요.",
        HYBRID.versions,
        `인그레스가 모든 버전을 거부한다면 ${INGRESS_REFUSES_ALL}`,
      ];
    case "not_apigee":
      return [
        `서버(${formatTarget(target)})에서 TLS 1.2와 1.3을 사용 설정하고 설정을 다시 로드하세요. nginx에서는 다음과 같이 합니다.`,
        NGINX.versions,
        `서버가 이미 지원한다면 ${updateClient} ${JAVA_VERSIONS}`,
        JAVA.versions,
      ];
  }
}

function agreeOnCipherSuite(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const client = clientAsSubject(context);
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        ...(place === "northbound_private_cloud"
          ? ["라우터가 받아들이는 암호화 스위트를 확인하세요.", ROUTER.show]
          : []),
        `라우터가 받아들이는 암호화 스위트를 ${client} 제안하게 하세요. 예: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`,
        limitedJava("클라이언트"),
        JAVA.strongCipherSuites,
        `클라이언트를 바꿀 수 없다면 클라이언트가 지원하는 암호화 스위트 하나를 OpenSSL 이름으로 가상 호스트에 추가하세요. ${SEND_BACK}`,
        VIRTUAL_HOST.cipherSuites,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `가장 좋은 방법은 백엔드(${formatTarget(target)})에서 최신 암호화 스위트를 사용 설정하는 것입니다. nginx에서는 다음과 같이 설정합니다.`,
        NGINX.cipherSuites,
        ...(place === "southbound_private_cloud"
          ? [limitedJava("메시지 프로세서"), JAVA.strongCipherSuites]
          : []),
        "TargetEndpoint나 대상 서버의 <Ciphers> 목록이 선택을 제한한다면 목록을 지우거나 백엔드가 받아들이는 암호화 스위트를 추가하세요.",
        configureTarget(onlyCipherSuite(acceptedSuite(context))),
        "TargetEndpoint를 바꾸었다면 프록시를 다시 배포하세요.",
      ];
    case "hybrid":
      return [
        `인그레스가 받아들이는 암호화 스위트를 ${client} 제안하게 하세요. 예: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`,
        limitedJava("클라이언트"),
        JAVA.strongCipherSuites,
        `인그레스가 모든 암호화 스위트를 거부한다면 ${INGRESS_REFUSES_ALL}`,
      ];
    case "not_apigee":
      return [
        `${formatTarget(target)} 서버가 받아들이는 암호화 스위트를 ${client} 제안하게 하세요. ${limitedJava("클라이언트")}`,
        JAVA.strongCipherSuites,
        "또는 서버에서 최신 암호화 스위트를 사용 설정하세요. nginx에서는 다음과 같이 설정합니다.",
        NGINX.cipherSuites,
      ];
  }
}

function limitedJava(whose: string): string {
  return `${whose}의 Java가 8u161보다 오래되었다면 강력한 암호화 스위트가 빠져 있습니다. JCE Unlimited Strength 정책 파일을 설치하세요. 8u151부터는 java.security에 다음 한 줄만 넣으면 됩니다.`;
}
