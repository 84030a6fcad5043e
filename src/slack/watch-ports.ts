import type { AlertAct } from "../watches/alert.ts";
import type {
  AddedWatches,
  ListedWatch,
  NewWatch,
  StoredAlert,
  WatchSettings,
  WatchingChannel,
} from "../watches/channel.ts";
import type { Replacement } from "../watches/watched-state.ts";

/** A channel of a workspace. Ids are Slack's. */
export interface ChannelId {
  readonly team: string;
  readonly channel: string;
}

/** What the listeners can have done with watches. All of it rejects when the store does not answer, and then nothing was done. */
export interface WatchPorts {
  /** All or nothing. Looks at what is new at once. @param who the channel as it is to be if it watches nothing yet */
  readonly addWatches: (
    who: Omit<WatchingChannel, "settings" | "paused"> & { readonly timeZone: string },
    watches: readonly NewWatch[],
  ) => Promise<AddedWatches>;
  /** Answers the ids that were watched. */
  readonly removeWatches: (channel: ChannelId, ids: readonly string[]) => Promise<string[]>;
  /** Answers the ids that are watched. Absent: stays as it is. */
  readonly changeWatches: (
    channel: ChannelId,
    ids: readonly string[],
    change: {
      readonly owner?: string | null;
      readonly runbook?: string | null;
      readonly days?: readonly number[] | null;
    },
  ) => Promise<string[]>;
  /** In no order. */
  readonly listWatches: (channel: ChannelId) => Promise<ListedWatch[]>;
  /** Those that watch something, or did. */
  readonly listWatchingChannels: (team: string) => Promise<WatchingChannel[]>;
  readonly loadWatchingChannel: (channel: ChannelId) => Promise<WatchingChannel | null>;
  /** False for a channel that watches nothing. */
  readonly saveWatchSettings: (channel: ChannelId, settings: WatchSettings) => Promise<boolean>;
  /** Answers whether it was paused. */
  readonly resumeWatches: (channel: ChannelId) => Promise<boolean>;
  /** Open ones, and those that ended less than 30 days ago. */
  readonly listAlerts: (channel: ChannelId) => Promise<StoredAlert[]>;
  /** @param subject an alert's key. Null: there is none. */
  readonly loadAlert: (channel: ChannelId, subject: string) => Promise<StoredAlert | null>;
  /** Its message is drawn again soon. False: there is none, or it has ended. */
  readonly actOnAlert: (channel: ChannelId, subject: string, act: AlertAct) => Promise<boolean>;
  /** The newest first. @param since ms since 1970 */
  readonly listReplacements: (channel: ChannelId, since: number) => Promise<Replacement[]>;
}
