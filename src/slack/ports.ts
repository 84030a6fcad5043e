import type { Diagnosis, Given, Origin } from "../diagnosis/diagnosis.ts";
import type { Explanation } from "../diagnosis/explain.ts";
import type { ThreadFact } from "../diagnosis/thread-fact.ts";
import type { Target } from "../diagnosis/target.ts";
import type { Catalog } from "../locales/catalog.ts";
import type { CaptureRecord } from "../report/capture-record.ts";
import type { Alert } from "../watches/alert.ts";
import type { ChannelKey, WatchSettings } from "../watches/channel.ts";
import type { WatchPorts } from "../watches/watch-ports.ts";
import type { Answer } from "../playbook/walk.ts";
import type { WatchedCertificate } from "../watches/watched.ts";

/** What the listeners can have done; who does it is none of their business. All of it rejects when the store does not answer,
 *  and then nothing was done. */
export interface SlackPorts extends WatchPorts {
  /** One diagnosis for each target. The same cause and target name the same diagnosis, so a repeated delivery does nothing. */
  readonly requestChecks: (request: CheckRequest) => Promise<CheckAnswer>;
  /** `gone`: too old. `foreign`: the button is not of the channel that it was clicked in. */
  readonly answer: (click: Click) => Promise<"stored" | "gone" | "foreign">;
  /** The same check once more, in its thread; what was said of the place holds again. */
  readonly checkAgain: (request: AgainRequest) => Promise<CheckAnswer | "gone" | "foreign">;
  /** What takes longer than a click: posted into the thread. */
  readonly requestMore: (request: MoreRequest) => Promise<"stored" | "gone" | "foreign">;
  /** Adds what somebody brought into a thread to its diagnoses. @param cause names what brought it
   *  @param channel of the thread */
  readonly bringIn: (
    diagnosisIds: readonly string[],
    fact: ThreadFact,
    cause: string,
    channel: string,
  ) => Promise<void>;
  readonly requestReading: (request: ReadingRequest) => Promise<void>;
  /** Null when it is too old. */
  readonly loadCapture: (id: string) => Promise<CaptureRecord | null>;
  readonly requestCapture: (request: CaptureRequest) => Promise<void>;
  /** Posts for all to read, once. */
  readonly say: (request: SayRequest) => Promise<void>;
  /** The language that was chosen for a channel; null for each person's own. */
  readonly channelLocale: (team: string, channel: string) => Promise<string | null>;
  /** Answers what it was before. */
  readonly setChannelLocale: (team: string, channel: string, locale: string | null) => Promise<string | null>;
  /** The bot cannot write there any more. Whoever watched there first is told. @param reason Slack's word */
  readonly pauseWatches: (channel: ChannelKey, reason: string) => Promise<void>;
  /** The ts of the message that tells of an alert. Null: there is none, or somebody deleted it. */
  readonly findAlertMessage: (channel: ChannelKey, alert: Alert) => Promise<string | null>;
  readonly loadRecent: (team: string, user: string) => Promise<Diagnosis[]>;
  /** Its token, what was chosen for its channels, and what they watch. `owner`: a team or an enterprise. */
  readonly forgetInstallation: (owner: string) => Promise<void>;
  /** Why an address may not be connected to: `loopback`, `private` …; null for one that may, and for a name. */
  readonly forbids: (target: Target) => string | null;
  /** The certificates of a file that was read in this channel; none when that is too long ago. */
  readonly loadUploaded: (team: string, channel: string, fileId: string) => Promise<WatchedCertificate[]>;
  readonly catalogFor: (locale: string) => Catalog;
  /** A problem of ours, for the log. */
  readonly onError: (error: unknown, context: Readonly<Record<string, string>>) => void;
}

/** What somebody has us watch, or no longer. `targets` are the first of `count`. */
export interface WatchingSaid {
  readonly kind: "watching";
  readonly act: "watch" | "unwatch";
  readonly targets: readonly string[];
  readonly count: number;
}

/** What is said for all to read, and is no diagnosis. */
export interface SayRequest extends Origin {
  readonly say:
    | { readonly kind: "explanation"; readonly explanation: Explanation }
    | { readonly kind: "language"; readonly tag: string | null }
    | { readonly kind: "resumed"; readonly by: string | null }
    | { readonly kind: "watch_settings"; readonly changes: Partial<WatchSettings> }
    | WatchingSaid;
  /** Names what asked for it; the same for a repeated delivery. */
  readonly cause: string;
  /** Names what is said: two who ask for the same get it once. */
  readonly subject: string;
  readonly responseUrl: string | null;
}

/** Files to be read. */
export interface ReadingRequest extends Omit<Origin, "threadTs"> {
  readonly fileIds: readonly string[];
  /** Names the event or the form; the same for a repeated delivery. */
  readonly cause: string;
  /** Null: into the thread in which the file stands, if that is one of ours. */
  readonly place: { readonly threadTs: string | null } | null;
  readonly password: string | null;
}

/** More of a capture that was read before. */
export interface CaptureRequest extends Origin {
  readonly captureId: string;
  /** `index` of the record's groups. */
  readonly asked:
    | { readonly kind: "handshake"; readonly index: number }
    | { readonly kind: "copy"; readonly names: "keep" | "hash" };
  readonly threadTs: string;
  /** Names the click; the same for a repeated delivery. */
  readonly cause: string;
}

export interface CheckRequest {
  readonly targets: readonly Target[];
  readonly given?: Given;
  /** Of what led to it: a handshake of a capture, or what the message that named the targets may mean. */
  readonly brought?: readonly ThreadFact[];
  readonly origin: Origin;
  /** Names the command, event or submission that asked; the same for a repeated delivery. */
  readonly cause: string;
  readonly responseUrl: string | null;
}

export type CheckAnswer =
  | { readonly opened: true }
  | {
      readonly opened: false;
      readonly scope: "user" | "channel";
      readonly running: number;
      readonly limit: number;
    };

/** A click below a verdict. Ids are Slack's. */
export interface AgainRequest {
  readonly diagnosisId: string;
  readonly team: string;
  readonly channel: string;
  readonly threadTs: string;
  readonly user: string;
  readonly locale: string;
  readonly ownLocale: string;
  /** Names the click, the same for a repeated delivery. */
  readonly cause: string;
  readonly responseUrl: string | null;
}

export interface MoreRequest {
  readonly diagnosisId: string;
  /** `clients`: which named clients get a handshake. `bundle`: what support asks for. */
  readonly asked: "clients" | "bundle";
  readonly team: string;
  readonly channel: string;
  readonly threadTs: string;
  readonly locale: string;
  /** Names the click, the same for a repeated delivery. */
  readonly cause: string;
}

export interface Click {
  readonly diagnosisId: string;
  readonly answer: Pick<Answer, "node" | "choice" | "act">;
  readonly team: string;
  readonly channel: string;
  readonly user: string;
  /** Slack's `action_ts`, the same for a repeated delivery. */
  readonly actionTs: string;
}
