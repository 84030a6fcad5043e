import type { Cause } from "../diagnosis/error-messages.ts";
import type { FindingKind, FindingOf } from "../diagnosis/finding.ts";
import type { Target } from "../diagnosis/target.ts";
import type { TraceFindingKind, TraceFindingOf } from "../diagnosis/traces/trace-finding.ts";
import type { UsageProblem } from "../diagnosis/usage-error.ts";
import type { Choice, OutcomeId, QuestionId } from "../playbook/playbook.ts";

/** A sentence, or a command (or file content) to be shown as it is, in a fixed-width font. Both may hold hostile
 *  text: who shows them escapes them. */
export type Line = string | { readonly command: string };

/** What the words of a finding may need beside the finding's own data. */
export interface WordContext {
  readonly target: Target;
  readonly addresses: readonly string[];
  /** Of the file that was read; absent for a server that was looked at. Hostile text. */
  readonly fileName?: string | undefined;
}

/** Who spoke in a capture: `192.0.2.1:40001`; the name that the client sent. Hostile text. */
export interface TraceContext {
  readonly client: string;
  readonly server: string;
  readonly serverName: string | null;
}

export interface FindingWords {
  /** What happened, as a sentence without a full stop: it stands alone in a notification. */
  readonly title: string;
  readonly evidence: readonly Line[];
  readonly resolution: readonly Line[];
}

/** The parts of a check, in the order in which they happen. */
export type ProgressStep = "name" | "connection" | "handshake" | "certificate" | "verdict";

