import type { Trouble } from "../watches/watched-state.ts";

/** The digest's words, beside those that it shares with App Home. */
export interface DigestWords {
  /** Stands alone in a notification. */
  readonly summary: (facts: {
    period: "daily" | "weekly";
    broken: number;
    ending: number;
    renewed: number;
    snoozed: number;
  }) => string;
  /** Heads the message. */
  readonly title: (period: "daily" | "weekly") => string;
  /** What is wrong, in a few words without a full stop, and since when: `when` is a mark in whose place the view sets a date. `expires`: it has. */
  readonly broken: (facts: { kinds: readonly Trouble["kind"][]; when: string }) => string;
  readonly renewed: string;
  /** Stands for the name of a certificate that was uploaded. */
  readonly uploaded: string;
  /** Below it: how to get it otherwise. */
  readonly change: (command: string) => string;
}
