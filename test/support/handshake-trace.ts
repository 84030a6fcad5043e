import type { HandshakeTrace, Side, TracedMessage } from "../../src/pcap/handshake-trace.ts";

/** 2026-11-20 03:04:05.123 UTC. */
export const CAPTURED_AT = Date.UTC(2026, 10, 20, 3, 4, 5, 123);

/** A trace of these messages: `0 client syn`, with the ms since the first. */
export function traceOf(messages: readonly string[], given: Partial<HandshakeTrace> = {}): HandshakeTrace {
  const traced = messages.map(readMessage);
  return {
    transport: "tcp",
    client: { address: "192.0.2.7", port: 51_234 },
    server: { address: "198.51.100.10", port: 443 },
    serverKey: 1,
    prelude: null,
    clientHello: {
      legacyVersion: 0x0303,
      versions: [0x0304, 0x0303],
      cipherSuites: [0x1301, 0xc02f],
      extensions: [0, 10, 16, 43],
      groups: [29],
      keyShares: [29],
      signatureAlgorithms: [0x0403],
      serverName: "api.example.com",
      alpn: ["h2", "http/1.1"],
      length: 512,
      ssl2: false,
      incomplete: false,
    },
    clientHelloLength: 512,
    serverName: "api.example.com",
    serverHello: { version: 0x0303, cipherSuite: 0xc02f, group: 29, alpn: null },
    retriedGroup: null,
    certificateList: [],
    clientCertificate: { requested: false, authorities: [], sent: null, certificateList: [] },
    alerts: [],
    messages: traced,
    startedAt: traced[0]?.at ?? CAPTURED_AT,
    endedAt: traced.at(-1)?.at ?? CAPTURED_AT,
    ending: { kind: "completed" },
    capture: { startedLate: false, onlySide: null, missingBytes: 0 },
    retransmissions: { client: 0, server: 0 },
    ...given,
  };
}

export function alerted(
  ms: number,
  from: Side,
  description: string,
  code: number,
): Pick<HandshakeTrace, "alerts" | "ending"> {
  return {
    alerts: [{ at: CAPTURED_AT + ms, from, level: "fatal", description, code }],
    ending: { kind: "alert", by: from, encrypted: false },
  };
}

function readMessage(line: string): TracedMessage {
  const [ms = "", from, type = ""] = line.split(" ");
  return { at: CAPTURED_AT + Number(ms), from: from === "server" ? "server" : "client", type };
}

/** The client does not know who signed. */
export const REFUSED = traceOf(
  [
    "0 client syn",
    "12.1 server syn_ack",
    "40.2 client client_hello",
    "54.7 server server_hello",
    "54.7 server certificate",
    "54.8 server server_key_exchange",
    "54.8 server certificate_request",
    "54.8 server server_hello_done",
    "61.04 client alert",
    "61.3 client fin",
    "73.9 server fin",
    "74 client rst",
  ],
  { prelude: "smtp", ...alerted(61.04, "client", "unknown_ca", 48) },
);
