/** Where the app's commands, clicks and events go. */
type DeliveryMode =
  | { readonly mode: "socket" }
  | { readonly mode: "http"; readonly url: string; readonly signingSecret: string };

export interface Tip {
  readonly text: string;
  readonly command: string;
  /** Something to do outside of the workspace when the command has shown what it shows. */
  readonly act?: { readonly label: string; readonly run: () => void };
}

export interface PlaygroundOptions {
  /** Slack's app manifest as a plain object; what it does not declare, the app does not get. */
  readonly manifest: unknown;
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly delivery?: DeliveryMode;
  readonly team?: { readonly name: string; readonly domain: string };
  /** The first one is whom the page acts as at first. */
  readonly users?: readonly {
    readonly name: string;
    readonly realName?: string;
    readonly locale?: string;
    /** IANA; UTC where it is absent. */
    readonly timeZone?: string;
  }[];
  readonly channels?: readonly {
    readonly name: string;
    readonly private?: boolean;
    /** Names of users; absent: everybody. */
    readonly members?: readonly string[];
    readonly botIsMember?: boolean;
  }[];
  /** Absent: made at random. */
  readonly botToken?: string;
  readonly appToken?: string;
  /** What the app-level token may do. */
  readonly appTokenScopes?: readonly string[];
  /** For `oauth.v2.access`. */
  readonly oauth?: { readonly clientId: string; readonly clientSecret: string };
  /** Slack's rate limits; `postBurst` messages may follow each other at once in one channel. Default: on. */
  readonly rateLimits?: boolean | { readonly postBurst: number };
  /** Before each repetition of an unacknowledged event. Slack: at once, after 1 and after 5 minutes. */
  readonly retryIntervalsMs?: readonly number[];
  /** Slack's 3 s. */
  readonly ackTimeoutMs?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** The built page. */
  readonly pageDirectory?: string;
  /** What the page suggests to a newcomer. */
  readonly tips?: readonly Tip[];
}

export const ACK_TIMEOUT_MS = 3_000;
export const RETRY_INTERVALS_MS: readonly number[] = [0, 60_000, 300_000];
/** Slack allows "short bursts" over its message per second without a number. */
export const POST_BURST = 3;
