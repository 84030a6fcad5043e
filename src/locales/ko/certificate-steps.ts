import { formatTarget } from "../../diagnosis/target.ts";
import {
  CLIENT_CERTIFICATE,
  configureTarget,
  exportCertificate,
  listCertificates,
  renewKeystore,
  renewTruststore,
} from "../apigee-commands.ts";
import type { Line, OutcomeContext } from "../catalog.ts";
import { showList } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { SERVERS, capitals, theClient } from "./outcome-words.ts";

const NEW_KEYSTORE =
  "새 키 저장소 NEW를 만들어 인증서와 체인(chain.pem, 인증서 사이에 빈 줄 하나), 키를 지금과 같은 별칭 ALIAS로 올리고, 참조 REF가 NEW를 가리키게 하세요.";

const NEW_TRUSTSTORE =
  "새 트러스트 저장소 NEW를 만들어 신뢰할 인증서를 모두 서로 다른 별칭 ALIAS로 올리고(두 번째 호출을 반복), 참조 REF가 NEW를 가리키게 하세요.";

/** The side that is asked gets a certificate. */
export function installAtServer({ place, target }: OutcomeContext): Line[] {
  switch (place) {
    case "northbound_private_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF는 가상 호스트의 <KeyStore> 요소에서 ref:// 뒤에 오는 이름입니다. ref://가 없다면 가상 호스트의 <KeyStore>에 NEW를 넣고 모든 라우터를 한 대씩 차례로 다시 시작하세요.",
        capitals(place),
      ];
    case "northbound_public_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF는 가상 호스트의 <KeyStore> 요소에서 ref:// 뒤에 오는 이름입니다. ref://가 없다면 라우터를 다시 시작해야 하므로 Apigee 지원팀에 NEW로 바꿔 달라고 요청하세요.",
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `백엔드(${formatTarget(target)})에 인증서와 체인을 설치하고 설정을 다시 로드하세요. nginx에서는 다음과 같이 합니다.`,
        NGINX.certificate,
        "Edge가 이미 신뢰하는 인증 기관이 새 인증서를 발급했다면 Edge에서는 조치할 것이 없습니다.",
      ];
    case "hybrid":
      return [
        "인증서와 체인(인증서를 맨 앞에), 키를 재정의(overrides) 파일에 적힌 위치에 저장하세요.",
        HYBRID.virtualHost,
        ...applyOverrides(),
        "재정의 파일에 sslSecret이 있다면 파일 대신 그 보안 비밀의 key와 cert를 교체하세요.",
      ];
    case "not_apigee":
      return [
        `서버(${formatTarget(target)})에 인증서와 체인을 설치하고 설정을 다시 로드하세요. nginx에서는 다음과 같이 합니다.`,
        NGINX.certificate,
      ];
  }
}

/** The side that asks gets a certificate: two-way TLS. */
export function installAtClient(context: OutcomeContext): Line[] {
  const { place } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF는 TargetEndpoint나 대상 서버의 SSLInfo에 있는 <KeyStore> 요소에서 ref:// 뒤에 오는 이름입니다.",
        configureTarget(CLIENT_CERTIFICATE),
        "ref://가 없다면 그 자리에 NEW를 넣으세요. TargetEndpoint를 바꾸었다면 프록시를 다시 배포하세요.",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        `${theClient(context)}의 키 저장소에 인증서와 체인, 키를 넣고 클라이언트를 다시 시작하세요.`,
        "클라이언트는 중간 인증서도 보내야 합니다. 상대방에는 루트 인증서만 있습니다.",
      ];
  }
}

