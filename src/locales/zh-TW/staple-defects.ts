import type { StapleDefect } from "../../diagnosis/finding.ts";
import type { ResponderDefect } from "../../x509/ocsp-responder.ts";
import { formatTime } from "../format.ts";
import { DECODE_ERRORS, LOCALE, grouped } from "./wording.ts";

interface StapleWords {
  /** After 「回應」, of which it says something. */
  readonly clause: string;
  readonly evidence: string;
  readonly resolution: string;
}

const FETCH_ANEW =
  "清除伺服器的 OCSP Stapling 快取（或移除所設定的回應檔），然後重新載入。如果取得的回應還是一樣，就必須由憑證授權單位修復回應伺服器。";

/** What is wrong with what is stapled, and what helps. */
export function describeStapleDefect(defect: Exclude<StapleDefect, { kind: "not_sent" }>): StapleWords {
  switch (defect.kind) {
    case "malformed":
      return {
        clause: "無法解讀",
        evidence: `回應的 ${defect.structure}（位元組 ${grouped(defect.offset)}）：${DECODE_ERRORS[defect.code]}。`,
        resolution: FETCH_ANEW,
      };
    case "unsuccessful":
      return {
        clause: `只有錯誤訊息：${defect.responseStatus}`,
        evidence: `OCSP 回應伺服器傳回 ${defect.responseStatus}，伺服器又原封不動轉送給用戶端。`,
        resolution:
          "伺服器應保留最後一份有效的回應，直到它過期為止。請重新載入伺服器；如果回應伺服器持續拒絕，請洽憑證授權單位。",
      };
    case "other_certificate":
      return {
        clause: "屬於另一張憑證",
        evidence: "回應中沒有任何項目符合這張憑證的序號與核發者。",
        resolution:
          "更新憑證後，伺服器可能還留著舊憑證的回應：請清除 OCSP Stapling 快取，或更換所設定的回應檔，然後重新載入。",
      };
    case "bad_signature":
      return {
        clause: "簽章不正確",
        evidence: `簽章（${defect.signatureAlgorithm}）不是以回應所標示的回應伺服器金鑰產生。`,
        resolution: FETCH_ANEW,
      };
    case "signature_unsupported":
      return {
        clause: "簽章無法在此驗證",
        evidence: `簽章演算法是 ${defect.signatureAlgorithm}。`,
        resolution: "請確認需要支援的用戶端認得這個演算法。",
      };
    case "responder_not_authorized":
      return {
        clause: "由無權簽署者簽署",
        evidence: `回應伺服器是 ${defect.responder}：${RESPONDER_DEFECTS[defect.reason]}。`,
        resolution: FETCH_ANEW,
      };
    case "critical_extension":
      return {
        clause: "有用戶端不認得的關鍵擴充欄位",
        evidence: `關鍵擴充欄位：${defect.extension}。`,
        resolution: FETCH_ANEW,
      };
    case "not_yet_valid":
      return {
        clause: "尚未生效",
        evidence: `回應自 ${formatTime(LOCALE, defect.thisUpdate)} 起生效。`,
        resolution: "請比對時鐘：可能是回應伺服器的時鐘超前，或是本次檢查所依據的時鐘落後。",
      };
    case "expired":
      return {
        clause: "已過期",
        evidence: [
          `回應的時間是 ${formatTime(LOCALE, defect.thisUpdate)}`,
          defect.nextUpdate === null
            ? "未註明有效期限；用戶端通常只採信一天。"
            : `有效期限至 ${formatTime(LOCALE, defect.nextUpdate)}。`,
        ].join("，"),
        resolution: "伺服器一直使用沒有更新的回應：請重新載入伺服器、檢查它的時鐘，並讓它能連到回應伺服器。",
      };
    case "unknown":
      return {
        clause: "表示回應伺服器不認得這張憑證",
        evidence: "憑證在回應中的狀態是 unknown。",
        resolution:
          "如果憑證是幾分鐘前才核發的，請稍候再重新載入伺服器；否則請洽憑證授權單位，或重新核發憑證。",
      };
  }
}

const RESPONDER_DEFECTS: Readonly<Record<ResponderDefect, string>> = {
  certificate_missing: "它不是憑證的核發者，回應中也沒有附上它的憑證",
  other_issuer: "它的憑證並非由所查詢憑證的核發者核發",
  purpose: "它的憑證不得用於簽署 OCSP 回應",
  not_yet_valid: "它的憑證尚未生效",
  expired: "它的憑證已過期",
  critical_extension: "它的憑證有用戶端不認得的關鍵擴充欄位",
};
