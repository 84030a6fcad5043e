import { describe, expect, it } from "vitest";
import type { Alert, Concern } from "../../src/watches/alert.ts";
import type { ListedWatch, StoredAlert } from "../../src/watches/channel.ts";
import { composeDigest } from "../../src/watches/digest.ts";
import { judgeLook } from "../../src/watches/judge-look.ts";
import { subjectOf } from "../../src/watches/subject.ts";
import type { WatchedCertificate } from "../../src/watches/watched.ts";
import { watchedId } from "../../src/watches/watched.ts";
import type { Replacement, Trouble, WatchedState } from "../../src/watches/watched-state.ts";
import type { Shown } from "./world.ts";
import { DAY, HOUR, REFUSED, certificate, list, server, sighting } from "./world.ts";

const NOW = 1_000 * DAY;

/** A watch that was looked at `times` times until now, and showed this. */
function watching(
  host: string,
  shown: Shown,
  { owner = null as string | null, times = 1 } = {},
): ListedWatch {
  const watched = server(host);
  const id = watchedId(watched);
  let state: WatchedState | null = null;
  for (let time = times - 1; time >= 0; time--) {
    const seen = sighting(NOW - time * HOUR, shown);
    state = judgeLook({ id, watched, before: state, sighting: seen }).state;
  }
  const watch = {
    team: "T1",
    channel: "C1",
    watched: id,
    addedBy: "U1",
    addedAt: 0,
    runbook: null,
    days: null,
  };
  return { watch: { ...watch, owner }, watched, state };
}

function ending(name: string, days: number, lifetime = 398): WatchedCertificate {
  return certificate(name, NOW + (days - lifetime) * DAY, lifetime);
}

function concern(watched: string, troubles: readonly Trouble[]): Concern {
  return { watched, troubles, replaced: null, owner: null, runbook: null, days: null };
}

function alert(troubles: readonly [Trouble, ...Trouble[]], more: Partial<Alert> = {}): StoredAlert {
  const stored: Alert = {
    subject: subjectOf(troubles[0]),
    state: "open",
    openedAt: NOW - DAY,
    told: { level: "critical", leftMs: null, kinds: troubles.map(({ kind }) => kind) },
    posts: [],
    acknowledged: null,
    snoozed: null,
    closedAt: null,
    replaced: null,
    ...more,
  };
  return {
    alert: stored,
    concerns: [concern("a.example.com:443", troubles), concern("left.example.com:443", [])],
  };
}

const expires = (of: WatchedCertificate): Trouble => ({
  kind: "expires",
  addresses: [],
  certificate: of,
  endEntity: true,
});
const broken = (of: WatchedCertificate): Trouble => ({
  kind: "chain_broken",
  addresses: [],
  certificate: of,
  faults: ["not_a_ca"],
});

function compose(given: Partial<Parameters<typeof composeDigest>[0]>) {
  return composeDigest({
    listed: [],
    alerts: [],
    replacements: [],
    since: NOW - 7 * DAY,
    now: NOW,
    ...given,
  });
}

describe("nothing to say", () => {
  it("is null", () => {
    expect(compose({})).toBe(null);
    expect(compose({ listed: [watching("a.example.com", [list(ending("aa", 200))])] })).toBe(null);
  });

  it("is what was snoozed: somebody wanted to hear nothing of it", () => {
    const late = ending("aa", 5);
    const snoozed = { by: "U1", until: NOW + DAY };
    const listed = [watching("a.example.com", [list(late)])];
    expect(compose({ listed, alerts: [alert([expires(late)], { snoozed })] })).toBe(null);
    const other = [...listed, watching("b.example.com", [list(ending("bb", 5))])];
    expect(compose({ listed: other, alerts: [alert([expires(late)], { snoozed })] })).toMatchObject({
      next: { items: [{ certificate: { sha256: ending("bb", 5).sha256 } }] },
      snoozed: { items: [{ by: "U1", hosts: { items: ["a.example.com:443"], more: 0 } }], more: 0 },
    });
  });

  it("is a short-lived certificate that is not late", () => {
    expect(compose({ listed: [watching("a.example.com", [list(ending("aa", 25, 90))])] })).toBe(null);
    expect(compose({ listed: [watching("a.example.com", [list(ending("aa", 15, 90))])] })).not.toBe(null);
  });
});

