import { formatTarget } from "../../diagnosis/target.ts";
import { withStartTls } from "../advice.ts";
import { VIRTUAL_HOST, changeVirtualHost } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { resolveName, sClient, showEach, showListener, tryPort } from "../commands.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { SEND_BACK, SERVERS, callAgain, capitals, seeHandshake, spaced, theClient } from "./outcome-words.ts";

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
      spaced`從${vantage(context)}查詢這個名稱：`,
      resolveName(context.target),
      whereNameIsSaid(context),
      "如果名稱位於私有區域（private zone），該處的解析器必須能解析這個區域；本次檢查是從外部執行，解析不到也屬正常。",
    ],
    verify: ["下列指令應會印出位址：", resolveName(context.target)],
  }),
  connection_refused: (context) => ({
    steps: [
      spaced`在${SERVERS[context.place]}這一端，檢查是否有程式接聽連接埠 ${String(context.target.port)}：`,
      context.place === "hybrid" ? HYBRID.service : showListener(context.target),
      spaced`如果沒有，請啟動${SERVERS[context.place]}或更正連接埠。${whereNameIsSaid(context)}`,
      "如果有，就是前端的防火牆或負載平衡器拒絕連線：請檢查這些設備。",
    ],
    verify: seePort(context),
  }),
  network_error: (context) => ({
    steps: [
      spaced`從${vantage(context)}測試；執行檢查的網路可能本來就到不了這個位址：`,
      tryPort(context.target),
      "如果在那裡也失敗，請檢查路由，以及這個名稱是否有您的網路無法到達的 IPv6 位址。",
    ],
    verify: seePort(context),
  }),
  not_tls: (context) => ({ steps: speakTls(context), verify: seeHandshake(context) }),
  starttls_required: (context) => ({
    steps: startTls(context),
    verify:
      context.place === "not_apigee"
        ? ["下列指令應會印出憑證：", sClient(withStartTls(context))]
        : [callAgain(context.place)],
  }),
  starttls_failed: (context) => ({
    steps: [
      `查看 ${formatTarget(context.target)} 在這個時間點的記錄檔：最常見的情況是沒有憑證與金鑰，或沒有權限讀取。`,
      "如果記錄檔中沒有 STARTTLS，表示中間有設備（例如會檢查內容的防火牆）將它移除：請從伺服器所在的網路內測試。",
    ],
    verify: ["下列指令應會印出憑證：", sClient(context.target)],
  }),
  addresses_differ: (context) => ({
    steps: [
      "檢視各個位址出示的憑證：",
      showEach(context.addresses, context.target),
      `讓下列各處使用相同的憑證與設定：${machines(context)}。`,
      "在那之前，先將有問題的那一台從 DNS 或負載平衡器中移除。",
    ],
    verify: ["現在每個位址的結果都應該相同：", showEach(context.addresses, context.target)],
  }),
  connection_reset: (context) => ({
    steps: [
      spaced`先從${vantage(context)}測試，再從${SERVERS[context.place]}所在的網路測試：`,
      sClient(context.target),
      "如果只有前者失敗，就是中間的設備切斷連線：防火牆、流量檢查設備或代理伺服器。請向其管理者查詢這個時間點的記錄。",
      ...emptyIngress(context),
      allowList(context),
    ],
    verify: seeHandshake(context),
  }),
  timeout: (context) => ({
    steps: [
      spaced`從${vantage(context)}檢查連接埠到底有沒有回應：`,
      tryPort(context.target),
      `如果沒有，就是防火牆丟棄了封包。${allowList(context)}`,
      spaced`如果有，就是${SERVERS[context.place]}卡住了，或中間的設備丟棄了 Client Hello：請查看其記錄檔，並重新啟動。`,
    ],
    verify: seeHandshake(context),
  }),
};

/** From where a person should try. */
function vantage({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
      return "任一台 Message Processor";
    case "southbound_public_cloud":
      return "後端伺服器的網路外部";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return "用戶端應用程式的主機";
    case "not_apigee":
      return "用戶端的主機";
  }
}

