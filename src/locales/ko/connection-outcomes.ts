import { formatTarget } from "../../diagnosis/target.ts";
import { withStartTls } from "../advice.ts";
import { VIRTUAL_HOST, changeVirtualHost } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { resolveName, sClient, showEach, showListener, tryPort } from "../commands.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { SEND_BACK, SERVERS, THERE, callAgain, capitals, seeHandshake, theClient } from "./outcome-words.ts";

type ConnectionOutcome =
  | "name_not_resolved"
  | "connection_refused"
  | "network_error"
  | "not_tls"
  | "starttls_required"
  | "starttls_failed"
  | "addresses_differ"
  | "connection_reset"
  | "timeout";

/** It fails before TLS, or because of what lies between. */
export const connectionOutcomes: Pick<Catalog["playbook"]["outcomes"], ConnectionOutcome> = {
  name_not_resolved: (context) => ({
    steps: [
      `${THERE[context.place]} 이름을 조회하세요.`,
      resolveName(context.target),
      whereNameIsSaid(context),
      "비공개 영역(private zone)의 이름이라면 그 시스템이 쓰는 DNS 서버가 이 영역을 알아야 합니다. 이 점검은 영역 밖에서 실행되므로 조회하지 못하는 것이 정상일 수 있습니다.",
    ],
    verify: ["다음을 실행했을 때 주소가 출력되어야 합니다.", resolveName(context.target)],
  }),
  connection_refused: (context) => ({
    steps: [
      `${SERVERS[context.place]} 쪽에서 포트 ${context.target.port}의 연결을 받는 프로세스가 있는지 확인하세요.`,
      context.place === "hybrid" ? HYBRID.service : showListener(context.target),
      `없다면 ${SERVERS[context.place]}를 시작하거나 포트를 바로잡으세요. ${whereNameIsSaid(context)}`,
      "있다면 앞단의 방화벽이나 로드 밸런서가 거부하는 것이니 그쪽을 확인하세요.",
    ],
    verify: seePort(context),
  }),
  network_error: (context) => ({
    steps: [
      `${THERE[context.place]} 시도하세요. 점검을 실행한 네트워크에만 경로가 없을 수도 있습니다.`,
      tryPort(context.target),
      "거기서도 실패한다면 라우팅을 확인하고, 네트워크에서 도달할 수 없는 IPv6 주소가 이름에 등록되어 있는지 확인하세요.",
    ],
    verify: seePort(context),
  }),
  not_tls: (context) => ({ steps: speakTls(context), verify: seeHandshake(context) }),
  starttls_required: (context) => ({
    steps: startTls(context),
    verify:
      context.place === "not_apigee"
        ? ["다음을 실행했을 때 인증서가 출력되어야 합니다.", sClient(withStartTls(context))]
        : [callAgain(context.place)],
  }),
  starttls_failed: (context) => ({
    steps: [
      `${formatTarget(context.target)} 서버에서 같은 시각의 로그를 확인하세요. 대개 인증서와 키가 없거나 서버에 파일을 읽을 권한이 없습니다.`,
      "서버 로그에 STARTTLS가 없다면 중간 장비(내용을 검사하는 방화벽)가 지우고 있는 것입니다. 서버와 같은 네트워크에서 시도하세요.",
    ],
    verify: ["다음을 실행했을 때 인증서가 출력되어야 합니다.", sClient(context.target)],
  }),
  addresses_differ: (context) => ({
    steps: [
      "주소마다 어떤 인증서가 나오는지 확인하세요.",
      showEach(context.addresses, context.target),
      `모두 같은 인증서와 설정을 사용하게 하세요. 대상: ${machines(context)}`,
      "그때까지는 문제가 있는 서버를 DNS나 로드 밸런서에서 제외하세요.",
    ],
    verify: ["이제 모든 주소에서 같은 결과가 나와야 합니다.", showEach(context.addresses, context.target)],
  }),
  connection_reset: (context) => ({
    steps: [
      `${THERE[context.place]} 시도한 다음, ${SERVERS[context.place]}와 같은 네트워크에서도 시도하세요.`,
      sClient(context.target),
      "첫 번째만 실패한다면 중간 구간의 장비(방화벽, TLS 검사 장비, 프록시)가 연결을 끊는 것입니다. 장비 운영자에게 같은 시각의 로그를 요청하세요.",
      ...emptyIngress(context),
      allowList(context),
    ],
    verify: seeHandshake(context),
  }),
  timeout: (context) => ({
    steps: [
      `${THERE[context.place]} 포트가 응답하는지 확인하세요.`,
      tryPort(context.target),
      `응답하지 않는다면 방화벽이 패킷을 버리고 있습니다. ${allowList(context)}`,
      `응답한다면 ${SERVERS[context.place]}가 멈췄거나 중간 장비가 Client Hello를 버리고 있습니다. ${SERVERS[context.place]}의 로그를 확인하고 다시 시작하세요.`,
    ],
    verify: seeHandshake(context),
  }),
};

