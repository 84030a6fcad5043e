import {
  bestSuite,
  canSwitchOnTls12,
  disablesDhe,
  isMessageProcessor,
  lacksPolicyFiles,
  newestTls,
  whoseVersions,
} from "../advice.ts";
import { MESSAGE_PROCESSOR, speakOnly } from "../apigee-commands.ts";
import type { Catalog, ClientContext, Line } from "../catalog.ts";
import { sClient, versionOption } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { formatDuration } from "../format.ts";
import { dhBits } from "../selection.ts";
import { LOCALE, listSome } from "./wording.ts";

export const clientFindings: Catalog["clients"]["findings"] = {
  protocol_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `${client.name}: 서버와 공통으로 지원하는 TLS 버전이 없습니다`,
    evidence: compare(client, "TLS 버전", { offered, accepted, alert }),
    resolution: [...advise(client, offered, accepted), sClient(target, ...versionOption(offered))],
  }),
  cipher_suite_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `${client.name}: 서버와 공통으로 지원하는 암호화 스위트가 없습니다`,
    evidence: compare(client, "암호화 스위트", { offered, accepted, alert }),
    resolution: [
      "클라이언트: 서버가 받아들이는 암호화 스위트를 제안하도록 업데이트하세요.",
      ...(lacksPolicyFiles(client.id, accepted)
        ? ([
            "8u161 이전의 Java는 버전에 맞는 JCE Unlimited Strength 정책 파일이 있어야 AES-256 암호화 스위트를 제안합니다. 8u151부터는 lib/security/java.security에 다음 한 줄만 넣으면 됩니다.",
            JAVA.strongCipherSuites,
          ] satisfies Line[])
        : []),
      `서버: 이 클라이언트가 제안하는 암호화 스위트 중 가장 강력한 것을 하나 더 사용 설정하세요. 추천: ${bestSuite(offered)}`,
      sClient(target, "-cipher ALL:@SECLEVEL=0"),
    ],
  }),
  group_mismatch: ({ offered, accepted, alert, dhPrime }, { client, target }) => ({
    title:
      dhPrime === true
        ? `${client.name}: 서버가 DHE에 사용하는 소수를 거부합니다`
        : `${client.name}: 서버와 공통으로 지원하는 키 교환 그룹이 없습니다`,
    evidence:
      dhPrime === true
        ? [
            `서버가 DHE에 사용하는 소수: ${accepted.map(dhBits).join()}비트`,
            `${client.name} 클라이언트가 받아들이는 소수: ${offered.map(dhBits).join()}비트`,
          ]
        : compare(client, "키 교환 그룹", { offered, accepted, alert }),
    resolution:
      dhPrime === true
        ? [
            "서버: ECDHE 암호화 스위트와, ECDHE를 지원하지 않는 클라이언트용 RSA 암호화 스위트 하나를 DHE 암호화 스위트보다 앞에 두고 서버의 우선순위로 선택하게 하세요. 더 짧은 소수는 깨질 수 있으므로 해결책이 아닙니다. nginx에서는 다음과 같이 설정합니다.",
            NGINX.dheLast,
            "클라이언트: 업데이트하거나, 서버가 다른 암호화 스위트를 선택하도록 DHE를 끄세요.",
            ...(disablesDhe(client.id)
              ? ([
                  "Java에서는 lib/security/java.security에 다음 줄을 넣습니다.",
                  JAVA.withoutDhe,
                ] satisfies Line[])
              : []),
          ]
        : [
            `서버: 이 클라이언트가 제안하는 그룹을 사용 설정하세요(${listSome(offered)}). nginx에서는 다음과 같이 설정합니다.`,
            NGINX.groups,
            "클라이언트: 업데이트하거나, 서버가 받아들이는 그룹을 허용하세요.",
            sClient(target, "-groups X25519:P-256"),
          ],
  }),
  signature_algorithm_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `${client.name}: 서버의 서명 방식 중 받아들이는 것이 없습니다`,
    evidence: [
      `${client.name} 클라이언트가 받아들이는 서명 방식: ${listSome(offered)}`,
      describeServer(accepted, "서버의 서명 방식", alert),
    ],
    resolution: [
      "서버: RSA 2048 또는 EC P-256 키의 인증서를 추가하고, 서명 방식을 고정하는 설정이 있는지 확인하세요(openssl.cnf의 SignatureAlgorithms, Java의 jdk.tls.server.SignatureSchemes).",
      "클라이언트: 서버의 서명을 검증할 수 있도록 업데이트하세요.",
      sClient(target),
    ],
  }),
  alpn_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `${client.name}: 제안한 애플리케이션 프로토콜(ALPN)을 서버가 하나도 지원하지 않습니다`,
    evidence: compare(client, "프로토콜", { offered, accepted, alert }),
    resolution: [
      "서버: 웹 서버나 API라면 HTTP/1.1 또는 HTTP/2를 사용 설정하세요.",
      "클라이언트: 서버가 받아들이는 프로토콜을 제안하거나 ALPN을 보내지 않게 하세요.",
      sClient(target, `-alpn ${offered.join(",")}`),
    ],
  }),
  sni_required: ({ serverName }, { client, target }) => ({
    title: `${client.name}: 서버에 필요한 서버 이름(SNI)을 보내지 않습니다`,
    evidence: [
      `서버 이름(${serverName})이 있는 Client Hello에는 서버가 응답합니다.`,
      `${client.name} 클라이언트의 Client Hello에는 서버 이름이 없어 서버가 거부합니다.`,
    ],
    resolution: [
      ...(isMessageProcessor(client.id)
        ? MESSAGE_PROCESSOR_SENDS_NAME
        : [
            "클라이언트: 업데이트하거나, 설정이 있다면 서버 이름을 켜세요. Java 7 이상에서는 -Djsse.enableSNIExtension=false를 제거합니다.",
          ]),
      "서버: 서버 이름을 보내지 않는 클라이언트용 인증서(nginx에서는 default_server)를 설정하거나, 별도의 주소를 사용하세요.",
      { command: `openssl s_client -connect ${target.host}:${target.port} -noservername` },
    ],
  }),
  host_name_mismatch: ({ referenceIdentifier, presentedIdentifiers, alert }, { client, target }) => ({
    title:
      alert === null
        ? `${client.name}: 다른 이름의 인증서를 받습니다`
        : `${client.name}: 요청하는 이름을 서버가 모릅니다`,
    evidence:
      alert === null
        ? [
            `인증서에 ${referenceIdentifier} 이름이 없습니다. ${
              presentedIdentifiers.length === 0
                ? "인증서에 이름이 하나도 없습니다."
                : `인증서에 있는 이름: ${listSome(presentedIdentifiers)}`
            }`,
            "서버 이름(SNI)을 보내는 일반 클라이언트는 다른 인증서를 받습니다.",
          ]
        : [`서버가 ${alert} 경고로 거부한 이름: ${referenceIdentifier}`],
    resolution: [
      ...(isMessageProcessor(client.id)
        ? MESSAGE_PROCESSOR_SENDS_NAME
        : ["클라이언트: 서버 이름을 보내도록 업데이트하세요."]),
      `서버: 서버 이름을 보내지 않는 클라이언트도 ${referenceIdentifier} 인증서를 받도록 기본 인증서로 설정하세요.`,
      { command: `openssl s_client -connect ${target.host}:${target.port} -noservername` },
    ],
  }),
  weak_key: ({ subject, publicKey }, { client, target }) => ({
    title: `${client.name}: 서버의 키가 너무 짧아 거부합니다(${publicKey})`,
    evidence: [
      subject === null
        ? `서버가 DHE에 ${dhBits(publicKey)}비트 소수를 사용합니다.`
        : `서버가 보낸, ${subject} 인증서로 시작하는 목록에 이 키를 쓰는 인증서가 있습니다.`,
    ],
    resolution:
      subject === null
        ? [
            "서버: 2048비트 이상의 소수나 ECDHE 암호화 스위트를 사용하세요. nginx에서는 다음 명령어로 만든 파일을 ssl_dhparam에 지정합니다.",
            NGINX.dhParameters,
          ]
        : ["서버: 2048비트 이상의 키를 쓰는 인증서를 설치하세요.", sClient(target)],
  }),
  connection_reset: ({ address, port, during }, { client }) => ({
    title:
      during === "closed"
        ? `${client.name}: 서버가 아무 응답 없이 연결을 끊습니다`
        : `${client.name}: 서버가 연결을 재설정합니다`,
    evidence: [
      `${address} 포트 ${port}: ${client.name} 클라이언트의 Client Hello를 받은 뒤 경고(alert) ${
        during === "closed" ? "없이 연결을 닫았습니다." : "대신 TCP RST로 응답했습니다."
      }`,
      "일반 클라이언트는 응답을 받습니다.",
    ],
    resolution: [
      "이 클라이언트의 Client Hello를 알아보고 차단하거나, 처리하지 못하는 것이 있습니다. 서버 로그를 확인한 다음 중간의 방화벽과 TLS 검사 장비를 확인하세요.",
    ],
  }),
  timeout: ({ address, port, afterMs }, { client }) => ({
    title: `${client.name}: Client Hello에 서버가 응답하지 않습니다`,
    evidence: [
      `${address} 포트 ${port}: Client Hello 이후 ${formatDuration(LOCALE, afterMs)} 동안 아무것도 보내지 않았습니다.`,
      "일반 클라이언트는 응답을 받습니다.",
    ],
    resolution: [
      "이 Client Hello를 버리거나 처리하지 못하는 것이 있습니다. 서버 로그를 확인한 다음 중간의 방화벽과 TLS 검사 장비를 확인하세요.",
    ],
  }),
  not_determined: ({ alert, code }, { client }) => ({
    title:
      alert === null
        ? `${client.name}: 핸드셰이크가 실패했지만, 확인된 사실만으로는 원인을 알 수 없습니다`
        : `${client.name}: 서버가 거부합니다(${alert.description})`,
    evidence: [
      alert === null
        ? `서버가 보낸 내용을 처리할 수 없습니다(${code}).`
        : `치명적 경고: ${alert.description} (${alert.code}). 알려진 범위에서는 버전, 암호화 스위트, 그룹이 모두 맞습니다.`,
    ],
    resolution: [
      "같은 시각의 서버 로그를 확인하세요. 거부한 이유는 서버가 알고 있습니다.",
      "그래도 알 수 없다면 양쪽 중 한 곳에서 핸드셰이크를 캡처해 문의 티켓에 첨부하세요.",
    ],
  }),
};

