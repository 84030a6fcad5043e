import { describe, expect, it } from "vitest";
import { fingerprintClient } from "../../src/pcap/ja4.ts";
import { issue } from "../../src/demo/certificates.ts";
import { analyze, outline } from "./analyze.ts";
import type { ConversationOptions, Utterance } from "./capture-writer.ts";
import { converse, u16, u8, writePcap } from "./capture-writer.ts";
import { issuer, recordConversation } from "./recorded-conversation.ts";

const trace = (said: readonly Utterance[], options: ConversationOptions = {}) => {
  const { traces } = analyze(writePcap(converse(said, options)));
  expect(traces).toHaveLength(1);
  return traces[0] ?? expect.unreachable();
};
const client = (text: string | Buffer): Utterance => ({ from: "client", bytes: Buffer.from(text) });
const server = (text: string | Buffer): Utterance => ({ from: "server", bytes: Buffer.from(text) });

/** Of what TLS 1.3 encrypts. */
const TAG_AND_TYPE = 17;
const ALERT = 2;
const EMPTY_CERTIFICATE = 8;
const JDK_PADDING = 16;

describe("a handshake", () => {
  it("of TLS 1.2 shows the certificate list and every message", async () => {
    const said = await recordConversation(
      { maxVersion: "TLSv1.2", ALPNProtocols: ["h2"] },
      { ALPNProtocols: ["h2", "http/1.1"] },
    );
    const seen = trace(said);
    expect(seen).toMatchObject({
      transport: "tcp",
      client: { address: "192.0.2.1", port: 40_001 },
      server: { address: "198.51.100.7", port: 443 },
      clientHello: { serverName: "api.example.com", alpn: ["h2", "http/1.1"], incomplete: false },
      serverHello: { version: 0x0303, alpn: "h2", group: 29 },
      clientCertificate: { requested: false },
      ending: { kind: "completed" },
      capture: { startedLate: false, onlySide: null, missingBytes: 0 },
    });
    expect(seen.certificateList).toHaveLength(1);
    expect(outline(seen)).toBe(
      "client syn, server syn_ack, client client_hello, server server_hello, server certificate, " +
        "server server_key_exchange, server server_hello_done, client client_key_exchange, client change_cipher_spec, " +
        "client finished, server new_session_ticket, server change_cipher_spec, server finished",
    );
  });

  it("of TLS 1.3 shows what is not encrypted", async () => {
    const seen = trace(await recordConversation({ minVersion: "TLSv1.3" }, {}));
    expect(seen).toMatchObject({
      clientHello: { versions: [0x0304, 0x0303] },
      serverHello: { version: 0x0304, cipherSuite: 0x1302, group: expect.any(Number) },
      certificateList: [],
      clientCertificate: { requested: false, sent: "nothing" },
      ending: { kind: "completed" },
    });
    expect(outline(seen)).toContain("server encrypted_handshake");
    expect(outline(seen)).toContain("client finished");
  });

  it.each([
    ["TLS_AES_256_GCM_SHA384", 48],
    ["TLS_AES_128_GCM_SHA256", 32],
  ])("of a JDK, whose records of %s are padded, shows who refuses whom", async (ciphers, hash) => {
    const said = await recordConversation({ minVersion: "TLSv1.3" }, { ciphers });
    const answer = said.find(({ from }) => from === "server")?.bytes ?? Buffer.alloc(0);
    const serverHello = answer.subarray(0, 5 + answer.readUInt16BE(3));
    const hellos = [...said.slice(0, 1), server(serverHello)];
    const record = (side: Utterance["from"], content: number): Utterance => {
      const length = content + TAG_AND_TYPE + JDK_PADDING;
      return { from: side, bytes: Buffer.concat([u8(23, 3, 3), u16(length), Buffer.alloc(length)]) };
    };
    expect(trace([...hellos, record("client", ALERT)])).toMatchObject({
      clientCertificate: { sent: null },
      ending: { kind: "alert", by: "client", encrypted: true },
    });
    const finished = 4 + hash;
    const empty = [...hellos, record("client", EMPTY_CERTIFICATE), record("client", finished)];
    expect(trace([...empty, record("server", ALERT - JDK_PADDING)])).toMatchObject({
      clientCertificate: { requested: true, sent: "empty" },
      ending: { kind: "alert", by: "server", encrypted: true },
    });
    const padded = [...hellos, record("server", finished), record("client", finished)];
    expect(trace([...padded, record("server", ALERT)])).toMatchObject({
      clientCertificate: { sent: "nothing" },
      ending: { kind: "alert", by: "server", encrypted: true },
    });
  });

  it("that is retried names the group", async () => {
    const said = await recordConversation(
      { minVersion: "TLSv1.3", ecdhCurve: "P-384" },
      { ecdhCurve: "X25519:P-384" },
    );
    const seen = trace(said);
    expect(seen).toMatchObject({
      retriedGroup: 24,
      serverHello: { group: 24 },
      ending: { kind: "completed" },
    });
    expect(outline(seen)).toContain("server hello_retry_request");
  });

  it("that the server refuses ends with its alert", async () => {
    const said = await recordConversation({ maxVersion: "TLSv1.2" }, { minVersion: "TLSv1.3" });
    expect(trace(said)).toMatchObject({
      alerts: [{ from: "server", level: "fatal", description: "protocol_version", code: 70 }],
      ending: { kind: "alert", by: "server", encrypted: false },
    });
  });

  // Node's server refuses by itself, without an alert; OpenSSL's alerts are tested on real captures.
  it.each(["TLSv1.2", "TLSv1.3"] as const)("whose client has no certificate, %s", async (version) => {
    const asking = { requestCert: true, rejectUnauthorized: true, ca: issuer.certificate };
    const said = await recordConversation({ ...asking, minVersion: version, maxVersion: version }, {});
    const { clientCertificate } = trace(said, { end: { by: "server", flag: "fin" } });
    expect(clientCertificate).toMatchObject({ requested: true, sent: "empty" });
  });

  it("whose client has a certificate", async () => {
    const own = issue({ commonName: "a client" }, issuer);
    const options = { requestCert: true, ca: issuer.certificate };
    const identity = { key: own.key, cert: own.certificate };
    const old = trace(await recordConversation({ ...options, maxVersion: "TLSv1.2" }, identity));
    expect(old.clientCertificate).toMatchObject({ requested: true, sent: "some" });
    expect(old.clientCertificate.certificateList.length).toBeGreaterThan(0);
    expect(old.clientCertificate.authorities).toHaveLength(1);
    const recent = trace(await recordConversation({ ...options, minVersion: "TLSv1.3" }, identity));
    expect(recent.clientCertificate).toMatchObject({ requested: true, sent: "some", certificateList: [] });
  });
});

