import type { Cause, Side } from "../diagnosis/error-messages/error-message.ts";
import type { ClientFindingKind, Finding, FindingKind, FindingOf } from "../diagnosis/finding.ts";
import type { TrialFinding } from "../diagnosis/judge-trial.ts";
import type { Target } from "../diagnosis/target.ts";
import type { TraceFindingKind, TraceFindingOf } from "../diagnosis/traces/trace-finding.ts";
import type { UsageProblem } from "../diagnosis/usage-error.ts";
import type { Party, Place } from "../playbook/place.ts";
import type { ChoiceOf, OutcomeId, QuestionId } from "../playbook/playbook.ts";
import type { Source } from "../playbook/walk.ts";
import type { ClientId } from "../tls/clients/clients.ts";
import type { WatchingWords } from "./watching-words.ts";
import type { DigestWords } from "./digest-words.ts";
import type { WatchHomeWords } from "./watch-home-words.ts";
import type { WatchSettingsWords } from "./watch-settings-words.ts";

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

/** Where in the tree a question is asked. */
export interface QuestionContext extends WordContext {
  /** Null before it is known. */
  readonly place: Place | null;
}

export interface QuestionWords {
  readonly text: string;
  /** How to find the answer; none where nobody has to look. */
  readonly help: readonly Line[];
}

export interface OutcomeContext extends WordContext {
  readonly place: Place;
  /** Who refused the other side's certificate. */
  readonly rejectedBy: "client" | "server";
  /** What a check saw of this cause; null when something else led here. */
  readonly finding: Finding | null;
  /** The client that fails, by its own name; null when that was not said. */
  readonly client: string | null;
}

export interface OutcomeWords {
  /** With commands, properties and XML filled in. */
  readonly steps: readonly Line[];
  /** How to see afterwards that it helped. */
  readonly verify: readonly Line[];
}

type NamedElsewhere<Id extends QuestionId> = Id extends "message" ? never : OutcomeId | ClientId;

