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
  /** Below it: how to get it otherwise. */
  readonly change: (command: string) => string;
}
