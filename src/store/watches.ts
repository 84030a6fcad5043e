import type { RedisClient } from "./redis.ts";
import type { Alert, Concern } from "../watches/alert.ts";
import type { ChannelKey, WatchSettings } from "../watches/channel.ts";
import type { WatchPorts } from "../watches/watch-ports.ts";
import type { Watch, Watched } from "../watches/watched.ts";
import type { Replacement, WatchedState } from "../watches/watched-state.ts";
import { createAlerts } from "./alerts.ts";
import { createDigests } from "./digests.ts";
import type { DueMeasure } from "./due.ts";
import { createForgetTeam } from "./forget-team.ts";
import { createLooks } from "./looks.ts";
import { createWatchChannels } from "./watch-channels.ts";
import { createWatchList } from "./watch-list.ts";

/** Names an alert: one for each subject and channel. `subject`: its key. */
export interface AlertKey extends ChannelKey {
  readonly subject: string;
}

/** What is to be looked at now, and who watches it. */
export interface DueWatched {
  readonly id: string;
  readonly watched: Watched;
  readonly state: WatchedState | null;
  /** None of a paused channel. */
  readonly watches: readonly { readonly watch: Watch; readonly settings: WatchSettings }[];
  /** Names this turn: a later one makes `saveLook` do nothing. */
  readonly lease: number;
}

/** What a look changes in an alert of a channel. `concern` without troubles: it has left. */
export interface ConcernChange {
  readonly key: AlertKey;
  readonly concern: Concern;
}

/** What listeners and workers have done with watches; times are ms since 1970. */
export interface WatchStore extends WatchPorts {
  /** Answers whether it was watching and not paused before: one caller tells somebody. */
  pauseWatches(channel: ChannelKey, reason: string): Promise<boolean>;
  /** @param owner a team, or an enterprise with all its teams */
  forgetTeam(owner: string): Promise<void>;

  /** Takes what is due; who does not come back within the lease loses it to another worker. */
  takeDueWatched(limit: number): Promise<DueWatched[]>;
  /** One step: the state, what it changes in alerts (which are due then), replacements for every watching channel, the next turn.
   *  False: the turn was lost to another, or nobody watches it any more, and nothing happens. */
  saveLook(
    due: Pick<DueWatched, "id" | "lease">,
    look: {
      readonly state: WatchedState;
      readonly concerns: readonly ConcernChange[];
      readonly replacements: readonly { readonly channel: ChannelKey; readonly replacement: Replacement }[];
      readonly nextAt: number;
    },
  ): Promise<boolean>;
  /** The turn is over without a look. @param at when it is due again */
  postponeLook(due: Pick<DueWatched, "id" | "lease">, at: number): Promise<void>;
  /** How many things are watched, and how late the looks are. */
  measureWatched(): Promise<DueMeasure>;

  takeDueAlerts(limit: number): Promise<{ readonly key: AlertKey; readonly lease: number }[]>;
  /** `alert` null: nothing was told yet. `revision` goes up with every change. */
  loadAlertState(key: AlertKey): Promise<{
    readonly alert: Alert | null;
    readonly concerns: readonly Concern[];
    readonly revision: number;
  }>;
  /** False: it has changed since `revision`; load again. Saving counts as a change too. Null: there was nothing to tell; what has
   *  no troubles either is not kept. */
  saveAlertState(key: AlertKey, revision: number, alert: Alert | null): Promise<boolean>;
  /** Its turn is over. @param nextAt null: when something changes */
  finishAlert(key: AlertKey, lease: number, nextAt: number | null): Promise<void>;

  /** Channels whose digest is due; leased as the others are. */
  takeDueDigests(limit: number): Promise<{ readonly channel: ChannelKey; readonly lease: number }[]>;
  finishDigest(channel: ChannelKey, lease: number, nextAt: number | null): Promise<void>;
}

export function createWatchStore(redis: RedisClient, now: () => number): WatchStore {
  const channels = createWatchChannels(redis, now);
  const list = createWatchList(redis, now);
  return {
    ...channels,
    ...list,
    async addWatches(who, watches) {
      const answer = await list.addWatches(who, watches);
      // Who adds to a channel that is paused wants to be told there again.
      if ("added" in answer) await channels.resumeWatches(who);
      return answer;
    },
    ...createLooks(redis, now),
    ...createAlerts(redis, now),
    ...createDigests(redis, now),
    forgetTeam: createForgetTeam(redis),
  };
}
