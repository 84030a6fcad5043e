import type { AlertAct } from "./alert.ts";
import type {
  AddedWatches,
  ChannelKey,
  ListedWatch,
  NewWatch,
  StoredAlert,
  WatchSettings,
  WatchingChannel,
} from "./channel.ts";
import type { Replacement } from "./watched-state.ts";

/** What the listeners can have done with watches. All of it rejects when the store does not answer, and then nothing was done. */
export interface WatchPorts {
  /** All or nothing. Looks at what is new at once. @param who the channel as it is to be if it watches nothing yet */
  readonly addWatches: (
    who: Omit<WatchingChannel, "settings" | "paused"> & { readonly timeZone: string },
    watches: readonly NewWatch[],
  ) => Promise<AddedWatches>;
  /** Answers the ids that were watched. */
  readonly removeWatches: (channel: ChannelKey, ids: readonly string[]) => Promise<string[]>;
  /** Answers the ids that are watched. Absent: stays as it is. */
  readonly changeWatches: (
    channel: ChannelKey,
    ids: readonly string[],
    change: {
      readonly owner?: string | null;
      readonly runbook?: string | null;
      readonly days?: readonly number[] | null;
    },
  ) => Promise<string[]>;
  /** In no order. */
  readonly listWatches: (channel: ChannelKey) => Promise<ListedWatch[]>;
  /** Those that watch something, or did. */
  readonly listWatchingChannels: (team: string) => Promise<WatchingChannel[]>;
  readonly loadWatchingChannel: (channel: ChannelKey) => Promise<WatchingChannel | null>;
  /** False for a channel that watches nothing. */
  readonly saveWatchSettings: (channel: ChannelKey, settings: WatchSettings) => Promise<boolean>;
  /** Answers whether it was paused. */
  readonly resumeWatches: (channel: ChannelKey) => Promise<boolean>;
  /** Open ones, and those that ended less than 30 days ago. */
  readonly listAlerts: (channel: ChannelKey) => Promise<StoredAlert[]>;
  /** @param subject an alert's key. Null: there is none. */
  readonly loadAlert: (channel: ChannelKey, subject: string) => Promise<StoredAlert | null>;
  /** Its message is drawn again soon. False: there is none, or it has ended. */
  readonly actOnAlert: (channel: ChannelKey, subject: string, act: AlertAct) => Promise<boolean>;
  /** The newest first. @param since ms since 1970 */
  readonly listReplacements: (channel: ChannelKey, since: number) => Promise<Replacement[]>;
}
