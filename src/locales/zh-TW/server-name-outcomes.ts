import { formatTarget } from "../../diagnosis/target.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { captureCommand } from "../commands.ts";
import { NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { callAgain, onEach, seeHandshake, spaced, theClient } from "./outcome-words.ts";

export const serverNameOutcomes: Pick<Catalog["playbook"]["outcomes"], "sni_required"> = {
  sni_required: (context) => ({
    steps: sendServerName(context),
    verify:
      context.place === "southbound_private_cloud"
        ? [
            "在每一台 Message Processor 上，下列指令都應顯示 true：",
            MESSAGE_PROCESSOR.showServerName,
            callAgain(context.place),
          ]
        : seeHandshake(context),
  }),
};

function sendServerName(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const address =
    "確認 TargetEndpoint 或目標伺服器是以名稱呼叫後端伺服器：連線到 IP 位址時，不會傳送伺服器名稱。";
  switch (place) {
    case "southbound_private_cloud":
      return [
        address,
        `私有雲的 Message Processor 必須經過設定，才會傳送伺服器名稱。${onEach("Message Processor", MESSAGE_PROCESSOR.file)}`,
        MESSAGE_PROCESSOR.sendServerName,
        "如果因此有另一台後端伺服器連不上，就是它無法處理伺服器名稱：必須更新那一台。",
      ];
    case "southbound_public_cloud":
      return [
        address,
        `為 ${formatTarget(target)} 設定適用於 ${target.serverName ?? target.host} 的預設憑證：這樣沒有伺服器名稱也會回應。`,
        "要得知名稱是否送達，請在失敗時於後端伺服器上擷取封包，並將檔案拖曳到這裡：",
        captureCommand(context),
        "如果 Client Hello 中沒有 server_name，請將檔案送交 Apigee 支援團隊：這項設定由他們管理。",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "not_apigee":
      return [
        spaced`讓${theClient(context)}傳送伺服器名稱：更新用戶端，以名稱而不是位址呼叫伺服器，並從 Java 選項中移除 -Djsse.enableSNIExtension=false。`,
        "如果用戶端是 nginx（位於前端的代理伺服器），必須設定：",
        NGINX.upstreamServerName,
        ...(place === "not_apigee" ? ["或是為伺服器設定適用於這個名稱的預設憑證。"] : []),
      ];
    case "hybrid":
      return [
        spaced`讓${theClient(context)}傳送伺服器名稱：更新用戶端，並以名稱呼叫 Ingress。`,
        "如果做不到，請為沒有伺服器名稱的用戶端建立路由。CREDENTIAL 是第一個指令顯示的名稱；其餘內容請存成 no-sni.yaml：",
        HYBRID.secretNames,
        HYBRID.withoutServerName,
        "套用這個檔案，將它的名稱寫入 overrides 檔，然後也套用 overrides 檔：",
        HYBRID.additionalGateway,
        HYBRID.apply,
      ];
  }
}
