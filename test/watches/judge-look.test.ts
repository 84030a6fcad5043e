import { describe, expect, it } from "vitest";
import type { Shown } from "./world.ts";
import { DAY, HOUR, REFUSED, certificate, issuer, list, server, sighting } from "./world.ts";
import { judgeLook, lookAtCertificate } from "../../src/watches/judge-look.ts";
import { hasAcceptedFaults } from "../../src/watches/list-troubles.ts";
import type { SightedList } from "../../src/watches/sighting.ts";
import type { Replacement, Trouble, WatchedState } from "../../src/watches/watched-state.ts";

const ID = "api.example.com:443";
const [A, B, C] = ["192.0.2.1", "192.0.2.2", "192.0.2.3"];
const OLD = certificate("aa", 0, 90);
const NEW = certificate("bb", 10 * DAY, 90);

/** Looks at one server, each time as given. */
function look(...shown: readonly (readonly [at: number, shown: Shown])[]) {
  let before: WatchedState | null = null;
  const replacements: Replacement[] = [];
  for (const [at, each] of shown) {
    const given = { id: ID, watched: server("api.example.com"), before, sighting: sighting(at, each) };
    const judged: ReturnType<typeof judgeLook> = judgeLook(given);
    before = judged.state;
    if (judged.replacement !== null) replacements.push(judged.replacement);
  }
  if (before === null) throw new Error("no look");
  const state: WatchedState = before;
  const others = state.troubles.filter(({ kind }) => kind !== "expires");
  return { state, replacements, kinds: others.map(({ kind }) => kind), others };
}

function only<Kind extends Trouble["kind"]>(
  { troubles }: WatchedState,
  kind: Kind,
): Extract<Trouble, { kind: Kind }>[] {
  return troubles.filter((trouble): trouble is Extract<Trouble, { kind: Kind }> => trouble.kind === kind);
}

describe("what runs out", () => {
  it("is every certificate of every list, once, with the addresses that send it", () => {
    const shared = issuer("cc", 0, 1000);
    const { state } = look([
      DAY,
      [
        list(OLD, { addresses: [A, B], issuers: [shared, OLD, shared] }),
        list(NEW, { addresses: [C], issuers: [shared] }),
      ],
    ]);
    expect(
      only(state, "expires").map(({ certificate: { sha256 }, endEntity, addresses }) => [
        sha256.slice(-2),
        endEntity,
        addresses,
      ]),
    ).toEqual([
      ["cc", false, [A, B, C]],
      ["aa", true, [A, B]],
      ["bb", true, [C]],
    ]);
  });

  it("of an uploaded certificate is itself alone", () => {
    const given = { id: "sha256:aa", watched: { kind: "certificate", certificate: OLD } as const };
    const { state, replacement } = judgeLook({
      ...given,
      before: null,
      sighting: lookAtCertificate(OLD, DAY),
    });
    expect(state.troubles.map(({ kind, addresses }) => [kind, addresses])).toEqual([["expires", []]]);
    expect(replacement).toBe(null);
    const again = judgeLook({ ...given, before: state, sighting: lookAtCertificate(OLD, 2 * DAY) }).state;
    expect(again).toEqual({ ...state, checkedAt: 2 * DAY });
  });
});

