import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { encodeState } from "../../src/store/watched-codec.ts";
import { boundLists } from "../../src/watches/bounded-lists.ts";
import { changesOf } from "../../src/watches/concerns.ts";
import { judgeLook } from "../../src/watches/judge-look.ts";
import type { SightedList, Sighting } from "../../src/watches/sighting.ts";
import { watchedServer, watchedState } from "../support/watches.ts";

const NOW = Date.UTC(2026, 10, 21);
const HOUR = 3_600_000;
const WISHES = { owner: null, runbook: null, days: null };

/** As long as names may be, and nothing twice. */
const noise = () =>
  Array.from(randomBytes(260), (byte, index) => String.fromCodePoint(0x4e00 + byte * 70 + index)).join("");
const some = (count: number) => Array.from({ length: count }, noise);
const dates = { notBefore: NOW - 90 * 24 * HOUR, notAfter: NOW - HOUR };
const hash = () => randomBytes(32).toString("hex");

function hostile(index: number): SightedList {
  const [subject = "", issuer = "", serialNumber = ""] = some(3);
  return {
    addresses: [`2001:db8:1111:2222:3333:4444:5555:${index}`],
    certificate: {
      ...dates,
      subject,
      issuer,
      serialNumber,
      sha256: hash(),
      subjectAltName: some(10),
      names: 500,
      publicKey: "RSA 2048",
      signatureAlgorithm: "sha256WithRSAEncryption",
    },
    issuers: some(10).map((name) => ({ ...dates, subject: name, sha256: hash() })),
    faults: [],
    covered: false,
    revoked: null,
  };
}

const look = (at: number): Sighting => ({
  at,
  lists: Array.from({ length: 16 }, (_, index) => hostile(index)),
  failed: [],
});

it("whatever a server says, a watch stays small and has few alerts", () => {
  const id = "evil.example:443";
  const watched = watchedServer("evil.example");
  const before = judgeLook({ id, watched, before: null, sighting: look(NOW) }).state;
  const { state, replacement } = judgeLook({ id, watched, before, sighting: look(NOW + HOUR) });
  expect(encodeState(state).length).toBeLessThan(32_000);
  const change = { id, before, after: state, replacement, watch: WISHES, settings: { days: null } };
  const told = changesOf({ ...change, now: NOW + HOUR }).filter(({ concern }) => concern.troubles.length > 0);
  expect(told.length).toBeLessThanOrEqual(30);
});

it("of honest servers every name is kept", () => {
  const { lists } = watchedState("a.example.com", NOW);
  const many = Array.from({ length: 16 }, () => lists).flat();
  expect(boundLists(many)).toEqual(many);
});
