import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Alert } from "../../src/watches/alert.ts";
import { actOnAlert } from "../../src/watches/alert-life.ts";
import type { SightedList } from "../../src/watches/sighting.ts";
import { DAY, HOUR, REFUSED, SETTINGS, World, certificate, list } from "./world.ts";

const HOST = "api.example.com";
const OLD = certificate("aa", 0, 398);
const KEY = `certificate:${OLD.sha256}`;

/** One host with a certificate of 398 days, from day 360 on. */
function world(show: (now: number) => readonly SightedList[] = () => [list(OLD)]): World {
  const made = new World((_, now) => show(now));
  made.watch(HOST, { owner: "U1" });
  return made;
}

function alertOf(of: World): Alert {
  const alert = of.alerts.get(KEY);
  if (alert === undefined) throw new Error("no alert");
  return alert;
}

describe("who acknowledged", () => {
  it("is reminded before the end, and told of the end", () => {
    const made = world();
    made.run(360 * DAY, 371 * DAY);
    made.act(KEY, { act: "acknowledge", by: "U1", at: 371 * DAY }, 371 * DAY);
    made.run(371 * DAY + 1, 420 * DAY);
    expect(made.said(OLD.notAfter)).toEqual([
      "opened info expires 30",
      "reminded critical expires 1",
      "escalated critical expires 0",
    ]);
  });

  it("is told of what is critical and they did not know", () => {
    const made = world((now) => [list(OLD, { faults: now < 375 * DAY ? [] : ["signature_invalid"] })]);
    made.run(360 * DAY, 371 * DAY);
    made.act(KEY, { act: "acknowledge", by: "U1", at: 371 * DAY }, 371 * DAY);
    made.run(371 * DAY + 1, 380 * DAY);
    expect(made.said(OLD.notAfter)).toEqual([
      "opened info expires 30",
      "escalated critical chain_broken+expires 23",
    ]);
  });

  it("hears no more of what they knew, though it was over in between", () => {
    const isBroken = (day: number) => (day >= 370 && day < 372) || day >= 375;
    const made = world((now) => [list(OLD, { faults: isBroken(now / DAY) ? ["not_a_ca"] : [] })]);
    made.run(360 * DAY, 371 * DAY);
    made.act(KEY, { act: "acknowledge", by: "U1", at: 371 * DAY }, 371 * DAY);
    made.run(371 * DAY + 1, 380 * DAY);
    expect(made.said(OLD.notAfter)).toEqual([
      "opened info expires 30",
      "escalated critical chain_broken+expires 28",
    ]);
  });

  it("stays who did, a second click changes nothing", () => {
    const made = world();
    made.run(360 * DAY, 371 * DAY);
    const once = actOnAlert(alertOf(made), { act: "acknowledge", by: "U1", at: 1 });
    expect(actOnAlert(once, { act: "acknowledge", by: "U2", at: 2 })).toBe(once);
    const asleep = actOnAlert(once, { act: "snooze", by: "U2", until: 400 * DAY });
    expect(actOnAlert(asleep, { act: "wake", by: "U3" })).toEqual(once);
    expect(actOnAlert(once, { act: "wake", by: "U3" })).toBe(once);
  });
});