/** Every sentence that a user reads, in one language. A sentence that a language lacks does not compile. */
export interface Catalog {
  readonly findings: {
    readonly [K in FindingKind]: (finding: FindingOf<K>, context: WordContext) => FindingWords;
  };
  /** What is read in a capture. */
  readonly capture: {
    readonly findings: {
      readonly [K in TraceFindingKind]: (finding: TraceFindingOf<K>, context: TraceContext) => FindingWords;
    };
    /** The result in one line. */
    readonly summary: (facts: {
      packets: number;
      completed: number;
      failed: number;
      incomplete: number;
      notTls: number;
    }) => string;
    /** Where, how often, and one of them. */
    readonly occurrences: (facts: { count: number; context: TraceContext; at: number }) => string;
    /** In place of the picture of a handshake; `title` is why it failed, null when it did not. */
    readonly picture: (facts: { context: TraceContext; title: string | null }) => string;
    readonly moreCauses: (count: number) => string;
    readonly abandoned: (count: number) => string;
    readonly unknownLinkType: (count: number) => string;
    /** The file breaks off or is damaged; `structure` as its specification spells it. */
    readonly damaged: (facts: { structure: string; offset: number }) => string;
    readonly notACapture: string;
    /** Of a handshake that nothing is wrong with, or of which there is too little to tell. */
    readonly outcomes: Readonly<Record<"completed" | "failed" | "incomplete" | "not_tls", string>>;
    readonly offered: (facts: {
      versions: readonly string[];
      cipherSuites: number;
      serverName: string | null;
      alpn: readonly string[];
      fingerprint: string;
    }) => string;
    readonly selected: (facts: {
      version: string;
      cipherSuite: string;
      group: string | null;
      alpn: string | null;
    }) => string;
  };
  /** What a cause is called where there is no evidence yet. */
  readonly causes: Readonly<Record<Cause, string>>;
  readonly explanation: {
    readonly likely: string;
    readonly nothing: string;
    /** `confidence` from 0 to 1; `matched` is hostile text. */
    readonly cause: (facts: { cause: string; confidence: number; matched: string }) => string;
    /** How to find out, when the text names hosts. */
    readonly check: (command: string) => string;
  };
  readonly verdict: {
    /** When nothing is wrong. `daysLeft` of the certificate that runs out first; null without certificates. */
    readonly ok: (facts: { version: string | null; daysLeft: number | null }) => string;
    /** `title` and how many further errors there are. */
    readonly wrong: (facts: { title: string; more: number }) => string;
    readonly checking: string;
    readonly failed: string;
  };
  readonly progress: {
    readonly title: (host: string) => string;
    readonly steps: Readonly<Record<ProgressStep, string>>;
  };
  readonly report: {
    readonly evidence: string;
    readonly resolution: string;
    /** Of a list below, where nothing but text tells a heading. */
    readonly heading: (text: string) => string;
    /** A sentence about somebody: `name` is hostile text. */
    readonly about: (facts: { name: string; text: string }) => string;
    readonly certificateList: string;
    /** Heads what was seen of it whatever the verdict is. */
    readonly server: string;
    readonly addresses: (addresses: readonly string[]) => string;
    readonly negotiated: (facts: {
      version: string;
      cipherSuite: string | null;
      alpn: string | null;
    }) => string;
    readonly noHandshake: string;
    /** What the server accepts. */
    readonly versions: (accepted: readonly string[]) => string;
    /** Of how many suites which are not strong, by name. */
    readonly cipherSuites: (facts: {
      count: number;
      insecure: readonly string[];
      weak: readonly string[];
    }) => string;
    readonly groups: (groups: readonly string[]) => string;
    readonly addressesAgree: (count: number) => string;
    /** A client certificate was given, and the server did not want to see one. */
    readonly clientCertificateNotAsked: string;
    /** How often the server pushed back, so that the check went slower. */
    readonly backedOff: (times: number) => string;
    readonly incomplete: string;
    readonly certificate: (facts: {
      subject: string;
      issuer: string;
      notAfter: number;
      daysLeft: number;
    }) => string;
    readonly moreCertificates: (count: number) => string;
    readonly certificatesFound: string;
    /** Who trusts one store, and what another side presents. */
    readonly compared: string;
    readonly accepts: (facts: { truster: string; presenter: string; subject: string }) => string;
    readonly rejects: (facts: {
      truster: string;
      presenter: string;
      subject: string;
      reason: string;
    }) => string;
    /** A certificate that is told of but not there. */
    readonly listed: (facts: { subject: string; issuer: string }) => string;
    readonly keyUnread: string;
    readonly keyMatches: (facts: { algorithm: string; certificates: number }) => string;
    readonly keyMismatch: (facts: { algorithm: string }) => string;
    readonly duration: (facts: { durationMs: number; connections: number }) => string;
    readonly failed: string;
  };
  readonly commandLine: {
    readonly help: (facts: { locales: readonly string[]; timeoutMs: number }) => string;
    readonly bug: (stack: string) => string;
  };
  readonly playbook: {
    readonly questions: { readonly [Id in QuestionId]: string };
    readonly choices: { readonly [C in Choice]: string };
    readonly outcomes: { readonly [Id in OutcomeId]: (context: WordContext) => readonly Line[] };
    readonly answered: (facts: { question: string; choice: string; user: string }) => string;
  };
  readonly chat: {
    readonly notInChannel: (channel: string) => string;
    readonly storeUnavailable: string;
    readonly tooManyRunning: (facts: { scope: "user" | "channel"; running: number; limit: number }) => string;
    /** To who posted one, alone. */
    readonly yourMessage: string;
    readonly privateKeyPosted: (where: string) => readonly Line[];
    /** A pasted hash of a public key, held against the certificates of the thread. */
    readonly keyMatches: string;
    readonly keyMismatch: string;
    readonly keyWithoutCertificate: string;
    readonly diagnosisGone: string;
    readonly clickedWrong: string;
    readonly help: (command: string) => readonly Line[];
    readonly complaint: (problem: UsageProblem) => string;
    /** The complaint and an example. */
    readonly usage: (problem: UsageProblem, command: string) => string;
    readonly modal: {
      readonly title: string;
      readonly submit: string;
      readonly close: string;
      readonly targets: string;
      readonly targetsHint: string;
      readonly channel: string;
      readonly files: string;
      readonly filesHint: string;
      readonly password: string;
      readonly passwordHint: string;
      readonly passwordTitle: string;
    };
    readonly enterPassword: string;
    readonly capture: {
      /** `read` and `total` in bytes. */
      readonly reading: (facts: { name: string; read: number; total: number }) => string;
      readonly tooLarge: (facts: { name: string; limit: number }) => readonly Line[];
      readonly tooSlow: (facts: { name: string; minutes: number }) => readonly Line[];
      readonly failed: string;
      readonly columns: { readonly server: string; readonly what: string; readonly count: string };
      readonly moreGroups: (count: number) => string;
      readonly pick: string;
      /** A button, for a host and a port. */
      readonly check: (target: string) => string;
      readonly copy: string;
      readonly copyForm: {
        readonly title: string;
        readonly submit: string;
        readonly explanation: string;
        readonly names: string;
        readonly keep: string;
        readonly hash: string;
      };
      readonly copyReady: (names: "keep" | "hash") => string;
      readonly copyTooLarge: (limit: number) => string;
      readonly fileGone: string;
      readonly gone: string;
    };
    readonly home: {
      readonly title: string;
      readonly intro: readonly string[];
      readonly check: string;
      readonly recent: string;
      readonly nothingYet: string;
    };
  };
}
