import { describe, expect, it } from "vitest";
import type { Alert } from "../../src/watches/alert.ts";
import { digestOfHost } from "../../src/watches/told-hosts.ts";
import { DAY, HOUR, REFUSED, SETTINGS, World, certificate, list } from "./world.ts";

const MINUTE = 60_000;
const UP = certificate("aa", 0, 398);
/** Hosts that start to fail minutes after ten o'clock of the first day. */
const TEN = DAY + 10 * HOUR;
const KEY = `unreachable:${TEN}`;

/** Looked at every minute. */
function fail(minutes: Readonly<Record<string, number>>): World {
  const world = new World((host, now) =>
    now >= TEN + (minutes[host] ?? Infinity) * MINUTE ? REFUSED : [list(UP)],
  );
  for (const host of Object.keys(minutes)) world.watch(host, { owner: `U${host.toUpperCase()}` });
  world.run(TEN - HOUR, TEN - 1, 10 * MINUTE);
  return world;
}

function run(world: World, from: number, to: number): void {
  world.run(TEN + from * MINUTE, TEN + to * MINUTE, MINUTE);
}

/** Why, the level, of which hosts, who is mentioned. */
function told(world: World, names: readonly string[]): string[] {
  const nameOf = new Map(names.map((name) => [digestOfHost(`${name}:443`), name]));
  return world.posts.map(({ why, told: { level }, hosts, mentions }) =>
    [why, level, hosts?.map((host) => nameOf.get(host)).join("+") ?? "all", ...mentions].join(" "),
  );
}

function alertOf(world: World): Alert {
  const alert = world.alerts.get(KEY);
  if (alert === undefined) throw new Error("no alert");
  return alert;
}

describe("a host that goes away after others were told of", () => {
  it("is told of once, though they were acknowledged, and ends that", () => {
    const world = fail({ a: 0, b: 30 });
    run(world, 0, 20);
    expect(told(world, ["a", "b"])).toEqual(["opened warning all"]);
    world.act(KEY, { act: "acknowledge", by: "U1", at: TEN + 20 * MINUTE }, TEN + 20 * MINUTE);
    run(world, 20, 45);
    expect(told(world, ["a", "b"]).slice(1)).toEqual(["escalated warning b"]);
    expect(alertOf(world).acknowledged).toBeNull();
    // Of `a`, somebody knows: only `b` is told of when it is urgent.
    run(world, 45, 200);
    expect(told(world, ["a", "b"]).slice(2)).toEqual(["escalated critical b UB"]);
  });

  it("is told of once, though they were snoozed", () => {
    const world = fail({ a: 0, b: 30 });
    run(world, 0, 20);
    world.act(KEY, { act: "snooze", by: "U1", until: TEN + DAY }, TEN + 20 * MINUTE);
    run(world, 20, 45);
    expect(told(world, ["a", "b"])).toEqual(["opened warning all", "escalated warning b"]);
    expect(alertOf(world).snoozed).toBeNull();
  });

  it("waits for the end of quiet hours like the others, until it is urgent", () => {
    const world = fail({ a: 0, b: 30 });
    run(world, 0, 20);
    world.act(KEY, { act: "acknowledge", by: "U1", at: TEN + 20 * MINUTE }, TEN + 20 * MINUTE);
    world.settings = { ...SETTINGS, quietHours: { from: 10 * 60, to: 20 * 60 } };
    run(world, 20, 200);
    expect(told(world, ["a", "b"]).slice(1)).toEqual(["escalated critical b UB"]);
  });

  it("is told of though they are back meanwhile, and not a day later", () => {
    const world = new World((host, now) => {
      const [from, to] = host === "a" ? [0, 15] : [30, 50];
      return now >= TEN + from * MINUTE && now < TEN + to * MINUTE ? REFUSED : [list(UP)];
    });
    for (const host of ["a", "b"]) world.watch(host);
    run(world, -60, 48);
    expect(told(world, ["a", "b"])).toEqual(["opened warning all", "escalated warning b"]);
    run(world, 48, 100);
    expect(alertOf(world).state).toBe("resolved");
  });
});

describe("many hosts that go away one after the other", () => {
  const names = Array.from({ length: 50 }, (_, index) => `h${index}`);

  it("within minutes are two messages, and one more when they are urgent", () => {
    const world = fail(Object.fromEntries(names.map((name, index) => [name, (index % 5) + 1])));
    run(world, 0, 40);
    const all = told(world, names);
    expect(all).toHaveLength(2);
    expect(all[0]).toBe("opened warning all");
    const later = world.posts[1]?.hosts ?? [];
    expect(later.length).toBeGreaterThanOrEqual(40);
    expect(new Set(later).size).toBe(later.length);
    expect((world.posts[1]?.at ?? 0) - (world.posts[0]?.at ?? 0)).toBeGreaterThanOrEqual(5 * MINUTE);
    run(world, 40, 200);
    expect(
      told(world, names)
        .slice(2)
        .every((line) => line.startsWith("escalated critical")),
    ).toBe(true);
    expect(world.posts.length).toBeLessThanOrEqual(4);
  });

  it("within an hour are a handful, and each is told of", () => {
    const world = fail(Object.fromEntries(names.map((name, index) => [name, index])));
    run(world, 0, 180);
    expect(world.posts.length).toBeLessThanOrEqual(9);
    const { toldHosts = [] } = alertOf(world);
    expect(names.filter((name) => !toldHosts.includes(`${digestOfHost(`${name}:443`)}!`))).toEqual([]);
  });
});

it("an alert that was written before hosts were told of one by one tells only of those that join from now on", () => {
  const world = fail({ a: 0, b: 0, c: 30 });
  run(world, 0, 20);
  const before = world.posts.length;
  const { toldHosts: _, ...older } = alertOf(world);
  world.alerts.set(KEY, older);
  world.advance(KEY, TEN + 20 * MINUTE);
  expect(world.posts).toHaveLength(before);
  run(world, 20, 45);
  expect(told(world, ["a", "b", "c"]).slice(before)).toEqual(["escalated warning c"]);
});

it("a certificate that one host more serves is no news", () => {
  const world = new World((host, now) => [
    list(host === "b" && now < 380 * DAY ? certificate("bb", 0, 900) : UP),
  ]);
  for (const host of ["a", "b"]) world.watch(host);
  world.run(367 * DAY, 382 * DAY);
  expect(world.said(UP.notAfter)).toEqual(["opened info expires 30"]);
  expect(world.alerts.get(`certificate:${UP.sha256}`)?.toldHosts).toBeUndefined();
});
