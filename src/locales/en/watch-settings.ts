import type { WatchSettings } from "../../watches/channel.ts";
import { formatClock } from "../format.ts";
import type { WatchSettingsWords } from "../watch-settings-words.ts";
import { daysBefore } from "./wording.ts";

export const watchSettings: WatchSettingsWords = {
  timeZone: "Time zone",
  timeZoneHint: "Of the channel’s quiet hours and digest. Dates in messages are in each reader’s own.",
  suggested: "Suggested",
  allZones: "All",
  quietFrom: "Quiet hours from",
  quietTo: "Quiet hours to",
  quietHint:
    "In them, only what is critical is told. What else there is waits until they end, and is told once.",
  noQuietHours: "No quiet hours",
  digest: "Digest",
  digests: { off: "None", daily: "Every day", weekly: "Every Monday" },
  digestHint: "Comes at 09:00 (within quiet hours: when they end), and only when there is something to tell.",
  days: "Days before the end at which I tell you",
  daysHint:
    "For example: 30, 14, 7, 3, 1. Empty: according to each certificate’s lifetime, which is best for those that renew by themselves.",
  quietWrong: "Quiet hours must end at another time than they begin at, for example from 22:00 to 07:00.",
  changed: ({ user, changes: { timeZone, ...settings } }) =>
    `${user} changed how this channel is told of what it watches: ${[
      ...(timeZone === undefined ? [] : [`time zone ${timeZone}`]),
      ...describeSettings(settings),
    ].join("; ")}.`,
};

/** Each that is given, in a few words. */
export function describeSettings({ quietHours, digest, days }: Partial<WatchSettings>): readonly string[] {
  return [
    ...(quietHours === undefined
      ? []
      : [
          quietHours === null
            ? "no quiet hours"
            : `quiet hours from ${formatClock(quietHours.from)} to ${formatClock(quietHours.to)}`,
        ]),
    ...(digest === undefined ? [] : [DIGESTS[digest]]),
    ...(days === undefined
      ? []
      : [days === null ? "alerts according to the certificate’s lifetime" : `alerts ${daysBefore(days)}`]),
  ];
}

const DIGESTS = { off: "no digest", daily: "a digest every day", weekly: "a digest every Monday" } as const;
