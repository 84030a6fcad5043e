import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AlertEffect, ExpiryAlert } from "../../src/watches/expiry-alert.ts";
import {
  acknowledgeAlert,
  advanceAlert,
  closeAlert,
  nextChange,
  snoozeAlert,
} from "../../src/watches/expiry-alert.ts";
import { thresholdsFor, thresholdsOfDays } from "../../src/watches/thresholds.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HOSTS = ["api.example.com:443"];

interface Life {
  readonly days: number;
  /** The day on which it is replaced; never for Infinity. */
  readonly renewed?: number;
  readonly everyMs?: number;
  readonly at?: (day: number, alert: ExpiryAlert) => ExpiryAlert;
  readonly until?: number;
}

/** Walks one certificate from its issue, and tells what is posted and on which day of its life. */
function live({
  days,
  renewed = Infinity,
  everyMs = HOUR,
  at = (_, alert) => alert,
  until = days + 10,
}: Life) {
  const notAfter = days * DAY;
  const thresholds = thresholdsFor(days * DAY);
  const posted: string[] = [];
  let alert: ExpiryAlert | null = null;
  const note = (day: number, effects: readonly AlertEffect[]) => {
    for (const effect of effects)
      if (effect.kind !== "update")
        posted.push(`${effect.kind} ${effect.level} with ${round(days - day)} left`);
  };
  for (let now = 0; now <= until * DAY; now += everyMs) {
    const day = now / DAY;
    const isServed = day < renewed;
    const next: ReturnType<typeof advanceAlert> = isServed
      ? advanceAlert(alert, { sha256: "a", notAfter, hosts: HOSTS }, thresholds, now)
      : alert === null
        ? { alert, effects: [] }
        : closeAlert(alert, true);
    alert = next.alert && at(day, next.alert);
    note(day, next.effects);
  }
  return { posted, state: alert?.state ?? null };
}

const round = (days: number) => Math.round(days * 10) / 10;

describe("from issue to expiry", () => {
  it.each([
    [
      398,
      [
        "open info with 30 left",
        "escalate info with 14 left",
        "escalate warning with 7 left",
        "escalate warning with 3 left",
        "escalate critical with 1 left",
        "escalate critical with 0 left",
      ],
    ],
    [
      90,
      [
        "open warning with 20 left",
        "escalate warning with 10 left",
        "escalate critical with 3 left",
        "escalate critical with 0 left",
      ],
    ],
    [
      47,
      [
        "open warning with 10.4 left",
        "escalate warning with 5.2 left",
        "escalate critical with 1.5 left",
        "escalate critical with 0 left",
      ],
    ],
    [
      6,
      [
        "open warning with 1.3 left",
        "escalate warning with 0.7 left",
        "escalate critical with 0.2 left",
        "escalate critical with 0 left",
      ],
    ],
  ])("%i days: each threshold once", (days, posted) => {
    expect(live({ days })).toEqual({ posted, state: "open" });
  });
});

describe("a renewal", () => {
  it.each([90, 47, 6])("by a program in time says nothing: %i days", (days) => {
    expect(live({ days, renewed: (days * 2) / 3 })).toEqual({ posted: [], state: null });
  });

  it("by hand after the first alert closes it without another", () => {
    expect(live({ days: 398, renewed: 398 - 20 })).toEqual({
      posted: ["open info with 30 left"],
      state: "renewed",
    });
  });

  it("that comes after the end closes it too", () => {
    const { posted, state } = live({ days: 90, renewed: 91 });
    expect(posted).toHaveLength(4);
    expect(state).toBe("renewed");
  });
});

describe("after downtime", () => {
  it("there is one alert, the worst", () => {
    expect(live({ days: 398, everyMs: 12 * DAY, until: 400 }).posted).toEqual([
      "open info with 26 left",
      "escalate info with 14 left",
      "escalate warning with 2 left",
    ]);
    expect(live({ days: 398, everyMs: 399 * DAY, until: 399 }).posted).toEqual([
      "open critical with -1 left",
    ]);
  });
});

describe("who acknowledged", () => {
  const acknowledged = live({
    days: 398,
    at: (day, alert) => (day > 370 ? (acknowledgeAlert(alert, "U1").alert ?? alert) : alert),
  });

  it("is reminded before the end, and told of the end", () => {
    expect(acknowledged.posted).toEqual([
      "open info with 30 left",
      "escalate critical with 1 left",
      "escalate critical with 0 left",
    ]);
  });
});

