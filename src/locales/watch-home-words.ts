import type { Trouble } from "../watches/watched-state.ts";
import type { WatchSettings } from "../watches/channel.ts";

type TroubleOf<K extends Trouble["kind"]> = Extract<Trouble, { readonly kind: K }>;

/** App Home's words of watches; the digest's, too. What is called `when`, `until`, `user` is a mark in whose place a view sets a date in the
 *  reader's own zone, or a mention. */
export interface WatchHomeWords {
  /** Says what watching is, where there is none. */
  readonly nothingWatched: string;
  readonly storeUnavailable: string;
  /** Slack does not tell which channels somebody is in, and so nothing is shown. */
  readonly channelsUnknown: string;
  /** To who clicks a button of a channel that they are not in, or not any more. */
  readonly notInChannel: string;
  /** Nothing is broken. */
  readonly allWell: (watched: number) => string;
  /** Headings. */
  readonly broken: string;
  readonly next: string;
  readonly renewed: string;
  readonly snoozed: string;
  readonly channels: string;
  /** The name of the reader's conversation with us. */
  readonly directMessage: string;
  /** What is wrong, in a few words without a full stop. */
  readonly troubles: {
    readonly [K in Trouble["kind"]]: (trouble: TroubleOf<K>, when: string) => string;
  };
  /** `daysLeft` from 0. */
  readonly ends: (facts: { daysLeft: number; when: string }) => string;
  /** `subject` is hostile text. */
  readonly issuer: (subject: string) => string;
  /** Names of what is watched: hostile text. */
  readonly hosts: (facts: { listed: readonly string[]; more: number }) => string;
  /** `user` null where a mention would call somebody. */
  readonly acknowledged: (user: string | null) => string;
  readonly snoozedUntil: (facts: { user: string | null; until: string }) => string;
  /** Of a link. */
  readonly openAlert: string;
  /** `when` it was seen, and `until` when the new one is valid. */
  readonly renewal: (facts: { when: string; until: string }) => string;
  readonly more: (count: number) => string;
  readonly nothingEnds: string;
  /** Buttons that turn the pages of what runs out next. */
  readonly sooner: string;
  readonly later: string;
  /** What the picture shows, for who does not see it. `start`: the first day of the fullest week. */
  readonly picture: (facts: {
    weeks: number;
    count: number;
    most: number;
    start: number;
    timeZone: string;
  }) => string;
  /** Labels a week of the picture by its first day. */
  readonly week: (start: number, timeZone: string) => string;
  /** `notPublic`: of another authority than a public one, or without the complete chain, ever since they are watched. */
  readonly watches: (facts: { watched: number; unseen: number; notPublic: number }) => string;
  readonly settings: (settings: WatchSettings) => string;
  /** `reason` is Slack's own word. */
  readonly paused: (facts: { reason: string; when: string }) => string;
  readonly resume: string;
  readonly change: string;
  readonly add: string;
}