/** The side that asks learns to trust the other. */
export function trustAtClient(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        "백엔드가 보내는 인증서를 TargetEndpoint나 대상 서버가 참조하는 트러스트 저장소와 비교하세요.",
        showList(target),
        listCertificates(place, "TRUSTSTORE"),
        `마지막 발급자가 저장소에 없다면 그 인증서(root.pem)를 백엔드 운영자에게서 받으세요. ${NEW_TRUSTSTORE}`,
        renewTruststore(place),
        "REF는 <TrustStore> 요소에서 ref:// 뒤에 오는 이름입니다. ref://가 없다면 그 자리에 NEW를 넣으세요. TargetEndpoint를 바꾸었다면 프록시를 다시 배포하세요.",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        "라우터가 보내는 인증서를 가상 호스트의 키 저장소에 있는 인증서와 비교하세요. 서로 다르면 잘못된 키 저장소를 사용하고 있는 것입니다.",
        showList(target),
        listCertificates(place, "KEYSTORE"),
        ...teachClient(context),
        capitals(place),
      ];
    case "hybrid":
    case "not_apigee":
      return [
        `${SERVERS[place]}가 보내는 인증서를 누가 발급했는지 확인하세요.`,
        showList(target),
        ...teachClient(context),
      ];
  }
}

/** One that people run themselves. */
function teachClient(context: OutcomeContext): Line[] {
  return [
    `마지막 발급자의 루트 인증서를 ${theClient(context)}의 트러스트 저장소에 추가하세요. 서버 인증서만 추가해서는 안 됩니다. 이미 저장소에 있는 퍼블릭 인증 기관이라면 추가할 필요가 없습니다. Java에서는 다음과 같이 합니다.`,
    JAVA.trust,
    "클라이언트가 인증서를 고정(pinning)한다면 새 인증서를 등록하세요.",
  ];
}

/** The side that is asked learns to trust the other: two-way TLS. */
export function trustAtServer(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        "클라이언트 앱이 보내는 인증서를 가상 호스트가 참조하는 트러스트 저장소와 비교하세요.",
        { command: "openssl x509 -in client.pem -noout -subject -issuer -enddate" },
        listCertificates(place, "TRUSTSTORE"),
        `클라이언트 인증서의 발급자가 저장소에 없다면 다음과 같이 추가합니다. ${NEW_TRUSTSTORE}`,
        renewTruststore(place),
        `REF는 <TrustStore> 요소에서 ref:// 뒤에 오는 이름입니다. ref://가 없다면 ${
          place === "northbound_private_cloud"
            ? "가상 호스트의 <TrustStore>에 NEW를 넣고 모든 라우터를 한 대씩 차례로 다시 시작하세요."
            : "라우터를 다시 시작해야 하므로 Apigee 지원팀에 NEW로 바꿔 달라고 요청하세요."
        }`,
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        "TargetEndpoint나 대상 서버의 SSLInfo에 있는 키 저장소의 내용을 확인하고 내보내세요.",
        listCertificates(place, "KEYSTORE"),
        exportCertificate(place),
        `루트 인증서와 중간 인증서를 백엔드(${formatTarget(target)}) 운영자에게 전달해 백엔드의 트러스트 저장소에 넣게 하세요. nginx에서는 다음과 같이 합니다.`,
        NGINX.clientAuthorities,
        "내보낸 인증서가 백엔드에서 기대하는 인증서와 다르다면 키 저장소나 KeyAlias가 잘못 지정된 것입니다.",
        capitals(place),
      ];
    case "hybrid":
      return [
        "클라이언트 인증서를 발급한 루트 인증서를 재정의(overrides) 파일에 지정된 파일에 넣으세요.",
        HYBRID.twoWay,
        ...applyOverrides(),
      ];
    case "not_apigee":
      return [
        `클라이언트 인증서를 발급한 루트 인증서를 서버(${formatTarget(target)})의 트러스트 저장소에 넣으세요. nginx에서는 다음과 같이 합니다.`,
        NGINX.clientAuthorities,
      ];
  }
}

/** After a change in the overrides file. */
export function applyOverrides(): Line[] {
  return [
    "재정의 파일을 apigeectl로 적용하세요. Hybrid를 Helm으로 설치했다면 대신 차트 디렉터리에서 두 번째 명령어를 실행합니다.",
    HYBRID.apply,
    HYBRID.applyWithHelm,
  ];
}
