import type { AlertSubject, Concern } from "./alert.ts";
import type { WatchSettings } from "./channel.ts";
import { dueOf } from "./due.ts";
import { subjectKey, subjectOf, subjectOfKey } from "./subject.ts";
import type { Watch } from "./watched.ts";
import type { Replacement, Trouble, WatchedState } from "./watched-state.ts";

/** Without troubles: it has left, and where the channel has no such alert there is nothing to be done. */
export interface SubjectConcern {
  readonly subject: AlertSubject;
  readonly concern: Concern;
}

/** Alerts of one watch at a time: at 16 addresses honest servers have as many certificates, and a few issuers. */
const MAX_SUBJECTS = 30;

type Wishes = Pick<Watch, "owner" | "runbook" | "days">;

interface Change {
  /** `watchedId`. */
  readonly id: string;
  readonly before: WatchedState | null;
  readonly after: WatchedState;
  /** What `judgeLook` said. */
  readonly replacement: Replacement | null;
  readonly watch: Wishes;
  readonly settings: Pick<WatchSettings, "days">;
  readonly now: number;
}

/** What this watch has to do with alerts of its channel, now that it was looked at: every subject of which something is due, and those
 *  that it has left. Nearly always there is nothing to say, and saying the same again changes nothing. */
export function changesOf(change: Change): SubjectConcern[] {
  const { id, before, after, watch, settings, now } = change;
  const days = watch.days ?? settings.days;
  const due = bySubject(
    after.troubles.filter((trouble) => dueOf(trouble, days, now) !== null && isSure(trouble, before)),
  );
  const current = bySubject(after.troubles);
  const vanished = [...bySubject(before?.troubles ?? []).keys()].filter((key) => !current.has(key));
  const left = new Set([...(before?.unconfirmed?.gone ?? []), ...vanished]);
  const changes = [
    ...[...due].slice(-MAX_SUBJECTS).map(([key, troubles]) => ({ key, troubles, replaced: null })),
    ...[...left]
      .filter((key) => !due.has(key))
      .map((key) => ({ key, troubles: [], replaced: replacedBy(key, change) })),
  ];
  // What is over may be there again in two minutes: until that is confirmed, all stays as it was said.
  const waiting = new Set(after.unconfirmed?.gone);
  return changes
    .filter(({ key }) => !waiting.has(key))
    .flatMap(({ key, ...rest }) =>
      concern(key, { watched: id, ...rest, ...issuerOf(key, after), ...wishesOf(watch) }),
    );
}

function concern(key: string, of: Concern): SubjectConcern[] {
  const subject = subjectOfKey(key);
  return subject === null ? [] : [{ subject, concern: of }];
}

function wishesOf({ owner, runbook, days }: Wishes): Wishes {
  return { owner, runbook, days };
}

/** Servers take a new certificate one after the other: that some have not yet is told once it was so at two looks. What is found
 *  at the first look is told with the rest of it. */
function isSure(trouble: Trouble, before: WatchedState | null): boolean {
  if (trouble.kind !== "partly_renewed" || before === null) return true;
  const { certificate } = trouble;
  return before.troubles.some(
    (other) => other.kind === "partly_renewed" && other.certificate.sha256 === certificate.sha256,
  );
}

function bySubject(troubles: readonly Trouble[]): ReadonlyMap<string, readonly Trouble[]> {
  const groups = new Map<string, Trouble[]>();
  for (const trouble of troubles) {
    const key = subjectKey(subjectOf(trouble));
    groups.set(key, [...(groups.get(key) ?? []), trouble]);
  }
  return groups;
}

function issuerOf(key: string, { lists }: WatchedState): Pick<Concern, "issuer"> {
  const subject = subjectOfKey(key);
  if (subject?.kind !== "certificate") return {};
  const own = lists.find(({ certificate }) => certificate.sha256 === subject.sha256);
  return own === undefined ? {} : { issuer: own.certificate.issuer };
}

/** A certificate that is still served was not replaced, and an issuer left with what it had issued. */
function replacedBy(key: string, { before, after, replacement }: Change): Concern["replaced"] {
  const subject = subjectOfKey(key);
  if (replacement === null || subject?.kind !== "certificate") return null;
  const { sha256 } = subject;
  const isServed = after.lists.some(({ certificate, issuers }) =>
    [certificate, ...issuers].some((each) => each.sha256 === sha256),
  );
  if (isServed) return null;
  const own = before?.unconfirmed?.replaced.find((certificate) => certificate.sha256 === sha256);
  return { at: replacement.at, before: own ?? replacement.before, after: replacement.after };
}
