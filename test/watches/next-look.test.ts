import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextLookAt, wantsProfile } from "../../src/watches/next-look.ts";
import type { WatchedState } from "../../src/watches/watched-state.ts";
import { DAY, HOUR } from "./world.ts";

const MINUTE = 60_000;
const STATE: WatchedState = {
  checkedAt: 0,
  failures: 0,
  lists: [],
  accepted: [],
  profile: null,
  troubles: [],
};
const IDS = Array.from({ length: 10_000 }, (_, index) => `host-${index}.example.com:443`);

describe("the next look", () => {
  it("is after now, at the same moment of every period", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 1_000, max: DAY }),
        (id, now, periodMs) => {
          const first = nextLookAt({ id, state: STATE, now, periodMs });
          expect(first - now).toBeGreaterThan(periodMs / 2 - 1);
          expect(first - now).toBeLessThanOrEqual(1.5 * periodMs);
          expect(nextLookAt({ id, state: STATE, now: first, periodMs })).toBe(first + periodMs);
        },
      ),
    );
  });

  it("of many that were late together is spread over the whole period", () => {
    const minutes = Array.from({ length: 60 }, () => 0);
    for (const id of IDS) {
      const minute = Math.floor(nextLookAt({ id, state: STATE, now: 1e12, periodMs: HOUR }) / MINUTE) % 60;
      minutes[minute] = (minutes[minute] ?? 0) + 1;
    }
    // 167 each, give or take chance.
    expect(Math.min(...minutes)).toBeGreaterThan(100);
    expect(Math.max(...minutes)).toBeLessThan(240);
  });

  it.each([
    [1, 1],
    [2, 2],
  ])("after %i failures is about %i minutes later, at different moments", (failures, about) => {
    const state = { ...STATE, failures };
    const waits = IDS.slice(0, 100).map((id) => nextLookAt({ id, state, now: 0, periodMs: DAY }) / MINUTE);
    expect(Math.min(...waits)).toBeGreaterThan(about * 0.74);
    expect(Math.max(...waits)).toBeLessThan(about * 1.26);
    expect(new Set(waits).size).toBeGreaterThan(90);
  });

  it("is the usual one for who stays away", () => {
    const next = nextLookAt({ id: "a", state: { ...STATE, failures: 3 }, now: 0, periodMs: HOUR });
    expect(next).toBe(nextLookAt({ id: "a", state: STATE, now: 0, periodMs: HOUR }));
  });

  it("confirms a change in two minutes, once", () => {
    const at = (early: boolean) =>
      nextLookAt({
        id: "a",
        state: { ...STATE, unconfirmed: { gone: [], replaced: [], early } },
        now: 0,
        periodMs: DAY,
      });
    expect(at(true)).toBeLessThan(2.6 * MINUTE);
    expect(at(false)).toBeGreaterThan(HOUR);
  });

  it("is never later than the period says", () => {
    const state = { ...STATE, failures: 1 };
    expect(nextLookAt({ id: "a", state, now: 0, periodMs: 1_000 })).toBeLessThanOrEqual(1_500);
  });
});

describe("what the server accepts", () => {
  it("is asked once a day, at another hour for each", () => {
    const hours = IDS.slice(0, 500).map((id) => {
      const asked = Array.from({ length: 72 }, (_, hour) => hour + 1).filter((hour) =>
        wantsProfile({ id, state: { ...STATE, checkedAt: (hour - 1) * HOUR }, now: hour * HOUR }),
      );
      expect(asked).toHaveLength(3);
      return (asked[0] ?? 0) % 24;
    });
    expect(new Set(hours).size).toBe(24);
  });

  it("is asked at the next look where one came late", () => {
    expect(wantsProfile({ id: "a", state: STATE, now: 5 * DAY })).toBe(true);
  });

  it("is not asked at the first look, nor where nothing answered", () => {
    expect(wantsProfile({ id: "a", state: null, now: 5 * DAY })).toBe(false);
    expect(wantsProfile({ id: "a", state: { ...STATE, failures: 1 }, now: 5 * DAY })).toBe(false);
  });
});
