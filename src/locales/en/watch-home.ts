import type { NotSeen } from "../../watches/sighting.ts";
import { formatDay, formatList } from "../format.ts";
import type { WatchHomeWords } from "../watch-home-words.ts";
import { LOCALE, count, grouped, listRemoved, listSome } from "./wording.ts";
import { nameFault } from "./chain-flaws.ts";
import { describeSettings } from "./watch-settings.ts";

export const watchHome: WatchHomeWords = {
  nothingWatched:
    "Nothing is watched in your channels yet. Type /tlscheck watch api.example.com in a channel, or add hosts here: I look at their certificates every hour, and tell the channel in time.",
  storeUnavailable:
    "I cannot show what is watched right now: my store does not answer. Open this page again in a minute.",
  channelsUnknown:
    "I cannot show what is watched right now: Slack does not tell me which channels you are in. Open this page again in a minute.",
  notInChannel:
    "You are not a member of that channel, or Slack did not tell me in time. Nothing was changed.",
  allWell: (watched) => `Nothing is broken now. Watched in your channels: ${grouped(watched)}.`,
  broken: "Broken now",
  next: "Runs out next",
  renewed: "Renewed in the last 30 days",
  snoozed: "Snoozed",
  channels: "Your channels",
  directMessage: "your messages with me",
  troubles: {
    expires: ({ certificate, endEntity }, when) =>
      endEntity ? `Expired on ${when}` : `The issuer’s certificate ${certificate.subject} expired on ${when}`,
    revoked: ({ certificate, endEntity }, when) =>
      endEntity
        ? `Revoked on ${when}`
        : `The issuer’s certificate ${certificate.subject} was revoked on ${when}`,
    chain_broken: ({ faults }) => `Clients refuse the chain: ${listSome(faults.map(nameFault))}`,
    name_not_covered: ({ name }) => `The certificate is not for ${name}`,
    partly_renewed: ({ addresses, renewedAddresses }) =>
      `Renewed, and ${grouped(addresses.length)} of ${count(addresses.length + renewedAddresses.length, "address", "addresses")} still ${addresses.length === 1 ? "serves" : "serve"} the old certificate`,
    unreachable: ({ why }, when) => `No certificate since ${when}: ${notSeen(why)}`,
    removed: (trouble, when) => `Not accepted any more since ${when}: ${listRemoved(trouble)}`,
  },
  ends: ({ daysLeft, when }) =>
    daysLeft === 0 ? `In less than a day: ${when}` : `In ${count(daysLeft, "day")}: ${when}`,
  issuer: (subject) => `the issuer’s certificate ${subject}`,
  hosts: ({ listed, more }) =>
    more === 0 ? formatList(LOCALE, listed) : `${listed.join(", ")} and ${grouped(more)} more`,
  acknowledged: (user) => (user === null ? "acknowledged" : `acknowledged by ${user}`),
  snoozedUntil: ({ user, until }) =>
    user === null ? `snoozed until ${until}` : `snoozed until ${until} by ${user}`,
  openAlert: "alert",
  renewal: ({ when, until }) => `${when}, valid until ${until}`,
  more: (more) => `and ${grouped(more)} more`,
  nothingEnds: "No certificate that I have seen is still to run out.",
  sooner: "Sooner",
  later: "Later",
  picture: ({ weeks, count: all, most, start, timeZone }) =>
    `In the coming ${weeks} weeks ${count(all, "certificate")} ${all === 1 ? "runs" : "run"} out; the fullest week, with ${grouped(most)}, begins on ${formatDay(LOCALE, start, timeZone)}.`,
  week: (start, timeZone) => formatDay(LOCALE, start, timeZone),
  watches: ({ watched, unseen, notPublic }) =>
    [
      `${grouped(watched)} watched`,
      ...(unseen === 0 ? [] : [`${grouped(unseen)} not looked at yet`]),
      ...(notPublic === 0
        ? []
        : [`${grouped(notPublic)} with an authority that is not public or an incomplete chain`]),
    ].join(", "),
  settings: ({ timeZone, ...settings }) => [timeZone, ...describeSettings(settings)].join("; "),
  paused: ({ reason, when }) =>
    `Paused since ${when}: ${pausedBecause(reason)}. Nothing is looked at for it.`,
  resume: "Resume",
  change: "Settings",
  add: "Watch hosts",
};

function notSeen(why: NotSeen): string {
  switch (why.reason) {
    case "name_not_resolved":
      return "the name does not resolve";
    case "not_allowed":
      return `I may not connect to ${why.address} (${why.range})`;
    case "connection_refused":
      return "the connection is refused";
    case "connection_reset":
      return "the connection is reset";
    case "timeout":
      return "no answer";
    case "network":
      return `no way to it (${why.code})`;
    case "handshake_failed":
      return `the handshake fails (${why.detail})`;
  }
}

function pausedBecause(reason: string): string {
  switch (reason) {
    case "is_archived":
    case "channel_archive":
    case "group_archive":
      return "the channel is archived";
    case "channel_not_found":
    case "channel_deleted":
    case "group_deleted":
      return "the channel is gone, or I am not in it";
    case "not_in_channel":
    case "channel_left":
    case "group_left":
      return "I am not in the channel; type /invite @tlscheck there";
    default:
      return `I may not write there (${reason})`;
  }
}