describe("how it ends, beside alerts", () => {
  const HELLO = async () => {
    const said = await recordConversation({}, {});
    return said.slice(0, 1);
  };

  it.each([
    ["reset", "server", "rst"],
    ["closed", "server", "fin"],
    ["closed", "client", "fin"],
  ] as const)("%s by %s", async (kind, by, flag) => {
    expect(trace(await HELLO(), { end: { by, flag } }).ending).toEqual({ kind, by });
  });

  it("silence of the server, told from a capture that merely ends", async () => {
    const packets = converse(await HELLO());
    const last = packets.at(-1)?.at ?? 0;
    const later = converse([], { client: { address: "192.0.2.9", port: 1 }, at: last + 8_000 });
    expect(analyze(writePcap([...packets, ...later])).traces[0]?.ending).toMatchObject({
      kind: "silence",
      of: "server",
    });
    expect(analyze(writePcap(packets)).traces[0]?.ending).toEqual({ kind: "incomplete" });
  });

  it("silence of who has said half of it", async () => {
    const said = await recordConversation({ maxVersion: "TLSv1.2" }, {});
    const cut = said
      .slice(0, 2)
      .map(({ from, bytes }) => ({ from, bytes: from === "server" ? bytes.subarray(0, 400) : bytes }));
    const half = said.slice(0, 1).map(({ from, bytes }) => ({ from, bytes: bytes.subarray(0, 150) }));
    for (const [heard, of] of [
      [cut, "server"],
      [half, "client"],
    ] as const) {
      const packets = converse(heard);
      const later = converse([], {
        client: { address: "192.0.2.9", port: 1 },
        at: (packets.at(-1)?.at ?? 0) + 9_000,
      });
      expect(analyze(writePcap([...packets, ...later])).traces[0]).toMatchObject({
        ending: { kind: "silence", of },
        clientHello: { incomplete: of === "client" },
      });
    }
  });

  it("silence until the client gives up", async () => {
    const packets = converse(await HELLO(), { end: { by: "client", flag: "fin" } });
    const late = packets.map(({ at, bytes }, index) => ({
      at: index < packets.length - 1 ? at : at + 3_000,
      bytes,
    }));
    expect(analyze(writePcap(late)).traces[0]?.ending).toMatchObject({
      kind: "silence",
      of: "server",
      afterMs: 3_001,
    });
  });

  it("a connection that is refused, or never answered", () => {
    const packets = converse([], { end: { by: "server", flag: "rst" } });
    const [syn, rst] = [packets.slice(0, 1), packets.slice(-1)];
    expect(analyze(writePcap([...syn, ...rst])).traces).toMatchObject([{ ending: { kind: "refused" } }]);
    const again = syn.map(({ at, bytes }) => ({ at: at + 3_000, bytes }));
    expect(analyze(writePcap([...syn, ...again])).traces).toMatchObject([{ ending: { kind: "unanswered" } }]);
    // A health check opens and closes; that is no handshake.
    expect(analyze(writePcap(converse([], { end: { by: "client", flag: "fin" } }))).traces).toEqual([]);
    expect(analyze(writePcap(converse([], { end: { by: "server", flag: "rst" } }))).traces).toMatchObject([
      { ending: { kind: "reset", by: "server" } },
    ]);
  });

  it("a side that speaks something else", async () => {
    const answered = trace([...(await HELLO()), server("HTTP/1.1 400 Bad Request\r\n\r\n")], {
      end: { by: "server", flag: "fin" },
    });
    expect(answered.ending).toMatchObject({ kind: "not_tls", by: "server" });
    const greeting = server("220 mail.example.com ESMTP\r\n");
    const greeted = [greeting, ...(await HELLO())];
    expect(trace(greeted, { end: { by: "client", flag: "fin" } }).ending).toMatchObject({
      kind: "not_tls",
      by: "server",
      firstBytes: greeting.bytes,
    });
    const complained = trace([...greeted, client(u8(21, 3, 1, 0, 2, 2, 10))]);
    expect(complained.ending).toMatchObject({ kind: "not_tls", by: "server" });
    const asked = trace([client("GET / HTTP/1.1\r\n\r\n"), server(u8(21, 3, 1, 0, 2, 2, 70))]);
    expect(asked).toMatchObject({ ending: { kind: "not_tls", by: "client" }, alerts: [{ from: "server" }] });
  });
});

