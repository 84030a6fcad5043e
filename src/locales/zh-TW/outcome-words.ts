import type { Place } from "../../playbook/place.ts";
import type { EdgePlace } from "../apigee-commands.ts";
import type { Line, OutcomeContext } from "../catalog.ts";
import { presentCertificate, sClient, showCertificate, showList } from "../commands.ts";

/** Who is asked for a handshake. */
export const SERVERS: Readonly<Record<Place, string>> = {
  northbound_private_cloud: "Router",
  northbound_public_cloud: "Router",
  southbound_private_cloud: "後端伺服器",
  southbound_public_cloud: "後端伺服器",
  hybrid: "Ingress",
  not_apigee: "伺服器",
};

/** Who asks for it. */
const CLIENTS: Readonly<Record<Place, string>> = {
  northbound_private_cloud: "用戶端應用程式",
  northbound_public_cloud: "用戶端應用程式",
  southbound_private_cloud: "Message Processor",
  southbound_public_cloud: "Message Processor",
  hybrid: "用戶端應用程式",
  not_apigee: "用戶端",
};

/** Where a command shows what the failing client meets. */
const THERE: Readonly<Record<Place, string>> = {
  northbound_private_cloud: "在用戶端應用程式的主機上",
  northbound_public_cloud: "在用戶端應用程式的主機上",
  southbound_private_cloud: "在任一台 Message Processor 上",
  southbound_public_cloud: "從後端伺服器的網路外部",
  hybrid: "在用戶端應用程式的主機上",
  not_apigee: "在用戶端的主機上",
};

/** A template whose values may be Latin or Chinese: a space where the two meet. */
export function spaced(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.reduce((text, part, index) => meet(meet(text, values[index - 1] ?? ""), part));
}

function meet(left: string, right: string): string {
  const apart =
    (/\p{Script=Han}$/u.test(left) && /^[a-z0-9]/i.test(right)) ||
    (/[a-z0-9]$/i.test(left) && /^\p{Script=Han}/u.test(right));
  return apart ? `${left} ${right}` : left + right;
}

/** What the capitals of a management API call mean. */
export function capitals(place: EdgePlace): string {
  const common =
    "大寫的部分請換成您的值：ORG 與 ENV 可在 Edge UI 中查到；EMAIL 是組織管理員的電子郵件（curl 會詢問密碼）";
  return place.endsWith("public_cloud")
    ? `${common}。`
    : `${common}；MANAGEMENT-SERVER:PORT 是您環境中的 Management Server（其 API 沒有啟用 TLS 時，改用 http://）。`;
}

/** How an ingress without certificate is told from one that is particular: a menu, a question of it, and an answer. */
export const OVERRULE = "判斷有誤，改選…";
export const INGRESS_FAULT = "不論由誰連線，Ingress 本身有什麼問題？";
export const NO_CERTIFICATE = "沒有出示憑證";

/** Above what goes into a virtual host, and the two calls. */
export const SEND_BACK =
  "用下方的第一個呼叫取得虛擬主機的設定，將下列內容加入 vhost.xml，再用第二個呼叫送回整個檔案（檔案中沒有的設定，Edge 會刪除）：";

/** Where a property goes that may be there already. */
export function onEach(machines: string, file: string): string {
  return `請在每一台 ${machines} 上逐台執行下列指令（執行後會重新啟動）。如果 ${file} 中已有這個屬性，請直接在檔案中修改，不要執行第一行：`;
}

export function theClient({ place, client }: OutcomeContext): string {
  return client === null ? CLIENTS[place] : `${CLIENTS[place]}（${client}）`;
}

/** The same handshake, by hand. */
export function seeHandshake({ place, target }: OutcomeContext, ...options: readonly string[]): Line[] {
  return [
    `${THERE[place]}執行下列指令，應會印出憑證，而且沒有警示（alert）：`,
    sClient(target, ...options),
    callAgain(place),
  ];
}

/** The certificate that is served now. */
export function seeCertificate({ place, target }: OutcomeContext): Line[] {
  return [`${THERE[place]}執行下列指令，應會印出新的憑證：`, showCertificate(target), callAgain(place)];
}

/** The list that is served now. */
export function seeChain({ place, target }: OutcomeContext): Line[] {
  return [
    "每一張憑證的 i:（核發者）都應與下一張的 s:（主體）相同。return code 最好是 0；21 表示缺少中繼憑證，19 或 20 表示您的 OpenSSL 沒有這張根憑證：",
    showList(target),
    callAgain(place),
  ];
}

/** Two-way TLS: that the other side takes the client's certificate. */
export function seeAccepted({ place, target }: OutcomeContext): Line[] {
  return [
    "以用戶端的憑證與金鑰執行下列指令，不應出現警示（alert）：",
    presentCertificate(target),
    callAgain(place),
  ];
}

export function callAgain(place: Place): string {
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return "然後呼叫 API Proxy：503 應該已經消失。";
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
      return "然後用先前失敗的用戶端呼叫 API。";
    case "not_apigee":
      return "然後用先前失敗的用戶端再試一次。";
  }
}
