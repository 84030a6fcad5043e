import { formatTarget } from "../../diagnosis/target.ts";
import {
  CLIENT_CERTIFICATE,
  MESSAGE_PROCESSOR,
  changeTargetServer,
  configureTarget,
  listCertificates,
} from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { CLOCK, captureCommand, readCapture, redactCapture, sClient, sendRequest } from "../commands.ts";
import { applyOverrides, installAtClient, trustAtServer } from "./certificate-steps.ts";
import { SERVERS, callAgain, capitals, seeAccepted, spaced, theClient } from "./outcome-words.ts";

type OtherOutcome =
  "client_certificate_required" | "client_certificate_rejected" | "clock_wrong" | "not_determined";

export const otherOutcomes: Pick<Catalog["playbook"]["outcomes"], OtherOutcome> = {
  client_certificate_required: (context) => ({
    steps: sendCertificate(context),
    verify: seeAccepted(context),
  }),
  client_certificate_rejected: (context) => ({
    steps: [
      spaced`先檢查${theClient(context)}送出的憑證：是否為正確的那一張、附上所有中繼憑證、在有效期限內，而且可用於用戶端驗證（clientAuth）。`,
      ...trustAtServer(context),
    ],
    verify: seeAccepted(context),
  }),
  clock_wrong: (context) => ({
    steps: [
      spaced`比對${SERVERS[context.place]}與${theClient(context)}的時鐘，並讓兩者都與時間伺服器同步${clocksOf(context)}：`,
      CLOCK,
      "如果兩邊的時鐘都正確，就是用戶端的憑證鏈結或另一方的信任儲存庫中，有中繼憑證已過期：請更換它。",
    ],
    verify: ["兩邊應會印出相同的時間：", CLOCK, callAgain(context.place)],
  }),
  not_determined: (context) => ({
    steps: collect(context),
    verify: [
      "送出前，請確認檔案中有失敗的那次交握；也可以將檔案拖曳到這裡，由我繼續找原因：",
      readCapture(context),
    ],
  }),
};

function sendCertificate(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `取得後端伺服器 ${formatTarget(target)} 信任的憑證與金鑰，連同憑證鏈結放入 ENV 的 KeyStore（Edge UI：Admin > Environments > TLS Keystores）。`,
        "讓 Message Processor 使用它。如果 TargetEndpoint 直接指定 URL，請將下列內容加入其 HTTPTargetConnection，並部署 Proxy：",
        configureTarget(CLIENT_CERTIFICATE),
        "如果使用目標伺服器（NAME），請在目標伺服器上做同樣的設定；第一個呼叫所顯示的設定請保留：",
        changeTargetServer(place, target, CLIENT_CERTIFICATE),
        "REF 是指向這個 KeyStore 的參照，ALIAS 是憑證在其中的別名。",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        spaced`Router 要求雙向 TLS：${theClient(context)}必須送出虛擬主機的信任儲存庫認得的憑證。`,
        ...installAtClient(context),
        "如果用戶端已經送出憑證，請檢查信任儲存庫中是否有它的核發者：",
        listCertificates(place, "TRUSTSTORE"),
        "如果本來就不打算使用雙向 TLS，請將虛擬主機的 ClientAuthEnabled 設為 false。",
        capitals(place),
      ];
    case "hybrid":
      return [
        spaced`Ingress 要求雙向 TLS：${theClient(context)}送出的憑證，必須能由 caCertPath 所指的檔案驗證。`,
        ...installAtClient(context),
        "如果本來就不打算使用雙向 TLS，請從 overrides 檔中移除 tlsMode: MUTUAL。",
        ...applyOverrides(),
      ];
    case "not_apigee":
      return [
        spaced`伺服器要求雙向 TLS：${theClient(context)}必須送出伺服器的信任儲存庫認得的憑證。`,
        ...installAtClient(context),
        "如果用戶端已經送出憑證，請伺服器的管理者將它的核發者加入信任儲存庫。",
      ];
  }
}

function clocksOf({ place }: OutcomeContext): string {
  switch (place) {
    case "northbound_public_cloud":
    case "southbound_public_cloud":
      return "（Edge 的時鐘由 Apigee 管理，請檢查您這一端）";
    case "hybrid":
      return "（Ingress 使用其節點的時鐘）";
    case "northbound_private_cloud":
    case "southbound_private_cloud":
    case "not_apigee":
      return "";
  }
}

/** What whoever looks next needs to have. */
function collect(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const redact: Line[] = ["移除擷取檔中的位址與內容：", redactCapture(context)];
  switch (place) {
    case "northbound_private_cloud":
    case "southbound_private_cloud":
    case "northbound_public_cloud":
    case "southbound_public_cloud":
      return [
        `${WHERE[place]}重現失敗之後，按 Ctrl-C 結束：`,
        captureCommand(context),
        "如果中間有負載平衡器或 NAT，請將指令中的位址換成這台機器實際看到的位址。",
        ...(place === "southbound_private_cloud"
          ? ["Message Processor 記錄檔的內容：", MESSAGE_PROCESSOR.log]
          : []),
        ...(place.startsWith("northbound")
          ? ["在用戶端的主機上，記錄用戶端收到的結果：", sendRequest(target)]
          : []),
        ...redact,
        "將以上全部送交 Apigee 支援團隊，並附上 ORG、ENV、Proxy 的名稱與修訂版本，以及失敗的時間（UTC）。",
      ];
    case "hybrid":
      return [
        "在連線失敗的機器上，記錄 curl 的完整輸出：",
        sendRequest(target),
        "在同一台機器，或 Ingress Pod 所在的節點上擷取封包。重現失敗之後，按 Ctrl-C 結束：",
        captureCommand(context),
        ...redact,
        "請網路團隊畫出中間經過的設備（負載平衡器、防火牆、NAT），以及封包的走向。",
        "也請移除 curl.txt 中的位址、權杖與密碼，再將這三項送交 Apigee 支援團隊。",
      ];
    case "not_apigee":
      return [
        "在用戶端或伺服器上擷取封包。重現失敗之後，按 Ctrl-C 結束：",
        captureCommand(context),
        "在用戶端的主機上，記錄 OpenSSL 的輸出：",
        sClient(target, "-msg"),
        ...redact,
        "將兩者交給伺服器的管理者，並附上失敗的時間（UTC）：伺服器在該時間點的記錄檔裡有原因。",
      ];
  }
}

const WHERE = {
  northbound_private_cloud: "在 Router 或用戶端應用程式上擷取封包。",
  northbound_public_cloud: "在用戶端應用程式上擷取封包：您無法存取 Router。",
  southbound_private_cloud: "在 Message Processor 或後端伺服器上擷取封包。",
  southbound_public_cloud: "在後端伺服器上擷取封包：您無法存取 Message Processor。",
};