function whereNameIsSaid({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "主機與連接埠寫在 TargetEndpoint 的 URL，或是目標伺服器中。";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return "主機與連接埠寫在虛擬主機的 HostAliases 與 Port；DNS 中也必須有這個名稱。";
    case "hybrid":
      return "主機名稱列在環境群組中，連接埠在 Ingress 的 Service 中；這些名稱在 DNS 中必須指向該 Service。";
    case "not_apigee":
      return "請檢查用戶端設定中的名稱與連接埠；伺服器本身的連接埠，在它的接聽設定中（nginx 是 listen）。";
  }
}

function machines({ place }: OutcomeContext): string {
  switch (place) {
    case "northbound_private_cloud":
      return "每一台 Router，以及前端的每一台負載平衡器";
    case "northbound_public_cloud":
      return "Edge 前端由您管理的設備（負載平衡器、CDN）；如果位址屬於 Edge 本身，請洽 Apigee 支援團隊";
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "這個名稱背後的每一台後端伺服器";
    case "hybrid":
      return "每個區域的 Ingress";
    case "not_apigee":
      return "這個名稱背後的每一台伺服器";
  }
}

function allowList({ place }: OutcomeContext): string {
  switch (place) {
    case "southbound_private_cloud":
      return "後端伺服器的防火牆必須放行所有 Message Processor 的位址。";
    case "southbound_public_cloud":
      return "後端伺服器的防火牆必須放行 Edge 的位址：請向 Apigee 支援團隊索取。";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return spaced`${SERVERS[place]}前端的防火牆必須放行用戶端的位址。`;
  }
}

/** An ingress without certificate hangs up. */
function emptyIngress({ place }: OutcomeContext): Line[] {
  return place === "hybrid"
    ? ["Ingress 缺少 Secret 時，就會這樣切斷連線。請確認 Secret 存在：", HYBRID.findSecret]
    : [];
}

function startTls(context: OutcomeContext): Line[] {
  const { place } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Message Processor 一開始就使用 TLS，不支援 STARTTLS，因此是目標的主機或連接埠寫錯了。${whereNameIsSaid(context)}`,
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return [
        `API 呼叫使用 HTTPS，一開始就是 TLS，因此這不是 ${SERVERS[place]} 的連接埠：主機或連接埠寫錯了。${whereNameIsSaid(context)}`,
      ];
    case "not_apigee":
      return [spaced`在${theClient(context)}中啟用 STARTTLS，或改用一開始就是 TLS 的連接埠。`];
  }
}

function speakTls(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `後端伺服器的連接埠 ${target.port} 不使用 TLS。請改用提供 TLS 的連接埠（通常是 443 或 8443）：在 TargetEndpoint 的 URL 或目標伺服器的 Port 中修改。`,
        "如果後端伺服器就是不使用 TLS：請將 URL 改成 http://，或移除目標伺服器的 SSLInfo。這樣一來，內容完全不會加密。",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `這個連接埠的虛擬主機沒有啟用 TLS。如果另一個虛擬主機有，請改用它的連接埠。如果沒有，請在這裡啟用。${SEND_BACK}`,
        VIRTUAL_HOST.ssl,
        changeVirtualHost(place),
        "如果 TLS 應該由 Router 前端的負載平衡器處理，則改為將憑證安裝到負載平衡器的接聽程式。",
        capitals(place),
      ];
    case "hybrid":
      return ["請改用 Ingress 提供 TLS 的連接埠，通常是 443：", HYBRID.service];
    case "not_apigee":
      return [`請改用 ${target.host} 提供 TLS 的連接埠（通常是 443 或 8443），或在這個連接埠啟用 TLS。`];
  }
}

function seePort({ place, target }: OutcomeContext): Line[] {
  return ["下列指令應顯示連線成功（succeeded）：", tryPort(target), callAgain(place)];
}
