import type { Alert } from "./alert.ts";
import type { ListedWatch, StoredAlert } from "./channel.ts";
import type { DigestRenewal } from "./digest.ts";
import { findRenewals } from "./digest-items.ts";
import { compareGravity } from "./gravity.ts";
import { localTime } from "./quiet-hours.ts";
import type { SightedIssuer, SightedList } from "./sighting.ts";
import type { Replacement, Trouble } from "./watched-state.ts";
import type { Watched } from "./watched.ts";
import { watchedId } from "./watched.ts";
import { sightedIssuer } from "./watched-certificate.ts";

/** What is known of a channel's watches. */
export interface WatchesOfChannel {
  readonly channel: string;
  readonly listed: readonly ListedWatch[];
  readonly alerts: readonly StoredAlert[];
  readonly replacements: readonly Replacement[];
}

/** What has something in common, wherever it is watched: each thing and each channel once. */
interface Shared {
  readonly watched: readonly Watched[];
  readonly channels: readonly string[];
  /** An open alert that tells of it, and where; the first that there is. */
  readonly alert: { readonly channel: string; readonly alert: Alert } | null;
}

/** A certificate that ends, and what serves it. */
export interface Ending extends Shared {
  readonly certificate: SightedIssuer;
  /** False: of an issuer, which ends before the certificates below it. */
  readonly endEntity: boolean;
}

/** What is wrong now. `expires`: it has. */
export interface Broken extends Shared {
  readonly trouble: Trouble;
}

export interface Overview {
  /** Things that are watched; the same in several channels is one. */
  readonly watched: number;
  /** The worst first. */
  readonly broken: readonly Broken[];
  /** What ends first is first; nothing that has ended. */
  readonly endings: readonly Ending[];
  /** The newest first. */
  readonly renewals: readonly DigestRenewal[];
}

const HOUR = 3_600_000;

/** Grouped by certificate: fifty hosts that share one are one line.
 *  @param now ms since 1970
 *  @param since of renewals, the same */
export function surveyWatches(channels: readonly WatchesOfChannel[], now: number, since: number): Overview {
  const endings = new Groups<{ certificate: SightedIssuer; endEntity: boolean }>();
  const broken = new Groups<{ trouble: Trouble }>();
  const ids = new Set<string>();
  for (const { channel, listed, alerts } of channels) {
    const open = openAlerts(alerts);
    for (const { watched, state } of listed) {
      const id = watchedId(watched);
      ids.add(id);
      if (state === null) continue;
      for (const trouble of state.troubles) {
        if (trouble.kind === "expires" && trouble.certificate.notAfter >= now) continue;
        const alert = findAlert(open.get(id), ({ troubles }) =>
          troubles.some(({ kind }) => kind === trouble.kind),
        );
        broken.add(nameTrouble(trouble), { trouble }, { id, watched, channel, alert });
      }
      for (const list of state.lists) {
        const ending = firstToEnd(list);
        if (ending.certificate.notAfter < now) continue;
        const { sha256 } = ending.certificate;
        const alert = findAlert(
          open.get(id),
          (_, { subject }) => subject.kind === "certificate" && subject.sha256 === sha256,
        );
        endings.add(sha256, ending, { id, watched, channel, alert });
      }
    }
  }
  return {
    watched: ids.size,
    broken: broken
      .list()
      .toSorted((a, b) => compareGravity(a.trouble, b.trouble, now) || b.watched.length - a.watched.length),
    endings: endings.list().toSorted((a, b) => a.certificate.notAfter - b.certificate.notAfter),
    renewals: findRenewals({ replacements: channels.flatMap((each) => each.replacements), since }).toSorted(
      (a, b) => b.at - a.at,
    ),
  };
}

/** How many certificates end in each of the coming weeks, this one first.
 *  @param timeZone IANA; one that is unknown counts as UTC
 *  @returns `start`: Monday 00:00 there, ms since 1970 */
export function countWeeks(
  endings: readonly Pick<Ending, "certificate">[],
  now: number,
  timeZone: string,
  weeks: number,
): { readonly start: number; readonly count: number }[] {
  const monday = localTime(now, timeZone).startOf("week");
  const starts = Array.from({ length: weeks + 1 }, (_, week) => monday.plus({ weeks: week }).toMillis());
  return starts.slice(0, -1).map((start, week) => {
    const end = starts[week + 1] ?? Infinity;
    const within = endings.filter(({ certificate: { notAfter } }) => notAfter >= start && notAfter < end);
    return { start, count: within.length };
  });
}

/** Of a list as sent, what ends first: a root or an intermediate may end before the certificate. */
function firstToEnd({ certificate, issuers }: SightedList): {
  certificate: SightedIssuer;
  endEntity: boolean;
} {
  const first = issuers.reduce<SightedIssuer>(
    (soonest, issuer) => (issuer.notAfter < soonest.notAfter ? issuer : soonest),
    sightedIssuer(certificate),
  );
  return { certificate: first, endEntity: first.sha256 === certificate.sha256 };
}

/** What is the same trouble for all who have it. */
function nameTrouble(trouble: Trouble): string {
  switch (trouble.kind) {
    case "unreachable": {
      const { why, since } = trouble;
      const detail = why.reason === "handshake_failed" ? why.detail : "";
      return `${trouble.kind} ${why.reason} ${detail} ${Math.floor(since / HOUR)}`;
    }
    case "removed":
      return [trouble.kind, ...trouble.versions, ...trouble.cipherSuites].join(" ");
    default:
      return `${trouble.kind} ${trouble.certificate.sha256}`;
  }
}

type Open = Map<string, { readonly alert: Alert; readonly concern: StoredAlert["concerns"][number] }[]>;

/** By what they concern, so that thousands of watches are gone through once. */
function openAlerts(alerts: readonly StoredAlert[]): Open {
  const open: Open = new Map();
  for (const { alert, concerns } of alerts) {
    if (alert.state !== "open") continue;
    for (const concern of concerns) {
      const known = open.get(concern.watched);
      if (known === undefined) open.set(concern.watched, [{ alert, concern }]);
      else known.push({ alert, concern });
    }
  }
  return open;
}

function findAlert(
  of: NonNullable<ReturnType<Open["get"]>> | undefined,
  fits: (concern: StoredAlert["concerns"][number], alert: Alert) => boolean,
): Alert | null {
  return of?.find(({ alert, concern }) => fits(concern, alert))?.alert ?? null;
}

/** Collects what shares a name. */
class Groups<Common> {
  readonly #found = new Map<
    string,
    { common: Common; watched: Map<string, Watched>; channels: Set<string>; alert: Shared["alert"] }
  >();

  add(
    name: string,
    common: Common,
    one: { id: string; watched: Watched; channel: string; alert: Alert | null },
  ): void {
    const known = this.#found.get(name);
    const group = known ?? { common, watched: new Map(), channels: new Set(), alert: null };
    if (known === undefined) this.#found.set(name, group);
    group.watched.set(one.id, one.watched);
    group.channels.add(one.channel);
    if (group.alert === null && one.alert !== null) group.alert = { channel: one.channel, alert: one.alert };
  }

  list(): (Common & Shared)[] {
    return Array.from(this.#found.values(), ({ common, watched, channels, alert }) =>
      Object.assign({}, common, { watched: [...watched.values()], channels: [...channels], alert }),
    );
  }
}
