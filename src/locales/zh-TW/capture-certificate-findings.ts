import type { Line } from "../catalog.ts";
import { probeCommand } from "../commands.ts";
import type { CaptureCertificateFindings } from "../finding-groups.ts";
import { formatTime } from "../format.ts";
import { OTHER_SIDE } from "../selection.ts";
import { SIDE, list } from "./capture-words.ts";
import { LOCALE } from "./wording.ts";

export const captureCertificateFindings: CaptureCertificateFindings = {
  host_name_mismatch: ({ by, alert, referenceIdentifier, presentedIdentifiers }) => ({
    title:
      by === "server" ? `伺服器不認得名稱 ${referenceIdentifier}` : `憑證不適用於 ${referenceIdentifier}`,
    evidence: [
      ...(presentedIdentifiers.length === 0 ? [] : [`憑證適用的名稱：${list(presentedIdentifiers)}。`]),
      `${SIDE[by]}以警示 ${alert} 結束交握。`,
    ],
    resolution: [`請使用 subjectAltName 含有 ${referenceIdentifier} 的憑證，或改用憑證上有的名稱連線。`],
  }),
  certificate_expired: ({ by, alert, presenter, position, subject, issuer, notAfter, at }) => ({
    title:
      by === null
        ? `${SIDE[presenter]}的憑證已過期，但這個用戶端並未因此拒絕`
        : `${SIDE[by]}拒絕${SIDE[presenter]}的憑證：已過期`,
    evidence: [
      `${whose(position)} ${subject} 的有效期限至 ${formatTime(LOCALE, notAfter)} 為止；交握時間是 ${formatTime(LOCALE, at)}。`,
      `核發者：${issuer}。`,
      ...(alert === null ? [] : [`${by === null ? "對方" : SIDE[by]}以警示 ${alert} 結束交握。`]),
    ],
    resolution: [`請在${SIDE[presenter]}安裝新憑證及其憑證鏈結。`],
  }),
  certificate_not_yet_valid: ({ by, alert, presenter, position, subject, notBefore, at }) => ({
    title:
      by === null
        ? `${SIDE[presenter]}的憑證尚未生效，但這個用戶端並未因此拒絕`
        : `${SIDE[by]}拒絕${SIDE[presenter]}的憑證：尚未生效`,
    evidence: [
      `${whose(position)} ${subject} 自 ${formatTime(LOCALE, notBefore)} 起生效；交握時間是 ${formatTime(LOCALE, at)}。`,
      ...(alert === null ? [] : [`${by === null ? "對方" : SIDE[by]}以警示 ${alert} 結束交握。`]),
    ],
    resolution: ["請檢查雙方的時鐘；如果時鐘都正確，請等到生效時間再安裝這張憑證。"],
  }),
  clock_wrong: ({ by, subject, at }) => ({
    title: `${SIDE[by]}把有效的憑證當成過期：它的時鐘可能不準`,
    evidence: [`擷取封包時（${formatTime(LOCALE, at)}），${subject} 仍在有效期限內。`],
    resolution: [`請將${SIDE[by]}的時鐘與時間伺服器比對。`, { command: "timedatectl status" }],
  }),
  certificate_revoked: ({ by, subject }) => ({
    title: `${SIDE[by]}拒絕${SIDE[OTHER_SIDE[by]]}的憑證：已遭撤銷`,
    evidence: [...(subject === null ? [] : [`憑證主體：${subject}。`]), "警示是 certificate_revoked。"],
    resolution: [`請在${SIDE[OTHER_SIDE[by]]}安裝新憑證。`],
  }),
  certificate_unknown: ({ by, alert, subject, issuer }, context) => ({
    title: `${SIDE[by]}不信任${SIDE[OTHER_SIDE[by]]}的憑證`,
    evidence: [
      alert === null
        ? `TLS 1.3 會加密憑證與警示：在${SIDE[by]}該驗證憑證的時候，出現了大小與警示相符的訊息。`
        : `${SIDE[by]}以警示 ${alert} 結束交握。`,
      ...(subject === null ? [] : [`憑證主體：${subject}，核發者：${issuer ?? "不明"}。`]),
    ],
    resolution: [
      `${SIDE[by]}的信任儲存庫必須有核發者的憑證${issuer === null ? "" : `（${issuer}）`}，而${SIDE[OTHER_SIDE[by]]}必須送出完整的憑證鏈結。`,
      ...(by === "client"
        ? [{ command: probeCommand(context) } satisfies Line]
        : ["在 Apigee 上，就是虛擬主機所參照的信任儲存庫。"]),
    ],
  }),
  client_certificate_required: ({ alert, authorities }) => ({
    title: "伺服器要求用戶端憑證，但用戶端沒有送出",
    evidence: [
      "伺服器要求憑證，用戶端以空的清單回應。",
      alert === null ? "隨後伺服器結束交握。" : `伺服器以警示 ${alert} 結束交握。`,
      ...(authorities.length === 0 ? [] : [`伺服器接受由下列憑證授權單位核發的憑證：${list(authorities)}。`]),
    ],
    resolution: [
      "為用戶端設定這台伺服器信任的憑證與金鑰：在 Apigee Edge 上，就是目標伺服器或 TargetEndpoint 所參照的 KeyStore。",
      "即使用戶端有憑證，只要核發者不在伺服器的清單上，也不會送出。",
    ],
  }),
  client_certificate_rejected: ({ alert, authorities, subject, issuer }) => ({
    title: "伺服器拒絕用戶端的憑證",
    evidence: [
      alert === null
        ? "伺服器在收到用戶端憑證後結束交握；TLS 1.3 會加密原因。"
        : `伺服器在收到用戶端憑證後，以警示 ${alert} 結束交握。`,
      ...(subject === null ? [] : [`憑證主體：${subject}，核發者：${issuer ?? "不明"}。`]),
      ...(authorities.length === 0 ? [] : [`伺服器接受由下列憑證授權單位核發的憑證：${list(authorities)}。`]),
    ],
    resolution: [
      "用戶端憑證的核發者必須在伺服器的信任儲存庫中，用戶端必須送出憑證鏈結，而且憑證必須可用於用戶端驗證。伺服器的記錄檔會指出是哪一項不符。",
    ],
  }),
};

function whose(position: number): string {
  return position === 0 ? "憑證" : `憑證清單中的第 ${position + 1} 張憑證`;
}
