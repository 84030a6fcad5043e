import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { TcpStream } from "../../src/pcap/tcp-stream.ts";
import { analyze } from "./analyze.ts";
import type { Packet, Utterance } from "./capture-writer.ts";
import {
  CLIENT,
  CLIENT_6,
  FLAGS,
  SERVER,
  SERVER_6,
  converse,
  ip,
  tcp,
  u16,
  u32,
  u8,
  writePcap,
} from "./capture-writer.ts";
import { recordConversation } from "./recorded-conversation.ts";

let said: readonly Utterance[];
let packets: readonly Packet[];
const COMPLETED = { ending: { kind: "completed" }, certificateList: [{}] };

beforeAll(async () => {
  said = await recordConversation({ maxVersion: "TLSv1.2" }, {});
  packets = converse(said, { mss: 400 });
});

/** What a stream delivers, gaps as dots. */
function deliver(
  segments: readonly { sequence: number; text: string; wireLength?: number }[],
  begin: number,
): string {
  let text = "";
  const stream = new TcpStream({
    data: (bytes, start, end) => void (text += bytes.toString("latin1", start, end)),
    gap: (length) => void (text += ".".repeat(length)),
  });
  stream.begin(begin);
  for (const { sequence, text: payload, wireLength = payload.length } of segments)
    stream.segment(sequence >>> 0, Buffer.from(payload), 0, payload.length, wireLength, 0);
  stream.flush();
  return text;
}

describe("a stream", () => {
  it("is put in order", () => {
    const segments = [
      { sequence: 14, text: "efg" },
      { sequence: 10, text: "ab" },
      { sequence: 12, text: "cd" },
      { sequence: 17, text: "h" },
    ];
    expect(deliver(segments, 10)).toBe("abcdefgh");
  });

  it("keeps what came first where segments overlap", () => {
    const segments = [
      { sequence: 10, text: "abcd" },
      { sequence: 8, text: "XXXX" },
      { sequence: 12, text: "XXef" },
      { sequence: 10, text: "XXXX" },
    ];
    expect(deliver(segments, 10)).toBe("abcdef");
  });

  it("says what is missing, and what the capture cut", () => {
    expect(
      deliver(
        [
          { sequence: 10, text: "ab" },
          { sequence: 15, text: "fg" },
        ],
        10,
      ),
    ).toBe("ab...fg");
    expect(
      deliver(
        [
          { sequence: 10, text: "ab", wireLength: 5 },
          { sequence: 15, text: "fg" },
        ],
        10,
      ),
    ).toBe("ab...fg");
  });

  it("passes the end of the sequence numbers", () => {
    const segments = [
      { sequence: 2, text: "ef" },
      { sequence: 2 ** 32 - 2, text: "abcd" },
    ];
    expect(deliver(segments, 2 ** 32 - 2)).toBe("abcdef");
  });

  it("is the same however its segments are cut, repeated and mixed", () => {
    const text = "The quick brown fox jumps over the lazy dog.";
    const cut = fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(
        fc.array(cut, { maxLength: 60 }),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        (cuts, begin) => {
          const some = cuts.map(([from, length]) => ({
            sequence: begin + from,
            text: text.slice(from, from + length),
          }));
          const all = Array.from(text, (letter, index) => ({ sequence: begin + index, text: letter }));
          expect(deliver([...some, ...all], begin)).toBe(text);
        },
      ),
    );
  });
});

describe("a handshake is seen", () => {
  const view = (changed: readonly Packet[]) => analyze(writePcap(changed)).traces;

  it("when segments come out of order", () => {
    const swapped = packets.map((_, index) => packets[index < 4 ? index : index ^ 1] ?? packets[index]);
    expect(view(swapped.filter((packet) => packet !== undefined))).toMatchObject([COMPLETED]);
  });

  it("when every segment comes twice", () => {
    const [seen, ...others] = view(packets.flatMap((packet) => [packet, packet]));
    expect(others).toEqual([]);
    expect(seen).toMatchObject(COMPLETED);
    expect(seen?.retransmissions.server).toBeGreaterThan(0);
  });

  it("when it is sent byte by byte", () => {
    expect(view(converse(said, { mss: 1 }))).toMatchObject([COMPLETED]);
  });

  it("when its sequence numbers pass zero", () => {
    expect(view(converse(said, { isn: [2 ** 32 - 100, 2 ** 32 - 200] }))).toMatchObject([COMPLETED]);
  });

  it("of one direction", () => {
    const fromClient = packets.filter(({ bytes }) => bytes.readUInt16BE(22) === SERVER.port);
    expect(view(fromClient)).toMatchObject([
      { clientHello: { serverName: "api.example.com" }, serverHello: null, capture: { onlySide: "client" } },
    ]);
    const fromServer = packets.filter(({ bytes }) => bytes.readUInt16BE(20) === SERVER.port);
    expect(view(fromServer)).toMatchObject([
      {
        clientHello: null,
        serverHello: { version: 0x0303 },
        certificateList: [{}],
        capture: { onlySide: "server" },
      },
    ]);
  });

  it("when the capture starts after the SYN", () => {
    expect(view(packets.slice(3))).toMatchObject([{ ...COMPLETED, capture: { startedLate: true } }]);
  });

  it("not at all when the capture starts after the handshake", () => {
    expect(view(packets.slice(-3))).toEqual([]);
  });

  it("when one segment is not in the capture: what is missing is said, the rest is read", () => {
    const missing = packets.findIndex(
      ({ bytes }) => bytes.length === 440 && bytes.readUInt16BE(20) === SERVER.port,
    );
    const [seen] = view(packets.filter((_, index) => index !== missing));
    expect(seen).toMatchObject({ ending: { kind: "completed" }, capture: { missingBytes: 400 } });
  });

  it.each([96, 200, 500])("when the capture cuts packets to %i bytes", (snapLength) => {
    const { traces, fault } = analyze(writePcap(converse(said), { snapLength }));
    expect(fault).toBeNull();
    expect(traces).toMatchObject([{ ending: { kind: "completed" } }]);
    expect(traces[0]?.capture.missingBytes).toBeGreaterThan(0);
  });

  it("of the next connection between the same ports", () => {
    const later = converse(said, { at: 1_795_000_010_000, isn: [90_000, 70_000] });
    expect(view([...packets, ...later])).toMatchObject([COMPLETED, COMPLETED]);
    // The end of the first is not in the capture, and nothing of it is decided.
    expect(view([...packets.slice(0, 5), ...later])).toMatchObject([
      { ending: { kind: "silence" } },
      COMPLETED,
    ]);
  });
});

