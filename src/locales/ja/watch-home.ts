import type { NotSeen } from "../../watches/sighting.ts";
import { formatDay, formatDays, formatList } from "../format.ts";
import type { WatchHomeWords } from "../watch-home-words.ts";
import { LOCALE, grouped, listRemoved, listSome } from "./wording.ts";
import { nameFault } from "./chain-flaws.ts";
import { describeSettings } from "./watch-settings.ts";

export const watchHome: WatchHomeWords = {
  nothingWatched:
    "あなたのチャンネルでは、まだ何も監視していません。チャンネルで /tlscheck watch api.example.com と入力するか、ここでホストを追加してください。証明書を 1 時間ごとにチェックし、早めにチャンネルに通知します。",
  storeUnavailable:
    "データストアが応答しないため、監視の状況を表示できません。1 分ほどしてから、このページを開き直してください。",
  channelsUnknown:
    "あなたが参加しているチャンネルを Slack から取得できないため、監視の状況を表示できません。1 分ほどしてから、このページを開き直してください。",
  notInChannel:
    "あなたがそのチャンネルに参加していないか、参加しているかを Slack から時間内に取得できませんでした。何も変更していません。",
  allWell: (watched) =>
    watched === 1
      ? "監視対象に問題はありません。"
      : `監視対象 ${grouped(watched)} 件のすべてに問題はありません。`,
  broken: "現在の問題",
  next: "次に期限が切れるもの",
  renewed: "過去 30 日間に更新されたもの",
  snoozed: "スヌーズ中",
  channels: "あなたのチャンネル",
  directMessage: "tlscheck とのダイレクトメッセージ",
  troubles: {
    expires: ({ certificate, endEntity }, when) =>
      endEntity ? `${when} に期限切れ` : `発行元の証明書 ${certificate.subject} が ${when} に期限切れ`,
    revoked: ({ certificate, endEntity }, when) =>
      endEntity ? `${when} に失効` : `発行元の証明書 ${certificate.subject} が ${when} に失効`,
    chain_broken: ({ faults }) => `クライアントがチェーンを拒否します：${listSome(faults.map(nameFault))}`,
    name_not_covered: ({ name }) => `証明書に ${name} が記載されていません`,
    partly_renewed: ({ addresses, renewedAddresses }) =>
      `更新されましたが、${grouped(addresses.length + renewedAddresses.length)} 個のアドレスのうち ${grouped(addresses.length)} 個が古い証明書のままです`,
    unreachable: ({ why }, when) => `${when} から証明書を取得できません：${notSeen(why)}`,
    removed: (trouble, when) => `${when} から受け入れなくなったもの：${listRemoved(trouble)}`,
  },
  ends: ({ daysLeft, when }) =>
    daysLeft === 0 ? `残り 1 日未満：${when}` : `残り ${formatDays(LOCALE, daysLeft)}：${when}`,
  issuer: (subject) => `発行元の証明書 ${subject}`,
  hosts: ({ listed, more }) =>
    more === 0 ? formatList(LOCALE, listed) : `${listed.join("、")}、ほか ${grouped(more)} 件`,
  acknowledged: (user) => (user === null ? "確認済み" : `${user} が確認済み`),
  snoozedUntil: ({ user, until }) =>
    user === null ? `${until} までスヌーズ中` : `${user} が ${until} までスヌーズ`,
  openAlert: "アラートを表示",
  renewal: ({ when, until }) => `${when} に更新、新しい有効期限：${until}`,
  more: (more) => `ほか ${grouped(more)} 件`,
  nothingEnds: "これまでにチェックした証明書に、期限が切れるものはありません。",
  sooner: "期限がより近いものを表示",
  later: "期限がより先のものを表示",
  picture: ({ weeks, count, most, start, timeZone }) =>
    `今後 ${weeks} 週間で、${grouped(count)} 件の証明書の期限が切れます。最も多いのは ${formatDay(LOCALE, start, timeZone)}からの週の ${grouped(most)} 件です。`,
  week: (start, timeZone) => formatDay(LOCALE, start, timeZone),
  watches: ({ watched, unseen, notPublic }) =>
    [
      `監視対象 ${grouped(watched)} 件`,
      ...(unseen === 0 ? [] : [`未チェック ${grouped(unseen)} 件`]),
      ...(notPublic === 0 ? [] : [`パブリック認証局以外、またはチェーン不完全 ${grouped(notPublic)} 件`]),
    ].join("、"),
  settings: ({ timeZone, ...settings }) => [timeZone, ...describeSettings(settings)].join("／"),
  paused: ({ reason, when }) =>
    `${when} から一時停止中：${pausedBecause(reason)}。このチャンネルの監視は行っていません。`,
  resume: "監視を再開",
  change: "設定を変更",
  add: "監視するホストを追加",
};

function notSeen(why: NotSeen): string {
  switch (why.reason) {
    case "name_not_resolved":
      return "名前を解決できません";
    case "not_allowed":
      return `${why.address} へのアクセスは許可されていません（${why.range}）`;
    case "connection_refused":
      return "接続が拒否されます";
    case "connection_reset":
      return "接続がリセットされます";
    case "timeout":
      return "応答がありません";
    case "network":
      return `経路がありません（${why.code}）`;
    case "handshake_failed":
      return `ハンドシェイクが失敗します（${why.detail}）`;
  }
}

function pausedBecause(reason: string): string {
  switch (reason) {
    case "is_archived":
    case "channel_archive":
    case "group_archive":
      return "チャンネルがアーカイブされています";
    case "channel_not_found":
    case "channel_deleted":
    case "group_deleted":
      return "チャンネルがなくなったか、tlscheck が参加していません";
    case "not_in_channel":
    case "channel_left":
    case "group_left":
      return "tlscheck がチャンネルに参加していません（/invite @tlscheck で招待してください）";
    default:
      return `tlscheck がチャンネルに書き込めません（${reason}）`;
  }
}