describe("who snoozed", () => {
  const snoozed = (until: number) =>
    live({
      days: 398,
      at: (day, alert) =>
        day === 369 && alert.snoozedUntil === null ? (snoozeAlert(alert, until * DAY).alert ?? alert) : alert,
    }).posted;

  it("is told of the worst when that time has passed", () => {
    expect(snoozed(393)).toEqual([
      "open info with 30 left",
      "escalate warning with 5 left",
      "escalate warning with 3 left",
      "escalate critical with 1 left",
      "escalate critical with 0 left",
    ]);
  });

  it("is told of the end in any case", () => {
    expect(snoozed(500)).toEqual(["open info with 30 left", "escalate critical with 0 left"]);
  });
});

describe("hosts", () => {
  const thresholds = thresholdsFor(90 * DAY);
  const seen = (hosts: readonly string[]) => ({ sha256: "a", notAfter: 90 * DAY, hosts });

  it("fifty with one certificate are one message", () => {
    const hosts = Array.from({ length: 50 }, (_, index) => `h${index}.example:443`);
    let alert: ExpiryAlert | null = null;
    const effects: AlertEffect[] = [];
    for (let count = 1; count <= 50; count++) {
      const next = advanceAlert(alert, seen(hosts.slice(0, count)), thresholds, 75 * DAY);
      alert = next.alert;
      effects.push(...next.effects);
    }
    expect(effects.map(({ kind }) => kind)).toEqual(["open", ...Array<string>(49).fill("update")]);
    expect(alert?.hosts).toHaveLength(50);
  });

  it("that come back after all were gone open it again without a new message", () => {
    const { alert } = advanceAlert(null, seen(HOSTS), thresholds, 75 * DAY);
    if (alert === null) throw new Error("no alert");
    const closed = closeAlert(alert, true);
    expect(closeAlert(closed.alert ?? alert, true).effects).toEqual([]);
    expect(advanceAlert(closed.alert, seen(HOSTS), thresholds, 76 * DAY).effects).toEqual([
      { kind: "update" },
    ]);
  });

  it("that nobody watches are nothing to tell of", () => {
    expect(advanceAlert(null, seen([]), thresholds, 80 * DAY)).toEqual({ alert: null, effects: [] });
  });
});

it("never tells the same twice, nor something milder, whenever it looks", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(398, 90, 47, 6),
      fc.array(fc.integer({ min: 0, max: 500 * 24 }), { maxLength: 60 }),
      (days, hours) => {
        const thresholds = thresholdsFor(days * DAY);
        let alert: ExpiryAlert | null = null;
        const told: number[] = [];
        for (const hour of hours.toSorted((a, b) => a - b)) {
          const seen = { sha256: "a", notAfter: days * DAY, hosts: HOSTS };
          const next = advanceAlert(alert, seen, thresholds, hour * HOUR);
          alert = next.alert;
          if (next.effects.length > 0) told.push(alert?.told.leftMs ?? Number.NaN);
        }
        expect(told).toEqual([...new Set(told)].toSorted((a, b) => b - a));
        expect(told.length).toBeLessThanOrEqual(thresholds.length + 1);
      },
    ),
  );
});

it("knows when time alone changes something", () => {
  const thresholds = thresholdsFor(90 * DAY);
  const notAfter = 90 * DAY;
  const told = { leftMs: 20 * DAY, level: "warning" } as const;
  expect(nextChange({ notAfter, told, snoozedUntil: null }, thresholds)).toBe(80 * DAY);
  expect(nextChange({ notAfter, told, snoozedUntil: 85 * DAY }, thresholds)).toBe(85 * DAY);
  expect(
    nextChange({ notAfter, told: { leftMs: 0, level: "critical" }, snoozedUntil: null }, thresholds),
  ).toBe(null);
});

describe("days that a person chose", () => {
  it("fall, count once, and end critical", () => {
    expect(thresholdsOfDays([2, 60, 14, 2])).toEqual([
      { leftMs: 60 * DAY, level: "info" },
      { leftMs: 14 * DAY, level: "warning" },
      { leftMs: 2 * DAY, level: "critical" },
    ]);
    expect(thresholdsOfDays([5])).toEqual([{ leftMs: 5 * DAY, level: "critical" }]);
  });
});
