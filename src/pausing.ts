import type { Backend } from "./backend.ts";
import type { ChannelKey, WatchingChannel } from "./watches/channel.ts";

export interface Pausing {
  /** We cannot write there any more: nothing is looked at for it, and whoever watched there first is told once.
   *  @param reason Slack's word */
  pause(channel: ChannelKey, reason: string): Promise<void>;
  /** Once for each pause, however often it is called. */
  tell(channel: WatchingChannel): Promise<void>;
}

export function createPausing({ watches, queues }: Pick<Backend, "watches" | "queues">): Pausing {
  const tell = async ({ team, enterprise, channel, addedBy, locale, paused }: WatchingChannel) => {
    if (paused === null) return;
    const cause = `paused:${team}:${channel}:${paused.at}`;
    await queues.enqueueSay({
      say: { kind: "paused", channel, reason: paused.reason },
      // A direct message, in the language of whom it is for.
      channel: addedBy,
      threadTs: null,
      user: addedBy,
      team,
      enterprise,
      locale,
      ownLocale: locale,
      cause,
      subject: cause,
      responseUrl: null,
    });
  };
  return {
    tell,
    async pause(key, reason) {
      await watches.pauseWatches(key, reason);
      // Also when it was paused before: whoever paused it may have been killed before telling.
      const channel = await watches.loadWatchingChannel(key);
      if (channel !== null) await tell(channel);
    },
  };
}
