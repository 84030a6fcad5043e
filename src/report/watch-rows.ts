import { compareNames } from "./compare-names.ts";
import { formatTarget } from "../diagnosis/target.ts";
import type { WatchCondition } from "../locales/watching-words.ts";
import type { ListedWatch } from "../watches/channel.ts";
import { expiryThresholds } from "../watches/due.ts";
import type { Condition } from "../watches/gravity.ts";
import { GRAVEST_FIRST } from "../watches/gravity.ts";
import { hasAcceptedFaults } from "../watches/list-troubles.ts";
import type { Watched, WatchedCertificate } from "../watches/watched.ts";
import type { WatchedState } from "../watches/watched-state.ts";
import { watchedId } from "../watches/watched.ts";
import type { ExportedWatch } from "./watch-list-file.ts";

/** One thing that a channel watches, as a table shows it. */
export interface WatchRow {
  /** `watchedId`. */
  readonly id: string;
  readonly watched: Watched;
  readonly owner: string | null;
  readonly condition: WatchCondition;
  /** The first end of all certificates that are served, ms since 1970; null before one was seen. */
  readonly notAfter: number | null;
  /** Of the first list's certificate. Hostile text. */
  readonly issuer: string | null;
}

/** What is broken first, then by what runs out first. @param settings of the channel @param now ms since 1970 */
export function watchRows(
  listed: readonly ListedWatch[],
  settings: { readonly days: readonly number[] | null; readonly paused: boolean },
  now: number,
): WatchRow[] {
  return listed
    .map((each) => rowOf(each, settings, now))
    .toSorted(
      (a, b) =>
        rankOf(a) - rankOf(b) ||
        (a.notAfter ?? Infinity) - (b.notAfter ?? Infinity) ||
        compareNames(a.id, b.id),
    );
}

/** What runs out, is fine or was not seen yet is told apart by its end alone. */
const WRONG: readonly WatchCondition[] = GRAVEST_FIRST.filter((condition) => condition !== "running_out");

function rankOf({ condition }: WatchRow): number {
  const rank = WRONG.indexOf(condition);
  return rank === -1 ? WRONG.length : rank;
}

function rowOf(
  { watch, watched, state }: ListedWatch,
  settings: { readonly days: readonly number[] | null; readonly paused: boolean },
  now: number,
): WatchRow {
  const certificates =
    watched.kind === "certificate" ? [watched.certificate] : (state?.lists ?? []).flatMap(certificatesOf);
  const first = certificates.toSorted((a, b) => a.notAfter - b.notAfter)[0] ?? null;
  const served = watched.kind === "certificate" ? watched.certificate : state?.lists[0]?.certificate;
  const conditions = new Set<Condition>(
    state?.troubles.flatMap(({ kind }) => (kind === "expires" ? [] : [kind])),
  );
  // By what is served, since a state may be an hour old.
  if (first !== null && first.notAfter < now) conditions.add("expired");
  else if (first !== null && isRunningOut(first, watch.days ?? settings.days, now))
    conditions.add("running_out");
  const worst = GRAVEST_FIRST.find((condition) => conditions.has(condition));
  return {
    id: watch.watched,
    watched,
    owner: watch.owner,
    condition: settings.paused ? "paused" : (worst ?? conditionWithoutTrouble(first, state)),
    notAfter: first?.notAfter ?? null,
    issuer: served?.issuer ?? null,
  };
}

function conditionWithoutTrouble(first: Lifetime | null, state: WatchedState | null): WatchCondition {
  if (first === null) return "unseen";
  return state !== null && hasAcceptedFaults(state) ? "not_public" : "ok";
}

interface Lifetime {
  readonly notBefore: number;
  readonly notAfter: number;
}

function certificatesOf(list: {
  readonly certificate: WatchedCertificate;
  readonly issuers: readonly Lifetime[];
}): Lifetime[] {
  return [list.certificate, ...list.issuers];
}

function isRunningOut(certificate: Lifetime, days: readonly number[] | null, now: number): boolean {
  const left = certificate.notAfter - now;
  return expiryThresholds(certificate, days).some(({ leftMs }) => left <= leftMs);
}

/** `api.example.com:443`, `smtp://mx.example.com:25`; the name of a certificate that was uploaded. Hostile text. */
export function nameWatched(watched: Watched): string {
  if (watched.kind === "certificate") return commonName(watched.certificate.subject);
  return watchedId(watched);
}

/** The name that people call it by: the last CN, else the O, else all of it. @param subject as RFC 4514 writes it */
export function commonName(subject: string): string {
  for (const type of ["CN", "O"]) {
    const value = new RegExp(`(?:^|[,+]\\s*)${type}=((?:\\\\.|[^,+\\\\])+)`, "u").exec(subject)?.[1];
    if (value !== undefined) return value.replace(/\\([^0-9a-fA-F])/gu, "$1");
  }
  return subject;
}

/** For a file. @param condition in words */
export function exportWatch(
  { watch, watched }: ListedWatch,
  { notAfter, condition }: WatchRow,
  words: Readonly<Record<WatchCondition, string>>,
): ExportedWatch {
  const isServer = watched.kind === "server";
  return {
    target: isServer ? formatTarget(watched.target) : watch.watched,
    starttls: (isServer ? watched.target.startTls : undefined) ?? "",
    owner: watch.owner ?? "",
    runbook: watch.runbook ?? "",
    days: watch.days?.join(" ") ?? "",
    not_after: notAfter === null ? "" : new Date(notAfter).toISOString(),
    state: words[condition],
  };
}
