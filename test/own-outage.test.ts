import { expect, it } from "vitest";
import { OwnOutage } from "../src/own-outage.ts";

const note = (outage: OwnOutage, count: number, isLost: boolean, at = 0) =>
  Array.from({ length: count }, () => outage.note(at, isLost, ["T1"])).filter((change) => change !== null);

it("is one when nearly everything fails at once, and ends when it does not", () => {
  const outage = new OwnOutage();
  expect(note(outage, 19, true)).toEqual([]);
  expect(outage.excuses(0)).toBe(false);
  expect(outage.note(5, true, ["T1"])).toBe("began");
  expect(outage.excuses(5)).toBe(true);
  // 20 of 25 are 80 %, 20 of 26 are less.
  expect(note(outage, 5, false, 10)).toEqual([]);
  expect(outage.note(10, false, ["T1"])).toBe("ended");
  expect(outage.excuses(10)).toBe(false);
});

it("lasts while little is looked at and nothing seen, but excuses nothing for ever", () => {
  const outage = new OwnOutage();
  note(outage, 20, true);
  for (let at = 0; at < 30 * 60_000; at += 40_000) {
    expect(outage.note(at, true, ["T1"])).toBeNull();
    expect(outage.excuses(at)).toBe(true);
  }
  expect(outage.excuses(30 * 60_000)).toBe(false);
  expect(outage.note(32 * 60_000, false, ["T1"])).toBe("ended");
});

it("is none when a few servers are down for long", () => {
  const outage = new OwnOutage();
  for (let at = 0; at < 3_600_000; at += 4_000) expect(outage.note(at, true, ["T1"])).toBeNull();
});

it("is judged by the last minute alone", () => {
  const outage = new OwnOutage();
  note(outage, 1_000, false, 0);
  expect(note(outage, 20, true, 59_999)).toEqual([]);
  expect(outage.note(60_000, true, ["T1"])).toBe("began");
  expect(outage.note(120_001, false, ["T1"])).toBe("ended");
});

it("is not declared by one team that watches much, for all others", () => {
  const outage = new OwnOutage();
  expect(outage.note(0, false, ["T2"])).toBeNull();
  expect(note(outage, 1_000, true)).toEqual([]);
  expect(outage.excuses(0)).toBe(false);
  // What several watch counts for each of them.
  expect(outage.note(60_000, true, ["T1", "T2"])).toBeNull();
  expect(note(outage, 19, true, 60_000)).toEqual(["began"]);
});