describe("who snoozed", () => {
  const snoozed = (until: number) => {
    const made = world();
    made.run(360 * DAY, 371 * DAY);
    made.act(KEY, { act: "snooze", by: "U1", until: until * DAY }, 371 * DAY);
    made.run(371 * DAY + 1, 420 * DAY);
    expect(alertOf(made).snoozed === null).toBe(until < 420);
    return made.said(OLD.notAfter);
  };

  it("is told of the worst when that time has passed", () => {
    expect(snoozed(393)).toEqual([
      "opened info expires 30",
      "escalated warning expires 5",
      "escalated warning expires 3",
      "escalated critical expires 1",
      "escalated critical expires 0",
    ]);
  });

  it("is reminded where nothing has become worse meanwhile", () => {
    expect(snoozed(374).slice(0, 3)).toEqual([
      "opened info expires 30",
      "reminded info expires 24",
      "escalated info expires 14",
    ]);
  });

  it("is told of the end in any case", () => {
    expect(snoozed(500)).toEqual(["opened info expires 30", "escalated critical expires 0"]);
  });

  it("again and again is reminded each time, and the alert stays small", () => {
    const made = world();
    made.run(340 * DAY, 368 * DAY);
    for (let hour = 1; hour <= 60; hour++) {
      const now = 368 * DAY + hour * HOUR;
      made.act(KEY, { act: "snooze", by: "U1", until: now + HOUR / 2 }, now);
      made.run(now + 1, now + HOUR - 1);
    }
    expect(made.posts).toHaveLength(61);
    const { posts } = alertOf(made);
    expect(posts.map(({ number }) => number)).toEqual([0, ...Array.from({ length: 19 }, (_, i) => 42 + i)]);
  });

  it("and wakes it up is told of what was held back", () => {
    const made = world();
    made.run(360 * DAY, 371 * DAY);
    made.act(KEY, { act: "snooze", by: "U1", until: 500 * DAY }, 371 * DAY);
    made.run(371 * DAY + 1, 386 * DAY);
    made.act(KEY, { act: "wake", by: "U1" }, 386 * DAY);
    made.advanceDue(386 * DAY);
    expect(made.said(OLD.notAfter)).toEqual(["opened info expires 30", "escalated info expires 12"]);
  });
});

describe("quiet hours", () => {
  const quiet = { ...SETTINGS, quietHours: { from: 20 * 60, to: 8 * 60 } };

  it("hold back what is not critical until they end, and then it is one", () => {
    const made = world();
    made.settings = quiet;
    made.run(360 * DAY, 420 * DAY);
    // Thresholds are reached at midnight; the last two do not wait.
    expect(made.posts.map(({ told, at }) => `${told.level} ${(at % DAY) / HOUR}`)).toEqual([
      "info 8",
      "info 8",
      "warning 8",
      "warning 8",
      "critical 0",
      "critical 0",
    ]);
  });

  it("do not hold back the reminder of what is critical, which tells the rest with it", () => {
    const made = world((now) => [list(OLD, { faults: now >= 370 * DAY ? ["not_a_ca"] : [] })]);
    made.settings = quiet;
    made.run(360 * DAY, 371 * DAY);
    made.act(KEY, { act: "snooze", by: "U1", until: 384 * DAY + HOUR }, 371 * DAY);
    made.run(371 * DAY + 1, 385 * DAY);
    expect(made.said(OLD.notAfter).slice(2)).toEqual(["reminded critical chain_broken+expires 14"]);
  });

  it("leave nothing of what is over when they end", () => {
    const fresh = certificate("bb", 368 * DAY, 398);
    const made = world((now) => [list(now < 368 * DAY + 3 * HOUR ? OLD : fresh)]);
    made.settings = quiet;
    made.run(360 * DAY, 375 * DAY);
    expect(made.posts).toEqual([]);
    expect(made.alerts.size).toBe(0);
  });
});

