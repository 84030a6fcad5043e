import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { analyze } from "./analyze.ts";
import type { Packet, Utterance } from "./capture-writer.ts";
import { CLIENT_6, LINKS, PcapngWriter, SERVER_6, converse, u8, u32, writePcap } from "./capture-writer.ts";
import { recordConversation } from "./recorded-conversation.ts";

let said: readonly Utterance[];
let packets: readonly Packet[];

beforeAll(async () => {
  said = await recordConversation({ maxVersion: "TLSv1.2" }, {});
  packets = converse(said);
});

const SEEN = { ending: { kind: "completed" }, clientHello: { serverName: "api.example.com" } };

describe("pcap", () => {
  it.each([
    { little: true, nanoseconds: false },
    { little: false, nanoseconds: false },
    { little: true, nanoseconds: true },
    { little: false, nanoseconds: true },
  ])("is read in both byte orders and resolutions: %j", (options) => {
    const shifted = packets.map(({ at, bytes }) => ({ at: at + 0.125, bytes }));
    const { traces, fault } = analyze(writePcap(shifted, options));
    expect(fault).toBeNull();
    expect(traces).toMatchObject([SEEN]);
    expect(traces[0]?.startedAt).toBe(1_795_000_000_000.125);
  });

  it.each([1, 2, 7, 100, 1460])("is read in pieces of %i bytes", (size) => {
    expect(analyze(writePcap(packets), size).traces).toMatchObject([SEEN]);
  });

  it.each(Object.entries(LINKS))("carries IPv4 and IPv6 over %s", (_, { type, wrap }) => {
    const six = converse(said, { client: CLIENT_6, server: SERVER_6 });
    const frames = [...packets, ...six].map(({ at, bytes }) => ({ at, bytes: wrap(bytes) }));
    const { traces } = analyze(writePcap(frames, { linkType: type }));
    expect(traces).toMatchObject([SEEN, SEEN]);
    expect(traces.map(({ server }) => server.address)).toEqual(["198.51.100.7", "2001:db8::7"]);
  });

  it("counts frames of unknown link types", () => {
    const { counts, traces } = analyze(writePcap(packets, { linkType: 147 }));
    expect(counts).toMatchObject({ packets: packets.length, unknownLinkType: packets.length });
    expect(traces).toEqual([]);
  });

  it("says where a record is impossible, after what came before it", () => {
    const good = writePcap(packets);
    const bad = Buffer.concat([good, u32(0), u32(0), u32(0x7fffffff), u32(0)]);
    const { traces, fault } = analyze(bad);
    expect(traces).toMatchObject([SEEN]);
    expect(fault).toMatchObject({ code: "too_large", offset: good.length + 8 });
  });

  it.each([Buffer.from("GET / HTTP/1.1\r\n\r\n"), Buffer.from("not"), Buffer.alloc(0)])(
    "refuses what is no capture",
    (bytes) => {
      expect(analyze(bytes).fault).toMatchObject({ structure: "capture" });
    },
  );

  it("tells what was there, and where it ends, wherever it ends", () => {
    const file = writePcap(packets.slice(0, 12));
    const boundaries = new Set([24]);
    for (let at = 24; at < file.length;) boundaries.add((at += 16 + file.readUInt32LE(at + 8)));
    for (let length = 0; length < file.length; length++) {
      const { fault } = analyze(file.subarray(0, length));
      expect(fault?.code ?? null).toBe(boundaries.has(length) ? null : "truncated");
    }
  });
});