type Client = ClientContext["client"];

const MESSAGE_PROCESSOR_SENDS_NAME: readonly Line[] = [
  "다음 줄을 /opt/apigee/customer/application/message-processor.properties 파일에 추가하고, 파일 소유자를 apigee로 유지한 채 다시 시작하세요. 모든 메시지 프로세서에서 반복합니다.",
  MESSAGE_PROCESSOR.sendServerName,
];

/** @param what of which there is more than one, as a word. */
function compare(
  { name }: Client,
  what: string,
  {
    offered,
    accepted,
    alert,
  }: {
    readonly offered: readonly string[];
    readonly accepted: readonly string[];
    readonly alert: string | null;
  },
): string[] {
  return [
    `${name} 클라이언트가 제안하는 ${what}: ${offered.length === 0 ? "없음" : listSome(offered)}`,
    describeServer(accepted, `서버가 받아들이는 ${what}`, alert),
  ];
}

/** Without an alert, it may be the client that refuses. */
function describeServer(accepted: readonly string[], title: string, alert: string | null): string {
  const list = accepted.length === 0 ? [] : [`${title}: ${listSome(accepted)}`];
  const refusal = alert === null ? "서버가 거부합니다." : `서버가 ${alert} 경고로 거부했습니다.`;
  return [...(accepted.length === 0 || alert !== null ? [refusal] : []), ...list].join(" ");
}