describe("what is there again", () => {
  const fresh = certificate("bb", 370 * DAY, 398);

  it("was rolled back: one message, and who had acknowledged has not any more", () => {
    const made = world((now) => [list(now >= 371 * DAY && now < 373 * DAY ? fresh : OLD)]);
    made.run(360 * DAY, 370 * DAY);
    made.act(KEY, { act: "acknowledge", by: "U1", at: 370 * DAY }, 370 * DAY);
    made.run(370 * DAY + 1, 372 * DAY);
    expect(alertOf(made)).toMatchObject({ state: "renewed", acknowledged: { by: "U1" } });
    made.run(372 * DAY + 1, 374 * DAY);
    expect(alertOf(made)).toMatchObject({
      state: "open",
      acknowledged: null,
      closedAt: null,
      replaced: null,
    });
    expect(made.said(OLD.notAfter)).toEqual(["opened info expires 30", "returned info expires 25"]);
  });

  it("behind a load balancer, with every look another: one message a day at most", () => {
    let looks = 0;
    const made = world((now) => {
      looks++;
      // In pairs, so that the confirming look shows the same: the worst that can happen.
      return [list(now < 370 * DAY || Math.floor(looks / 3) % 2 === 0 ? OLD : fresh)];
    });
    made.run(360 * DAY, 380 * DAY);
    const [first, ...others] = made.posts.map(({ at }) => at);
    expect(first).toBe(368 * DAY);
    expect(others.length).toBeGreaterThan(3);
    expect(others.length).toBeLessThanOrEqual(10);
    others.reduce((before, at) => {
      expect(at - before).toBeGreaterThanOrEqual(DAY);
      return at;
    }, first ?? 0);
  });

  it("alternating look by look closes nothing, and asks for no more looks than two an hour", () => {
    let looks = 0;
    const made = world((now) => [list(now < 370 * DAY || looks++ % 2 === 0 ? OLD : fresh)]);
    made.run(360 * DAY, 370 * DAY);
    const before = made.looks;
    made.run(370 * DAY + 1, 380 * DAY);
    expect(made.looks - before).toBeLessThanOrEqual(10 * 24 * 2 + 2);
    expect(made.said(OLD.notAfter)).toEqual(["opened info expires 30"]);
    expect(alertOf(made).state).toBe("open");
  });

  it("within a day leaves an acknowledgement as it was, and says nothing", () => {
    const made = world((now) => [list(now >= 371 * DAY && now < 371 * DAY + 3 * HOUR ? fresh : OLD)]);
    made.run(360 * DAY, 370.5 * DAY);
    made.act(KEY, { act: "acknowledge", by: "U1", at: 370 * DAY }, 370.5 * DAY);
    made.run(370.5 * DAY + 1, 380 * DAY);
    expect(alertOf(made)).toMatchObject({ state: "open", acknowledged: { by: "U1" } });
    expect(made.said(OLD.notAfter)).toEqual(["opened info expires 30"]);
  });
});

describe("the end of an alert", () => {
  it("is that nobody watches it here any more", () => {
    const made = world();
    made.run(360 * DAY, 371 * DAY);
    made.unwatch(`${HOST}:443`, 371 * DAY);
    made.advanceDue(371 * DAY);
    expect(alertOf(made)).toMatchObject({ state: "dropped", closedAt: 371 * DAY });
    expect(actOnAlert(alertOf(made), { act: "snooze", by: "U1", until: 400 * DAY })).toBe(alertOf(made));
  });

  it("is the end of it: who watches it again gets another, which nobody has acknowledged", () => {
    const made = world();
    made.run(360 * DAY, 371 * DAY);
    made.act(KEY, { act: "acknowledge", by: "U1", at: 371 * DAY }, 371 * DAY);
    made.unwatch(`${HOST}:443`, 371 * DAY);
    made.advanceDue(371 * DAY);
    made.watch(HOST, { owner: "U2" });
    made.settings = { ...SETTINGS, quietHours: { from: 0, to: 8 * 60 } };
    made.run(371 * DAY + HOUR, 371 * DAY + 2 * HOUR);
    expect(alertOf(made)).toMatchObject({ state: "dropped", openedAt: 368 * DAY });
    made.run(371 * DAY + 2 * HOUR + 1, 372 * DAY);
    expect(made.said(OLD.notAfter)).toEqual(["opened info expires 30", "opened info expires 26.7"]);
    expect(alertOf(made)).toMatchObject({
      state: "open",
      openedAt: 371 * DAY + 8 * HOUR,
      acknowledged: null,
      posts: [{ number: 0, why: "opened" }],
    });
  });

  it("is that a chain is whole again, while the certificate stays", () => {
    const made = world((now) => [
      list(OLD, { faults: now >= 10 * DAY && now < 11 * DAY ? ["not_a_ca"] : [] }),
    ]);
    made.run(0, 20 * DAY);
    expect(made.said()).toEqual(["opened critical chain_broken"]);
    expect(made.posts[0]?.mentions).toEqual(["U1"]);
    expect(alertOf(made)).toMatchObject({ state: "resolved", replaced: null });
  });

  it("is not that a host went away: what it served runs out all the same", () => {
    const made = new World((_, now) => (now < 300 * DAY ? [list(OLD)] : REFUSED));
    made.watch(HOST);
    made.run(299 * DAY, 369 * DAY);
    expect(made.said()).toEqual([
      "opened warning unreachable",
      "escalated critical unreachable",
      "opened info expires",
    ]);
  });

  it("comes without a word of what a deleted host served once", () => {
    const made = new World((_, now) =>
      now < 367 * DAY ? [list(OLD)] : { reason: "name_not_resolved", code: "ENOTFOUND" },
    );
    made.watch(HOST, { owner: "U1" });
    made.run(366 * DAY, 420 * DAY);
    expect(made.said()).toEqual(["opened warning unreachable", "opened info expires"]);
    expect(made.posts.flatMap(({ mentions }) => mentions)).toEqual([]);
    expect(alertOf(made).state).toBe("resolved");
  });
});