describe("IP", () => {
  const view = (changed: readonly Packet[]) => analyze(writePcap(changed)).traces;

  it("version 4 is put together from fragments, in any order, also when they overlap", () => {
    const fragments = packets.flatMap(({ at, bytes }, index) => {
      const payload = bytes.subarray(20);
      const [from, to] = bytes.readUInt16BE(20) === SERVER.port ? [SERVER, CLIENT] : [CLIENT, SERVER];
      const part = (start: number, end: number) => ({
        at,
        bytes: ip(from.address, to.address, payload.subarray(start, end), {
          id: index,
          fragmentOffset: start,
          moreFragments: end < payload.length,
        }),
      });
      return payload.length < 200 ? [{ at, bytes }] : [part(160, payload.length), part(0, 96), part(80, 160)];
    });
    expect(fragments.length).toBeGreaterThan(packets.length);
    expect(view(fragments)).toMatchObject([COMPLETED]);
  });

  it("version 6 is read through extension headers and fragments", () => {
    const six = converse(said, { client: CLIENT_6, server: SERVER_6, mss: 400 });
    const options = (next: number) => Buffer.concat([u8(next, 0), Buffer.alloc(6)]);
    const extended = six.flatMap(({ at, bytes }, index) => {
      const payload = bytes.subarray(40);
      const [from, to] = bytes.readUInt16BE(40) === 443 ? [SERVER_6, CLIENT_6] : [CLIENT_6, SERVER_6];
      const packet = (part: Buffer, headers: Buffer) => ({
        at,
        bytes: ip(from.address, to.address, part, { extensionHeaders: headers, firstHeader: 0 }),
      });
      if (payload.length < 200) return [packet(payload, Buffer.concat([options(60), options(6)]))];
      const fragment = (field: number) => Buffer.concat([options(44), u8(6, 0), u16(field), u32(index)]);
      return [packet(payload.subarray(80), fragment(80)), packet(payload.subarray(0, 80), fragment(1))];
    });
    expect(view(extended)).toMatchObject([COMPLETED]);
  });

  it("in IP is read", () => {
    const tunneled = packets.map(({ at, bytes }) => ({
      at,
      bytes: ip("203.0.113.1", "203.0.113.2", bytes, { protocol: 4 }),
    }));
    expect(view(tunneled)).toMatchObject([COMPLETED]);
  });

  it("that a network card cut has no length", () => {
    const offloaded = packets.map(({ at, bytes }) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt16BE(0, 2);
      return { at, bytes: copy };
    });
    expect(view(offloaded)).toMatchObject([COMPLETED]);
  });
});

describe("memory", () => {
  it("is bounded in the number of connections: the one used least is told as incomplete", () => {
    const hello = said[0]?.bytes ?? Buffer.alloc(0);
    const analysis: Packet[] = [];
    for (let port = 0; port < 33_000; port++) {
      const client = { address: `10.1.${port >> 8}.${port & 255}`, port: 40_000 };
      const sent = tcp(client, SERVER, { sequence: 1, payload: hello, flags: FLAGS.ack });
      analysis.push({ at: 1_795_000_000_000, bytes: ip(client.address, SERVER.address, sent) });
    }
    const { traces, counts } = analyze(writePcap(analysis));
    expect(counts).toMatchObject({ connections: 33_000, abandoned: 33_000 - 32_768 });
    expect(traces).toHaveLength(33_000);
    expect(traces[0]?.ending).toEqual({ kind: "incomplete" });
  });
});
