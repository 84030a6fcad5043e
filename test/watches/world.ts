import type { Alert, AlertAct, AlertPost, Concern } from "../../src/watches/alert.ts";
import { actOnAlert, advanceAlert } from "../../src/watches/alert-life.ts";
import type { WatchSettings } from "../../src/watches/channel.ts";
import { changesOf } from "../../src/watches/concerns.ts";
import { judgeLook } from "../../src/watches/judge-look.ts";
import { nextLookAt } from "../../src/watches/next-look.ts";
import { quietUntil } from "../../src/watches/quiet-hours.ts";
import type { NotSeen, Sighting, SightedIssuer, SightedList } from "../../src/watches/sighting.ts";
import { subjectKey, subjectOfKey } from "../../src/watches/subject.ts";
import type { Watch, Watched, WatchedCertificate } from "../../src/watches/watched.ts";
import { watchedId } from "../../src/watches/watched.ts";
import type { Replacement, WatchedState } from "../../src/watches/watched-state.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const REFUSED: NotSeen = { reason: "connection_refused", address: "192.0.2.1" };

/** @param name of two hexadecimal digits or more; what is named alike is the same */
export function certificate(name: string, from: number, days: number): WatchedCertificate {
  return {
    subject: "CN=api.example.com",
    issuer: "CN=Some CA",
    serialNumber: name,
    notBefore: from,
    notAfter: from + days * DAY,
    sha256: name.padStart(64, "0"),
    subjectAltName: ["DNS:api.example.com"],
    names: 1,
    publicKey: "EC P-256",
    signatureAlgorithm: "ecdsa-with-SHA256",
  };
}

export function issuer(name: string, from: number, days: number): SightedIssuer {
  return {
    sha256: name.padStart(64, "0"),
    subject: "CN=Some CA",
    notBefore: from,
    notAfter: from + days * DAY,
  };
}

export function list(of: WatchedCertificate, more: Partial<SightedList> = {}): SightedList {
  return {
    addresses: ["192.0.2.1"],
    certificate: of,
    issuers: [],
    faults: [],
    covered: true,
    revoked: null,
    ...more,
  };
}

/** What a server shows; none: it is away. */
export type Shown = readonly SightedList[] | NotSeen | Omit<Sighting, "at">;

export function sighting(at: number, shown: Shown): Sighting {
  if ("reason" in shown) {
    return { at, lists: [], failed: [{ address: "address" in shown ? shown.address : null, why: shown }] };
  }
  return "lists" in shown ? { at, ...shown } : { at, lists: shown, failed: [] };
}

export function server(host: string): Watched {
  return { kind: "server", target: { host, port: 443, serverName: host } };
}

export const SETTINGS: WatchSettings = { timeZone: "UTC", quietHours: null, digest: "off", days: null };

/** One channel that watches, with the store and the messages in memory, and nothing of it but the pure parts of the real one. */
export class World {
  readonly #watches = new Map<
    string,
    { watched: Watched; watch: Pick<Watch, "owner" | "runbook" | "days"> }
  >();
  readonly #states = new Map<string, WatchedState>();
  readonly #concerns = new Map<string, Map<string, Concern>>();
  readonly alerts = new Map<string, Alert>();
  readonly #alertsAt = new Map<string, number>();
  readonly posts: (AlertPost & { readonly subject: string })[] = [];
  readonly replacements: Replacement[] = [];
  looks = 0;
  settings = SETTINGS;
  readonly #show: (host: string, now: number) => Shown;

  constructor(show: (host: string, now: number) => Shown) {
    this.#show = show;
  }

  watch(host: string, wishes: Partial<Pick<Watch, "owner" | "runbook" | "days">> = {}): string {
    const watched = server(host);
    const id = watchedId(watched);
    this.#watches.set(id, { watched, watch: { owner: null, runbook: null, days: null, ...wishes } });
    return id;
  }

  unwatch(id: string, now: number): void {
    this.#watches.delete(id);
    this.#states.delete(id);
    const gone = { watched: id, troubles: [], replaced: null, unwatched: true } as const;
    const concern = { ...gone, owner: null, runbook: null, days: null };
    const subjects = [...this.#concerns.keys()].flatMap((key) => subjectOfKey(key) ?? []);
    this.#save(
      subjects.map((subject) => ({ subject, concern })),
      now,
    );
  }

