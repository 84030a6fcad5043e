import { describe, expect, it } from "vitest";
import { explainWithProfile } from "../../../src/diagnosis/traces/explain-with-profile.ts";
import type { ServerProfile } from "../../../src/diagnosis/server-profile.ts";
import { refusedOfferOf } from "../../../src/diagnosis/traces/refused-offer.ts";
import type { TraceFinding } from "../../../src/diagnosis/traces/trace-finding.ts";
import type { HandshakeTrace } from "../../../src/pcap/handshake-trace.ts";
import type { TracedClientHello } from "../../../src/pcap/traced-client-hello.ts";
import { profile } from "../../support/evidence.ts";
import { CAPTURED_AT, alerted, traceOf } from "../../support/handshake-trace.ts";

const HELLO: TracedClientHello = {
  legacyVersion: 0x0303,
  versions: [0x0304, 0x0303],
  cipherSuites: [0x1302, 0xc02f, 0x00ff],
  extensions: [0, 10, 13, 43],
  groups: [29],
  keyShares: [29],
  signatureAlgorithms: [0x0804],
  serverName: "api.example.com",
  alpn: [],
  length: 512,
  ssl2: false,
  incomplete: false,
};

const MESSAGES = ["0 client syn", "1 server syn_ack", "2 client client_hello", "3 server alert"];

function refused(hello: Partial<TracedClientHello>, given: Partial<HandshakeTrace> = {}): HandshakeTrace {
  const clientHello = { ...HELLO, ...hello };
  return traceOf(MESSAGES, {
    clientHello,
    clientHelloLength: clientHello.length,
    serverHello: null,
    ...alerted(3, "server", "handshake_failure", 40),
    ...given,
  });
}

function explainTrace(trace: HandshakeTrace, server: ServerProfile): TraceFinding | null {
  const offer = refusedOfferOf(trace);
  return offer && explainWithProfile(offer, server);
}

const explain = (hello: Partial<TracedClientHello>, server: Partial<ServerProfile> = {}) =>
  explainTrace(refused(hello), profile(server));

const CUT = { alerts: [], ending: { kind: "reset", by: "server" } } as const;

describe("what a client offered × what the server accepts", () => {
  it("versions", () => {
    expect(explain({ versions: [0x0302, 0x0301] })).toEqual({
      kind: "protocol_mismatch",
      severity: "error",
      by: "server",
      alert: "handshake_failure",
      offered: [0x0302, 0x0301],
      selected: [],
      accepted: ["TLS 1.2", "TLS 1.3"],
    });
  });

  it("cipher suites; a signaling value is none", () => {
    expect(explain({ cipherSuites: [0x1303, 0x00ff] })).toMatchObject({
      kind: "cipher_suite_mismatch",
      offered: [0x1303],
      accepted: ["TLS_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"],
    });
  });

  it("groups", () => {
    expect(explain({ groups: [24] })).toMatchObject({ kind: "group_mismatch", offered: [24] });
  });

  it("signature algorithms", () => {
    expect(explain({ signatureAlgorithms: [0x0403] })).toMatchObject({
      kind: "signature_algorithm_mismatch",
      offered: [0x0403],
      accepted: ["rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"],
    });
  });

  it("a connection that is cut without an alert", () => {
    const trace = refused({ versions: [0x0301] }, CUT);
    expect(explainTrace(trace, profile())).toMatchObject({ kind: "protocol_mismatch", alert: null });
  });

  it("a long Client Hello", () => {
    const server = profile({ intolerances: ["large_client_hello"] });
    expect(explainTrace(refused({ length: 1_700 }, CUT), server)).toEqual({
      kind: "large_client_hello_intolerant",
      severity: "error",
      length: 1_700,
      answered: null,
      ending: "reset",
      probed: true,
    });
    expect(explainTrace(refused({ length: 512 }, CUT), server)).toBeNull();
    expect(explainTrace(refused({ length: 1_700 }, CUT), profile())).toBeNull();
  });

  it("without supported_versions older versions are offered too", () => {
    const versions = { ...profile().versions, "TLS 1.0": "accepted", "TLS 1.2": "refused" } as const;
    const old = { versions, cipherSuites: [{ version: "TLS 1.0", id: "0x002f", name: "OLD" } as const] };
    expect(explain({ versions: [0x0303], extensions: [0, 10] }, old)?.kind).toBe("cipher_suite_mismatch");
    expect(explain({ versions: [0x0303] }, old)?.kind).toBe("protocol_mismatch");
  });
});

describe("nothing is told", () => {
  it.each<[string, HandshakeTrace]>([
    ["where they fit", refused({})],
    ["when the client ended it", refused({ groups: [24] }, alerted(3, "client", "user_canceled", 90))],
    ["when the hello is not whole", refused({ versions: [0x0301], incomplete: true })],
    [
      "when the server selected something",
      refused(
        { groups: [24] },
        { serverHello: { version: 0x0303, cipherSuite: 1, group: null, alpn: null } },
      ),
    ],
    ["without a Client Hello", refused({}, { clientHello: null })],
    [
      "of what is no TLS",
      refused(
        { groups: [24] },
        { ending: { kind: "not_tls", by: "server", firstBytes: Buffer.from("HTTP") }, endedAt: CAPTURED_AT },
      ),
    ],
  ])("%s", (_, trace) => {
    expect(explainTrace(trace, profile())).toBeNull();
  });

  it("by a profile that is not whole", () => {
    expect(explain({ groups: [24] }, { complete: false })).toBeNull();
  });
});
