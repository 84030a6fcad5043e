import type { AlertHosts, Catalog } from "../catalog.ts";
import { formatDays } from "../format.ts";
import { nameFault } from "./chain-flaws.ts";
import { LOCALE, grouped, join, listRemoved, listSome } from "./wording.ts";

export const alerts: Catalog["alerts"] = {
  titles: {
    expires: ({ issuer, daysLeft, ...hosts }) => withIssuer(hosts, issuer, runsOut(daysLeft)),
    revoked: ({ issuer, ...hosts }) => withIssuer(hosts, issuer, "已遭撤銷"),
    chain_broken: (hosts) => `${spaced(hosts)}的憑證鏈結會遭用戶端拒絕`,
    name_not_covered: (hosts) => `${certificateOf(hosts)}與主機名稱不符`,
    partly_renewed: (hosts) => `${certificateOf(hosts)}已更新，但仍有位址提供舊憑證`,
    unreachable: (hosts) => `無法取得 ${spaced(hosts)}的憑證`,
    removed: (facts) => `${spaced(facts)}不再接受：${listRemoved(facts)}`,
  },
  closed: {
    renewed: (hosts) => `${certificateOf(hosts)}已更新`,
    resolved: (hosts) => `${spaced(hosts)}的問題已解決`,
    dropped: (hosts) => `這裡已不再監控 ${hostsOf(hosts)}`,
  },
  valid: ({ date, ended, replaced, revoked }) =>
    revoked
      ? `憑證上記載的有效期限${ended ? `已於 ${date} 屆滿` : `至 ${date} 為止`}。`
      : `${replaced ? "舊憑證" : "憑證"}${ended ? `已於 ${date} 到期` : `的有效期限至 ${date} 為止`}。`,
  since: (date) => `從 ${date} 持續至今。`,
  owners: (users) => `負責人：${join(users)}`,
  acknowledged: ({ user, ahead }) =>
    ahead
      ? `${user} 已確認收到：之後只有在即將到期、到期時，或出現新的嚴重問題時，我才會再通知。`
      : `${user} 已確認收到。`,
  snoozed: ({ user, date, ahead }) =>
    ahead
      ? `${user} 已將提醒延後至 ${date}：在此之前，只有在到期時，或出現新的嚴重問題時，我才會通知。`
      : `${user} 已將提醒延後至 ${date}。`,
  ended: (date) => `警示已於 ${date} 結束。`,
  hosts: "監控目標",
  certificate: "憑證",
  runbook: "處理手冊（Runbook）",
  more: (number) => `…還有 ${grouped(number)} 個`,
  issuedBy: (issuer) => `核發者：${issuer}`,
  fingerprint: (sha256) => `SHA-256 指紋：${sha256}`,
  troubles: {
    expires: ({ endEntity }) => ({
      evidence: [],
      resolution: endEntity
        ? [
            "更新憑證，連同完整的憑證鏈結安裝到這裡列出的每一個目標，然後重新載入伺服器設定。",
            "如果憑證應該由程式自動更新，表示那個程式已經失敗一段時間了：請從它的記錄檔查明原因。",
          ]
        : [
            "這是核發者的憑證，可能有許多主機都在傳送。請在每一台主機上換成核發者目前使用的中繼憑證，然後重新載入伺服器設定。",
          ],
    }),
    revoked: ({ subject, endEntity, reason, source }) => ({
      evidence: [
        {
          crl: `${subject} 列在核發者的憑證撤銷清單（CRL）中，原因：${reason}。`,
          staple: `伺服器自己隨附的 OCSP 回應中，核發者已表明 ${subject} 遭到撤銷，原因：${reason}。`,
          ocsp: `核發者的 OCSP 回應伺服器表示 ${subject} 已遭撤銷，原因：${reason}。`,
        }[source],
      ],
      resolution: endEntity
        ? ["請重新申請憑證並安裝；舊金鑰若可能已外洩，務必換用新金鑰。"]
        : [
            "這是核發者的憑證：會檢查撤銷狀態的用戶端，將拒絕由它簽發的所有憑證。請改由另一張中繼憑證重新核發，並連同該中繼憑證安裝到這裡列出的每一台主機。",
          ],
    }),
    chain_broken: (faults) => ({
      evidence: [`憑證鏈結的問題：${listSome(faults.map(nameFault))}。`],
      resolution: [
        "按下「開始診斷」，就會指出是哪一張憑證有問題；只要取得到所需的憑證，也會製作完整的憑證鏈結。",
      ],
    }),
    name_not_covered: (name) => ({
      evidence: [`目前提供的憑證不適用於 ${name}。`],
      resolution: [
        `如果伺服器換過憑證，請重新申請 subjectAltName 含有 ${name} 的憑證；如果沒有換過，就是由錯誤的網站回應了這個名稱。`,
      ],
    }),
    partly_renewed: ({ old, renewed }) => ({
      evidence: [`提供舊憑證：${listSome(old)}。`, `提供新憑證：${listSome(renewed)}。`],
      resolution: ["在仍提供舊憑證的地方安裝新憑證，並重新載入設定；沒有重新載入的伺服器會繼續使用舊檔。"],
    }),
    handshake: (detail) => ({
      evidence: [`可以建立連線，但沒有收到憑證：${detail}。`],
      resolution: ["按下「開始診斷」，我會查明原因。"],
    }),
    removed: ({ versions, cipherSuites }) => ({
      evidence: [
        ...(versions.length === 0 ? [] : [`不再接受的版本：${listSome(versions)}。`]),
        ...(cipherSuites.length === 0 ? [] : [`不再接受的加密套件：${listSome(cipherSuites)}。`]),
      ],
      resolution: ["如果不是有意移除，請檢視最近一次部署的內容。較舊的用戶端現在可能無法連線。"],
    }),
  },
  posts: {
    escalated: (title) => title,
    reminded: (title) => `仍未解決：${title}`,
    returned: (title) => `問題再度出現：${title}`,
  },
  replaced: {
    field: "變更項目",
    before: "變更前",
    after: "變更後",
    fields: {
      subject: "主體",
      issuer: "核發者",
      names: "名稱",
      publicKey: "金鑰",
      signatureAlgorithm: "簽章",
      notBefore: "生效時間",
      notAfter: "到期時間",
    },
  },
  actions: {
    acknowledge: "確認收到",
    snooze: "延後提醒",
    wake: "恢復提醒",
    diagnose: "開始診斷",
    owner: "變更負責人",
    runbook: "變更處理手冊",
    unwatch: "停止監控",
    save: "儲存",
  },
  forms: {
    snooze: "延後提醒",
    until: "何時再提醒",
    forDays: (days) => `${formatDays(LOCALE, days)}後`,
    beforeEnd: (days) => `到期前 ${formatDays(LOCALE, days)}`,
    owner: "負責人",
    ownerHint: "情況嚴重時要提及的人。留空：不提及任何人。",
    runbook: "處理手冊（Runbook）",
    runbookHint: "看到警示的人該怎麼做：以 https:// 或 http:// 開頭的連結。留空：沒有處理手冊。",
    runbookWrong: "這不是連結：必須以 https:// 或 http:// 開頭，例如 https://wiki.example.com/certificates。",
    unwatch: "要停止監控嗎？",
    unwatchQuestion: ({ names, more }) =>
      `這個頻道將停止監控下列目標，並結束這則警示：${join(names)}${more === 0 ? "" : `，以及另外 ${grouped(more)} 個`}。`,
    diagnose: "開始診斷",
    which: "要診斷哪一台主機？",
  },
  gone: "這則警示已經結束，不需要再做任何處理。",
  unwatched: (number) =>
    number === 1 ? "已停止在這裡監控。" : `已停止在這裡監控 ${grouped(number)} 個目標。`,
  nothingToCheck: "這是上傳的憑證，沒有伺服器可以檢查。",
  paused: ({ channel, why }) =>
    `${
      {
        archived: `${channel} 已封存`,
        deleted: "有一個監控憑證的頻道已遭刪除",
        left: `我已不在 ${channel} 中`,
        forbidden: `Slack 不再允許我在 ${channel} 中張貼訊息`,
      }[why]
    }，因此從現在起，那裡監控的目標都暫停檢查。監控清單會保留。`,
  resume: "恢復監控",
  resumed: (user) => (user === null ? "我回來了，繼續監控。" : `應 ${user} 的要求，我會繼續在這裡監控。`),
  resumedAlready: "監控沒有暫停，仍在進行中。",
  resumeFailed: (channel) => `我還是無法在 ${channel} 中張貼訊息。請邀請我加入該頻道，我就會自動恢復監控。`,
};

/** `api.example.com 和另外 49 個目標`. */
function hostsOf({ first, more }: AlertHosts): string {
  return more === 0 ? first : `${first} 和另外 ${grouped(more)} 個目標`;
}

/** The same before a Chinese word: a name keeps its distance. */
function spaced(hosts: AlertHosts): string {
  return hosts.more === 0 ? `${hostsOf(hosts)} ` : hostsOf(hosts);
}

function certificateOf(hosts: AlertHosts): string {
  return hosts.uploaded ? `憑證 ${spaced(hosts)}` : `${spaced(hosts)}的憑證`;
}

/** What is the matter with an issuer's certificate goes before who sends it: a notification is cut at its end. */
function withIssuer(hosts: AlertHosts, issuer: string | null, what: string): string {
  return issuer === null
    ? `${certificateOf(hosts)}${what}`
    : `核發者憑證 ${issuer} ${what}（由 ${spaced(hosts)}傳送）`;
}

function runsOut(daysLeft: number): string {
  if (daysLeft < 0) return "已過期";
  return daysLeft === 0 ? "將在 24 小時內到期" : `將在 ${formatDays(LOCALE, daysLeft)}後到期`;
}