/** A named client; its name is the same in every language. */
export interface ClientContext extends WordContext {
  readonly client: { readonly id: ClientId; readonly name: string };
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

/** Whose alert it is: a host, or the subject of a certificate that was uploaded, and how many more. Hostile text. */
export interface AlertHosts {
  readonly first: string;
  readonly more: number;
  readonly uploaded: boolean;
}

/** What a server accepted and accepts no longer: names of versions, IANA names of cipher suites. */
export interface Removed {
  readonly versions: readonly string[];
  readonly cipherSuites: readonly string[];
}

/** What was seen of a trouble, and what to do about it. */
export type TroubleWords = Pick<FindingWords, "evidence" | "resolution">;

/** The parts of a check, in the order in which they happen. */
export type ProgressStep = "name" | "connection" | "handshake" | "certificate" | "verdict";

/** Every sentence that a user reads, in one language. A sentence that a language lacks does not compile. */
export interface Catalog {
  readonly findings: {
    readonly [K in FindingKind]: (finding: FindingOf<K>, context: WordContext) => FindingWords;
  };
  /** What named clients get of a server. */
  readonly clients: {
    /** Heads the table. */
    readonly title: string;
    readonly columns: { readonly client: string; readonly result: string };
    readonly connects: (facts: { version: string; cipherSuite: string }) => string;
    readonly notAsked: string;
    /** Why one gets no connection, in a few words without a full stop: at most 80 characters are shown. */
    readonly reasons: { readonly [K in TrialFinding["kind"]]: (finding: FindingOf<K>) => string };
    /** The same in full, for one that was asked for by name. */
    readonly findings: {
      readonly [K in ClientFindingKind]: (finding: FindingOf<K>, context: ClientContext) => FindingWords;
    };
    /** Whose Client Hello one in a capture is. */
    readonly looksLike: (name: string) => string;
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
  /** A capture and a check of the same server, in one answer. */
  readonly joint: {
    /** What each of the two contributes. */
    readonly between: (context: TraceContext & { readonly alert: string | null }) => string;
    /** Heads a column. */
    readonly offered: Readonly<
      Record<"versions" | "cipher_suites" | "groups" | "signature_algorithms", string>
    >;
    /** Heads the column beside it. */
    readonly accepted: string;
    /** Ends a column that is too long. */
    readonly more: (count: number) => string;
    /** Heads what the check says without the capture. */
    readonly alone: (summary: string) => string;
    /** Nothing is in the way any more of what was refused when it was captured. */
    readonly acceptedNow: FindingWords;
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
  /** Messages that are explained in Slack. */
  readonly explaining: {
    /** Who ended the handshake: the side whose message it is, or the one that it spoke with; null when the message does
     *  not tell, and then it names an alert. */
    readonly refusal: (facts: { by: Side | null; alert: string | null }) => string;
    /** In the form that opens instead. */
    readonly nothing: string;
    /** To who asks for what somebody else had explained before. */
    readonly already: string;
    /** To who asks us to read a file that is not shown to us. */
    readonly fileOutOfReach: string;
    /** Names a message of which we do not know whose it is, where a private key was found. */
    readonly thisMessage: string;
    readonly help: (command: string) => string;
  };
  readonly watching: WatchingWords;
  /** `/tlscheck settings`. */
  readonly settings: {
    readonly title: string;
    readonly submit: string;
    /** Labels the choice. */
    readonly language: string;
    readonly hint: string;
    /** The choice of no language for all. */
    readonly eachOwn: string;
    /** A language in this one: `German`. @param tag of LOCALES */
    readonly name: (tag: string) => string;
    /** Told in the channel. `user` is Slack's mention of a person; `tag` null for each person's own. */
    readonly changed: (facts: { user: string; tag: string | null }) => string;
    readonly unavailable: string;
    readonly help: (command: string) => string;
    /** Where the channel watches something. */
    readonly watching: WatchSettingsWords;
  };
  /** Messages about what is watched. `user` is Slack's mention of a person, `channel` of a channel, `date` its mark for a
   *  time, which everybody reads in their own zone: those sentences hold no text of strangers. */
  readonly alerts: {
    /** What is the matter, as a sentence without a full stop: it stands alone in a notification. `issuer`: whose certificate it
     *  is when it is not the host's own. `daysLeft` below 0: it has expired. */
    readonly titles: {
      readonly expires: (facts: AlertHosts & { issuer: string | null; daysLeft: number }) => string;
      readonly revoked: (facts: AlertHosts & { issuer: string | null }) => string;
      readonly chain_broken: (facts: AlertHosts) => string;
      readonly name_not_covered: (facts: AlertHosts) => string;
      readonly partly_renewed: (facts: AlertHosts) => string;
      readonly unreachable: (facts: AlertHosts) => string;
      readonly removed: (facts: AlertHosts & Removed) => string;
    };
    /** In the place of the title. */
    readonly closed: Readonly<Record<"renewed" | "resolved" | "dropped", (facts: AlertHosts) => string>>;
    /** `replaced`: of a certificate that has a successor. `revoked`: it is not valid, whatever its dates say. */
    readonly valid: (facts: { date: string; ended: boolean; replaced: boolean; revoked: boolean }) => string;
    readonly since: (date: string) => string;
    readonly owners: (users: readonly string[]) => string;
    /** `ahead`: something runs out later, and that is told of. So is what is new and critical, in any case. */
    readonly acknowledged: (facts: { user: string; ahead: boolean }) => string;
    readonly snoozed: (facts: { user: string; date: string; ahead: boolean }) => string;
    readonly ended: (date: string) => string;
    /** Headings. */
    readonly hosts: string;
    readonly certificate: string;
    readonly runbook: string;
    readonly more: (count: number) => string;
    /** Below a certificate's subject. Hostile text. */
    readonly issuedBy: (issuer: string) => string;
    readonly fingerprint: (sha256: string) => string;
    readonly troubles: {
      readonly expires: (facts: { endEntity: boolean }) => TroubleWords;
      readonly revoked: (facts: {
        subject: string;
        endEntity: boolean;
        reason: string;
        source: "staple" | "ocsp" | "crl";
      }) => TroubleWords;
      /** Names of faults: `issuer_not_found`. */
      readonly chain_broken: (faults: readonly string[]) => TroubleWords;
      readonly name_not_covered: (name: string) => TroubleWords;
      /** Addresses. */
      readonly partly_renewed: (facts: {
        old: readonly string[];
        renewed: readonly string[];
      }) => TroubleWords;
      /** It answers, but not with a certificate. `detail`: an alert's name, or our word. */
      readonly handshake: (detail: string) => TroubleWords;
      readonly removed: (facts: Removed) => TroubleWords;
    };
    /** In the thread; `title` says what is the matter. */
    readonly posts: Readonly<Record<"escalated" | "reminded" | "returned", (title: string) => string>>;
    /** A table of what another certificate has otherwise. */
    readonly replaced: {
      readonly field: string;
      readonly before: string;
      readonly after: string;
      readonly fields: Readonly<
        Record<
          "subject" | "issuer" | "names" | "publicKey" | "signatureAlgorithm" | "notBefore" | "notAfter",
          string
        >
      >;
    };
    /** Buttons. */
    readonly actions: Readonly<
      Record<
        "acknowledge" | "snooze" | "wake" | "diagnose" | "owner" | "runbook" | "unwatch" | "save",
        string
      >
    >;
    readonly forms: {
      /** Titles have 24 characters. */
      readonly snooze: string;
      readonly until: string;
      readonly forDays: (days: number) => string;
      readonly beforeEnd: (days: number) => string;
      readonly owner: string;
      readonly ownerHint: string;
      readonly runbook: string;
      readonly runbookHint: string;
      readonly runbookWrong: string;
      readonly unwatch: string;
      /** Hostile text. */
      readonly unwatchQuestion: (facts: { names: readonly string[]; more: number }) => string;
      readonly diagnose: string;
      readonly which: string;
    };
    readonly gone: string;
    readonly unwatched: (count: number) => string;
    readonly nothingToCheck: string;
    /** To whoever watched there first. */
    readonly paused: (facts: {
      channel: string;
      why: "archived" | "deleted" | "left" | "forbidden";
    }) => string;
    readonly resume: string;
    /** In the channel. `user` null: the bot was invited again. */
    readonly resumed: (user: string | null) => string;
    readonly resumedAlready: string;
    readonly resumeFailed: (channel: string) => string;
  };
  readonly watchHome: WatchHomeWords;
  readonly digest: DigestWords;
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
    readonly questions: { readonly [Id in QuestionId]: (context: QuestionContext) => QuestionWords };
    /** Causes are called as in `causes`, and clients by their own names. */
    readonly choices: {
      readonly [Id in QuestionId]: { readonly [C in Exclude<ChoiceOf<Id>, NamedElsewhere<Id>>]: string };
    };
    readonly outcomes: { readonly [Id in OutcomeId]: (context: OutcomeContext) => OutcomeWords };
    readonly parties: { readonly [P in Party]: string };
    /** What answered a question in the place of a person. */
    readonly sources: { readonly [S in Source]: string };
    readonly conversation: {
      readonly why: string;
      readonly steps: string;
      readonly who: string;
      readonly verify: string;
      readonly back: string;
      readonly startOver: string;
      /** Placeholder of a menu: the answers that evidence gave, and what could be said instead. */
      readonly overrule: string;
      readonly pick: string;
      readonly checkAgain: string;
      /** Until it is known what the client gets. */
      readonly tryingClient: string;
      readonly showClients: string;
      readonly makeBundle: string;
      readonly bundleReady: string;
      /** Of a check that repeats an earlier one; names of causes. `before` in ms since 1970. */
      readonly changed: (facts: {
        before: number;
        gone: readonly string[];
        fresh: readonly string[];
        remain: readonly string[];
      }) => readonly string[];
    };
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
      /** Menus of the tree's choices. */
      readonly place: { readonly product: string; readonly direction: string; readonly client: string };
      /** Their placeholder. */
      readonly ifKnown: string;
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
