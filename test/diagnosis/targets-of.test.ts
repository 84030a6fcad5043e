import { describe, expect, it } from "vitest";
import { targetsOf } from "../../src/diagnosis/traces/targets-of.ts";
import type { HandshakeTrace } from "../../src/pcap/handshake-trace.ts";
import { traceOf } from "../support/handshake-trace.ts";

const of = (given: Partial<HandshakeTrace>) => targetsOf(traceOf(["0 client syn"], given));
const SERVER = { host: "198.51.100.10", port: 443 };

describe("what can be checked of a captured server", () => {
  it("is the name that the client sent, and the address with that name", () => {
    expect(of({})).toEqual([
      { host: "api.example.com", port: 443, serverName: "api.example.com" },
      { ...SERVER, serverName: "api.example.com" },
    ]);
  });

  it("is the address where there is no name, or none that a host can have", () => {
    for (const serverName of [
      null,
      "",
      "<!channel>",
      "a b",
      `${"a".repeat(300)}.example`,
      "a/../b",
      "a:1",
      "u@a",
      "https://a",
    ])
      expect(of({ serverName })).toEqual([{ ...SERVER, serverName: SERVER.host }]);
  });

  it("is asked for TLS as the client did", () => {
    expect(of({ prelude: "smtp" }).map(({ startTls }) => startTls)).toEqual(["smtp", "smtp"]);
    expect(of({ prelude: "http_connect" })).toEqual([]);
    expect(of({ prelude: "proxy_protocol" })).toEqual([]);
    expect(of({ prelude: "nntp" })).toEqual([]);
  });
});