describe("TLS is found", () => {
  const PRELUDES: readonly (readonly [string, readonly Utterance[]])[] = [
    [
      "smtp",
      [
        server("220 mail\r\n"),
        client("EHLO x\r\n"),
        server("250 STARTTLS\r\n"),
        client("STARTTLS\r\n"),
        server("220 go\r\n"),
      ],
    ],
    ["imap", [server("* OK\r\n"), client("a1 STARTTLS\r\n"), server("a1 OK\r\n")]],
    ["pop3", [server("+OK\r\n"), client("STLS\r\n"), server("+OK\r\n")]],
    ["ftp", [server("220 ftp\r\n"), client("AUTH TLS\r\n"), server("234 ok\r\n")]],
    [
      "xmpp",
      [
        client("<stream:stream>"),
        server("<features/>"),
        client("<starttls xmlns='urn:x'/>"),
        server("<proceed/>"),
      ],
    ],
    ["postgres", [client(Buffer.from("0000000804d2162f", "hex")), server("S")]],
    ["mysql", [server("J\0\0\0\n8.0.1"), client(Buffer.from(`2000000185aeff0a${"00".repeat(28)}`, "hex"))]],
    [
      "ldap",
      [client("0\x1d\x02\x01\x01w\x18\x80\x161.3.6.1.4.1.1466.20037"), server("0\x0c\x02\x01\x01x\x07")],
    ],
    ["http_connect", [client("CONNECT api:443 HTTP/1.1\r\n\r\n"), server("HTTP/1.1 200 OK\r\n\r\n")]],
    ["proxy_protocol", [client("PROXY TCP4 192.0.2.1 198.51.100.7 1 443\r\n")]],
    [
      "proxy_protocol",
      [client(Buffer.from("0d0a0d0a000d0a515549540a2111000cc0000201c633640700010002", "hex"))],
    ],
  ];

  it.each(PRELUDES)("after %s", async (prelude, before) => {
    const said = await recordConversation({ maxVersion: "TLSv1.2" }, {});
    const seen = trace([...before, ...said], { server: { address: "198.51.100.7", port: 12_345 } });
    expect(seen).toMatchObject({
      prelude,
      ending: { kind: "completed" },
      clientHello: { serverName: "api.example.com" },
    });
  });

  it("behind a PROXY header in the same segment", async () => {
    const [first, ...rest] = await recordConversation({}, {});
    const header = Buffer.from("PROXY TCP4 192.0.2.1 198.51.100.7 1 443\r\n");
    const together = Buffer.concat([header, first?.bytes ?? Buffer.alloc(0)]);
    const seen = trace([client(together), ...rest]);
    expect(seen).toMatchObject({ prelude: "proxy_protocol", ending: { kind: "completed" } });
  });

  it("in the form of SSL 2.0", () => {
    const suites = Buffer.from("01008000002f000035", "hex");
    const body = Buffer.concat([
      u8(1, 3, 1),
      u16(suites.length),
      u16(0),
      u16(16),
      suites,
      Buffer.alloc(16, 7),
    ]);
    const hello = Buffer.concat([u16(0x8000 | body.length), body]);
    const seen = trace([client(hello), server(u8(21, 3, 1, 0, 2, 2, 40))]);
    expect(seen).toMatchObject({
      clientHello: { ssl2: true, versions: [0x0301], cipherSuites: [0x002f, 0x0035] },
      alerts: [{ description: "handshake_failure" }],
    });
  });

  it("where the client is who was called", async () => {
    const said = await recordConversation({}, {});
    const turned = said.map(({ from, bytes }) => ({
      from: from === "client" ? ("server" as const) : ("client" as const),
      bytes,
    }));
    expect(trace(turned)).toMatchObject({
      client: { port: 443 },
      server: { port: 40_001 },
      ending: { kind: "completed" },
    });
  });
});

it("JA4 is FoxIO's", () => {
  // The example of their technical details, a Chrome.
  const hex = (text: string) => text.split(",").map((value) => Number.parseInt(value, 16));
  const hello = {
    legacyVersion: 0x0303,
    versions: [0x0304, 0x0303],
    cipherSuites: hex("1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,009d,002f,0035"),
    extensions: hex("001b,0000,0033,0010,4469,0017,002d,000d,0005,0023,0012,002b,ff01,000b,000a,0015"),
    groups: [],
    keyShares: [],
    signatureAlgorithms: hex("0403,0804,0401,0503,0805,0501,0806,0601"),
    serverName: "example.com",
    alpn: ["h2", "http/1.1"],
    length: 512,
    ssl2: false,
    incomplete: false,
  };
  expect(fingerprintClient(hello, "tcp")).toBe("t13d1516h2_8daaf6152771_e5627efa2ab1");
});