function whereNameIsSaid({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "호스트와 포트는 TargetEndpoint의 URL이나 대상 서버에 있습니다.";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return "호스트와 포트는 가상 호스트의 HostAliases와 Port에 있습니다. 이름은 DNS에도 등록되어 있어야 합니다.";
    case "hybrid":
      return "호스트 이름은 환경 그룹에, 포트는 인그레스 서비스에 있습니다. 이름은 DNS에서 그 서비스를 가리켜야 합니다.";
    case "not_apigee":
      return "클라이언트 설정에서 이름과 포트를 확인하세요. 서버의 포트는 서버의 수신 설정(nginx에서는 listen)에 있습니다.";
  }
}

function machines({ place }: OutcomeContext): string {
  switch (place) {
    case "northbound_private_cloud":
      return "모든 라우터와 그 앞의 모든 로드 밸런서";
    case "northbound_public_cloud":
      return "Edge 앞에서 직접 운영하는 로드 밸런서나 CDN(Edge의 주소라면 Apigee 지원팀에 문의)";
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "이 이름에 연결된 모든 백엔드 서버";
    case "hybrid":
      return "모든 리전의 인그레스";
    case "not_apigee":
      return "이 이름에 연결된 모든 서버";
  }
}

function allowList({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
      return "백엔드의 방화벽에서 모든 메시지 프로세서의 주소를 허용해야 합니다.";
    case "southbound_public_cloud":
      return "백엔드의 방화벽에서 Edge의 주소를 허용해야 합니다. 주소는 Apigee 지원팀에 문의하세요.";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return `${SERVERS[place]} 앞의 방화벽에서 클라이언트의 주소를 허용해야 합니다.`;
  }
}

/** An ingress without certificate hangs up. */
function emptyIngress({ place }: OutcomeContext): Line[] {
  return place === "hybrid"
    ? [
        "보안 비밀이 없는 인그레스도 이렇게 연결을 끊습니다. 보안 비밀이 있는지 확인하세요.",
        HYBRID.findSecret,
      ]
    : [];
}

function startTls(context: OutcomeContext): Line[] {
  const { place } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `메시지 프로세서는 처음부터 TLS로 연결하며 STARTTLS를 지원하지 않습니다. 따라서 대상의 호스트나 포트가 잘못된 것입니다. ${whereNameIsSaid(context)}`,
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return [
        `API 호출은 처음부터 TLS를 쓰는 HTTPS이므로 이 포트는 ${SERVERS[place]}의 포트가 아닙니다. 호스트나 포트가 잘못된 것입니다. ${whereNameIsSaid(context)}`,
      ];
    case "not_apigee":
      return [`${theClient(context)}에서 STARTTLS를 켜거나, 처음부터 TLS로 시작하는 포트를 사용하세요.`];
  }
}

function speakTls(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `백엔드의 포트 ${target.port}에서는 TLS를 사용하지 않습니다. TargetEndpoint의 URL이나 대상 서버의 Port를 TLS를 사용하는 포트(대개 443 또는 8443)로 바꾸세요.`,
        "백엔드에서 계속 TLS를 쓰지 않으려면 URL을 http://로 바꾸거나 대상 서버에서 SSLInfo를 제거하세요. 이 경우 아무것도 암호화되지 않습니다.",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `이 포트의 가상 호스트에는 TLS가 없습니다. TLS가 있는 가상 호스트가 따로 있다면 그 포트를 호출하세요. 없다면 이 가상 호스트에서 TLS를 켜세요. ${SEND_BACK}`,
        VIRTUAL_HOST.ssl,
        changeVirtualHost(place),
        "라우터 앞의 로드 밸런서에서 TLS를 처리해야 한다면 대신 로드 밸런서의 리스너에 인증서를 설치하세요.",
        capitals(place),
      ];
    case "hybrid":
      return ["인그레스가 TLS를 사용하는 포트(대개 443)를 호출하세요.", HYBRID.service];
    case "not_apigee":
      return [
        `${target.host} 서버가 TLS를 사용하는 포트(대개 443 또는 8443)를 호출하거나, 이 포트에서 TLS를 사용 설정하세요.`,
      ];
  }
}

function seePort({ place, target }: OutcomeContext): Line[] {
  return [
    "다음을 실행했을 때 연결에 성공했다고(succeeded) 나와야 합니다.",
    tryPort(target),
    callAgain(place),
  ];
}