describe("what runs out next", () => {
  it("is each certificate once, the most urgent first", () => {
    const hosts = Array.from({ length: 8 }, (_, index) => `h${index}.example.com`);
    const listed = [
      ...hosts.map((host) => watching(host, [list(ending("aa", 20))], { owner: "U1" })),
      watching("z.example.com", [list(ending("bb", 3))]),
      watching("far.example.com", [list(ending("cc", 31))]),
      watching("over.example.com", [list(ending("dd", -1))]),
    ];
    const next = compose({ listed })?.next;
    expect(
      next?.items.map(({ hosts: { items, more }, owners }) => [items.length + more, owners.items]),
    ).toEqual([
      [1, []],
      [8, ["U1"]],
    ]);
    expect(next?.items[1]?.hosts.more).toBe(3);
  });

  it("is ten of them, and how many more", () => {
    const listed = Array.from({ length: 25 }, (_, index) =>
      watching(`h${index}.example.com`, [list(ending(`a${index}`, 1 + index))]),
    );
    expect(compose({ listed })?.next).toMatchObject({ more: 15 });
  });
});

describe("what is broken now", () => {
  it("is what is wrong, the longest first, and of its hosts those that still have it", () => {
    const over = ending("aa", -1);
    const alerts = [
      alert([expires(over)], { acknowledged: { by: "U2", at: 1 } }),
      alert([broken(ending("bb", 10)), expires(ending("bb", 10))], { openedAt: NOW - 2 * DAY }),
      alert([expires(ending("cc", 10))]),
      alert([broken(ending("dd", 10))], { state: "resolved", closedAt: NOW }),
    ];
    const items = compose({ alerts })?.broken.items;
    expect(items).toMatchObject([
      { kinds: ["chain_broken"], hosts: { items: ["a.example.com:443"] }, acknowledgedBy: null },
      { kinds: ["expires"], acknowledgedBy: "U2" },
    ]);
  });

  it("is beside it who is away", () => {
    const listed = [watching("a.example.com", REFUSED, { times: 3 })];
    expect(compose({ listed })?.unreachable).toEqual({
      items: [{ host: "a.example.com:443", since: NOW - 2 * HOUR, why: REFUSED }],
      more: 0,
    });
  });
});

describe("what was renewed", () => {
  const replaced = (watched: string, from: string, to: string, at: number): Replacement => {
    const [before, after] = [from, to].map((name) => ending(name, parseInt(name, 16)));
    if (before === undefined || after === undefined) throw new Error("no certificate");
    return { at, watched, before, after };
  };

  it("is one for all hosts, since the digest before", () => {
    const replacements = [
      replaced("a", "10", "20", NOW - DAY),
      replaced("b", "10", "20", NOW - 2 * DAY),
      replaced("c", "11", "21", NOW - 8 * DAY),
    ];
    expect(compose({ replacements })?.renewed).toMatchObject({
      items: [{ at: NOW - DAY, hosts: { items: ["a", "b"], more: 0 } }],
      more: 0,
    });
  });

  it("is what came of it: there and back is nothing, and so is what ends earlier", () => {
    const there = replaced("a", "10", "20", NOW - 3 * HOUR);
    const back = replaced("a", "20", "10", NOW - 2 * HOUR);
    expect(compose({ replacements: [back, there] })).toBe(null);
    const further = replaced("a", "20", "30", NOW - HOUR);
    expect(compose({ replacements: [further, there] })?.renewed.items).toMatchObject([
      { before: { serialNumber: "10" }, after: { serialNumber: "30" } },
    ]);
  });
});
