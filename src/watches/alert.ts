import type { Level } from "./thresholds.ts";
import type { Replacement, Trouble } from "./watched-state.ts";

/** What a message is about. As a key: `certificate:<sha256>`, `unreachable:<since>`, `removed:<since>:<digest>`. */
export type AlertSubject =
  /** Whatever is the matter with a certificate, however many hosts serve it. */
  | { readonly kind: "certificate"; readonly sha256: string }
  /** Hosts that went away in the same hour, which have a cause in common more often than not. `since`: its beginning. */
  | { readonly kind: "unreachable"; readonly since: number }
  /** Hosts that lost the same versions and suites in the same hour. `what`: a digest of those. */
  | { readonly kind: "removed"; readonly since: number; readonly what: string };

/** What one watched thing has to do with an alert of a channel: stored beside the alert, one for each. */
export interface Concern {
  /** `watchedId`. */
  readonly watched: string;
  /** Of this alert's subject; none: it has left, and `replaced` says what it serves instead. */
  readonly troubles: readonly Trouble[];
  readonly replaced: Pick<Replacement, "at" | "before" | "after"> | null;
  /** It has left since nobody watches it here any more. */
  readonly unwatched?: true;
  /** Who issued the certificate that the alert is about. Absent where it is an issuer's own, or of none. Hostile text. */
  readonly issuer?: string;
  /** As the watch has it. */
  readonly owner: string | null;
  readonly runbook: string | null;
  readonly days: readonly number[] | null;
}

/** What a channel was told of one subject. Plain JSON; times in ms since 1970. */
export interface Alert {
  readonly subject: AlertSubject;
  readonly state: AlertState;
  readonly openedAt: number;
  /** Of what is the matter now, what was told. An alert is due once, and once more when it is worse. */
  readonly told: Told;
  /** Digests of the hosts that somebody was told of, where each is news of its own; absent where none is, and of an alert that was
   *  written before there were any. */
  readonly toldHosts?: readonly string[];
  /** Every message that must exist, the root first: they are written down here before they are posted, each once. Of
   *  very many only the root and the newest are kept. */
  readonly posts: readonly AlertPost[];
  readonly acknowledged: { readonly by: string; readonly at: number } | null;
  /** Nothing but the end itself is told before `until`. */
  readonly snoozed: { readonly by: string; readonly until: number } | null;
  /** Null while it is open. */
  readonly closedAt: number | null;
  /** What is served in its place; null where that is not what closed it. */
  readonly replaced: Concern["replaced"];
}

/** `renewed`: something better is served in its place. `resolved`: the trouble is over otherwise. `dropped`: nobody in this
 *  channel watches any more what had it. */
export type AlertState = "open" | "renewed" | "resolved" | "dropped";

export interface Told {
  readonly level: Level;
  /** The threshold that was reached, ms before the end; null when the end has nothing to do with it. */
  readonly leftMs: number | null;
  readonly kinds: readonly Trouble["kind"][];
}

export interface AlertPost {
  /** 0 is the root message, the others are in its thread. */
  readonly number: number;
  /** `escalated`: a worse threshold, or a trouble or a host that is new. `reminded`: acknowledged or snoozed, and the time has come. `returned`: what
   *  was over is there again. */
  readonly why: "opened" | "escalated" | "reminded" | "returned";
  readonly at: number;
  /** Everything that was the matter then; the level is that of what is new. */
  readonly told: Told;
  /** Who is mentioned; none below critical. */
  readonly mentions: readonly string[];
  /** Digests of the hosts that it is about; absent: of all. */
  readonly hosts?: readonly string[];
}

/** What a person does with an alert. */
export type AlertAct =
  | { readonly act: "acknowledge"; readonly by: string; readonly at: number }
  | { readonly act: "snooze"; readonly by: string; readonly until: number }
  /** Ends the snooze. Whoever has acknowledged it still has. */
  | { readonly act: "wake"; readonly by: string };
