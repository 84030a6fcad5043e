import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { PROTOCOL_NAMES } from "../selection.ts";
import { addressFindings } from "./address-findings.ts";
import { certificateFindings } from "./certificate-findings.ts";
import { clientCertificateFindings } from "./client-certificate-findings.ts";
import { negotiationFindings } from "./negotiation-findings.ts";
import { startTlsFindings } from "./starttls-findings.ts";
import { LOCALE } from "./wording.ts";

const WRONG_NAME = {
  refused: "傳送它不認得的名稱時，伺服器會拒絕。",
  other_certificate: "傳送它不認得的名稱時，伺服器同樣會出示另一張憑證。",
  same_certificate: "傳送它不認得的名稱時，伺服器仍會出示正確的憑證。",
};

/** Who broke what, where no alert says so. */
const BROKEN = {
  malformed: "伺服器送出無法解讀的資料",
  misbehaved: "伺服器違反了通訊協定的規定",
  incompatible: "本次檢查所用的 TLS 程式庫不接受伺服器送出的內容",
};

export const findings: Catalog["findings"] = {
  ...negotiationFindings,
  ...startTlsFindings,
  ...clientCertificateFindings,
  ...certificateFindings,
  ...addressFindings,
  name_not_resolved: ({ host, code }) => ({
    title: `名稱 ${host} 無法解析`,
    evidence: [`查詢 ${host} 時，DNS 解析器傳回 ${code}。`],
    resolution: [
      "請檢查拼字。如果這個名稱位於私有區域（private zone），就只有在該網路內才能解析，而本次檢查是從外部執行。",
      { command: `dig +short ${host}` },
    ],
  }),
  not_allowed: ({ host, address, range }) => ({
    title: `${host} 指向機器人不得存取的網路`,
    evidence: [`${host} 的位址是 ${address}，屬於 ${range} 範圍。沒有建立任何連線。`],
    resolution: [
      "除非機器人管理員另行開放，否則不會連線到私有、回送（loopback）與連結本機（link-local）網路：",
      { command: `TLSCHECK_EGRESS_ALLOW=${address}` },
    ],
  }),
  connection_refused: ({ address, port }) => ({
    title: `連接埠 ${port} 上沒有服務接受連線`,
    evidence: [`${address} 拒絕了連到連接埠 ${port} 的 TCP 連線。`],
    resolution: [
      "請確認伺服器正在執行並接聽這個連接埠，而且前端沒有防火牆拒絕連線。",
      { command: `ss -ltnp 'sport = :${port}'` },
    ],
  }),
  connection_reset: ({ address, port, during }) => ({
    title: {
      connection: "連線在交握之前就遭到重設",
      handshake: "連線在交握途中遭到重設",
      closed: "伺服器在交握途中關閉連線，沒有說明原因",
    }[during],
    evidence: [
      {
        connection: `${address} 連接埠 ${port} 重設了 TCP 連線。`,
        handshake: `${address} 連接埠 ${port} 收下 Client Hello，卻以 TCP 重設（RST）回應，而不是送出警示。`,
        closed: `${address} 連接埠 ${port} 收下 Client Hello 後就關閉連線，沒有送出警示。`,
      }[during],
    ],
    resolution: [
      "TLS 伺服器拒絕連線時會送出警示。連線遭到重設，多半是中間的設備造成：防火牆、沒有可用後端的負載平衡器，或是不放行這個伺服器名稱的流量檢查設備。",
      "請從伺服器所在的網路內再試一次。如果在那裡正常，問題就在中間經過的設備。",
    ],
  }),
  timeout: ({ address, port, during, afterMs }) => ({
    title: during === "connection" ? `連接埠 ${port} 沒有回應` : "伺服器接受連線後就不再回應",
    evidence: [
      during === "connection"
        ? `${address} 連接埠 ${port} 在 ${formatDuration(LOCALE, afterMs)}內沒有回應。`
        : `收到 Client Hello 之後，${address} 連接埠 ${port} 有 ${formatDuration(LOCALE, afterMs)}沒有送出任何資料。`,
    ],
    resolution:
      during === "connection"
        ? [
            "防火牆直接丟棄封包時，就會出現這種情況。請檢查安全群組或防火牆規則是否放行本次檢查的來源位址。",
            "如果其他人能連上，可能是允許清單漏了這個網路。",
          ]
        : [
            "連接埠是開啟的，但沒有 TLS 伺服器回應：可能是處理程序卡住了、這個連接埠屬於另一種通訊協定，或是中間設備丟棄了 Client Hello。",
          ],
  }),
  network_error: ({ address, code }) => ({
    title: `網路沒有路由可到達 ${address}`,
    evidence: [`連線到 ${address} 失敗：${code}。`],
    resolution: ["請檢查從執行檢查的主機到這個位址的路由。"],
  }),
  not_tls: ({ port, protocol, firstBytes }) => ({
    title:
      protocol === "http"
        ? `連接埠 ${port} 使用未加密的 HTTP，不是 TLS`
        : protocol === "ssh"
          ? `連接埠 ${port} 使用 SSH，不是 TLS`
          : `連接埠 ${port} 不使用 TLS`,
    evidence: [`回應開頭的位元組：${firstBytes}`],
    resolution:
      protocol === "http"
        ? [
            "請改用這台伺服器提供 TLS 的連接埠（通常是 443 或 8443），或在這個連接埠啟用 TLS。",
            "請檢查 Proxy 設定中，是否有目標寫成 https://，連接埠卻屬於 http:// 接聽程式。",
          ]
        : ["請檢查連接埠號碼：這裡回應的是另一種服務。"],
  }),
  starttls_required: ({ port, protocol, firstBytes }, { target }) => ({
    title: `連接埠 ${port} 先以 ${PROTOCOL_NAMES[protocol]} 問候，必須主動要求才會啟動 TLS（STARTTLS）`,
    evidence: [`問候訊息：${firstBytes}`],
    resolution: [
      "用戶端必須在這個連接埠使用 STARTTLS，或改用一開始就是 TLS 的連接埠。",
      sClient({ ...target, startTls: protocol }),
    ],
  }),
  sni_required: ({ serverName, without, subject, wrong }, { target }) => ({
    title:
      without === "refused"
        ? "伺服器拒絕沒有傳送伺服器名稱（SNI）的用戶端"
        : "沒有傳送伺服器名稱（SNI）的用戶端會收到另一張憑證",
    evidence: [
      `傳送伺服器名稱 ${serverName} 時，伺服器會回應。`,
      without === "refused"
        ? "沒有伺服器名稱時，伺服器拒絕交握。"
        : subject === null
          ? "沒有伺服器名稱時，伺服器出示的是另一張憑證。"
          : `沒有伺服器名稱時，伺服器出示的憑證：${subject}。`,
      ...(wrong === null ? [] : [WRONG_NAME[wrong]]),
    ],
    resolution: [
      "現今的用戶端都會傳送伺服器名稱，不需處理；不會傳送的用戶端則必須啟用這項功能。",
      "Apigee Edge Message Processor：將以下設定加入 /opt/apigee/customer/application/message-processor.properties，檔案擁有者維持為 apigee，重新啟動，並在每一台 Message Processor 上重複這些步驟：",
      MESSAGE_PROCESSOR.sendServerName,
      sClient({ ...target, serverName: null }),
    ],
  }),
  not_determined: ({ alert, class: broken, code, refusesAll }) => ({
    title: alert === null ? "交握失敗，現有的證據看不出原因" : `伺服器拒絕交握：${alert.description}`,
    evidence: [
      alert === null
        ? `${BROKEN[broken ?? "incompatible"]}（${code}）。`
        : `嚴重（fatal）警示 ${alert.description}（${alert.code}）。`,
      ...(refusesAll
        ? ["不論用哪一種版本、加密套件或金鑰交換群組，每一次 Client Hello 都遭到同樣的拒絕。"]
        : []),
    ],
    resolution: [
      ...(refusesAll
        ? [
            "伺服器沒有這個名稱的憑證，或根本沒有憑證時，會拒絕所有連線：請確認已在伺服器上設定這個名稱，以及對應的憑證與金鑰。",
          ]
        : []),
      "請查看伺服器在這個時間點的記錄檔，裡面有拒絕的原因。",
      "如果還是找不到原因，請在任一方擷取交握的封包，並將檔案附在您的支援案件中。",
    ],
  }),
};
