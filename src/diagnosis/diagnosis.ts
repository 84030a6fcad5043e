import type { Evidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import type { Target } from "./target.ts";
import type { ThreadFact } from "./thread-fact.ts";

/** Who asked, and where the answer goes. Ids are Slack's. */
export interface Origin {
  readonly team: string;
  /** Of an organisation-wide installation; null otherwise. */
  readonly enterprise: string | null;
  readonly channel: string;
  readonly user: string;
  /** The thread that it was asked in; null for a message of its own in the channel. */
  readonly threadTs: string | null;
  /** BCP 47, of what everybody in the channel reads. */
  readonly locale: string;
  /** Of what is told to who asked alone, where that is another one. */
  readonly ownLocale?: string;
}

/** Where the failure shows, as far as who asked said so. Values are choices of the tree's questions of these names. */
export interface Given {
  readonly product?: string;
  readonly direction?: string;
  readonly client?: string;
}

/** One check that somebody asked for, from the command to the last answer. Plain JSON, times in ms since 1970. */
export interface Diagnosis {
  /** Derived from what asked for it, so that a repeated delivery names the same diagnosis. */
  readonly id: string;
  readonly target: Target;
  readonly origin: Origin;
  readonly createdAt: number;
  /** What was said of it when it was asked for; absent for nothing. */
  readonly given?: Given;
  /** What was known of it then: a handshake of a capture. Absent for nothing. */
  readonly brought?: readonly ThreadFact[];
  /** The check that this one repeats. */
  readonly previous?: string;
  /** Null until the probes have ended. */
  readonly result: DiagnosisResult | null;
}

export type DiagnosisResult =
  | { readonly state: "checked"; readonly evidence: Evidence; readonly findings: readonly Finding[] }
  /** Our own fault: the job failed for good. */
  | { readonly state: "failed"; readonly at: number };

export type Verdict = "ok" | "problem" | "unreachable";

/** `unreachable`: no connection was possible. `problem`: at least one finding of severity `error`. */
export function judgeVerdict(evidence: Evidence, findings: readonly Finding[]): Verdict {
  if (evidence.unreachable !== null) return "unreachable";
  return findings.some(({ severity }) => severity === "error") ? "problem" : "ok";
}