  state(id: string): WatchedState | undefined {
    return this.#states.get(id);
  }

  /** Every `everyMs`, and early when a look asks for it; alerts whenever they are due. */
  run(from: number, to: number, everyMs = HOUR, each: (now: number) => void = () => undefined): void {
    const dueAt = new Map<string, number>();
    for (let now = from; now <= to;) {
      for (const id of this.#watches.keys()) {
        if ((dueAt.get(id) ?? from) > now) continue;
        const state = this.look(id, now);
        const regular = now + everyMs - ((now - from) % everyMs);
        const asked = nextLookAt({ id, state, now, periodMs: everyMs });
        const isSoon = state.unconfirmed?.early === true || (state.failures > 0 && state.failures < 3);
        dueAt.set(id, isSoon ? Math.min(asked, regular) : regular);
      }
      this.advanceDue(now);
      each(now);
      const next = Math.min(...dueAt.values(), ...this.#alertsAt.values());
      now = Math.max(next, now + 1);
    }
  }

  look(id: string, now: number): WatchedState {
    const known = this.#watches.get(id);
    if (known === undefined) throw new Error(`nobody watches ${id}`);
    const { watched, watch } = known;
    const before = this.#states.get(id) ?? null;
    const host = watched.kind === "server" ? watched.target.host : "";
    const shown = sighting(now, this.#show(host, now));
    const { state: after, replacement } = judgeLook({ id, watched, before, sighting: shown });
    this.looks++;
    this.#states.set(id, after);
    if (replacement !== null) this.replacements.push(replacement);
    const { settings } = this;
    this.#save(changesOf({ id, before, after, replacement, watch, settings, now }), now);
    return after;
  }

  #save(changes: ReturnType<typeof changesOf>, now: number): void {
    for (const { subject, concern } of changes) {
      const key = subjectKey(subject);
      const concerns = this.#concerns.get(key) ?? new Map<string, Concern>();
      if (concern.troubles.length === 0 && !concerns.has(concern.watched)) continue;
      concerns.set(concern.watched, concern);
      this.#concerns.set(key, concerns);
      this.#alertsAt.set(key, now);
    }
  }

  advanceDue(now: number): void {
    for (const [key, at] of this.#alertsAt) if (at <= now) this.advance(key, now);
  }

  advance(key: string, now: number): void {
    const subject = subjectOfKey(key);
    if (subject === null) throw new Error(`no key of ours: ${key}`);
    const before = this.alerts.get(key) ?? null;
    const concerns = [...(this.#concerns.get(key)?.values() ?? [])];
    const { settings } = this;
    const given = { subject, concerns, settings, quietUntil: quietUntil(settings, now), now };
    const { alert, nextAt } = advanceAlert({ before, ...given });
    const again = advanceAlert({ before: alert, ...given, concerns: concerns.toReversed() });
    if (JSON.stringify(again.alert) !== JSON.stringify(alert)) throw new Error("the second time changes it");
    if (nextAt !== null && nextAt <= now) throw new Error("it would be due for ever");
    const isAnother = before?.openedAt !== alert?.openedAt;
    const told = isAnother ? -1 : (before?.posts.at(-1)?.number ?? -1);
    const fresh = (alert?.posts ?? []).filter(({ number }) => number > told);
    this.posts.push(...fresh.map((post) => ({ ...post, subject: key })));
    if (alert === null) this.alerts.delete(key);
    else this.alerts.set(key, alert);
    if (nextAt === null) this.#alertsAt.delete(key);
    else this.#alertsAt.set(key, nextAt);
  }

  act(key: string, act: AlertAct, now: number): void {
    const alert = this.alerts.get(key);
    if (alert === undefined) throw new Error(`no alert ${key}`);
    this.alerts.set(key, actOnAlert(alert, act));
    this.#alertsAt.set(key, now);
  }

  /** What was said, in short: `opened info expires 30`. @param end of the certificate that it is about */
  said(end?: number): string[] {
    return this.posts.map(({ why, told, at }) => {
      const left = end === undefined ? [] : [String(Math.round(((end - at) / DAY) * 10) / 10)];
      return [why, told.level, told.kinds.join("+"), ...left].join(" ");
    });
  }
}
