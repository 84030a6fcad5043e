import type { ListedWatch, StoredAlert } from "./channel.ts";
import type {
  Bounded,
  DigestBroken,
  DigestEnd,
  DigestRenewal,
  DigestSnoozed,
  DigestUnreachable,
} from "./digest.ts";
import { expiryThresholds } from "./due.ts";
import { subjectOf } from "./subject.ts";
import type { Replacement, Trouble } from "./watched-state.ts";

const DAY = 86_400_000;
const SOON_MS = 30 * DAY;
const MAX_ITEMS = 10;
const MAX_HOSTS = 5;

export function bound<T>(items: readonly T[], limit = MAX_ITEMS): Bounded<T> {
  return { items: items.slice(0, limit), more: Math.max(0, items.length - limit) };
}

/** What is wrong, and not only going to be; hosts that are away are told of by themselves. */
export function findBroken({ alert, concerns }: StoredAlert, now: number): DigestBroken[] {
  if (alert.subject.kind === "unreachable") return [];
  const isWrong = (trouble: Trouble) => trouble.kind !== "expires" || trouble.certificate.notAfter < now;
  const wrong = concerns.filter(({ troubles }) => troubles.some(isWrong));
  const troubles = wrong.flatMap((concern) => concern.troubles.filter(isWrong));
  const [first] = troubles;
  if (first === undefined) return [];
  const broken: DigestBroken = {
    subject: alert.subject,
    openedAt: alert.openedAt,
    kinds: [...new Set(troubles.map(({ kind }) => kind))].toSorted(),
    certificate: "certificate" in first ? first.certificate : null,
    hosts: boundHosts(wrong.map(({ watched }) => watched)),
    acknowledgedBy: alert.acknowledged?.by ?? null,
  };
  return [broken];
}

/** A short-lived certificate is listed only once a program should have renewed it: otherwise all of them always were. */
export function findEnds(listed: readonly ListedWatch[], now: number): DigestEnd[] {
  const ends = new Map<string, { trouble: Extract<Trouble, { kind: "expires" }>; of: ListedWatch[] }>();
  for (const each of listed) {
    for (const trouble of each.state?.troubles ?? []) {
      if (trouble.kind !== "expires" || !runsOutSoon(trouble, each, now)) continue;
      const { sha256 } = trouble.certificate;
      ends.set(sha256, { trouble, of: [...(ends.get(sha256)?.of ?? []), each] });
    }
  }
  return [...ends.values()].map(({ trouble, of }) => ({
    subject: subjectOf(trouble),
    certificate: trouble.certificate,
    endEntity: trouble.endEntity,
    hosts: boundHosts(of.map(({ watch }) => watch.watched)),
    owners: boundHosts(of.flatMap(({ watch }) => watch.owner ?? [])),
  }));
}

function runsOutSoon(
  { certificate }: Extract<Trouble, { kind: "expires" }>,
  { watch }: ListedWatch,
  now: number,
): boolean {
  const left = certificate.notAfter - now;
  const [first] = expiryThresholds(certificate, watch.days);
  return left >= 0 && left <= SOON_MS && left <= (first?.leftMs ?? 0);
}

/** Of each host what came of it in the end: behind a load balancer one is replaced by the other and back. */
export function findRenewals({
  replacements,
  since,
}: {
  readonly replacements: readonly Replacement[];
  readonly since: number;
}): DigestRenewal[] {
  const changes = new Map<string, Replacement>();
  for (const next of replacements.filter(({ at }) => at > since).toSorted((a, b) => a.at - b.at)) {
    const before = changes.get(next.watched)?.before ?? next.before;
    changes.set(next.watched, { ...next, before });
  }
  const renewals = new Map<string, Replacement[]>();
  for (const change of changes.values()) {
    if (change.after.notAfter <= change.before.notAfter) continue;
    const key = `${change.before.sha256} ${change.after.sha256}`;
    renewals.set(key, [...(renewals.get(key) ?? []), change]);
  }
  return [...renewals.values()].flatMap((of) =>
    of.slice(0, 1).map(({ before, after }) => ({
      at: Math.max(...of.map(({ at }) => at)),
      before,
      after,
      hosts: boundHosts(of.map(({ watched }) => watched)),
    })),
  );
}

export function findUnreachable(listed: readonly ListedWatch[]): DigestUnreachable[] {
  return listed.flatMap(({ watch, state }) =>
    (state?.troubles ?? []).flatMap((trouble) =>
      trouble.kind === "unreachable" ? [{ host: watch.watched, since: trouble.since, why: trouble.why }] : [],
    ),
  );
}

export function toSnoozed({ alert, concerns }: StoredAlert): DigestSnoozed[] {
  if (alert.snoozed === null) return [];
  const hosts = concerns.filter(({ troubles }) => troubles.length > 0).map(({ watched }) => watched);
  return [{ subject: alert.subject, ...alert.snoozed, hosts: boundHosts(hosts) }];
}

function boundHosts(names: readonly string[]): Bounded<string> {
  return bound([...new Set(names)].toSorted(), MAX_HOSTS);
}
