import type { AlertSubject } from "./alert.ts";
import type { ListedWatch, StoredAlert } from "./channel.ts";
import { bound, findBroken, findEnds, findRenewals, findUnreachable, toSnoozed } from "./digest-items.ts";
import type { NotSeen, SightedIssuer } from "./sighting.ts";
import { subjectKey, unreachableSubject } from "./subject.ts";
import type { WatchedCertificate } from "./watched.ts";
import type { Replacement, Trouble } from "./watched-state.ts";

/** The first of them, and how many more there are. */
export interface Bounded<T> {
  readonly items: readonly T[];
  readonly more: number;
}

/** What a channel is told once a day or week. Hosts are `watchedId`s; times ms since 1970. */
export interface Digest {
  readonly since: number;
  readonly now: number;
  /** Longest first. */
  readonly broken: Bounded<DigestBroken>;
  /** What runs out within 30 days and was not renewed in its time, the most urgent first. */
  readonly next: Bounded<DigestEnd>;
  /** The newest first. */
  readonly renewed: Bounded<DigestRenewal>;
  readonly snoozed: Bounded<DigestSnoozed>;
  /** Longest first. */
  readonly unreachable: Bounded<DigestUnreachable>;
}

export interface DigestBroken {
  readonly subject: AlertSubject;
  readonly openedAt: number;
  /** `expires`: it has run out. */
  readonly kinds: readonly Trouble["kind"][];
  /** Null for an alert of what a server lost. */
  readonly certificate: SightedIssuer | null;
  readonly hosts: Bounded<string>;
  readonly acknowledgedBy: string | null;
}

export interface DigestEnd {
  readonly subject: AlertSubject;
  readonly certificate: SightedIssuer;
  /** False: of an issuer. */
  readonly endEntity: boolean;
  readonly hosts: Bounded<string>;
  readonly owners: Bounded<string>;
}

export interface DigestRenewal {
  readonly at: number;
  readonly before: WatchedCertificate;
  readonly after: WatchedCertificate;
  readonly hosts: Bounded<string>;
}

export interface DigestSnoozed {
  readonly subject: AlertSubject;
  readonly by: string;
  readonly until: number;
  readonly hosts: Bounded<string>;
}

export interface DigestUnreachable {
  readonly host: string;
  readonly since: number;
  readonly why: NotSeen;
}

interface Composition {
  readonly listed: readonly ListedWatch[];
  readonly alerts: readonly StoredAlert[];
  readonly replacements: readonly Replacement[];
  /** When the one before was made. */
  readonly since: number;
  readonly now: number;
}

/** Null: all is well and nothing has changed. What is snoozed is no reason for a digest, since somebody wanted to hear nothing of it. */
export function composeDigest(composition: Composition): Digest | null {
  const { listed, alerts, since, now } = composition;
  const open = alerts.filter(({ alert }) => alert.state === "open");
  const snoozed = open.filter(({ alert }) => alert.snoozed !== null && alert.snoozed.until > now);
  const quiet = new Set(snoozed.map(({ alert }) => subjectKey(alert.subject)));
  const isLoud = (subject: AlertSubject) => !quiet.has(subjectKey(subject));
  const parts = {
    broken: open.filter(({ alert }) => isLoud(alert.subject)).flatMap((stored) => findBroken(stored, now)),
    next: findEnds(listed, now).filter(({ subject }) => isLoud(subject)),
    renewed: findRenewals(composition),
    unreachable: findUnreachable(listed).filter((each) => isLoud(unreachableSubject(each.since))),
  };
  if (Object.values(parts).every(({ length }) => length === 0)) return null;
  return {
    since,
    now,
    broken: bound(parts.broken.toSorted((a, b) => a.openedAt - b.openedAt)),
    next: bound(parts.next.toSorted((a, b) => a.certificate.notAfter - b.certificate.notAfter)),
    renewed: bound(parts.renewed.toSorted((a, b) => b.at - a.at)),
    snoozed: bound(snoozed.flatMap(toSnoozed).toSorted((a, b) => a.until - b.until)),
    unreachable: bound(parts.unreachable.toSorted((a, b) => a.since - b.since)),
  };
}
