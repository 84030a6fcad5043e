import { describe, expect, it } from "vitest";
import type { ClientTrial } from "../../src/diagnosis/client-trial.ts";
import type { Evidence, HandshakeResult } from "../../src/diagnosis/evidence.ts";
import { judgeTrial } from "../../src/diagnosis/judge-trial.ts";
import { alerted, evidence, handshake, profile, refusedTrial, trial } from "../support/evidence.ts";

const withoutName = (given: Evidence["handshakes"][number]) =>
  evidence({ handshakes: [handshake(), { ...given, offer: "without_server_name", serverName: null }] });
const saying = (description: string, code: number): HandshakeResult => ({
  outcome: "alert",
  level: "fatal",
  description,
  code,
});
const intolerant = (...intolerances: ("large_client_hello" | "tls_1_3" | "grease")[]) =>
  evidence({ profile: profile({ intolerances }) });
const dropped = { outcome: "connection_reset" } as const;

describe("a client fails", () => {
  it.each<[string, ClientTrial, Evidence, object]>([
    [
      "by the alert, where nothing else is known",
      refusedTrial(),
      evidence(),
      { kind: "cipher_suite_mismatch", client: "java8", accepted: [], alert: "handshake_failure" },
    ],
    [
      "not for its suites, where they are known to fit",
      refusedTrial({ client: "openssl3.0" }),
      evidence({ profile: profile() }),
      { kind: "not_determined", alert: { description: "handshake_failure", code: 40 } },
    ],
    [
      "not for its suites, where it sends no name",
      refusedTrial({ serverName: false }),
      evidence(),
      { kind: "not_determined" },
    ],
    [
      "for want of a name, where that is known to be refused",
      refusedTrial({ serverName: false }),
      withoutName(alerted("handshake_failure")),
      { kind: "sni_required", serverName: "api.example.com", without: "refused" },
    ],
    [
      "for want of a name, by the alert",
      refusedTrial({ serverName: false, result: saying("unrecognized_name", 112) }),
      evidence(),
      { kind: "sni_required" },
    ],
    [
      "for the name",
      refusedTrial({ result: saying("unrecognized_name", 112) }),
      evidence(),
      { kind: "host_name_mismatch", alert: "unrecognized_name", referenceIdentifier: "api.example.com" },
    ],
    [
      "for its version, by the alert",
      refusedTrial({ client: "java6", result: saying("protocol_version", 70) }),
      evidence(),
      { kind: "protocol_mismatch", accepted: [], offered: ["TLS 1.0", "SSL 3.0"] },
    ],
    [
      "for its version, which the server does not ask for",
      refusedTrial({
        client: "chrome",
        result: { outcome: "broken", class: "misbehaved", code: "ServerHello.version not_offered" },
      }),
      evidence(),
      { kind: "protocol_mismatch", offered: ["TLS 1.3", "TLS 1.2"] },
    ],
    [
      "for the length of its Client Hello",
      refusedTrial({ client: "chrome", result: dropped }),
      intolerant("large_client_hello", "grease"),
      { kind: "large_client_hello_intolerant" },
    ],
    [
      "for TLS 1.3",
      refusedTrial({ client: "openssl1.1.1", result: dropped }),
      intolerant("large_client_hello", "tls_1_3"),
      { kind: "version_intolerant", intolerances: ["tls_1_3"] },
    ],
    [
      "for GREASE",
      refusedTrial({ client: "chrome", result: dropped }),
      intolerant("grease"),
      { kind: "version_intolerant", intolerances: ["grease"] },
    ],
    [
      "for none of these",
      refusedTrial({ client: "java8", result: dropped }),
      intolerant("large_client_hello", "tls_1_3", "grease"),
      { kind: "connection_reset", client: "java8", during: "handshake", address: "93.184.216.34" },
    ],
    [
      "without a word",
      refusedTrial({ result: { outcome: "closed" } }),
      evidence(),
      { kind: "connection_reset", during: "closed" },
    ],
    [
      "on what cannot be read",
      refusedTrial({ result: { outcome: "broken", class: "malformed", code: "ServerHello truncated" } }),
      evidence(),
      { kind: "not_determined", alert: null, class: "malformed", code: "ServerHello truncated" },
    ],
    [
      "on what an RSA key may have at most",
      trial({ client: "go1.19", refusal: { of: "rsaKey", bits: 16_384 } }),
      evidence(),
      { kind: "signature_algorithm_mismatch", offered: ["RSA ≤ 8192"], accepted: ["RSA 16384"] },
    ],
    [
      "on signatures of old",
      trial({ client: "openssl3.0", version: "TLS 1.1", refusal: { of: "legacySignatures" } }),
      evidence(),
      { kind: "signature_algorithm_mismatch", accepted: expect.arrayContaining(["rsa_pkcs1_md5_sha1"]) },
    ],
  ])("%s", (_what, tried, seen, expected) => {
    const judgement = judgeTrial(tried, seen);
    expect(judgement).toMatchObject({ state: "fails", finding: { severity: "error", ...expected } });
  });
});

describe("a client connects", () => {
  it("by what the server selected", () => {
    expect(judgeTrial(trial(), evidence())).toEqual({
      state: "connects",
      version: "TLS 1.2",
      cipherSuite: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    });
  });

  it("also when it gets another certificate that is for the name", () => {
    const certificate = { subject: "CN=a", presentedIdentifiers: ["DNS:a"], isOther: true, isForName: true };
    expect(judgeTrial(trial({ certificate }), evidence())).toMatchObject({ state: "connects" });
    // What others get too is no matter of this client.
    const wrong = { ...certificate, isOther: false, isForName: false };
    expect(judgeTrial(trial({ certificate: wrong }), evidence())).toMatchObject({ state: "connects" });
  });

  it("or was not asked", () => {
    expect(judgeTrial(trial({ result: null }), evidence())).toEqual({ state: "not_asked" });
  });
});