describe("a chain", () => {
  const broken = (...faults: SightedList["faults"]) => [list(OLD, { faults })];

  it("of a private CA is as it should be, whether or not the root is sent", () => {
    const { kinds, state } = look([1, broken("root_not_trusted")]);
    expect(kinds).toEqual([]);
    expect(hasAcceptedFaults(state)).toBe(true);
    expect(hasAcceptedFaults(look([1, broken()]).state)).toBe(false);
    expect(look([1, broken("root_not_trusted")], [2, broken("issuer_not_found")]).kinds).toEqual([]);
  });

  it("of a private CA is news where a public one was, also in between", () => {
    expect(look([1, broken()], [2, broken("root_not_trusted")]).kinds).toEqual(["chain_broken"]);
    const back = [1, broken("root_not_trusted")] as const;
    expect(look(back, [2, broken()], [3, broken("root_not_trusted")]).kinds).toEqual(["chain_broken"]);
    expect(look(back, [2, REFUSED], [3, broken("root_not_trusted")]).kinds).toEqual([]);
  });

  it("is judged as new where the first looks showed nothing", () => {
    expect(look([1, REFUSED], [2, broken("root_not_trusted")]).kinds).toEqual([]);
  });

  it("with anything else is broken from the first look on, and says with what", () => {
    const { others } = look([1, broken("issuer_not_found", "not_a_ca", "weak_key")]);
    expect(others).toMatchObject([
      { kind: "chain_broken", addresses: [A], faults: ["not_a_ca", "weak_key"] },
    ]);
  });

  it("without the issuer that a public CA has for it is broken from the first look on", () => {
    const faults = ["issuer_not_found"] as const;
    const first = [1, [list(OLD, { faults, incomplete: true })]] as const;
    expect(look(first).kinds).toEqual(["chain_broken"]);
    // It is asked for at the first look alone.
    expect(look(first, [2, broken(...faults)]).kinds).toEqual(["chain_broken"]);
  });

  it("of a private CA that is not valid yet is broken, until it is", () => {
    const early = [1, broken("root_not_trusted", "certificate_not_yet_valid")] as const;
    expect(look(early).others).toMatchObject([
      { kind: "chain_broken", faults: ["certificate_not_yet_valid"] },
    ]);
    expect(look(early, [2, broken("root_not_trusted")]).kinds).toEqual([]);
  });

  it("that two addresses send differently is one trouble", () => {
    const lists = [
      list(OLD, { addresses: [A], faults: ["not_a_ca"] }),
      list(OLD, { addresses: [B], faults: ["weak_key", "not_a_ca"], issuers: [issuer("cc", 0, 90)] }),
      list(OLD, { addresses: [C] }),
    ];
    expect(look([1, lists]).others).toMatchObject([{ addresses: [A, B], faults: ["not_a_ca", "weak_key"] }]);
  });
});

it("a name that is not covered names it", () => {
  const { others } = look([1, [list(OLD, { covered: false })]]);
  expect(others).toMatchObject([{ kind: "name_not_covered", name: "api.example.com", addresses: [A] }]);
});

it("a revocation is of the certificate that is revoked", () => {
  const ca = issuer("cc", 0, 1000);
  const revocation = {
    sha256: ca.sha256,
    revocationDate: 1,
    reason: "keyCompromise",
    source: "crl",
  } as const;
  const lists = [
    list(OLD, { addresses: [A], issuers: [ca], revoked: revocation }),
    list(NEW, { addresses: [B], issuers: [ca], revoked: revocation }),
  ];
  expect(look([1, lists]).others).toMatchObject([
    { kind: "revoked", certificate: ca, endEntity: false, addresses: [A, B] },
  ]);
});

it("a revocation holds while nobody can say, and for what it is of", () => {
  const revoked = { sha256: OLD.sha256, revocationDate: 1, reason: "keyCompromise", source: "ocsp" } as const;
  const known = [list(OLD, { revoked })];
  const unknown = [list(OLD, { revocationUnknown: true })];
  expect(look([1, known], [2, unknown], [3, REFUSED], [4, unknown]).kinds).toEqual(["revoked"]);
  expect(look([1, known], [2, [list(OLD)]]).kinds).toEqual([]);
  expect(look([1, known], [2, [list(NEW, { revocationUnknown: true })]]).kinds).toEqual([]);
});

