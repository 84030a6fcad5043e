import type { Condition } from "../watches/gravity.ts";
import type { UsageProblem } from "../diagnosis/usage-error.ts";
import type { WatchProblem } from "../watches/watch-options.ts";
import type { Line } from "./catalog.ts";

/** How something watched is doing, in a word of a table. */
export type WatchCondition = Condition | "not_public" | "ok" | "unseen" | "paused";

/** Why a file of watches was not read at all. */
export type ListFault =
  | { readonly code: "too_large"; readonly limit: number }
  | { readonly code: "too_many"; readonly count: number; readonly limit: number }
  | { readonly code: "not_text" }
  /** No target in it. */
  | { readonly code: "empty" }
  /** `reason`: the parser's own word for it. `line` counts from 1; null where it is not known. */
  | { readonly code: "syntax"; readonly line: number | null; readonly reason: string }
  /** Not shown to us, or deleted. */
  | { readonly code: "out_of_reach" };

/** `/tlscheck watch`, `unwatch` and `list`. `user` is Slack's mention of a person, targets are hostile text. */
export interface WatchingWords {
  readonly help: (command: string) => readonly Line[];
  /** Each heads a list of targets. */
  readonly added: (count: number) => string;
  readonly known: (count: number) => string;
  /** Watched before, and with what was said of them now. */
  readonly changed: (count: number) => string;
  readonly refused: (count: number) => string;
  /** Behind a list that is cut. */
  readonly more: (count: number) => string;
  /** Above the refused words, to be corrected and sent again. */
  readonly again: string;
  /** A problem of a line of a file. */
  readonly inLine: (facts: { line: number; text: string }) => string;
  readonly problem: (problem: Exclude<WatchProblem, UsageProblem>) => string;
  /** How it is written. */
  readonly example: (call: string) => string;
  /** For all in the channel. `targets` are the first of `count`. */
  readonly announced: (facts: {
    act: "watch" | "unwatch";
    user: string;
    targets: readonly string[];
    count: number;
  }) => string;
  readonly full: (facts: { scope: "channel" | "team"; count: number; limit: number }) => string;
  /** Nothing was added. `channel` is Slack's mention of it. */
  readonly notInChannel: (channel: string) => string;
  readonly unavailable: string;
  readonly unwatched: (count: number) => string;
  readonly notWatched: (count: number) => string;
  /** What is watched of the same host otherwise. */
  readonly similar: (targets: readonly string[]) => string;
  readonly unwatchAll: {
    readonly question: (count: number) => string;
    readonly yes: (count: number) => string;
    readonly no: string;
    readonly kept: string;
  };
  readonly list: {
    /** `filter` null: all of them. */
    readonly title: (facts: { count: number; filter: string | null }) => string;
    readonly page: (facts: { from: number; to: number; count: number }) => string;
    readonly nothing: string;
    readonly nothingLike: (filter: string) => string;
    readonly paused: string;
    readonly columns: Readonly<Record<"target" | "end" | "left" | "issuer" | "owner" | "condition", string>>;
    /** `not_public`: nothing is wrong but that its authority is not a public one, or its chain not complete, ever since it is watched. */
    readonly conditions: Readonly<Record<WatchCondition, string>>;
    /** A certificate that somebody uploaded, by its name. */
    readonly uploaded: (name: string) => string;
    readonly days: (days: number) => string;
    readonly previous: string;
    readonly next: string;
    readonly add: string;
    readonly exportAs: (format: "CSV" | "YAML") => string;
  };
  readonly exported: (facts: { channel: string; count: number }) => string;
  /** To who asked, in the channel. */
  readonly exportSent: string;
  readonly file: (fault: ListFault) => string;
  readonly buttons: { readonly watch: string; readonly watchCertificates: (count: number) => string };
  readonly certificatesGone: string;
  readonly modal: {
    readonly title: string;
    readonly submit: string;
    readonly targets: string;
    readonly targetsHint: string;
    readonly startTls: string;
    readonly startTlsNone: string;
    readonly channel: string;
    readonly owner: string;
    readonly ownerHint: string;
    readonly runbook: string;
    readonly days: string;
    readonly daysHint: string;
    readonly file: string;
    readonly fileHint: string;
    /** Neither hosts nor a file. */
    readonly empty: string;
    readonly notInChannel: string;
  };
}