describe("several watches", () => {
  it("mention each owner once, and only when it is critical", () => {
    const made = new World(() => [list(OLD)]);
    for (const owner of ["U2", "U1", null, "U2"])
      made.watch(`${owner}${made.looks++}.example.com`, { owner });
    made.run(360 * DAY, 400 * DAY);
    expect(made.posts.map(({ mentions }) => mentions)).toEqual([[], [], [], [], ["U1", "U2"], ["U1", "U2"]]);
  });

  it("with days of their own are told of when the first of them is due, and go up only", () => {
    const made = new World(() => [list(OLD)]);
    made.watch("a.example.com", { days: [60] });
    made.watch("b.example.com", { days: [20, 10] });
    made.run(330 * DAY, 400 * DAY);
    expect(made.said(OLD.notAfter)).toEqual([
      "opened warning expires 60",
      "escalated warning expires 20",
      "escalated warning expires 10",
      "escalated critical expires 0",
    ]);
  });

  it("follow the channel's days where they have none", () => {
    const made = world();
    made.settings = { ...SETTINGS, days: [10, 5] };
    made.run(360 * DAY, 400 * DAY);
    expect(made.said(OLD.notAfter)).toEqual([
      "opened info expires 10",
      "escalated warning expires 5",
      "escalated critical expires 0",
    ]);
  });
});

describe("days that somebody chose", () => {
  it.each([
    [
      398,
      [30, 14, 7],
      ["opened info 30", "escalated warning 14", "escalated warning 7", "escalated critical 0"],
    ],
    [398, [14, 1], ["opened info 14", "escalated critical 1", "escalated critical 0"]],
    [90, [20, 3], ["opened info 20", "escalated critical 3", "escalated critical 0"]],
    [6, [2, 1], ["opened info 2", "escalated warning 1", "escalated critical 0"]],
  ])("are critical only where it would be without them: %i days, %j", (lifetime, days, expected) => {
    const own = certificate("aa", 0, lifetime);
    const made = new World(() => [list(own)]);
    made.watch(HOST, { owner: "U1", days });
    made.run(Math.max(0, lifetime - 40) * DAY, (lifetime + 2) * DAY);
    expect(made.said(own.notAfter).map((line) => line.replace("expires ", ""))).toEqual(expected);
    expect(made.posts.map(({ mentions }) => mentions.length > 0)).toEqual(
      expected.map((line) => line.includes("critical")),
    );
  });

  it.each([false, true])(
    "say nothing again of what was told with as little time left (acknowledged: %s)",
    (known) => {
      const made = world();
      // Watched from 12 days before the end, so that 14 was told with 12 left.
      made.run(386 * DAY, 387 * DAY);
      if (known) made.act(KEY, { act: "acknowledge", by: "U1", at: 387 * DAY }, 387 * DAY);
      made.settings = { ...SETTINGS, days: [13, 12] };
      made.run(387 * DAY + 1, 397 * DAY);
      expect(made.said(OLD.notAfter)).toEqual(["opened info expires 12"]);
      made.settings = { ...SETTINGS, days: [13, 2] };
      made.run(397 * DAY + 1, 397 * DAY + HOUR);
      expect(made.said(OLD.notAfter).slice(1)).toEqual([
        `${known ? "reminded" : "escalated"} warning expires 1`,
      ]);
    },
  );
});

