import { describe, expect, it } from "vitest";
import { catalogFor } from "../../src/locales/catalogs.ts";
import type { HandshakeTrace } from "../../src/pcap/handshake-trace.ts";
import { ladderOf } from "../../src/report/trace-ladder.ts";
import { CAPTURED_AT, traceOf } from "../support/handshake-trace.ts";

const stepsOf = (trace: HandshakeTrace) => ladderOf(trace, [], catalogFor("en")).steps;

describe("how it ended", () => {
  const HELLO = ["0 client syn", "8 server syn_ack", "8.4 client client_hello"];
  const endings: readonly [string, HandshakeTrace, string, string | null][] = [
    [
      "reset",
      traceOf([...HELLO, "9 server rst"], { ending: { kind: "reset", by: "server" } }),
      "RST",
      "server",
    ],
    [
      "closed",
      traceOf([...HELLO, "9 server fin"], { ending: { kind: "closed", by: "server" } }),
      "FIN",
      "server",
    ],
    ["refused", traceOf(["0 client syn", "1 server rst"], { ending: { kind: "refused" } }), "RST", "server"],
    [
      "refused without a word",
      traceOf(["0 client syn"], { ending: { kind: "refused" } }),
      "refused",
      "server",
    ],
    [
      "unanswered",
      traceOf(["0 client syn"], { endedAt: CAPTURED_AT + 15_000, ending: { kind: "unanswered" } }),
      "no answer for 15.0 s",
      "server",
    ],
    [
      "silence",
      traceOf([...HELLO, "30008.4 client fin"], {
        ending: { kind: "silence", of: "server", afterMs: 30_000 },
      }),
      "nothing for 30.0 s",
      "server",
    ],
    [
      "another protocol",
      traceOf(HELLO, {
        ending: {
          kind: "not_tls",
          by: "server",
          firstBytes: Buffer.from("HTTP/1.1 400 Bad Request\r\nServer: x"),
        },
      }),
      "not TLS: HTTP/1.1 400 Bad Request",
      "server",
    ],
    [
      "an encrypted alert",
      traceOf([...HELLO, "9 client alert"], {
        alerts: [{ at: CAPTURED_AT + 9, from: "client", level: null, description: null, code: null }],
        ending: { kind: "alert", by: "client", encrypted: true },
      }),
      "{Alert}",
      "client",
    ],
    [
      "an alert after more messages than are kept",
      traceOf(HELLO, { ending: { kind: "alert", by: "server", encrypted: false } }),
      "Alert",
      "server",
    ],
    ["completed", traceOf(HELLO), "handshake completed", null],
    ["not in the capture", traceOf(HELLO, { ending: { kind: "incomplete" } }), "capture ends", null],
    [
      "lost by the capture",
      traceOf(HELLO, {
        ending: { kind: "incomplete" },
        capture: { startedLate: true, onlySide: null, missingBytes: 9 },
      }),
      "the rest is not in the capture",
      null,
    ],
  ];

  it.each(endings)("%s", (_, trace, text, failedBy) => {
    expect(stepsOf(trace).filter(({ failing }) => failing)).toMatchObject(
      failedBy === null ? [] : [{ name: text, from: failedBy }],
    );
    expect(stepsOf(trace).map(({ name }) => name)).toContain(text);
  });

  it("tells the silence before whoever waited gave up", () => {
    const trace = traceOf([...HELLO, "30008.4 client fin"], {
      ending: { kind: "silence", of: "server", afterMs: 30_000 },
    });
    const names = stepsOf(trace).map(({ name }) => name);
    expect(names.slice(-2)).toEqual(["nothing for 30.0 s", "FIN"]);
  });

  it("tells where TLS began, and that the server was given no name", () => {
    const late = traceOf(["0 client client_hello"], {
      serverName: null,
      capture: { startedLate: true, onlySide: null, missingBytes: 0 },
    });
    expect(stepsOf(late).slice(0, 2)).toMatchObject([
      { name: "capture begins" },
      { name: "ClientHello", detail: "TLS 1.3, TLS 1.2 · no server_name · ALPN h2, http/1.1" },
    ]);
  });

  it("gives each alert its own description, also where they were read in another order", () => {
    const alert = (ms: number, level: string, description: string, code: number) =>
      ({ at: CAPTURED_AT + ms, from: "client", level, description, code }) as const;
    const three = traceOf(["0 client alert", "0 client alert", "5 client alert"], {
      alerts: [
        alert(5, "fatal", "unknown_ca", 48),
        alert(0, "warning", "no_renegotiation", 100),
        alert(0, "warning", "user_canceled", 90),
      ],
      ending: { kind: "alert", by: "client", encrypted: false },
    });
    expect(stepsOf(three).map(({ name }) => name)).toEqual([
      "Warning: no_renegotiation (100)",
      "Warning: user_canceled (90)",
      "Alert: unknown_ca (48)",
    ]);
  });

  it("puts in braces what TLS 1.3 protects, as RFC 8446 does", () => {
    const messages = ["0 client client_hello", "1 server server_hello", "2 client finished"];
    const [tls12, tls13] = [0x0303, 0x0304].map((version) =>
      stepsOf(traceOf(messages, { serverHello: { version, cipherSuite: 0x1301, group: 29, alpn: null } })),
    );
    expect(tls12?.[2]?.name).toBe("Finished");
    expect(tls13?.map(({ name }) => name)).toEqual([
      "ClientHello",
      "ServerHello",
      "{Finished}",
      "handshake completed",
    ]);
  });
});