describe("renewed, but not everywhere", () => {
  const both = [list(NEW, { addresses: [A] }), list(OLD, { addresses: [B] })];
  const everywhere = [list(OLD, { addresses: [A, B] })];

  it("is so once an address has gone from the one to the other, and as long as that lasts", () => {
    const { others, replacements } = look([10 * DAY, everywhere], [11 * DAY, both], [12 * DAY, both]);
    expect(others).toMatchObject([
      {
        kind: "partly_renewed",
        certificate: { sha256: OLD.sha256 },
        newer: NEW,
        addresses: [B],
        renewedAddresses: [A],
      },
    ]);
    expect(replacements).toEqual([]);
    const done = [list(NEW, { addresses: [A, B] })];
    const after = look([10 * DAY, everywhere], [11 * DAY, both], [12 * DAY, done], [12.1 * DAY, done]);
    expect(after.kinds).toEqual([]);
    expect(after.replacements).toEqual([{ at: 12.1 * DAY, watched: ID, before: OLD, after: NEW }]);
  });

  it("is so from the first look on when the old one should have been renewed", () => {
    expect(look([69 * DAY, both]).kinds).toEqual([]);
    expect(look([70 * DAY, both]).kinds).toEqual(["partly_renewed"]);
  });

  it.each([
    ["each server renews its own", [list(NEW, { addresses: [C] }), list(OLD, { addresses: [A, B] })]],
    [
      "the other has another kind of key",
      [list({ ...NEW, publicKey: "RSA 2048" }, { addresses: [A] }), list(OLD, { addresses: [B] })],
    ],
    [
      "the other is for other names",
      [
        list({ ...NEW, subjectAltName: ["DNS:www.example.com"] }, { addresses: [A] }),
        list(OLD, { addresses: [B] }),
      ],
    ],
    [
      "the other ends earlier",
      [list(certificate("bb", DAY, 30), { addresses: [A] }), list(OLD, { addresses: [B] })],
    ],
  ])("is not so where %s", (_, lists) => {
    expect(look([10 * DAY, everywhere], [11 * DAY, lists]).kinds).toEqual([]);
  });

  it("goes by the number of names where not all of them are kept", () => {
    const many = {
      subjectAltName: Array.from({ length: 10 }, (_, index) => `DNS:h${index}.example.com`),
      names: 40,
    };
    const fewer = { ...many, names: 39 };
    const shown = (names: typeof many) => [
      list({ ...NEW, ...names }, { addresses: [A] }),
      list({ ...OLD, ...many }, { addresses: [B] }),
    ];
    expect(look([75 * DAY, shown(many)]).kinds).toEqual(["partly_renewed"]);
    expect(look([75 * DAY, shown(fewer)]).kinds).toEqual([]);
  });
});

describe("away", () => {
  const up = [list(OLD)];

  it("is who showed nothing three times, since the first of them; what it served is kept", () => {
    const { state, others, kinds } = look([1, up], [2, REFUSED], [3, REFUSED], [4, REFUSED], [5, REFUSED]);
    expect(kinds).toEqual(["unreachable"]);
    expect(others).toMatchObject([{ since: 2, tries: 4, why: REFUSED, addresses: ["192.0.2.1"] }]);
    expect(state).toMatchObject({ failures: 4, failingSince: 2, lists: up });
    expect(only(state, "expires")).toHaveLength(1);
    expect(look([1, up], [2, REFUSED], [3, REFUSED]).kinds).toEqual([]);
  });

  it("is not who has one address that failed", () => {
    const half = { lists: up, failed: [{ address: B, why: REFUSED }] };
    expect(look([1, half], [2, half], [3, half], [4, half]).kinds).toEqual([]);
  });

  it("and back for one look only is the same outage, for two another one", () => {
    const down = [2, 3, 4].map((at) => [at, REFUSED] as const);
    const again = [6, 7, 8].map((at) => [at, REFUSED] as const);
    expect(look([1, up], ...down, [5, up], ...again).others).toMatchObject([{ since: 2 }]);
    expect(look([1, up], ...down, [5, up], [5.5, up], ...again).others).toMatchObject([{ since: 6 }]);
    expect(look([1, up], ...down, [5, up], [5.5, up]).state).not.toHaveProperty("failingSince");
  });

  it("since its name is gone for three days serves nothing that could run out", () => {
    const gone = { reason: "name_not_resolved", code: "ENOTFOUND" } as const;
    const until = (at: number) => look([0, up], [1, gone], [HOUR, gone], [at, gone]).state.troubles;
    expect(until(3 * DAY).map(({ kind }) => kind)).toEqual(["expires", "unreachable"]);
    expect(until(3 * DAY + 1).map(({ kind }) => kind)).toEqual(["unreachable"]);
  });
});

