import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { readCapture } from "../../src/captures/read-capture.ts";
import { issue } from "../../src/demo/certificates.ts";
import type { HandshakeTrace } from "../../src/pcap/handshake-trace.ts";
import { analyze } from "./analyze.ts";
import type { Packet, Utterance } from "./capture-writer.ts";
import { PcapngWriter, converse, u16, u8, writePcap } from "./capture-writer.ts";
import { issuer, recordConversation } from "./recorded-conversation.ts";

const LINK_RAW = 101;
const HEADER = 24;
const HANDSHAKE = 22;
/** HandshakeType of what Node does not say by itself: certificate_url, certificate_status, supplemental_data. */
const UNSAID = [21, 22, 23];

/** All that a capture may hold: versions, preludes, refusals, both certificates, a retry, and what is no TLS. */
let packets: readonly Packet[];
let capture: Buffer;
let whole: readonly HandshakeTrace[];

beforeAll(async () => {
  const user = issue({ commonName: "a user" }, issuer);
  const asking = { requestCert: true, ca: issuer.certificate };
  const identity = { cert: user.certificate, key: user.key };
  const [mutual, recent, retried] = await Promise.all([
    recordConversation({ ...asking, maxVersion: "TLSv1.2" }, identity),
    recordConversation({ ...asking, minVersion: "TLSv1.3" }, identity),
    recordConversation({ minVersion: "TLSv1.3", ecdhCurve: "P-384" }, { ecdhCurve: "X25519:P-384" }),
  ]);
  const hello = mutual.slice(0, 1);
  const answer = mutual[1]?.bytes ?? Buffer.alloc(0);
  const serverHello = answer.subarray(0, 5 + answer.readUInt16BE(3));
  const server = (bytes: Buffer): Utterance => ({ from: "server", bytes });
  const client = (text: string): Utterance => ({ from: "client", bytes: Buffer.from(text) });
  const unsaid = UNSAID.map((type) => u8(HANDSHAKE, 3, 3, 0, 7, type, 0, 0, 3, 1, 2, 3));
  const refusal = server(u8(21, 3, 3, 0, 2, 2, 40));
  const ssl2 = Buffer.concat([u8(0x80, 0x2e, 1, 3, 1), u16(21), u16(0), u16(16), Buffer.alloc(37, 3)]);
  const mail = [
    server(Buffer.from("220 mail\r\n")),
    client("STARTTLS\r\n"),
    server(Buffer.from("220 go\r\n")),
  ];
  const conversations: readonly (readonly Utterance[])[] = [
    mutual,
    recent,
    retried,
    [...hello, refusal],
    [...hello, server(serverHello), ...unsaid.map(server)],
    [...mail, ...hello, refusal],
    [client("PROXY TCP4 192.0.2.1 198.51.100.7 1 443\r\n"), ...hello],
    [{ from: "client", bytes: ssl2 }, refusal],
    [...hello, server(Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"))],
  ];
  const end = { by: "server", flag: "fin" } as const;
  packets = conversations
    .flatMap((said, index) => {
      const address = { address: "192.0.2.1", port: 30_000 + index };
      return converse(said, { client: address, at: 1_795_000_000_000 + index * 3, mss: 700, end });
    })
    .toSorted((a, b) => a.at - b.at);
  capture = writePcap(packets);
  whole = analyze(capture).traces;
});

const keyOf = ({ client }: HandshakeTrace) => client.port;

it("has every kind of message", () => {
  const types = new Set(whole.flatMap(({ messages }) => messages.map(({ type }) => type)));
  for (const type of [
    ..."client_hello server_hello hello_retry_request certificate server_key_exchange certificate_request".split(
      " ",
    ),
    ..."server_hello_done client_key_exchange certificate_verify finished new_session_ticket alert".split(
      " ",
    ),
    ..."certificate_status change_cipher_spec".split(" "),
    ..."encrypted_handshake application_data syn syn_ack fin".split(" "),
  ])
    expect(types).toContain(type);
  expect(new Set(whole.map(({ ending }) => ending.kind))).toEqual(
    new Set(["completed", "alert", "closed", "not_tls"]),
  );
});

it("tells of a capture that ends anywhere what came before, and where it ends", () => {
  const boundaries = new Set([HEADER]);
  for (let at = HEADER; at < capture.length;) boundaries.add((at += 16 + capture.readUInt32LE(at + 8)));
  const ports = new Set(whole.map(keyOf));
  for (let length = 0; length < capture.length; length++) {
    const { traces, fault, counts } = analyze(capture.subarray(0, length));
    expect(fault?.code ?? null).toBe(boundaries.has(length) ? null : "truncated");
    expect(counts.packets).toBeLessThanOrEqual(packets.length);
    expect(traces.every((trace) => ports.has(keyOf(trace)))).toBe(true);
  }
}, 60_000);

it("reads packets that are cut at any length", () => {
  for (let snapLength = 0; snapLength <= 760; snapLength++) {
    const { traces, fault } = analyze(writePcap(packets, { snapLength }));
    expect(fault).toBeNull();
    expect(traces.length).toBeLessThanOrEqual(whole.length);
  }
});

it("tells of a gzip'd one that ends anywhere what came before", async () => {
  const packed = gzipSync(capture);
  for (let length = 2; length < packed.length; length += 101) {
    const pieces = Readable.from([packed.subarray(0, length)]);
    const { fault } = await readCapture(pieces, { onFlow: () => undefined, live: false });
    expect(fault).not.toBeNull();
  }
});

it("makes of any bytes traces or a DecodeError, whatever protocol they are of", () => {
  const writer = new PcapngWriter();
  const blocks = [
    writer.section(),
    writer.interface(LINK_RAW),
    ...packets.map((each) => writer.enhanced(each)),
  ];
  const mutation = fc.record({
    base: fc.constantFrom(capture, Buffer.concat(blocks)),
    changes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 200 }),
    size: fc.integer({ min: 1, max: 9_000 }),
  });
  fc.assert(
    fc.property(mutation, ({ base, changes, size }) => {
      const bytes = Buffer.from(base);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      const { traces, counts } = analyze(bytes, size);
      expect(counts.packets).toBeLessThanOrEqual(bytes.length / 12);
      // What is only read when somebody asks.
      for (const { clientHello, serverName } of traces) expect([clientHello, serverName]).toHaveLength(2);
    }),
    { numRuns: 300 },
  );
});
