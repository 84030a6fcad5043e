import * as fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { nextDigestAt, quietUntil } from "../../src/watches/quiet-hours.ts";
import { DAY, HOUR, SETTINGS } from "./world.ts";

const BERLIN = "Europe/Berlin";
const at = (text: string, zone = "utc") => DateTime.fromISO(text, { zone }).toMillis();
const quiet = (from: number, to: number, timeZone = BERLIN) => ({
  ...SETTINGS,
  timeZone,
  quietHours: { from, to },
});
const shown = (time: number | null, zone = BERLIN) =>
  time === null ? null : DateTime.fromMillis(time, { zone }).toFormat("yyyy-MM-dd HH:mm ZZ");

describe("quiet hours", () => {
  const night = quiet(20 * 60, 8 * 60 + 30);

  it.each([
    ["2026-07-01T19:59:59.999", null],
    ["2026-07-01T20:00", "2026-07-02 08:30 +02:00"],
    ["2026-07-01T00:00", "2026-07-01 08:30 +02:00"],
    ["2026-07-01T08:29:59.999", "2026-07-01 08:30 +02:00"],
    ["2026-07-01T08:30", null],
    // The clock goes forward in this night, and back in that one.
    ["2026-03-28T23:00", "2026-03-29 08:30 +02:00"],
    ["2026-10-24T23:00", "2026-10-25 08:30 +01:00"],
  ])("over midnight: %s", (time, until) => {
    expect(shown(quietUntil(night, at(time, BERLIN)))).toBe(until);
  });

  it("within a day, and none", () => {
    const noon = quiet(12 * 60, 13 * 60);
    expect(shown(quietUntil(noon, at("2026-07-01T12:30", BERLIN)))).toBe("2026-07-01 13:00 +02:00");
    expect(quietUntil(noon, at("2026-07-01T13:00", BERLIN))).toBe(null);
    expect(quietUntil(quiet(60, 60), at("2026-07-01T01:00", BERLIN))).toBe(null);
    expect(quietUntil(SETTINGS, 0)).toBe(null);
  });

  it("that end at a time which the clock leaves out, or has twice", () => {
    const early = quiet(22 * 60, 2 * 60 + 30);
    expect(shown(quietUntil(early, at("2026-03-29T01:00", BERLIN)))).toBe("2026-03-29 03:30 +02:00");
    // 02:45 at the second time round is over; 02:15 at the second time round ends at the second 02:30.
    expect(quietUntil(early, at("2026-10-25T01:45Z"))).toBe(null);
    expect(shown(quietUntil(early, at("2026-10-25T01:15Z")))).toBe("2026-10-25 02:30 +01:00");
  });

  it("of a zone that nobody knows are those of UTC", () => {
    expect(quietUntil(quiet(0, 60, "Mars/Olympus"), at("2026-07-01T00:30Z"))).toBe(at("2026-07-01T01:00Z"));
  });

  it("end after now and within a day, in every zone", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(BERLIN, "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"),
        fc.nat(1439),
        fc.nat(1439),
        fc.integer({ min: at("2026-01-01"), max: at("2028-01-01") }),
        (zone, from, to, now) => {
          const end = quietUntil(quiet(from, to, zone), now);
          if (end === null) return;
          expect(end).toBeGreaterThan(now);
          expect(end - now).toBeLessThanOrEqual(DAY + HOUR);
        },
      ),
    );
  });
});

describe("the digest", () => {
  const daily = { ...SETTINGS, timeZone: BERLIN, digest: "daily" as const };
  const weekly = { ...daily, digest: "weekly" as const };

  it("is due at nine, every day or on Mondays", () => {
    expect(shown(nextDigestAt(daily, at("2026-07-01T08:59", BERLIN)))).toBe("2026-07-01 09:00 +02:00");
    expect(shown(nextDigestAt(daily, at("2026-07-01T09:00", BERLIN)))).toBe("2026-07-02 09:00 +02:00");
    expect(shown(nextDigestAt(weekly, at("2026-07-01T09:00", BERLIN)))).toBe("2026-07-06 09:00 +02:00");
    expect(shown(nextDigestAt(weekly, at("2026-07-06T09:00", BERLIN)))).toBe("2026-07-13 09:00 +02:00");
    expect(nextDigestAt({ ...daily, digest: "off" }, 0)).toBe(null);
  });

  it("is due at nine whatever the clock did in the night", () => {
    const hours = (from: string) => {
      const now = at(from, BERLIN);
      return ((nextDigestAt(daily, now) ?? 0) - now) / HOUR;
    };
    expect(hours("2026-03-28T09:00")).toBe(23);
    expect(hours("2026-10-24T09:00")).toBe(25);
    expect(shown(nextDigestAt(weekly, at("2026-10-23T09:00", BERLIN)))).toBe("2026-10-26 09:00 +01:00");
  });

  it("waits for the end of quiet hours, and comes once all the same", () => {
    const late = { ...daily, quietHours: { from: 20 * 60, to: 10 * 60 } };
    const first = nextDigestAt(late, at("2026-07-01T09:30", BERLIN));
    expect(shown(first)).toBe("2026-07-01 10:00 +02:00");
    expect(shown(nextDigestAt(late, first ?? 0))).toBe("2026-07-02 10:00 +02:00");
    const nightShift = { ...weekly, quietHours: { from: 8 * 60, to: 7 * 60 } };
    const monday = nextDigestAt(nightShift, at("2026-07-06T12:00", BERLIN));
    expect(shown(monday)).toBe("2026-07-07 07:00 +02:00");
    expect(shown(nextDigestAt(nightShift, monday ?? 0))).toBe("2026-07-14 07:00 +02:00");
  });

  it("of a zone that nobody knows is due at nine UTC", () => {
    expect(nextDigestAt({ ...daily, timeZone: "" }, at("2026-07-01T08:00Z"))).toBe(at("2026-07-01T09:00Z"));
  });
});
