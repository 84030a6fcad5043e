import type { CertificateSummary } from "../../diagnosis/certificate-summary.ts";
import { CLOCK, SHOW_CLIENT_CHAIN, sClient } from "../commands.ts";
import type { ClientCertificateFindings } from "../finding-groups.ts";
import { formatTime } from "../format.ts";
import { LOCALE, listSome } from "./wording.ts";

/** What each alert means when it is about a client's certificate. RFC 8446 section 6.2. */
const MEANINGS: ReadonlyMap<string | null, string> = new Map([
  ["bad_certificate", "伺服器無法讀取或驗證這張憑證，或是簽章與金鑰不符。"],
  ["unsupported_certificate", "憑證的金鑰類型或用途（extendedKeyUsage clientAuth）不符。"],
  ["certificate_revoked", "憑證已遭核發者撤銷。"],
  ["certificate_expired", "依伺服器的時鐘，這張憑證或其憑證鏈結中的某張憑證已過期。"],
  ["certificate_unknown", "伺服器不接受這張憑證，但沒有說明原因；Java 不論什麼原因都傳回這個警示。"],
  ["unknown_ca", "伺服器不信任核發它的憑證授權單位，或缺少其中繼憑證。"],
  ["access_denied", "憑證有效，但持有者沒有存取權限。"],
  ["certificate_required", "伺服器沒有收到憑證：用戶端手上沒有符合要求的憑證，因此沒有送出。"],
  ["decrypt_error", "用來證明持有金鑰的簽章驗證失敗：所用的金鑰屬於另一張憑證。"],
]);

/** Two-way TLS. */
export const clientCertificateFindings: ClientCertificateFindings = {
  client_certificate_required: ({ authorities, alert, required, accepted }) => ({
    title: required
      ? `伺服器要求用戶端憑證（雙向 TLS）${accepted ? "，並接受了所提供的憑證" : ""}`
      : "伺服器會要求用戶端憑證，但沒有收到也會繼續",
    evidence: [
      alert === null
        ? "伺服器送出了 CertificateRequest。"
        : `沒有用戶端憑證時，伺服器會拒絕：警示 ${alert}。`,
      ...(authorities.length === 0
        ? []
        : [`伺服器接受由下列憑證授權單位核發的憑證：${listSome(authorities)}。`]),
    ],
    resolution: !required
      ? ["不需處理，除非您的用戶端本來就應該出示憑證。"]
      : accepted
        ? ["伺服器端不需處理：連線失敗的用戶端必須送出這張憑證及其憑證鏈結，並使用對應的金鑰。"]
        : [
            "為用戶端設定這台伺服器信任的憑證與金鑰：在 Apigee Edge 上，就是目標伺服器或 TargetEndpoint 所參照的 KeyStore。",
            "如果用戶端已經有憑證，其核發者必須在伺服器的信任儲存庫中。",
          ],
  }),
  client_certificate_rejected: ({ alert, authorities, certificate }, { target }) => ({
    title: `伺服器拒絕用戶端的憑證${alert === null ? "" : `：${alert}`}`,
    evidence: [
      ...(certificate === null ? [] : [describeCertificate(certificate)]),
      alert === null
        ? "伺服器要求憑證，收到之後卻切斷連線。"
        : `伺服器以警示 ${alert} 回應。${MEANINGS.get(alert) ?? ""}`,
      ...(authorities.length === 0
        ? []
        : [`伺服器接受由下列憑證授權單位核發的憑證：${listSome(authorities)}。`]),
    ],
    resolution: [
      "比對憑證的核發者與伺服器接受的憑證授權單位。如果不在其中，請將核發者（及其中繼憑證）加入伺服器的信任儲存庫：在 Apigee Edge Router 上是虛擬主機的信任儲存庫；在 nginx 上是 ssl_client_certificate 與 ssl_verify_depth。",
      "用戶端必須送出憑證與完整的憑證鏈結，並使用對應的金鑰。在 Message Processor 上，兩者都位於目標端 SSLInfo 所指定的 KeyStore 與金鑰別名。",
      sClient(target, "-cert client.pem -key client.key -cert_chain chain.pem"),
    ],
  }),
  clock_wrong: ({ certificate, at }, { target }) => ({
    title: "伺服器認為用戶端憑證已過期，但其實沒有：有一方的時鐘不準",
    evidence: [
      describeCertificate(certificate),
      `依執行檢查的主機時鐘，當時是 ${formatTime(LOCALE, at)}；伺服器以警示 certificate_expired 回應。`,
    ],
    resolution: [
      "比對伺服器與執行檢查的主機時鐘，並讓兩者都與時間伺服器同步：",
      CLOCK,
      "如果兩邊的時鐘都正確，請檢查用戶端憑證鏈結的其他憑證：鏈結中或伺服器信任儲存庫中的某張中繼憑證可能已過期。",
      SHOW_CLIENT_CHAIN,
      sClient(target, "-cert client.pem -key client.key"),
    ],
  }),
};

function describeCertificate({ subject, issuer, notBefore, notAfter }: CertificateSummary): string {
  return `送出的憑證：${subject}，核發者：${issuer}，有效期限自 ${formatTime(LOCALE, notBefore)} 至 ${formatTime(LOCALE, notAfter)}。`;
}
