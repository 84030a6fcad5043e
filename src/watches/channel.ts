import type { Alert, Concern } from "./alert.ts";
import type { Watch, Watched } from "./watched.ts";
import type { WatchedState } from "./watched-state.ts";

/** How a channel wants to be told. Plain JSON. */
export interface WatchSettings {
  /** IANA: `Europe/Berlin`. */
  readonly timeZone: string;
  /** Minutes since midnight, `from` may be later than `to`; null for none. Nothing but what is critical is told in them. */
  readonly quietHours: { readonly from: number; readonly to: number } | null;
  readonly digest: "off" | "daily" | "weekly";
  /** Days before the end; null for those of the certificate's lifetime. */
  readonly days: readonly number[] | null;
}

/** A channel of a workspace. Ids are Slack's. */
export interface ChannelKey {
  readonly team: string;
  readonly channel: string;
}

/** A channel that watches. Ids are Slack's, times ms since 1970. */
export interface WatchingChannel extends ChannelKey {
  /** Of an organisation-wide installation; null otherwise. */
  readonly enterprise: string | null;
  /** BCP 47: of who watched here first. A language that was chosen for the channel goes before it. */
  readonly locale: string;
  /** Who is told when the channel is gone. */
  readonly addedBy: string;
  readonly settings: WatchSettings;
  /** We may not write there any more (Slack's word for it): nothing is looked at for it until somebody resumes. */
  readonly paused: { readonly at: number; readonly reason: string } | null;
}

/** A watch and what is known of what it watches. */
export interface ListedWatch {
  readonly watch: Watch;
  readonly watched: Watched;
  /** Null before the first look. */
  readonly state: WatchedState | null;
}

/** An alert as it is stored, with what it is about now. */
export interface StoredAlert {
  readonly alert: Alert;
  readonly concerns: readonly Concern[];
}

/** What somebody wants to be watched in a channel. */
export interface NewWatch {
  readonly watched: Watched;
  readonly owner?: string | null;
  readonly runbook?: string | null;
  readonly days?: readonly number[] | null;
}

export type AddedWatches =
  /** Ids. `known` were watched before, and take over what was said of them now. */
  | { readonly added: readonly string[]; readonly known: readonly string[] }
  /** Nothing was added: there would be more than `limit`. */
  | { readonly scope: "channel" | "team"; readonly count: number; readonly limit: number };
