import { ROUTER, speakOnly } from "../apigee-commands.ts";
import type { Line } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { JAVA, NGINX, OPENSSL_GROUPS } from "../config-snippets.ts";
import type { NegotiationFindings } from "../finding-groups.ts";
import { allForgeable } from "../selection.ts";
import { inBrackets, listSome } from "./wording.ts";

/** What client and server must agree on before there is a certificate. */
export const negotiationFindings: NegotiationFindings = {
  protocol_mismatch: ({ accepted, alert }, { target }) => {
    const newest = accepted.at(-1);
    return {
      title:
        newest === undefined
          ? "서버가 TLS 1.2와 TLS 1.3을 모두 거부합니다"
          : `서버는 ${newest}까지만 지원하는데, 최신 클라이언트는 TLS 1.2 이상을 요구합니다`,
      evidence: [
        alert === null
          ? "TLS 1.2와 1.3을 제안한 Client Hello로는 핸드셰이크가 되지 않습니다."
          : `서버가 TLS 1.2/1.3을 제안한 Client Hello를 ${alert} 경고로 거부했습니다.`,
        ...(newest === undefined ? [] : [`서버가 받아들이는 이전 버전: ${listSome(accepted)}`]),
      ],
      resolution: [
        "서버에서 TLS 1.2 또는 1.3을 사용 설정하세요. 이것이 근본적인 해결책이며 다른 방법은 모두 임시 조치입니다. nginx에서는 다음과 같이 설정합니다.",
        NGINX.versions,
        "Apigee Edge 라우터에서는 /opt/apigee/customer/application/router.properties 파일에 설정합니다.",
        ROUTER.versions,
        ...(newest?.startsWith("TLS") === true
          ? ([
              `Apigee Edge의 백엔드 서버인데 지금 업그레이드할 수 없다면, TargetEndpoint 또는 대상 서버에서 메시지 프로세서가 ${newest} 버전을 쓰도록 설정하세요.`,
              speakOnly(newest),
            ] satisfies Line[])
          : []),
        sClient(target, "-tls1_2"),
      ],
    };
  },
  cipher_suite_mismatch: ({ accepted, alert }, { target }) => ({
    title: "서버와 클라이언트가 공통으로 지원하는 암호화 스위트가 없습니다",
    evidence: [
      `버전은 맞지만 일반 클라이언트의 핸드셰이크가 실패합니다${inBrackets(alert)}.`,
      ...(accepted.length === 0
        ? []
        : [
            `서버가 받아들이는 암호화 스위트: ${listSome(accepted)}. 최신 클라이언트는 이 중 어느 것도 제안하지 않습니다.`,
          ]),
    ],
    resolution: [
      "최신 클라이언트가 제안하는 암호화 스위트를 서버에서 하나 이상 사용 설정하세요. 예를 들면 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256이며, 인증서의 키가 EC라면 같은 종류의 ECDSA 스위트입니다. nginx에서는 다음과 같이 설정합니다.",
      NGINX.cipherSuites,
      "Apigee Edge 라우터가 받아들이는 암호화 스위트는 /opt/nginx/conf.d/0-default.conf에 있습니다. 가상 호스트의 ssl_ciphers로 설정하거나, 전체에 적용하려면 /opt/apigee/customer/application/router.properties에 설정합니다.",
      ROUTER.cipherSuites,
      "오래된 Java 클라이언트에서 강력한 암호화 스위트를 쓰려면 JCE Unlimited Strength 정책 파일이 필요합니다.",
      accepted.length === 0
        ? { command: `nmap --script ssl-enum-ciphers -p ${target.port} ${target.host}` }
        : sClient(target, "-cipher ALL:@SECLEVEL=0"),
    ],
  }),
  group_mismatch: ({ offered, accepted, alert }, { target }) => ({
    title: "서버와 클라이언트가 공통으로 지원하는 키 교환 그룹이 없습니다",
    evidence: [
      `버전과 암호화 스위트는 맞지만 일반 클라이언트의 핸드셰이크가 실패합니다${inBrackets(alert)}.`,
      `서버가 받아들이는 그룹: ${listSome(accepted)}. 최신 클라이언트가 제안하는 그룹: ${listSome(offered)}.`,
    ],
    resolution: [
      "모든 클라이언트가 지원하는 x25519 또는 secp256r1(P-256)을 서버에서 사용 설정하세요. nginx에서는 다음과 같이 설정합니다.",
      NGINX.groups,
      "OpenSSL을 쓰는 다른 서버에서는 openssl.cnf에 설정합니다.",
      OPENSSL_GROUPS,
      "Java에서는 시스템 속성으로 지정합니다. Apigee Edge 메시지 프로세서에서는 -D 대신 conf/system.properties+를 붙여 message-processor.properties에 넣습니다.",
      JAVA.groups,
      sClient(target, "-groups X25519:P-256"),
    ],
  }),
  signature_algorithm_mismatch: ({ offered, accepted, alert }, { target }) => ({
    title: "서버의 서명 방식 중 최신 클라이언트가 받아들이는 것이 없습니다",
    evidence: [
      `버전, 암호화 스위트, 그룹은 맞지만 일반 클라이언트의 핸드셰이크가 실패합니다${inBrackets(alert)}.`,
      `서버의 서명 방식: ${listSome(accepted)}. 최신 클라이언트가 받아들이는 서명 방식: ${listSome(offered)}.`,
    ],
    resolution: [
      allForgeable(accepted)
        ? "SHA-1과 MD5를 쓴 서명은 위조할 수 있어 클라이언트가 거부합니다(RFC 9155). 서버의 TLS 라이브러리를 업데이트하거나, 서명을 SHA-1로 고정하는 설정을 제거하세요."
        : "모든 클라이언트가 검증할 수 있는 RSA 2048 또는 EC P-256 키의 인증서를 서버에 추가하세요. 기존 인증서는 그대로 둡니다.",
      "선택을 제한하는 설정이 있는지 확인하세요. openssl.cnf의 SignatureAlgorithms, Java의 jdk.tls.disabledAlgorithms와 jdk.tls.server.SignatureSchemes, RSA-PSS를 지원하지 않는 HSM이나 스마트 카드의 키가 그 예입니다.",
      sClient(target, "-sigalgs RSA-PSS+SHA256:ECDSA+SHA256:RSA+SHA256"),
    ],
  }),
  alpn_mismatch: ({ accepted, alert }, { target }) => ({
    title: "클라이언트가 제안한 애플리케이션 프로토콜(ALPN)을 서버가 하나도 지원하지 않습니다",
    evidence: [
      `서버가 h2, http/1.1 제안을 ${alert} 경고로 거부했습니다.`,
      ...(accepted.length === 0 ? [] : [`서버가 받아들이는 프로토콜: ${listSome(accepted)}`]),
    ],
    resolution: [
      "웹 서버나 API라면 HTTP/1.1 또는 HTTP/2를 사용 설정하세요. nginx에서는 http2 on, 로드 밸런서에서는 ALPN 정책입니다.",
      "다른 서비스(MQTT, gRPC 전용, 데이터베이스)라면 클라이언트가 해당 프로토콜을 제안하거나 ALPN을 보내지 않아야 합니다. 포트가 맞는지도 확인하세요.",
      sClient(target, "-alpn h2,http/1.1"),
    ],
  }),
  large_client_hello_intolerant: (_, { target }) => ({
    title: "최신 브라우저처럼 패킷 하나를 넘는 Client Hello를 보내면 핸드셰이크가 실패합니다",
    evidence: [
      "작은 Client Hello로는 핸드셰이크가 됩니다. 양자 내성 암호의 키 공유 값(key share, X25519MLKEM768)을 더하면 패킷이 두 개가 되어 실패합니다.",
    ],
    resolution: [
      "서버나 그 앞의 방화벽, 로드 밸런서가 첫 패킷을 Client Hello 전체로 잘못 처리합니다. 해당 장비를 업데이트하세요. 서버와 같은 네트워크에서 시도하면 어느 장비인지 알 수 있습니다.",
      "그때까지는 클라이언트에서 큰 키 공유 값을 쓰지 않게 할 수 있습니다. openssl.cnf에서는 Groups = X25519:P-256, Go에서는 GODEBUG=tlsmlkem=0입니다.",
      "OpenSSL 3.5로 확인할 수 있습니다. 첫 번째는 실패하고 두 번째는 성공합니다.",
      sClient(target, "-groups X25519MLKEM768"),
      sClient(target, "-groups X25519"),
    ],
  }),
  version_intolerant: ({ intolerances }, { target }) => ({
    title: intolerances.includes("tls_1_3")
      ? "클라이언트가 TLS 1.3을 제안하면 서버가 이전 버전을 선택하지 못하고 핸드셰이크가 실패합니다"
      : "서버가 모르는 값(GREASE)을 무시하지 않아 핸드셰이크가 실패합니다",
    evidence: intolerances.map((intolerance) =>
      intolerance === "tls_1_3"
        ? "TLS 1.2만 제안한 Client Hello로는 핸드셰이크가 됩니다. 같은 Client Hello에 TLS 1.3을 더하면 실패합니다."
        : "일반 Client Hello로는 핸드셰이크가 됩니다. 브라우저처럼 예약된 값(RFC 8701)을 더하면 실패합니다.",
    ),
    resolution: [
      "서버나 그 앞의 로드 밸런서, TLS 검사 장비를 업데이트하세요. 모르는 값은 무시해야 합니다(RFC 8446 4.2절).",
      ...(intolerances.includes("tls_1_3")
        ? ([
            "그때까지는 클라이언트를 TLS 1.2로 제한할 수 있습니다. Java에서는 -Djdk.tls.client.protocols=TLSv1.2, openssl.cnf에서는 MaxProtocol = TLSv1.2, Apigee Edge에서는 대상의 SSLInfo에 Protocol로 TLSv1.2만 지정합니다.",
            sClient(target, "-tls1_2"),
          ] satisfies Line[])
        : ([
            "Chrome으로 확인하세요. Chrome은 이런 값을 보내지만 curl은 보내지 않습니다.",
            sClient(target),
          ] satisfies Line[])),
    ],
  }),
};
