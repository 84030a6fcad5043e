import { describe, expect, it } from "vitest";
import { DAY, HOUR, World, certificate, issuer, list } from "./world.ts";

const HOST = "api.example.com";

/** Watches a certificate of `days` from its issue, hourly; it is renewed on a day of its life, or never. */
function live(days: number, { renewedOn = Infinity, until = days + 10, everyMs = HOUR } = {}) {
  const old = certificate("aa", 0, days);
  const fresh = certificate("bb", renewedOn * DAY, days);
  const world = new World((_, now) => [list(now < renewedOn * DAY ? old : fresh)]);
  world.watch(HOST);
  world.run(0, until * DAY, everyMs);
  return { world, said: world.said(days * DAY), alert: world.alerts.get(`certificate:${old.sha256}`) };
}

describe("from issue to expiry: each threshold once", () => {
  it.each([
    [
      398,
      [
        "opened info 30",
        "escalated info 14",
        "escalated warning 7",
        "escalated warning 3",
        "escalated critical 1",
        "escalated critical 0",
      ],
    ],
    [90, ["opened warning 20", "escalated warning 10", "escalated critical 3", "escalated critical 0"]],
    [47, ["opened warning 10.4", "escalated warning 5.2", "escalated critical 1.6", "escalated critical 0"]],
    [6, ["opened warning 1.3", "escalated warning 0.7", "escalated critical 0.2", "escalated critical 0"]],
  ])("%i days", (days, expected) => {
    const { said, alert } = live(days);
    expect(said.map((line) => line.replace("expires ", ""))).toEqual(expected);
    expect(alert?.state).toBe("open");
  });
});

describe("a renewal", () => {
  it.each([90, 47, 6])("in its time says nothing and leaves nothing: %i days", (days) => {
    const { said, world } = live(days, { renewedOn: (days * 2) / 3, until: days });
    expect(said).toEqual([]);
    expect(world.alerts.size).toBe(0);
    expect(world.replacements).toHaveLength(1);
  });

  it("of 47 days, ten times over, says nothing", () => {
    const world = new World((_, now) => {
      const turn = Math.floor(now / (31 * DAY));
      return [list(certificate(`a${turn}`, turn * 31 * DAY, 47))];
    });
    world.watch(HOST);
    world.run(0, 311 * DAY);
    expect(world.posts).toEqual([]);
    expect(world.replacements).toHaveLength(10);
  });

  it("that comes late closes the alert without a word", () => {
    const { said, alert } = live(398, { renewedOn: 398 - 20 });
    expect(said).toEqual(["opened info expires 30"]);
    expect(alert).toMatchObject({
      state: "renewed",
      replaced: { before: { serialNumber: "aa" }, after: { serialNumber: "bb" } },
    });
  });

  it("closes it once a second look has confirmed it, minutes later", () => {
    const { alert } = live(398, { renewedOn: 398 - 20 });
    const minutes = ((alert?.closedAt ?? 0) - 378 * DAY) / 60_000;
    expect(minutes).toBeGreaterThan(1);
    expect(minutes).toBeLessThan(3);
  });

  it("that comes after the end closes it too", () => {
    const { said, alert } = live(90, { renewedOn: 91 });
    expect(said).toHaveLength(4);
    expect(alert?.state).toBe("renewed");
  });

  it("by a certificate that ends as soon opens the next one", () => {
    const world = new World((_, now) => [list(certificate(now < 85 * DAY ? "aa" : "bb", 0, 90))]);
    world.watch(HOST);
    world.run(0, 86 * DAY);
    expect(world.posts.map(({ why, subject }) => `${why} ${subject.slice(-2)}`)).toEqual([
      "opened aa",
      "escalated aa",
      "opened bb",
    ]);
  });
});

describe("downtime", () => {
  it.each([
    [370, 390, ["opened info expires 30", "escalated info expires 8"]],
    [376, 396, ["opened info expires 30", "escalated warning expires 2"]],
    [350, 370, ["opened info expires 28"]],
  ])("of 20 days catches up with one message: day %i to %i", (from, to, expected) => {
    const old = certificate("aa", 0, 398);
    const world = new World(() => [list(old)]);
    world.watch(HOST);
    world.run(340 * DAY, from * DAY);
    world.run(to * DAY, to * DAY + HOUR);
    expect(world.said(old.notAfter)).toEqual(expected);
    world.run(to * DAY + 2 * HOUR, 410 * DAY);
    expect(world.said(old.notAfter).at(-1)).toBe("escalated critical expires 0");
  });

  it("past the end tells of the end", () => {
    const { said } = live(398, { everyMs: 399 * DAY, until: 399 });
    expect(said).toEqual(["opened critical expires -1"]);
  });
});

describe("many hosts", () => {
  const hosts = Array.from({ length: 50 }, (_, index) => `h${index}.example.com`);

  it("with one certificate are one message, and close together", () => {
    const old = certificate("aa", 0, 90);
    const fresh = certificate("bb", 80 * DAY, 90);
    // They are renewed one by one over two days.
    const world = new World((host, now) => [
      list(now < (75 + Number(host.slice(1, -12)) / 25) * DAY ? old : fresh),
    ]);
    for (const host of hosts) world.watch(host);
    world.run(60 * DAY, 80 * DAY);
    expect(world.said(old.notAfter)).toEqual(["opened warning expires 20"]);
    expect(world.alerts.size).toBe(1);
    expect([...world.alerts.values()].map(({ state }) => state)).toEqual(["renewed"]);
  });

  it("with an intermediate that ends are one message, though each has a certificate of its own", () => {
    const ending = issuer("cc", 0, 1000);
    const own = new Map<string, ReturnType<typeof certificate>>();
    const world = new World((host) => {
      const leaf = own.get(host) ?? certificate(`d${host.replaceAll(/\D/g, "")}`, 900 * DAY, 398);
      own.set(host, leaf);
      return [list(leaf, { issuers: [ending] })];
    });
    for (let index = 0; index < 500; index++) world.watch(`h${index}.example.com`);
    world.run(969 * DAY, 971 * DAY, 6 * HOUR);
    expect(world.said(ending.notAfter)).toEqual(["opened info expires 30"]);
    expect(world.posts[0]?.subject).toBe(`certificate:${ending.sha256}`);
  });

  it("that went away in the same hour are one message and one for all that joined, which is urgent after an hour and closes when all are back", () => {
    const up = certificate("aa", 0, 398);
    const world = new World((_, now) =>
      now >= DAY + HOUR && now < DAY + 4 * HOUR
        ? { reason: "timeout", address: "192.0.2.1", afterMs: 5_000 }
        : [list(up)],
    );
    for (const host of hosts) world.watch(host, { owner: "U1" });
    world.run(0, 2 * DAY);
    // Third looks are minutes apart: whom the first message did not know of is told of once.
    expect(world.said()).toEqual([
      "opened warning unreachable",
      "escalated warning unreachable",
      "escalated critical unreachable",
    ]);
    expect(world.posts[2]?.mentions).toEqual(["U1"]);
    expect([...world.alerts.values()].map(({ state }) => state)).toEqual(["resolved"]);
  });
});
