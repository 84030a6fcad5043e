import { describe, expect, it } from "vitest";
import { countWeeks } from "../../src/watches/overview.ts";
import { isTimeZone, offerTimeZones } from "../../src/watches/time-zones.ts";
import { digestTurn } from "../../src/watches/digest-turn.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;
const ending = (notAfter: number) => ({
  certificate: { sha256: "", subject: "", notBefore: 0, notAfter },
});

describe("weeks", () => {
  it("begin on Monday where the reader is, and are as long as the clocks make them", () => {
    // Sunday, 28 March: in the night to the 29th an hour is left out.
    const now = Date.UTC(2027, 2, 27, 12);
    const starts = countWeeks([], now, "Europe/Berlin", 3).map(({ start }) => new Date(start).toISOString());
    expect(starts).toEqual([
      "2027-03-21T23:00:00.000Z",
      "2027-03-28T22:00:00.000Z",
      "2027-04-04T22:00:00.000Z",
    ]);
  });

  it("count what ends in them, to the millisecond", () => {
    const monday = Date.UTC(2026, 10, 23);
    const counted = countWeeks([ending(monday - 1), ending(monday), ending(monday)], NOW, "UTC", 2);
    expect(counted.map(({ count }) => count)).toEqual([1, 2]);
  });

  it("are those of UTC in a zone that nobody knows", () => {
    expect(countWeeks([], NOW, "Mars/Base", 1)).toEqual(countWeeks([], NOW, "UTC", 1));
  });
});

describe("time zones", () => {
  it("are the given ones and UTC first, then the usual ones from west to east, each once", () => {
    const { suggested, usual } = offerTimeZones(["Europe/Berlin", "Europe/Berlin", "Mars/Base"], NOW);
    expect(suggested).toEqual([
      { name: "Europe/Berlin", offsetMinutes: 60 },
      { name: "UTC", offsetMinutes: 0 },
    ]);
    const names = [...suggested, ...usual].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(usual.length).toBeGreaterThan(65);
    expect(names.length).toBeLessThanOrEqual(100);
    const offsets = usual.map(({ offsetMinutes }) => offsetMinutes);
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
    expect(names.every(isTimeZone)).toBe(true);
  });
});

describe("the turn of a digest", () => {
  const settings = { timeZone: "Europe/Berlin", quietHours: null, digest: "daily", days: null } as const;
  const nine = Date.UTC(2026, 10, 21, 8);

  it("is the last one that has come, however late it is made", () => {
    for (const late of [0, 1, 5 * HOUR, 24 * HOUR - 1])
      expect(digestTurn(settings, nine + late)).toEqual({ at: nine, since: nine - 24 * HOUR });
    expect(digestTurn(settings, nine - 1)?.at).toBe(nine - 24 * HOUR);
  });

  it("is a week long, or none", () => {
    const monday = Date.UTC(2026, 10, 16, 8);
    expect(digestTurn({ ...settings, digest: "weekly" }, nine)).toEqual({
      at: monday,
      since: monday - 7 * 24 * HOUR,
    });
    expect(digestTurn({ ...settings, digest: "off" }, nine)).toBeNull();
  });
});
