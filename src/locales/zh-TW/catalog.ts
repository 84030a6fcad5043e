import type { Catalog } from "../catalog.ts";
import { formatDays, formatDuration, formatTime } from "../format.ts";
import { MAX_SUITES } from "../selection.ts";
import { alerts } from "./alerts.ts";
import { capture } from "./capture.ts";
import { causes, explanation } from "./causes.ts";
import { chat } from "./chat.ts";
import { clients } from "./clients.ts";
import { commandLine } from "./command-line.ts";
import { digest } from "./digest.ts";
import { explaining } from "./explaining.ts";
import { findings } from "./findings.ts";
import { joint } from "./joint.ts";
import { playbook } from "./playbook.ts";
import { settings } from "./settings.ts";
import { watching } from "./watching.ts";
import { watchHome } from "./watch-home.ts";
import { LOCALE, join, listSome } from "./wording.ts";

export const zhTW: Catalog = {
  findings,
  clients,
  capture,
  joint,
  causes,
  explanation,
  explaining,
  settings,
  watching,
  alerts,
  watchHome,
  digest,
  playbook,
  chat,
  commandLine,
  verdict: {
    ok: ({ version, daysLeft }) =>
      [
        version === null ? "沒有發現問題" : `沒有發現問題：${version}`,
        ...(daysLeft === null ? [] : [`憑證還有 ${formatDays(LOCALE, daysLeft)}到期`]),
      ].join("，"),
    wrong: ({ title, more }) => (more === 0 ? title : `${title}；此外還有 ${more} 個問題`),
    checking: "檢查中…",
    failed: "檢查程式本身發生錯誤",
  },
  progress: {
    title: (host) => `正在檢查 ${host}`,
    steps: {
      name: "解析名稱",
      connection: "建立連線",
      handshake: "TLS 交握",
      certificate: "讀取憑證",
      verdict: "判定結果",
    },
  },
  report: {
    evidence: "觀察到的情況",
    resolution: "處理方式",
    heading: (text) => `${text}：`,
    about: ({ name, text }) => `${name}：${text}`,
    certificateList: "憑證（依伺服器傳送的順序）",
    server: "伺服器",
    addresses: (addresses) => `位址：${join(addresses)}`,
    negotiated: ({ version, cipherSuite, alpn }) =>
      `協商結果：${join([version, cipherSuite, alpn === null ? null : `ALPN ${alpn}`].filter((part) => part !== null))}`,
    noHandshake: "沒有任何一次交握完成。",
    versions: (accepted) =>
      accepted.length === 0 ? "測試過的 TLS 版本，伺服器全都不接受。" : `TLS 版本：${listSome(accepted)}`,
    cipherSuites: ({ count, insecure, weak }) =>
      [
        `加密套件：${count} 個`,
        ...(insecure.length === 0 ? [] : [`不安全：${listSome(insecure, MAX_SUITES)}`]),
        ...(weak.length === 0 ? [] : [`強度不足：${listSome(weak, MAX_SUITES)}`]),
      ].join("；"),
    groups: (groups) => `金鑰交換群組：${listSome(groups)}`,
    addressesAgree: (count) => `全部 ${count} 個位址的回應都一致。`,
    clientCertificateNotAsked: "伺服器沒有要求用戶端憑證，因此未送出您提供的憑證。",
    backedOff: (times) => `伺服器切斷連線 ${times} 次，因此放慢了檢查速度。`,
    incomplete: "探測已達上限而停止，伺服器實際接受的項目可能更多。",
    certificate: ({ subject, issuer, notAfter, daysLeft }) =>
      `${subject}，核發者：${issuer}，${
        daysLeft < 0
          ? `已於 ${formatTime(LOCALE, notAfter)} 到期`
          : `有效期限至 ${formatTime(LOCALE, notAfter)}（剩餘 ${formatDays(LOCALE, daysLeft)}）`
      }`,
    certificatesFound: "憑證",
    compared: "信任關係比對",
    accepts: ({ truster, presenter, subject }) =>
      `以 ${truster} 為信任來源的一方，接受 ${presenter} 出示的 ${subject}。`,
    rejects: ({ truster, presenter, subject, reason }) =>
      `以 ${truster} 為信任來源的一方，拒絕 ${presenter} 出示的 ${subject}：${reason}。`,
    listed: ({ subject, issuer }) => `只有列出，未附憑證本身：${subject}，核發者：${issuer}`,
    keyUnread: "內含私密金鑰，但不會讀取。",
    keyMatches: ({ algorithm, certificates }) =>
      certificates === 0 ? `內含一把 ${algorithm} 金鑰。` : `${algorithm} 金鑰與憑證相符。`,
    keyMismatch: ({ algorithm }) => `${algorithm} 金鑰與憑證不符。`,
    moreCertificates: (count) => `…還有 ${count} 張憑證`,
    duration: ({ durationMs, connections }) =>
      `耗時 ${formatDuration(LOCALE, durationMs)}，連線 ${connections} 次`,
    failed:
      "檢查未能完成。這是本程式的問題，不是伺服器的問題；機器人管理員可在記錄檔中查到原因。請再試一次。",
  },
};
