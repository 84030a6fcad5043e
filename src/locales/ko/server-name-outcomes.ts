import { formatTarget } from "../../diagnosis/target.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { captureCommand } from "../commands.ts";
import { NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { callAgain, clientAsSubject, onEach, seeHandshake } from "./outcome-words.ts";

export const serverNameOutcomes: Pick<Catalog["playbook"]["outcomes"], "sni_required"> = {
  sni_required: (context) => ({
    steps: sendServerName(context),
    verify:
      context.place === "southbound_private_cloud"
        ? [
            "모든 메시지 프로세서에서 다음을 실행했을 때 true가 나와야 합니다.",
            MESSAGE_PROCESSOR.showServerName,
            callAgain(context.place),
          ]
        : seeHandshake(context),
  }),
};

function sendServerName(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const address =
    "TargetEndpoint나 대상 서버가 백엔드를 이름으로 호출하는지 확인하세요. IP 주소로 호출하면 서버 이름(SNI)을 보내지 않습니다.";
  switch (place) {
    case "southbound_private_cloud":
      return [
        address,
        `프라이빗 클라우드의 메시지 프로세서는 설정하지 않으면 서버 이름을 보내지 않습니다. ${onEach("모든 메시지 프로세서에서", MESSAGE_PROCESSOR.file)}`,
        MESSAGE_PROCESSOR.sendServerName,
        "이 설정 뒤에 다른 백엔드가 실패하기 시작하면 서버 이름을 처리하지 못하는 백엔드이므로 그 백엔드를 업데이트해야 합니다.",
      ];
    case "southbound_public_cloud":
      return [
        address,
        `${formatTarget(target)} 백엔드의 기본 인증서를 ${target.serverName ?? target.host} 이름의 인증서로 설정하세요. 그러면 서버 이름이 없어도 응답합니다.`,
        "서버 이름이 실제로 오는지 확인하려면 실패하는 동안 백엔드에서 캡처해 파일을 여기에 올리세요.",
        captureCommand(context),
        "Client Hello에 server_name이 없으면 파일을 Apigee 지원팀에 보내세요. 이 설정은 지원팀만 바꿀 수 있습니다.",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "not_apigee":
      return [
        `${clientAsSubject(context)} 서버 이름을 보내게 하세요. 클라이언트를 업데이트하고, 서버를 주소가 아니라 이름으로 호출하고, Java 옵션에서 -Djsse.enableSNIExtension=false를 제거합니다.`,
        "nginx가 클라이언트라면(앞단의 프록시) 다음 설정이 필요합니다.",
        NGINX.upstreamServerName,
        ...(place === "not_apigee" ? ["또는 서버의 기본 인증서를 이 이름의 인증서로 설정하세요."] : []),
      ];
    case "hybrid":
      return [
        `${clientAsSubject(context)} 서버 이름을 보내게 하세요. 클라이언트를 업데이트하고 인그레스를 이름으로 호출합니다.`,
        "그럴 수 없다면 서버 이름을 보내지 않는 클라이언트용 경로를 만드세요. CREDENTIAL은 첫 번째 명령어에 나오는 값이며, 나머지는 no-sni.yaml로 저장합니다.",
        HYBRID.secretNames,
        HYBRID.withoutServerName,
        "이 파일을 적용하고, 재정의(overrides) 파일의 additionalGateways에 이름을 넣은 뒤 재정의 파일도 적용하세요.",
        HYBRID.additionalGateway,
        HYBRID.apply,
      ];
  }
}
