import { nameFor } from "./name-for.ts";
import type { MessageKey } from "./slack/messages/messenger.ts";
import type { AlertLedger } from "./slack/messages/show-alert.ts";
import type { AlertPosts, OpenedAlert } from "./store/alert-posts.ts";

/** What `showAlert` needs to know of one opening of an alert. */
export function alertLedger(posts: AlertPosts, opened: OpenedAlert): AlertLedger {
  return {
    load: (numbers) => posts.load(opened, numbers),
    post: (number) => ({
      claim: () => posts.claim(opened, number),
      record: (_key, ts) => posts.record(opened, number, ts),
      release: () => posts.release(opened, number),
    }),
    beRoot: (number) => posts.beRoot(opened, number),
    loseRoot: () => posts.loseRoot(opened),
    setShown: (digest) => posts.setShown(opened, digest),
    passOver: (number) => posts.passOver(opened, number),
  };
}

/** The same post has the same name, whoever posts it. */
export function nameAlertMessage(
  { team, channel, subject, openedAt }: OpenedAlert,
  number: number,
): MessageKey {
  const name = nameFor(JSON.stringify([team, channel, subject, openedAt, number]));
  return { diagnosisId: `alert-${name}`, part: number === 0 ? "parent" : "verdict" };
}
