import { describe, expect, it } from "vitest";
import { changesOf } from "../../src/watches/concerns.ts";
import { judgeLook } from "../../src/watches/judge-look.ts";
import type { Watch } from "../../src/watches/watched.ts";
import type { Replacement, WatchedState } from "../../src/watches/watched-state.ts";
import type { Shown } from "./world.ts";
import { DAY, REFUSED, SETTINGS, certificate, issuer, list, server, sighting } from "./world.ts";

const ID = "api.example.com:443";
const WATCH: Pick<Watch, "owner" | "runbook" | "days"> = {
  owner: "U1",
  runbook: "https://wiki.example.com/tls",
  days: null,
};
const OLD = certificate("aa", 0, 90);
const NEW = certificate("bb", 75 * DAY, 90);
const CA = issuer("cc", 0, 1000);

/** What is said at the last of these looks: subject, kinds, what replaced it. */
function said(shown: readonly (readonly [day: number, shown: Shown])[], watch = WATCH, settings = SETTINGS) {
  let [before, after]: (WatchedState | null)[] = [null, null];
  let replacement: Replacement | null = null;
  for (const [day, each] of shown) {
    before = after ?? null;
    const given = { id: ID, watched: server("api.example.com"), before, sighting: sighting(day * DAY, each) };
    ({ state: after, replacement } = judgeLook(given));
  }
  if (after == null) throw new Error("no look");
  const now = after.checkedAt;
  const changes = changesOf({ id: ID, before: before ?? null, after, replacement, watch, settings, now });
  return changes.map(({ subject, concern: { troubles, replaced } }) => [
    subject.kind === "certificate" ? subject.sha256.slice(-2) : subject.kind,
    troubles.map(({ kind }) => kind),
    replaced && `${replaced.before.serialNumber} ${replaced.after.serialNumber}`,
  ]);
}

describe("a change", () => {
  const old = [list(OLD, { issuers: [CA] })];
  const fresh = [list(NEW, { issuers: [CA] })];

  it("is none while all is well", () => {
    expect(said([[1, old]])).toEqual([]);
    expect(
      said([
        [1, old],
        [2, old],
      ]),
    ).toEqual([]);
    expect(
      said([
        [1, REFUSED],
        [2, REFUSED],
      ]),
    ).toEqual([]);
  });

  it("is said with each look while it is so", () => {
    expect(said([[75, old]])).toEqual([["aa", ["expires"], null]]);
    expect(
      said([
        [75, old],
        [76, old],
      ]),
    ).toEqual([["aa", ["expires"], null]]);
  });

  it("says who issued the certificate, but not of an issuer's own", () => {
    const now = 999 * DAY;
    const sighted = sighting(now, [list(certificate("aa", 900 * DAY, 100), { issuers: [CA] })]);
    const given = { id: ID, watched: server("api.example.com"), before: null, sighting: sighted };
    const { state: after, replacement } = judgeLook(given);
    const changes = changesOf({
      id: ID,
      before: null,
      after,
      replacement,
      watch: WATCH,
      settings: SETTINGS,
      now,
    });
    const issuers = changes.map(({ subject, concern }) => [
      subject.kind === "certificate" && subject.sha256.slice(-2),
      concern.issuer,
    ]);
    expect(issuers).toEqual([
      ["cc", undefined],
      ["aa", OLD.issuer],
    ]);
  });

  it("follows the days of the watch, else of the channel", () => {
    expect(said([[1, old]], { ...WATCH, days: [89] })).toEqual([["aa", ["expires"], null]]);
    expect(said([[1, old]], WATCH, { ...SETTINGS, days: [89] })).toEqual([["aa", ["expires"], null]]);
    expect(said([[75, old]], { ...WATCH, days: [10] }, { ...SETTINGS, days: [89] })).toEqual([]);
  });

  it("is said once it is confirmed, with what is served instead", () => {
    expect(
      said([
        [75, old],
        [76, fresh],
      ]),
    ).toEqual([]);
    expect(
      said([
        [75, old],
        [76, fresh],
        [76.1, REFUSED],
      ]),
    ).toEqual([]);
    expect(
      said([
        [75, old],
        [76, fresh],
        [76.1, fresh],
      ]),
    ).toEqual([["aa", [], "aa bb"]]);
    expect(
      said([
        [75, old],
        [76, fresh],
        [76.1, fresh],
        [77, fresh],
      ]),
    ).toEqual([]);
    expect(
      said([
        [75, old],
        [76, fresh],
        [76.1, old],
      ]),
    ).toContainEqual(["aa", ["expires"], null]);
  });

  it("leaves what is still the matter with a certificate", () => {
    const broken = [list(OLD, { faults: ["not_a_ca"] })];
    const whole = [list(OLD)];
    expect(said([[75, broken]])).toEqual([["aa", ["expires", "chain_broken"], null]]);
    expect(
      said([
        [75, broken],
        [76, whole],
      ]),
    ).toEqual([]);
    expect(
      said([
        [75, broken],
        [76, whole],
        [76.1, whole],
      ]),
    ).toEqual([["aa", ["expires"], null]]);
    expect(said([[1, broken]])).toEqual([["aa", ["chain_broken"], null]]);
    expect(
      said([
        [1, broken],
        [2, whole],
        [2.1, whole],
      ]),
    ).toEqual([["aa", [], null]]);
  });

  it("that is over while the certificate is still served is not its replacement, whatever else was replaced", () => {
    const [here, there] = [{ addresses: ["192.0.2.1"] }, { addresses: ["192.0.2.2"] }];
    const other = { ...certificate("ee", 0, 90), publicKey: "RSA 2048" };
    const mixed = [list(OLD, { ...here, faults: ["not_a_ca"] }), list(other, there)];
    const after = [list(OLD, here), list({ ...NEW, publicKey: "RSA 2048" }, there)];
    expect(
      said([
        [1, mixed],
        [2, after],
        [2.1, after],
      ]),
    ).toEqual([
      ["ee", [], "ee bb"],
      ["aa", [], null],
    ]);
  });

  it("tells of addresses that lag behind once two looks have shown it", () => {
    const both = [list(NEW, { addresses: ["192.0.2.1"] }), list(OLD, { addresses: ["192.0.2.2"] })];
    const all = [list(OLD, { addresses: ["192.0.2.1", "192.0.2.2"] })];
    expect(
      said([
        [75, all],
        [76, both],
      ]),
    ).toEqual([["aa", ["expires"], null]]);
    expect(
      said([
        [75, all],
        [76, both],
        [76.1, both],
      ]),
    ).toEqual([["aa", ["expires", "partly_renewed"], null]]);
  });
});

it("an issuer left with the certificate that it had issued", () => {
  const next = issuer("dd", 0, 2000);
  const shown = [
    [980, [list(certificate("aa", 900 * DAY, 398), { issuers: [CA] })]],
    [981, [list(certificate("bb", 981 * DAY, 398), { issuers: [next] })]],
    [981.1, [list(certificate("bb", 981 * DAY, 398), { issuers: [next] })]],
  ] as const;
  expect(said(shown.slice(0, 1))).toEqual([["cc", ["expires"], null]]);
  expect(said(shown)).toEqual([
    ["cc", [], "aa bb"],
    ["aa", [], "aa bb"],
  ]);
});
