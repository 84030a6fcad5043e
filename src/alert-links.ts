import type { AlertPosts } from "./store/alert-posts.ts";
import type { Alert } from "./watches/alert.ts";
import type { ChannelKey } from "./watches/channel.ts";
import { subjectKey } from "./watches/subject.ts";

/** The ts of the message that tells of an alert. Null: there is none, or somebody deleted it. */
export type FindAlertMessage = (channel: ChannelKey, alert: Alert) => Promise<string | null>;

export function createFindAlertMessage(posts: Pick<AlertPosts, "load">): FindAlertMessage {
  return async (channel, { subject, openedAt, posts: written }) => {
    const numbers = written.map(({ number }) => number);
    if (numbers.length === 0) return null;
    const { team, channel: id } = channel;
    const opened = { team, channel: id, subject: subjectKey(subject), openedAt };
    return (await posts.load(opened, numbers)).rootTs;
  };
}
