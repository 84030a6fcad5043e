import { describe, expect, it } from "vitest";
import {
  decodeCertificate,
  decodeState,
  encodeCertificate,
  encodeState,
} from "../../src/store/watched-codec.ts";
import type { WatchedState } from "../../src/watches/watched-state.ts";
import { sightedIssuer, watchedCertificate, watchedState } from "../support/watches.ts";

const AT = Date.UTC(2026, 10, 21, 12, 0, 0, 123);
const plain = watchedState("a.example.com", AT);
const [list] = plain.lists;
if (list === undefined) throw new Error("no list");
const issuer = sightedIssuer(AT);
const revoked = {
  sha256: issuer.sha256,
  revocationDate: AT,
  reason: "keyCompromise",
  source: "crl",
} as const;
const other = watchedCertificate("b.example.com", AT);

const STATES: Readonly<Record<string, WatchedState>> = {
  plain,
  empty: { checkedAt: AT, failures: 3, lists: [], accepted: [], profile: null, troubles: [] },
  "with every kind of trouble": {
    ...plain,
    failures: 7,
    failingSince: AT - 5,
    accepted: ["issuer_not_found", "root_not_trusted"],
    lists: [
      { ...list, revoked, faults: ["issuer_not_found"], covered: false, revocationUnknown: true },
      { ...list, addresses: ["2001:db8::1", "192.0.2.9"], certificate: other },
    ],
    troubles: [
      ...plain.troubles,
      // Not as the lists have it.
      {
        kind: "expires",
        certificate: { ...issuer, notAfter: AT },
        endEntity: false,
        addresses: ["192.0.2.1"],
      },
      { kind: "revoked", certificate: issuer, endEntity: false, revocation: revoked, addresses: [] },
      { kind: "chain_broken", certificate: issuer, faults: ["signature_invalid"], addresses: ["192.0.2.9"] },
      { kind: "name_not_covered", certificate: issuer, name: "a.example.com", addresses: ["192.0.2.9"] },
      { kind: "partly_renewed", certificate: issuer, newer: other, renewedAddresses: ["::1"], addresses: [] },
      {
        kind: "unreachable",
        why: { reason: "timeout", address: "192.0.2.9", afterMs: 5_000 },
        since: AT,
        tries: 3,
        addresses: [],
      },
      { kind: "removed", versions: ["TLS 1.0"], cipherSuites: [], since: AT, addresses: [] },
    ],
    unconfirmed: { gone: ["certificate:ab"], replaced: [other], early: true },
  },
};

describe("a state", () => {
  it.for(Object.entries(STATES))("%s is read as it was written", ([, state]) => {
    expect(decodeState(encodeState(state))).toEqual(state);
  });

  it("that is cut off or changed is none, and no crash", () => {
    const stored = encodeState(plain);
    for (let end = 0; end < stored.length; end++) expect(decodeState(stored.subarray(0, end))).toBeNull();
    for (let at = 0; at < stored.length; at++) {
      const changed = Buffer.from(stored);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      expect(() => decodeState(changed)).not.toThrow();
    }
  });

  it("takes little", () => {
    expect(encodeState(plain).length).toBeLessThan(250);
  });
});

it("a certificate is read as it was written, whatever it says of itself", () => {
  const odd = {
    ...other,
    subject: "CN=*.example.com\n\u202e<!channel>",
    serialNumber: "-01",
    sha256: "AB",
    notBefore: -1,
    subjectAltName: ["DNS:*.example.com", "IP Address:192.0.2.1"],
    names: 300,
  };
  for (const certificate of [other, odd, { ...other, subjectAltName: [], serialNumber: "" }]) {
    const text = encodeCertificate(certificate);
    expect(text).not.toContain("\n");
    expect(decodeCertificate(text)).toEqual(certificate);
  }
  expect(decodeCertificate("")).toBeNull();
  expect(decodeCertificate("1[")).toBeNull();
});