describe("what a server accepts", () => {
  const accepting = (
    versions: readonly ("TLS 1.2" | "TLS 1.3")[],
    cipherSuites: readonly string[],
  ): Shown => ({
    lists: [list(OLD)],
    failed: [],
    profile: { versions, cipherSuites },
  });
  const all = accepting(["TLS 1.2", "TLS 1.3"], ["a", "b"]);
  const less = accepting(["TLS 1.3"], ["a"]);
  const unasked = [list(OLD)];

  it("and is gone is told until all of it is back", () => {
    const removed = {
      kind: "removed",
      versions: ["TLS 1.2"],
      cipherSuites: ["b"],
      since: DAY,
      addresses: [A],
    };
    expect(look([0, all], [DAY, less], [DAY + HOUR, unasked]).others).toEqual([removed]);
    expect(look([0, all], [DAY, less], [2 * DAY, accepting(["TLS 1.3"], ["a", "b"])]).others).toEqual([
      removed,
    ]);
    expect(look([0, all], [DAY, less], [2 * DAY, all]).others).toEqual([]);
    expect(look([0, less], [DAY, all]).others).toEqual([]);
  });

  it("is as it should be after a week", () => {
    expect(look([0, all], [DAY, less], [8 * DAY - 1, less]).kinds).toEqual(["removed"]);
    expect(look([0, all], [DAY, less], [8 * DAY, unasked]).kinds).toEqual([]);
  });

  it("is kept with the time when it was asked", () => {
    expect(look([0, all], [DAY, unasked]).state.profile).toMatchObject({ at: 0, cipherSuites: ["a", "b"] });
  });
});

describe("a change", () => {
  const old = [list(OLD)];
  const fresh = [list(NEW)];

  it("is confirmed by an early look, and then it is a replacement", () => {
    const first = look([10 * DAY, old], [11 * DAY, fresh]);
    expect(first.state.unconfirmed).toEqual({
      gone: [`certificate:${OLD.sha256}`],
      replaced: [OLD],
      early: true,
    });
    expect(first.replacements).toEqual([]);
    const second = look([10 * DAY, old], [11 * DAY, fresh], [11 * DAY + 1, fresh]);
    expect(second.state).not.toHaveProperty("unconfirmed");
    expect(second.replacements).toEqual([{ at: 11 * DAY + 1, watched: ID, before: OLD, after: NEW }]);
  });

  it("waits for a look that shows something", () => {
    const { state } = look([10 * DAY, old], [11 * DAY, fresh], [12 * DAY, REFUSED]);
    expect(state.unconfirmed).toMatchObject({ replaced: [OLD] });
  });

  it("back and forth is no replacement, and is not asked for early for ever", () => {
    const flips = Array.from(
      { length: 10 },
      (_, index) => [10 * DAY + index, index % 2 === 0 ? old : fresh] as const,
    );
    const { state, replacements } = look(...flips);
    expect(replacements).toEqual([]);
    expect(state.unconfirmed).toBeDefined();
    expect(look(...flips.slice(0, 3)).state.unconfirmed?.early).toBe(false);
  });

  it("that is none leaves nothing to confirm", () => {
    expect(look([1, old]).state).not.toHaveProperty("unconfirmed");
    expect(look([1, old], [2, old]).state).not.toHaveProperty("unconfirmed");
  });
});
