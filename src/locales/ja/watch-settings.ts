import type { WatchSettings } from "../../watches/channel.ts";
import { formatClock } from "../format.ts";
import type { WatchSettingsWords } from "../watch-settings-words.ts";

export const watchSettings: WatchSettingsWords = {
  timeZone: "タイムゾーン",
  timeZoneHint:
    "このチャンネルで通知を控える時間帯と、ダイジェストに使います。メッセージ内の日時は、読む人それぞれのタイムゾーンで表示します。",
  suggested: "候補",
  allZones: "すべて",
  quietFrom: "通知を控える時間帯の開始",
  quietTo: "通知を控える時間帯の終了",
  quietHint:
    "この時間帯は、重大なものだけを通知します。それ以外は、時間帯が終わるまで待ってから 1 回だけ通知します。",
  noQuietHours: "時間帯を設けない",
  digest: "ダイジェスト",
  digests: { off: "なし", daily: "毎日", weekly: "毎週月曜日" },
  digestHint:
    "09:00（通知を控える時間帯であれば、それが終わったとき）に届きます。知らせることがない場合は届きません。",
  days: "期限の何日前に通知するか",
  daysHint:
    "例：30, 14, 7, 3, 1。空欄の場合は、各証明書の有効期間に応じて通知します。自動で更新される証明書には、空欄が最適です。",
  quietWrong:
    "通知を控える時間帯の開始と終了には、異なる時刻を指定してください（例：22:00 から 07:00 まで）。",
  changed: ({ user, changes: { timeZone, ...settings } }) =>
    `${user} が、このチャンネルでの監視の通知方法を変更しました：${[
      ...(timeZone === undefined ? [] : [`タイムゾーン ${timeZone}`]),
      ...describeSettings(settings),
    ].join("／")}。`,
};

/** Each that is given, in a few words. */
export function describeSettings({ quietHours, digest, days }: Partial<WatchSettings>): readonly string[] {
  return [
    ...(quietHours === undefined
      ? []
      : [
          quietHours === null
            ? "通知を控える時間帯なし"
            : `通知を控える時間帯 ${formatClock(quietHours.from)}～${formatClock(quietHours.to)}`,
        ]),
    ...(digest === undefined ? [] : [DIGESTS[digest]]),
    ...(days === undefined
      ? []
      : [days === null ? "証明書の有効期間に応じて通知" : `期限の ${days.join("、")} 日前に通知`]),
  ];
}

const DIGESTS = {
  off: "ダイジェストなし",
  daily: "ダイジェストは毎日",
  weekly: "ダイジェストは毎週月曜日",
} as const;
