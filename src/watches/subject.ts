import type { AlertSubject } from "./alert.ts";
import { spread } from "./spread.ts";
import type { Trouble } from "./watched-state.ts";

const HOUR = 3_600_000;

/** What the message is about that tells of this trouble. Hosts that went away, or lost the same, in the same hour share one. */
export function subjectOf(trouble: Trouble): AlertSubject {
  switch (trouble.kind) {
    case "unreachable":
      return unreachableSubject(trouble.since);
    case "removed": {
      const what = [...trouble.versions.toSorted(), ...trouble.cipherSuites.toSorted()].join();
      return { kind: "removed", since: hourOf(trouble.since), what: spread(what).toString(16) };
    }
    default:
      return { kind: "certificate", sha256: trouble.certificate.sha256 };
  }
}

export function unreachableSubject(since: number): AlertSubject {
  return { kind: "unreachable", since: hourOf(since) };
}

/** `certificate:<sha256>`, `unreachable:<since>`, `removed:<since>:<what>`. */
export function subjectKey(subject: AlertSubject): string {
  switch (subject.kind) {
    case "certificate":
      return `certificate:${subject.sha256}`;
    case "unreachable":
      return `unreachable:${subject.since}`;
    case "removed":
      return `removed:${subject.since}:${subject.what}`;
  }
}

/** Null for what is no key of ours. */
export function subjectOfKey(key: string): AlertSubject | null {
  const sha256 = /^certificate:([0-9a-f]{64})$/.exec(key)?.[1];
  if (sha256 !== undefined) return { kind: "certificate", sha256 };
  const [, kind, since = "", what] =
    /^(unreachable|removed):(\d{1,15})(?::([0-9a-f]{1,8}))?$/.exec(key) ?? [];
  if (kind === "unreachable" && what === undefined) return { kind, since: Number(since) };
  if (kind === "removed" && what !== undefined) return { kind, since: Number(since), what };
  return null;
}

function hourOf(at: number): number {
  return at - (at % HOUR);
}