describe("pcapng", () => {
  const capture = (little: boolean, blocks: (writer: PcapngWriter) => readonly Buffer[]) =>
    Buffer.concat(blocks(new PcapngWriter(little)));

  it.each([true, false])("is read in both byte orders, little-endian %s", (little) => {
    const file = capture(little, (ng) => [
      ng.section(),
      ng.interface(101),
      ...packets.map((packet) => ng.enhanced(packet)),
    ]);
    for (const size of [1, 13, 65_536]) expect(analyze(file, size).traces).toMatchObject([SEEN]);
  });

  it("has sections of different byte orders, each with its own interfaces", () => {
    const half = Math.floor(packets.length / 2);
    const ethernet = LINKS["Ethernet"];
    const file = Buffer.concat([
      capture(true, (ng) => [
        ng.section(),
        ng.interface(147),
        ng.interface(101),
        ...packets.slice(0, half).map((packet) => ng.enhanced(packet, 1)),
      ]),
      capture(false, (ng) => [
        ng.section(),
        ng.interface(1),
        ...packets
          .slice(half)
          .map(({ at, bytes }) => ng.enhanced({ at, bytes: ethernet?.wrap(bytes) ?? bytes })),
      ]),
    ]);
    expect(analyze(file)).toMatchObject({ traces: [SEEN], fault: null });
  });

  it.each([
    ["9 for nanoseconds", u8(9), 1e6],
    ["0x8a for 1/1024 s", u8(0x8a), 1.024],
  ])("resolves times by if_tsresol: %s", (_, value, ticksPerMs) => {
    const whole = packets.map(({ bytes }, index) => ({
      at: 1_795_000_000_000 + 1000 * index,
      bytes,
    }));
    const file = capture(true, (ng) => [
      ng.section(),
      // if_name before it is padded.
      ng.interface(101, [ng.option(2, Buffer.from("eth0.1")), ng.option(9, value)]),
      ...whole.map((packet) => ng.enhanced(packet, 0, ticksPerMs)),
    ]);
    const { traces } = analyze(file);
    expect(traces).toMatchObject([SEEN]);
    expect(Math.abs((traces[0]?.startedAt ?? 0) - 1_795_000_000_000)).toBeLessThan(0.001);
  });

  it("adds if_tsoffset", () => {
    const offset = Buffer.alloc(8);
    offset.writeBigInt64LE(-3600n);
    const file = capture(true, (ng) => [
      ng.section(),
      ng.interface(101, [ng.option(14, offset)]),
      ...packets.map((packet) => ng.enhanced(packet)),
    ]);
    expect(analyze(file).traces[0]?.startedAt).toBe(1_795_000_000_000 - 3_600_000);
  });

  it("has simple and obsolete packet blocks, and blocks that nobody knows", () => {
    const file = capture(true, (ng) => [
      ng.section(),
      ng.block(0x0bad, Buffer.from("unknown")),
      ng.interface(101),
      ng.block(0x4000_0bad, Buffer.alloc(3 << 20)),
      ...packets.map((packet, index) =>
        index % 3 === 0 ? ng.obsolete(packet) : index % 3 === 1 ? ng.simple(packet) : ng.enhanced(packet),
      ),
    ]);
    for (const size of [4099, 65_536, file.length]) expect(analyze(file, size).traces).toMatchObject([SEEN]);
  });

  it("says where a block is impossible", () => {
    const ng = new PcapngWriter();
    const start = Buffer.concat([ng.section(), ng.interface(101)]);
    const faults = [
      Buffer.concat([ng.long(6), ng.long(13), Buffer.alloc(8)]),
      Buffer.concat([ng.long(6), ng.long(8), Buffer.alloc(8)]),
      Buffer.concat([ng.long(9), ng.long(16), ng.long(0), ng.long(20)]),
      ng.enhanced({ at: 0, bytes: Buffer.alloc(4) }, 5),
      ng.block(6, Buffer.alloc(8)),
    ].map((block) => analyze(Buffer.concat([start, block])).fault);
    expect(faults.map((fault) => fault?.code)).toEqual([
      "illegal_length",
      "illegal_length",
      "illegal_value",
      "illegal_value",
      "truncated",
    ]);
    for (const fault of faults) expect(fault?.offset).toBeGreaterThanOrEqual(start.length);
  });
});

it("makes of any bytes traces or a DecodeError", () => {
  const file = writePcap(packets);
  const ng = new PcapngWriter();
  const other = Buffer.concat([
    ng.section(),
    ng.interface(101),
    ...packets.map((packet) => ng.enhanced(packet)),
  ]);
  const mutation = fc.record({
    base: fc.constantFrom(file, other, Buffer.alloc(0)),
    changes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 20 }),
    tail: fc.uint8Array({ maxLength: 64 }),
    size: fc.integer({ min: 1, max: 9000 }),
  });
  fc.assert(
    fc.property(mutation, ({ base, changes, tail, size }) => {
      const bytes = Buffer.concat([base, tail]);
      for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
      expect(analyze(bytes, size).counts.packets).toBeLessThanOrEqual(bytes.length / 12);
    }),
    { numRuns: 400 },
  );
});
