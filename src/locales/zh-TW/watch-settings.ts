import type { WatchSettings } from "../../watches/channel.ts";
import { formatClock } from "../format.ts";
import type { WatchSettingsWords } from "../watch-settings-words.ts";

export const watchSettings: WatchSettingsWords = {
  timeZone: "時區",
  timeZoneHint: "用於這個頻道的勿擾時段與摘要。訊息中的日期一律以每個人自己的時區顯示。",
  suggested: "建議",
  allZones: "全部",
  quietFrom: "勿擾時段開始",
  quietTo: "勿擾時段結束",
  quietHint: "這段時間內只通知嚴重的情況。其他情況會等到時段結束，而且只通知一次。",
  noQuietHours: "沒有勿擾時段",
  digest: "摘要",
  digests: { off: "無", daily: "每天", weekly: "每週一" },
  digestHint: "在 09:00 送出（若在勿擾時段內，則於時段結束時送出）；沒有事情要通知時就不送。",
  days: "到期前幾天通知",
  daysHint: "例如：30, 14, 7, 3, 1。留空：依每張憑證的有效期間決定，最適合會自動更新的憑證。",
  quietWrong: "勿擾時段的開始與結束不能是同一個時間，例如可設為 22:00 到 07:00。",
  changed: ({ user, changes: { timeZone, ...settings } }) =>
    `${user} 已變更這個頻道的監控通知方式：${[
      ...(timeZone === undefined ? [] : [`時區 ${timeZone}`]),
      ...describeSettings(settings),
    ].join("；")}。`,
};

/** Each that is given, in a few words. */
export function describeSettings({ quietHours, digest, days }: Partial<WatchSettings>): readonly string[] {
  return [
    ...(quietHours === undefined
      ? []
      : [
          quietHours === null
            ? "沒有勿擾時段"
            : `勿擾時段 ${formatClock(quietHours.from)} 到 ${formatClock(quietHours.to)}`,
        ]),
    ...(digest === undefined ? [] : [DIGESTS[digest]]),
    ...(days === undefined
      ? []
      : [days === null ? "通知時間依憑證的有效期間決定" : `到期前 ${days.join("、")} 天通知`]),
  ];
}

const DIGESTS = { off: "不送摘要", daily: "每天送出摘要", weekly: "每週一送出摘要" } as const;
