import { boundLists } from "./bounded-lists.ts";
import { holdRevocations } from "./held-revocations.ts";
import type { AcceptedProfile, Sighting, SightedList } from "./sighting.ts";
import { troublesOfLists } from "./list-troubles.ts";
import { judgeRemoved } from "./removed.ts";
import { subjectKey, subjectOf } from "./subject.ts";
import type { Watched, WatchedCertificate } from "./watched.ts";
import type { Replacement, Trouble, Unconfirmed, WatchedState } from "./watched-state.ts";

/** One look that shows nothing is a hiccup; this many in a row, minutes apart, are none. */
export const UNREACHABLE_TRIES = 3;

const DAY = 86_400_000;
/** A host whose name has not resolved for so long is gone for good: what it served once runs out for nobody. */
const DELETED_MS = 3 * DAY;
/** What a private CA or a self-signed certificate causes. Which of the two depends on whether the server sends its root. */
const PRIVATE: readonly string[] = ["issuer_not_found", "root_not_trusted"];

export interface Look {
  /** `watchedId`. */
  readonly id: string;
  readonly watched: Watched;
  /** Null at the first look. */
  readonly before: WatchedState | null;
  readonly sighting: Sighting;
}

/** What is known now that it was looked at again. `replacement`: another certificate is served than before. */
export function judgeLook(look: Look): { state: WatchedState; replacement: Replacement | null } {
  const { id, watched, before, sighting } = look;
  const { at } = sighting;
  const isSeen = sighting.lists.length > 0;
  const outage = judgeOutage(before, sighting);
  const known = before?.lists ?? [];
  const lists = isSeen
    ? holdRevocations(known, boundLists(sighting.lists))
    : isDeleted(outage.trouble, at)
      ? []
      : known;
  const accepted = acceptedFaults(before, sighting);
  const name = watched.kind === "server" ? (watched.target.serverName ?? watched.target.host) : "";
  const troubles: Trouble[] = [
    ...troublesOfLists({ lists, accepted, name, before, at }),
    ...judgeRemoved(before, sighting),
    ...(outage.trouble === null ? [] : [outage.trouble]),
  ];
  const replaced = isSeen ? replacedLeafs(known, lists) : [];
  const unconfirmed = judgeChange(before, troubles, replaced, isSeen);
  const state: WatchedState = {
    checkedAt: at,
    failures: isSeen ? 0 : (before?.failures ?? 0) + 1,
    ...(outage.since !== null && { failingSince: outage.since }),
    lists,
    accepted,
    profile: keepProfile(before, sighting.profile, at),
    troubles,
    ...(unconfirmed !== null && { unconfirmed }),
  };
  return { state, replacement: isSeen ? confirmReplacement(id, before, state) : null };
}

/** A look at an uploaded certificate: it is what it was. */
export function lookAtCertificate(certificate: WatchedCertificate, now: number): Sighting {
  const list: SightedList = {
    addresses: [],
    certificate,
    issuers: [],
    faults: [],
    covered: true,
    revoked: null,
  };
  return { at: now, lists: [list], failed: [] };
}

/** `since` outlasts one look that shows something, until the next confirms it. */
function judgeOutage(before: WatchedState | null, { at, lists, failed }: Sighting) {
  const since = before?.failingSince ?? null;
  if (lists.length > 0) return { trouble: null, since: before?.failures === 0 ? null : since };
  const failingSince = since ?? at;
  const tries = (before?.failures ?? 0) + 1;
  const [first] = failed;
  if (tries < UNREACHABLE_TRIES || first === undefined) return { trouble: null, since: failingSince };
  const addresses = failed.flatMap(({ address }) => address ?? []);
  const trouble = { kind: "unreachable", addresses, why: first.why, since: failingSince, tries } as const;
  return { trouble, since: failingSince };
}

function isDeleted(outage: ReturnType<typeof judgeOutage>["trouble"], at: number): boolean {
  return outage?.why.reason === "name_not_resolved" && at - outage.since >= DELETED_MS;
}

/** Nothing was seen of it yet: what is wrong with its chain may be accepted. */
export function isFirstLook(before: WatchedState | null): boolean {
  return before === null || before.lists.length === 0;
}

/** A private CA is no news where it was there from the beginning. Where it gave way to a public one, it is the next time. */
function acceptedFaults(before: WatchedState | null, { lists, failed }: Sighting): readonly string[] {
  const isPrivate = lists.some(
    ({ faults, incomplete }) => incomplete !== true && faults.some((fault) => PRIVATE.includes(fault)),
  );
  if (before === null || isFirstLook(before)) return isPrivate ? PRIVATE : [];
  if (lists.length === 0 || failed.length > 0) return before.accepted;
  return isPrivate ? before.accepted : [];
}

/** Certificates of servers that are served no more. */
function replacedLeafs(
  before: readonly SightedList[],
  after: readonly SightedList[],
): readonly WatchedCertificate[] {
  const served = new Set(after.map(({ certificate }) => certificate.sha256));
  const leafs = new Map(before.map(({ certificate }) => [certificate.sha256, certificate]));
  return [...leafs.values()].filter(({ sha256 }) => !served.has(sha256));
}

/** By the newest that is served now. */
function confirmReplacement(
  id: string,
  before: WatchedState | null,
  { checkedAt, lists }: WatchedState,
): Replacement | null {
  const leafs = lists.map(({ certificate }) => certificate).toSorted((a, b) => b.notBefore - a.notBefore);
  const [after] = leafs;
  const left = before?.unconfirmed?.replaced.find(
    ({ sha256 }) => !leafs.some((leaf) => leaf.sha256 === sha256),
  );
  return left && after ? { at: checkedAt, watched: id, before: left, after } : null;
}

/** A look that shows nothing says nothing of what is over. */
function judgeChange(
  before: WatchedState | null,
  troubles: readonly Trouble[],
  replaced: readonly WatchedCertificate[],
  isSeen: boolean,
): Unconfirmed | null {
  if (before === null) return null;
  if (!isSeen) return before.unconfirmed ?? null;
  const gone = without(before.troubles, troubles);
  const come = without(troubles, before.troubles).filter(({ kind }) => kind !== "partly_renewed");
  if (gone.length + come.length === 0) return null;
  const keys = new Set(gone.map((trouble) => subjectKey(subjectOf(trouble))));
  return { gone: [...keys], replaced, early: before.unconfirmed?.early !== true };
}

function without(troubles: readonly Trouble[], others: readonly Trouble[]): readonly Trouble[] {
  const known = new Set(others.map(troubleKey));
  return troubles.filter((trouble) => !known.has(troubleKey(trouble)));
}

function troubleKey(trouble: Trouble): string {
  return `${trouble.kind} ${subjectKey(subjectOf(trouble))}`;
}

function keepProfile(before: WatchedState | null, profile: AcceptedProfile | undefined, at: number) {
  return profile === undefined ? (before?.profile ?? null) : { ...profile, at };
}
