import type { NotSeen } from "../../watches/sighting.ts";
import { formatDay, formatDays } from "../format.ts";
import type { WatchHomeWords } from "../watch-home-words.ts";
import { LOCALE, grouped, join, listRemoved, listSome } from "./wording.ts";
import { nameFault } from "./chain-flaws.ts";
import { describeSettings } from "./watch-settings.ts";

export const watchHome: WatchHomeWords = {
  nothingWatched:
    "您的頻道還沒有監控任何目標。請在頻道中輸入 /tlscheck watch api.example.com，或在這裡新增主機：我每小時檢查一次憑證，並及時通知該頻道。",
  storeUnavailable: "目前無法顯示監控狀況：資料庫沒有回應。請一分鐘後再開啟這個頁面。",
  channelsUnknown: "目前無法顯示監控狀況：Slack 沒有告訴我您在哪些頻道中。請一分鐘後再開啟這個頁面。",
  notInChannel: "您不是該頻道的成員，或是 Slack 未能及時告訴我。沒有變更任何內容。",
  allWell: (watched) => `目前沒有問題。您的頻道共監控 ${grouped(watched)} 個目標。`,
  broken: "目前的問題",
  next: "接下來到期",
  renewed: "最近 30 天內已更新",
  snoozed: "已延後提醒",
  channels: "您的頻道",
  directMessage: "您與我的私訊",
  troubles: {
    expires: ({ certificate, endEntity }, when) =>
      endEntity ? `已於 ${when} 到期` : `核發者憑證 ${certificate.subject} 已於 ${when} 到期`,
    revoked: ({ certificate, endEntity }, when) =>
      endEntity ? `已於 ${when} 遭撤銷` : `核發者憑證 ${certificate.subject} 已於 ${when} 遭撤銷`,
    chain_broken: ({ faults }) => `用戶端會拒絕憑證鏈結：${listSome(faults.map(nameFault))}`,
    name_not_covered: ({ name }) => `憑證不適用於 ${name}`,
    partly_renewed: ({ addresses, renewedAddresses }) =>
      `憑證已更新，但 ${grouped(addresses.length + renewedAddresses.length)} 個位址中仍有 ${grouped(addresses.length)} 個提供舊憑證`,
    unreachable: ({ why }, when) => `自 ${when} 起無法取得憑證：${notSeen(why)}`,
    removed: (trouble, when) => `自 ${when} 起不再接受：${listRemoved(trouble)}`,
  },
  ends: ({ daysLeft, when }) =>
    daysLeft === 0 ? `剩餘不到一天：${when}` : `剩餘 ${formatDays(LOCALE, daysLeft)}：${when}`,
  issuer: (subject) => `核發者憑證 ${subject}`,
  hosts: ({ listed, more }) =>
    more === 0 ? join(listed) : `${join(listed)}，以及另外 ${grouped(more)} 個目標`,
  acknowledged: (user) => (user === null ? "已確認收到" : `${user} 已確認收到`),
  snoozedUntil: ({ user, until }) =>
    user === null ? `提醒延後至 ${until}` : `${user} 已將提醒延後至 ${until}`,
  openAlert: "檢視警示",
  renewal: ({ when, until }) => `${when} 更新，有效期限至 ${until}`,
  more: (more) => `…還有 ${grouped(more)} 個`,
  nothingEnds: "在我看過的憑證中，沒有任何一張會到期。",
  sooner: "較早到期",
  later: "較晚到期",
  picture: ({ weeks, count, most, start, timeZone }) =>
    `未來 ${grouped(weeks)} 週內有 ${grouped(count)} 張憑證到期；最多的一週有 ${grouped(most)} 張，從 ${formatDay(LOCALE, start, timeZone)}開始。`,
  week: (start, timeZone) => formatDay(LOCALE, start, timeZone),
  watches: ({ watched, unseen, notPublic }) =>
    [
      `監控 ${grouped(watched)} 個目標`,
      ...(unseen === 0 ? [] : [`${grouped(unseen)} 個尚未檢查`]),
      ...(notPublic === 0 ? [] : [`${grouped(notPublic)} 個使用非公開憑證授權單位，或憑證鏈結不完整`]),
    ].join("；"),
  settings: ({ timeZone, ...settings }) => [timeZone, ...describeSettings(settings)].join("；"),
  paused: ({ reason, when }) => `自 ${when} 起暫停：${pausedBecause(reason)}。該頻道的目標都暫停檢查。`,
  resume: "恢復監控",
  change: "變更設定",
  add: "新增監控目標",
};

function notSeen(why: NotSeen): string {
  switch (why.reason) {
    case "name_not_resolved":
      return "名稱無法解析";
    case "not_allowed":
      return `不得連線到 ${why.address}（${why.range}）`;
    case "connection_refused":
      return "連線遭到拒絕";
    case "connection_reset":
      return "連線遭到重設";
    case "timeout":
      return "沒有回應";
    case "network":
      return `沒有路由可到達（${why.code}）`;
    case "handshake_failed":
      return `交握失敗（${why.detail}）`;
  }
}

function pausedBecause(reason: string): string {
  switch (reason) {
    case "is_archived":
    case "channel_archive":
    case "group_archive":
      return "頻道已封存";
    case "channel_not_found":
    case "channel_deleted":
    case "group_deleted":
      return "頻道已不存在，或是我不在其中";
    case "not_in_channel":
    case "channel_left":
    case "group_left":
      return "我不在頻道中，請在該頻道輸入 /invite @tlscheck";
    default:
      return `我無法在該頻道張貼訊息（${reason}）`;
  }
}
