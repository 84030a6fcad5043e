import type { Catalog } from "../catalog.ts";
import { formatDuration } from "../format.ts";
import { clientFindings } from "./client-findings.ts";
import { LOCALE, join, listSome } from "./wording.ts";

export const clients: Catalog["clients"] = {
  title: "各種用戶端的連線結果",
  columns: { client: "用戶端", result: "結果" },
  connects: ({ version, cipherSuite }) => `${version}、${cipherSuite}`,
  notAsked: "未測試",
  looksLike: (name) => `這是 ${name} 的 Client Hello。`,
  reasons: {
    protocol_mismatch: ({ accepted }) => `沒有共同支援的 TLS 版本${inTheServer(accepted, 3)}`,
    cipher_suite_mismatch: () => "沒有共同支援的加密套件",
    group_mismatch: ({ offered, accepted, dhPrime }) =>
      dhPrime === true
        ? `不接受伺服器用於 DHE 的質數（伺服器：${join(accepted)}；用戶端接受：${join(offered)}）`
        : `沒有共同支援的金鑰交換群組${inTheServer(accepted)}`,
    signature_algorithm_mismatch: ({ accepted }) => `沒有共同支援的簽章演算法${inTheServer(accepted)}`,
    alpn_mismatch: () => "沒有共同支援的應用程式通訊協定（ALPN）",
    sni_required: () => "沒有傳送伺服器要求的伺服器名稱（SNI）",
    host_name_mismatch: ({ alert, presentedIdentifiers }) =>
      alert === null
        ? `收到屬於另一個名稱的憑證${presentedIdentifiers.length === 0 ? "" : `（${join(presentedIdentifiers)}）`}`
        : `伺服器不認得這個名稱（警示 ${alert}）`,
    weak_key: ({ publicKey }) => `不接受過短的金鑰（${publicKey}）`,
    large_client_hello_intolerant: () => "Client Hello 需要兩個封包，伺服器無法處理",
    version_intolerant: ({ intolerances }) =>
      intolerances.includes("tls_1_3")
        ? "提供 TLS 1.3，伺服器無法處理"
        : "傳送沒有意義的保留值（GREASE），伺服器無法處理",
    connection_reset: ({ during }) =>
      during === "closed" ? "伺服器直接關閉連線，沒有說明原因" : "伺服器重設連線",
    timeout: ({ afterMs }) => `${formatDuration(LOCALE, afterMs)}內沒有回應`,
    not_determined: ({ alert, code }) =>
      alert === null ? `伺服器的回應無法使用（${code}）` : `伺服器拒絕（警示 ${alert.description}）`,
    not_tls: () => "連接埠上的服務不使用 TLS",
    starttls_required: () => "必須主動要求才會啟動 TLS（STARTTLS）",
    starttls_failed: () => "STARTTLS 失敗",
    client_certificate_required: () => "伺服器要求用戶端憑證",
  },
  findings: clientFindings,
};

function inTheServer(accepted: readonly string[], limit = 1): string {
  return accepted.length === 0 ? "" : `（伺服器支援 ${listSome(accepted, limit)}）`;
}