function advise(client: Client, offered: readonly string[], accepted: readonly string[]): Line[] {
  const whose = whoseVersions(offered, accepted);
  if (whose === "server") return updateServer(client, accepted);
  if (whose === "client") return updateClient(client, accepted);
  return [
    "서버: 이런 클라이언트가 남아 있는 동안은 TLS 1.3과 함께 TLS 1.2도 사용 설정하세요. nginx에서는 다음과 같이 설정합니다.",
    NGINX.versions,
    "클라이언트: TLS 1.3을 지원하는 버전으로 업데이트하세요.",
  ];
}

function updateClient(client: Client, accepted: readonly string[]): Line[] {
  return [
    "클라이언트: 업데이트하세요. 이 클라이언트가 지원하는 버전은 더 이상 안전하지 않으며(RFC 8996), 받아들이는 서버도 점점 줄고 있습니다.",
    ...(canSwitchOnTls12(client.id, accepted)
      ? ([
          "Java 7은 TLS 1.2를 지원하지만 따로 설정해야만 제안합니다. 7u95부터는 다음 옵션을 사용합니다.",
          JAVA.versions,
        ] satisfies Line[])
      : []),
    "업데이트할 수 없다면 클라이언트 옆에 서버와 TLS 1.2로 통신하는 프록시를 두세요. 서버에서 모든 클라이언트에 이전 버전을 허용하는 것보다 안전합니다.",
  ];
}

function updateServer(client: Client, accepted: readonly string[]): Line[] {
  return [
    "서버: TLS 1.2 또는 1.3을 사용 설정하세요. nginx에서는 다음과 같이 설정합니다.",
    NGINX.versions,
    ...(isMessageProcessor(client.id) ? newestTls(accepted) : []).flatMap((newest) => [
      `지금 바꿀 수 없다면 TargetEndpoint 또는 대상 서버에서 메시지 프로세서가 ${newest} 버전을 쓰도록 설정하세요.`,
      speakOnly(newest),
    ]),
  ];
}
