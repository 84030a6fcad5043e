import { daysBetween } from "../../locales/format.ts";
import type { AlertHosts, Catalog } from "../../locales/catalog.ts";
import { compareNames } from "../../report/compare-names.ts";
import { printable } from "../../report/printable.ts";
import type { Alert, AlertPost, Concern } from "../../watches/alert.ts";
import type { StoredAlert } from "../../watches/channel.ts";
import { compareGravity, conditionOf } from "../../watches/gravity.ts";
import { isUploadedId, tidyServerId } from "../../watches/watched.ts";
import type { Trouble } from "../../watches/watched-state.ts";

/** Of a name in a title, so that what is the matter with it is not cut off. */
const MAX_NAME = 60;
/** Of `sha256:` and a hash. */
const MAX_HASH = 23;
/** Of each, where a title has two. */
const MAX_OF_TWO = 36;

/** Signs of how grave it is, of what ended well, and of what ended because nobody watches it any more. */
const SIGNS = { info: "ℹ️", warning: "⚠️", critical: "❌", ended: "✅", dropped: "⏹️" } as const;

/** What the message says before anything else: `❌ The certificate of api.example.com and 49 more runs out in 6 days`. */
export function titleOf(stored: StoredAlert, now: number, catalog: Catalog): string {
  return `${signOf(stored.alert)} ${describeMatter(stored, now, catalog)}`;
}

export function signOf({ state, told }: Alert): string {
  if (state === "open") return SIGNS[told.level];
  return state === "dropped" ? SIGNS.dropped : SIGNS.ended;
}

/** The same without its sign: a sentence without a full stop. @param kinds what alone is to be spoken of, where that is still so */
export function describeMatter(
  stored: StoredAlert,
  now: number,
  { alerts }: Catalog,
  kinds: readonly Trouble["kind"][] = [],
): string {
  const { state } = stored.alert;
  const hosts = countHosts(stored);
  if (state !== "open") return printable(alerts.closed[state](hosts));
  const troubles = troublesOf(stored.concerns, now);
  const worst = troubles.find(({ kind }) => kinds.includes(kind)) ?? troubles[0];
  // Between two looks an alert may have none: it closes at the next turn.
  if (worst === undefined) return printable(alerts.closed.resolved(hosts));
  return printable(describeTrouble(worst, hosts, now, alerts));
}

/** What has joined since the post before; nothing when it has only become worse. */
export function newKinds({ posts }: Alert, { number, told }: AlertPost): readonly Trouble["kind"][] {
  const before = posts.findLast((post) => post.number < number)?.told.kinds ?? [];
  return told.kinds.filter((kind) => !before.includes(kind));
}

function describeTrouble(
  trouble: Trouble,
  hosts: AlertHosts,
  now: number,
  { titles }: Catalog["alerts"],
): string {
  switch (trouble.kind) {
    case "expires":
      return titles.expires({
        ...withIssuer(trouble, hosts),
        daysLeft: daysLeft(trouble.certificate.notAfter, now),
      });
    case "revoked":
      return titles.revoked(withIssuer(trouble, hosts));
    case "removed":
      return titles.removed({ ...trouble, ...hosts });
    default:
      return titles[trouble.kind](hosts);
  }
}

/** Whose certificate it is, where it is not the hosts' own. */
function withIssuer(
  { certificate, endEntity }: Extract<Trouble, { endEntity: boolean }>,
  hosts: AlertHosts,
): AlertHosts & { issuer: string | null } {
  if (endEntity) return { ...hosts, issuer: null };
  return {
    ...hosts,
    first: printable(hosts.first, MAX_OF_TWO),
    issuer: printable(certificate.subject, MAX_OF_TWO),
  };
}

/** Whole days; below 0 when it is over. notAfter itself is still valid. */
function daysLeft(notAfter: number, now: number): number {
  return now > notAfter ? -1 : daysBetween(now, notAfter);
}

/** Of each kind one, the gravest first. Who has renewed in part need not be told to renew. */
export function troublesOf(concerns: readonly Concern[], now: number): Trouble[] {
  const all = concerns.flatMap(({ troubles }) =>
    troubles.some(({ kind }) => kind === "partly_renewed")
      ? troubles.filter((trouble) => trouble.kind !== "expires" || conditionOf(trouble, now) === "expired")
      : troubles,
  );
  const kinds = new Map(all.map((trouble) => [trouble.kind, trouble]));
  return [...kinds.values()].toSorted((a, b) => compareGravity(a, b, now));
}

/** What the alert is about now; when it has ended, what it was about. */
export function concernedBy({ alert, concerns }: StoredAlert): readonly Concern[] {
  const concerned = concerns.filter(({ troubles }) => troubles.length > 0);
  return alert.state === "open" && concerned.length > 0 ? concerned : concerns;
}

/** Ids of the servers that it is about; uploaded certificates have none. */
export function serversOf(stored: StoredAlert): string[] {
  return concernedBy(stored)
    .map(({ watched }) => watched)
    .filter((watched) => !isUploadedId(watched))
    .toSorted(compareNames);
}

/** Names as people know them: `api.example.com`, `smtp://mx.example.com:25`, the subject of an uploaded certificate. Servers first. */
export function namesOf(stored: StoredAlert): string[] {
  const concerned = concernedBy(stored);
  const certificates = concerned.filter(({ watched }) => isUploadedId(watched));
  return [
    ...serversOf(stored).map(tidyServerId),
    ...certificates.map((concern) => certificateNameOf(concern)),
  ];
}

function countHosts(stored: StoredAlert): AlertHosts {
  const names = namesOf(stored);
  const uploaded = concernedBy(stored).every(({ watched }) => isUploadedId(watched));
  return { first: printable(names[0] ?? "?", MAX_NAME), more: Math.max(0, names.length - 1), uploaded };
}

function certificateNameOf({ watched, troubles, replaced }: Concern): string {
  const certificate = troubles.flatMap((trouble) =>
    "certificate" in trouble ? [trouble.certificate.subject] : [],
  )[0];
  return certificate ?? replaced?.before.subject ?? watched.slice(0, MAX_HASH);
}
