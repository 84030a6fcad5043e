import { describe, expect, it } from "vitest";
import { isRefuted, joinCaptures } from "../../../src/diagnosis/traces/join-captures.ts";
import type { RefusedOffer } from "../../../src/diagnosis/traces/refused-offer.ts";
import { refusedOfferOf } from "../../../src/diagnosis/traces/refused-offer.ts";
import type { CaptureFact } from "../../../src/diagnosis/thread-fact.ts";
import { profile } from "../../support/evidence.ts";
import { alerted, traceOf } from "../../support/handshake-trace.ts";

const OFFER: RefusedOffer = {
  versions: [0x0304, 0x0303],
  supportedVersions: true,
  cipherSuites: [0x1302, 0xc02f],
  groups: [29],
  signatureAlgorithms: [0x0804],
  length: 512,
  ending: "alert",
  alert: "handshake_failure",
};

/** As `profile()` accepts it, but for what is given. */
const captured = (offer: Partial<RefusedOffer> | null, given: Partial<CaptureFact> = {}): CaptureFact => ({
  source: "capture",
  cause: "not_determined",
  rejectedBy: null,
  serverName: true,
  client: null,
  refused: offer && { ...OFFER, ...offer },
  between: { client: "192.0.2.1:40001", server: "198.51.100.7:443", serverName: "api.example.com" },
  ...given,
});

describe("a capture and a profile", () => {
  it("say together what each does not say alone", () => {
    const fact = captured({ cipherSuites: [0xc02b] });
    expect(joinCaptures([fact], profile())).toMatchObject({
      state: "explained",
      fact,
      finding: { kind: "cipher_suite_mismatch", offered: [0xc02b], alert: "handshake_failure" },
    });
  });

  it("the newest that the profile explains, though a newer one is accepted", () => {
    const thread = [captured({ versions: [0x0301] }), captured({ groups: [24] }), captured({})];
    expect(joinCaptures(thread, profile())).toMatchObject({ finding: { kind: "group_mismatch" } });
  });

  it("what was refused then is accepted now", () => {
    const fact = captured({}, { cause: "cipher_suite_mismatch" });
    expect(joinCaptures([fact], profile())).toEqual({ state: "accepted", fact });
    expect(isRefuted(fact, profile())).toBe(true);
  });

  it.each([
    ["without a profile", captured({ groups: [24] }), null],
    ["where the server did not refuse", captured(null), profile()],
    ["of a search that was not ended", captured({}), profile({ complete: false })],
    ["when no name was sent, which the server may want", captured({}, { serverName: false }), profile()],
    ["when it was the application protocol", captured({}, { cause: "alpn_mismatch" }), profile()],
  ])("nothing is told %s", (_, fact, server) => {
    expect(joinCaptures([fact], server)).toBeNull();
    expect(isRefuted({ ...fact, cause: fact.cause }, server)).toBe(false);
  });

  it("what a capture shows of something else than the parameters is not refuted", () => {
    expect(isRefuted(captured({}, { cause: "connection_reset" }), profile())).toBe(false);
  });
});

describe("a refused offer", () => {
  const trace = (cipherSuites: readonly number[]) => {
    const given = traceOf([], { serverHello: null, ...alerted(1, "server", "handshake_failure", 40) });
    return { ...given, clientHello: given.clientHello && { ...given.clientHello, cipherSuites } };
  };

  it("has no signaling values", () => {
    expect(refusedOfferOf(trace([0x1301, 0x00ff, 0x5600]))?.cipherSuites).toEqual([0x1301]);
  });

  it("is whole or none: what is cut off may be what the server has", () => {
    const suites = Array.from({ length: 512 }, (_, index) => 0x1300 + index);
    expect(refusedOfferOf(trace(suites))?.cipherSuites).toHaveLength(512);
    expect(refusedOfferOf(trace([...suites, 1]))).toBeNull();
  });
});
