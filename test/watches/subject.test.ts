import * as fc from "fast-check";
import { expect, it } from "vitest";
import { subjectKey, subjectOf, subjectOfKey } from "../../src/watches/subject.ts";
import { HOUR, REFUSED, certificate } from "./world.ts";

const removed = (since: number, versions: readonly string[], cipherSuites: readonly string[]) =>
  subjectKey(subjectOf({ kind: "removed", addresses: [], versions, cipherSuites, since }));
const away = (since: number) =>
  subjectKey(subjectOf({ kind: "unreachable", addresses: [], why: REFUSED, since, tries: 3 }));

it("is the certificate, or the hour", () => {
  const old = certificate("aa", 0, 90);
  const ends = { kind: "expires", addresses: [], certificate: old, endEntity: true } as const;
  expect(subjectKey(subjectOf(ends))).toBe(`certificate:${old.sha256}`);
  expect(away(10 * HOUR)).toBe(`unreachable:${10 * HOUR}`);
  expect(away(11 * HOUR - 1)).toBe(away(10 * HOUR));
  expect(away(11 * HOUR)).not.toBe(away(10 * HOUR));
});

it("is the same for the same that went in the same hour, in any order", () => {
  expect(removed(1, ["TLS 1.2"], ["a", "b"])).toBe(removed(2, ["TLS 1.2"], ["b", "a"]));
  expect(removed(1, ["TLS 1.2"], ["a", "b"])).not.toBe(removed(1, ["TLS 1.2"], ["a"]));
});

it("comes back from its key", () => {
  const subject = fc.oneof(
    fc.record({
      kind: fc.constant("certificate" as const),
      sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
    }),
    fc.record({ kind: fc.constant("unreachable" as const), since: fc.nat(4e12) }),
    fc.record({
      kind: fc.constant("removed" as const),
      since: fc.nat(4e12),
      what: fc.stringMatching(/^[0-9a-f]{1,8}$/),
    }),
  );
  fc.assert(
    fc.property(subject, (each) => {
      expect(subjectOfKey(subjectKey(each))).toEqual(each);
    }),
  );
});

it.each([
  "",
  "certificate:",
  `certificate:${"g".repeat(64)}`,
  `certificate:${"a".repeat(65)}`,
  `certificate:${"a".repeat(64)}\n`,
  "unreachable:",
  "unreachable:1:ab",
  "unreachable:-1",
  "removed:1",
  "removed:1:xyz",
  "removed:1:ab:cd",
  "constructor:1",
])("is null for what is no key of ours: %j", (key) => {
  expect(subjectOfKey(key)).toBe(null);
});
