import type { WatchSettings } from "../watches/channel.ts";

/** How a channel is told of what it watches. */
export interface WatchSettingsWords {
  readonly timeZone: string;
  readonly timeZoneHint: string;
  /** Groups of the menu. */
  readonly suggested: string;
  readonly allZones: string;
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly quietHint: string;
  /** The choice of none. */
  readonly noQuietHours: string;
  readonly digest: string;
  readonly digests: Readonly<Record<WatchSettings["digest"], string>>;
  readonly digestHint: string;
  readonly days: string;
  readonly daysHint: string;
  /** A complaint below a field, with an example. */
  readonly quietWrong: string;
  /** Told in the channel: what has changed and is absent where it has not. `user` is Slack's mention of a person. */
  readonly changed: (facts: { user: string; changes: Partial<WatchSettings> }) => string;
}
