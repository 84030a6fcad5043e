import type { Catalog } from "../catalog.ts";
import { formatPercent } from "../format.ts";
import { LOCALE } from "./wording.ts";

export const causes: Catalog["causes"] = {
  name_not_resolved: "名稱無法解析",
  not_allowed: "位址位於不得存取的網路",
  connection_refused: "連接埠上沒有服務接受連線",
  connection_reset: "連線在交握期間遭到切斷",
  timeout: "沒有回應",
  network_error: "沒有路由可到達該位址",
  not_tls: "連接埠上的服務不使用 TLS",
  starttls_failed: "啟動 TLS 之前的通訊協定（STARTTLS）失敗",
  starttls_required: "必須主動要求才會啟動 TLS（STARTTLS）",
  protocol_mismatch: "用戶端與伺服器沒有共同支援的 TLS 版本",
  cipher_suite_mismatch: "用戶端與伺服器沒有共同支援的加密套件",
  sni_required: "伺服器需要伺服器名稱（SNI），但用戶端沒有傳送",
  host_name_mismatch: "憑證屬於另一個名稱",
  certificate_expired: "有憑證已過期",
  certificate_not_yet_valid: "有憑證尚未生效，或時鐘不準",
  certificate_unknown: "核發憑證的憑證授權單位不受信任",
  chain_incomplete: "缺少中繼憑證",
  chain_incorrect: "憑證鏈結中的憑證串接不起來",
  certificate_revoked: "憑證已遭撤銷",
  ocsp_must_staple_missing: "憑證要求隨附 OCSP 回應，但伺服器沒有附上有效的回應",
  weak_signature: "有憑證的簽章演算法強度不足",
  weak_key: "有金鑰強度不足",
  certificate_malformed: "憑證或金鑰檔案的格式有誤",
  key_mismatch: "私密金鑰與憑證不符",
  client_certificate_required: "伺服器要求用戶端憑證（雙向 TLS）",
  client_certificate_rejected: "伺服器拒絕用戶端的憑證（雙向 TLS）",
  ingress_secret_missing: "Apigee hybrid：缺少 Ingress 閘道的 Kubernetes Secret",
  alpn_mismatch: "用戶端與伺服器沒有共同支援的應用程式通訊協定（ALPN）",
  group_mismatch: "用戶端與伺服器沒有共同支援的金鑰交換群組",
  signature_algorithm_mismatch: "用戶端與伺服器沒有共同支援的簽章演算法",
  clock_wrong: "時鐘不準：把沒有過期的憑證當成過期",
  addresses_differ: "同一個名稱的各個位址回應不一致",
  large_client_hello_intolerant: "伺服器或其前端設備無法處理較大的 Client Hello（後量子加密）",
  version_intolerant: "伺服器或其前端設備無法處理較新的 TLS 版本",
  not_determined: "交握失敗，原因還不清楚",
};

export const explanation: Catalog["explanation"] = {
  likely: "可能原因",
  nothing: "這裡沒有認得的錯誤訊息。請貼上錯誤訊息本身，或直接檢查主機。",
  cause: ({ cause, confidence, matched }) =>
    `${cause}（${formatPercent(LOCALE, confidence)}，依據：「${matched}」）`,
  check: (command) => `執行下列指令可確認是哪一種：${command}`,
};