const step = fc.record({
  hours: fc.integer({ min: 0, max: 40 }),
  shows: fc.constantFrom("old", "old", "old", "new", "broken", "away"),
  act: fc.constantFrom("none", "none", "none", "acknowledge", "snooze", "wake"),
});

it("says each thing once, in any order of looks, whatever people do meanwhile", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(398, 90, 47, 6),
      fc.boolean(),
      fc.array(step, { maxLength: 80 }),
      (days, isQuiet, steps) => {
        const old = certificate("aa", 0, days);
        const fresh = certificate("bb", days * DAY, 398);
        let shows: (typeof steps)[number]["shows"] = "old";
        const made = new World(() => {
          if (shows === "away") return REFUSED;
          return [list(shows === "new" ? fresh : old, { faults: shows === "broken" ? ["not_a_ca"] : [] })];
        });
        if (isQuiet) made.settings = { ...SETTINGS, quietHours: { from: 20 * 60, to: 8 * 60 } };
        const id = made.watch(HOST);
        let now = (days - Math.min(days, 40)) * DAY;
        let snoozes = 0;
        for (const { hours, shows: next, act } of steps) {
          now += hours * HOUR + 1;
          shows = next;
          const key = `certificate:${old.sha256}`;
          if (made.alerts.has(key)) {
            if (act === "acknowledge") made.act(key, { act, by: "U1", at: now }, now);
            if (act === "wake") made.act(key, { act, by: "U1" }, now);
            if (act === "snooze") {
              made.act(key, { act, by: "U1", until: now + 30 * HOUR }, now);
              snoozes++;
            }
          }
          made.look(id, now);
          made.advanceDue(now);
        }
        for (const [subject, alert] of made.alerts) {
          const posts = made.posts.filter((post) => post.subject === subject);
          const count = (why: string) => posts.filter((post) => post.why === why).length;
          expect(count("opened")).toBe(1);
          expect(posts.map(({ number }) => number)).toEqual(posts.map((_, index) => index));
          expect(new Set(posts.map(({ at }) => at)).size).toBe(posts.length);
          // Thresholds and the end, and each other kind, once more when it is critical after an hour.
          expect(count("escalated")).toBeLessThanOrEqual(5 + 1 + 1);
          expect(count("reminded")).toBeLessThanOrEqual(snoozes + 1);
          // Each of the kinds that come and go here, the broken chain and the end, once a day.
          const returned = posts.filter(({ why }) => why === "returned").map(({ at }) => at);
          for (const [index, at] of returned.entries())
            expect((returned[index + 2] ?? Infinity) - at).toBeGreaterThanOrEqual(DAY);
          const lefts = posts.map(({ told }) => told.leftMs ?? Infinity);
          expect(lefts).toEqual(lefts.toSorted((a, b) => b - a));
          const hours = posts
            .filter(({ told }) => isQuiet && told.level !== "critical")
            .map(({ at }) => Math.floor((at % DAY) / HOUR));
          expect(hours.filter((hour) => hour < 8 || hour >= 20)).toEqual([]);
          expect(alert.posts.length).toBeLessThanOrEqual(20);
        }
      },
    ),
    { numRuns: 300 },
  );
});
