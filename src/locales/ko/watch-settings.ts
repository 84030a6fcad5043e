import type { WatchSettings } from "../../watches/channel.ts";
import { formatClock } from "../format.ts";
import type { WatchSettingsWords } from "../watch-settings-words.ts";

export const watchSettings: WatchSettingsWords = {
  timeZone: "시간대",
  timeZoneHint:
    "이 채널의 방해 금지 시간과 요약에 적용됩니다. 메시지의 날짜는 읽는 사람의 시간대로 표시됩니다.",
  suggested: "추천",
  allZones: "전체",
  quietFrom: "방해 금지 시작",
  quietTo: "방해 금지 종료",
  quietHint: "이 시간에는 긴급 알림만 보냅니다. 나머지는 방해 금지가 끝나면 한 번만 알립니다.",
  noQuietHours: "방해 금지 시간 없음",
  digest: "요약",
  digests: { off: "받지 않음", daily: "매일", weekly: "매주 월요일" },
  digestHint: "알릴 내용이 있을 때만 09:00에 보냅니다. 방해 금지 시간이면 그 시간이 끝날 때 보냅니다.",
  days: "만료 며칠 전에 알릴지",
  daysHint:
    "예: 30, 14, 7, 3, 1. 비워 두면 각 인증서의 유효 기간에 맞춰 정합니다. 자동으로 갱신되는 인증서에는 비워 두는 것이 가장 좋습니다.",
  quietWrong: "방해 금지가 시작하는 시각과 끝나는 시각은 서로 달라야 합니다. 예: 22:00부터 07:00까지",
  changed: ({ user, changes: { timeZone, ...settings } }) =>
    `${user} 님이 이 채널의 모니터링 알림 설정을 변경했습니다: ${[
      ...(timeZone === undefined ? [] : [`시간대 ${timeZone}`]),
      ...describeSettings(settings),
    ].join("; ")}`,
};

/** Each that is given, in a few words. */
export function describeSettings({ quietHours, digest, days }: Partial<WatchSettings>): readonly string[] {
  return [
    ...(quietHours === undefined
      ? []
      : [
          quietHours === null
            ? "방해 금지 시간 없음"
            : `방해 금지 ${formatClock(quietHours.from)}부터 ${formatClock(quietHours.to)}까지`,
        ]),
    ...(digest === undefined ? [] : [DIGESTS[digest]]),
    ...(days === undefined
      ? []
      : [days === null ? "인증서 유효 기간에 맞춰 알림" : `만료 ${days.join(", ")}일 전에 알림`]),
  ];
}

const DIGESTS = { off: "요약 없음", daily: "매일 요약", weekly: "매주 월요일 요약" } as const;
