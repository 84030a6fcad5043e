import type { CapturedNames } from "./captured-names.ts";
import type { InternetLayer } from "./internet-layer.ts";
import { PROTOCOL } from "./internet-layer.ts";
import { FLAG } from "./tcp-connection.ts";
import type { SideIndex } from "./tls-stream.ts";

/** A packet as it may be shown to others. The bytes of `packet` from its transport header on are kept up to `keptEnd`, those in
 *  `[blankStart, blankEnd)` as zeros. */
export type PacketHandler = (
  packet: InternetLayer,
  blankStart: number,
  blankEnd: number,
  keptEnd: number,
  at: number,
  /** Of a handshake's segment. */
  segment?: KeptSegment,
) => void;

export interface KeptSegment {
  /** As `CapturedNames` counts. */
  readonly connection: number;
  readonly side: SideIndex;
  /** Where its payload begins. */
  readonly payload: number;
}

const LINKTYPE_RAW = 101;
const SNAP_LENGTH = 262_144;
const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
const UDP_HEADER = 8;
/** 10.0.0.0/8, and the addresses of its end are not used. */
const MAX_ADDRESSES = (1 << 24) - 2;

/** Writes a pcap file without link layer, with addresses of 10.0.0.0/8 and fd00::/8 in place of the real ones: the same for the
 *  same, in the order in which they were first seen. IP headers are new, and so packets that came in fragments or tunnels are
 *  whole and bare; the hop limit stays, since it tells who really sent a reset. */
export class RedactedCapture {
  readonly #write: (bytes: Buffer) => void;
  readonly #names: CapturedNames | null;
  readonly #addresses = new Map<string, number>();

  /** @param names of a first reading, which are to be hidden; null: names stay */
  constructor(write: (bytes: Buffer) => void, names: CapturedNames | null = null) {
    this.#write = write;
    this.#names = names;
    const header = Buffer.alloc(24);
    header.writeUInt32LE(0xa1b2c3d4, 0);
    header.writeUInt16LE(2, 4);
    header.writeUInt16LE(4, 6);
    header.writeUInt32LE(SNAP_LENGTH, 16);
    header.writeUInt32LE(LINKTYPE_RAW, 20);
    write(header);
  }

  readonly packet: PacketHandler = (packet, blankStart, blankEnd, given, at, segment) => {
    const { version, start, wireEnd } = packet;
    // A datagram of QUIC has its names in what is encrypted, with a key that everybody can know.
    const hidden = this.#names !== null && packet.protocol === PROTOCOL.udp;
    const keptEnd = hidden ? Math.min(given, start + UDP_HEADER) : given;
    const headerLength = version === 4 ? IPV4_HEADER : IPV6_HEADER;
    const transportLength = wireEnd - start;
    const bytes = Buffer.alloc(headerLength + keptEnd - start);
    packet.bytes.copy(bytes, headerLength, start, keptEnd);
    if (blankEnd > blankStart)
      bytes.fill(0, headerLength + blankStart - start, headerLength + blankEnd - start);
    if (this.#names !== null && segment !== undefined && keptEnd > segment.payload) {
      const { connection, side, payload } = segment;
      const syn = packet.bytes.readUInt8(start + 13) & FLAG.syn ? 1 : 0;
      const sequence = packet.bytes.readInt32BE(start + 4) + syn;
      this.#names.hide(bytes, headerLength + payload - start, bytes.length, connection, side, sequence);
    }
    if (version === 4) this.#writeIpv4(bytes, packet, transportLength);
    else this.#writeIpv6(bytes, packet, transportLength);
    writeChecksum(bytes, packet, headerLength, transportLength);
    const record = Buffer.alloc(16);
    record.writeUInt32LE(Math.floor(at / 1000) >>> 0, 0);
    record.writeUInt32LE(Math.floor((at % 1000) * 1000) >>> 0, 4);
    record.writeUInt32LE(bytes.length, 8);
    record.writeUInt32LE(headerLength + transportLength, 12);
    this.#write(record);
    this.#write(bytes);
  };

  /** RFC 791 section 3.1. */
  #writeIpv4(bytes: Buffer, packet: InternetLayer, transportLength: number): void {
    bytes.writeUInt8(0x45, 0);
    bytes.writeUInt16BE((IPV4_HEADER + transportLength) & 0xffff, 2);
    bytes.writeUInt8(packet.hopLimit, 8);
    bytes.writeUInt8(packet.protocol, 9);
    bytes.writeUInt32BE(0x0a000000 + this.#number(packet.source), 12);
    bytes.writeUInt32BE(0x0a000000 + this.#number(packet.destination), 16);
    bytes.writeUInt16BE(~sum(bytes, 0, IPV4_HEADER, 0) & 0xffff, 10);
  }

  /** RFC 8200 section 3. */
  #writeIpv6(bytes: Buffer, packet: InternetLayer, transportLength: number): void {
    bytes.writeUInt8(0x60, 0);
    bytes.writeUInt16BE(transportLength & 0xffff, 4);
    bytes.writeUInt8(packet.protocol, 6);
    bytes.writeUInt8(packet.hopLimit, 7);
    for (const [at, address] of [
      [8, packet.source],
      [24, packet.destination],
    ] as const) {
      bytes.writeUInt8(0xfd, at);
      bytes.writeUInt32BE(this.#number(address), at + 12);
    }
  }

  /** The first address is 1. Beyond what 10.0.0.0/8 holds all are the same. */
  #number(address: Int32Array): number {
    const key = address.join();
    const known = this.#addresses.get(key);
    if (known !== undefined) return known;
    const number = Math.min(this.#addresses.size + 1, MAX_ADDRESSES);
    if (number < MAX_ADDRESSES) this.#addresses.set(key, number);
    return number;
  }
}

/** Of TCP and UDP, with the pseudo-header: RFC 9293 section 3.1, RFC 8200 section 8.1. Of what is cut it cannot be right. */
function writeChecksum(
  bytes: Buffer,
  { version, protocol }: InternetLayer,
  headerLength: number,
  transportLength: number,
): void {
  const at = headerLength + (protocol === PROTOCOL.tcp ? 16 : 6);
  if (at + 2 > bytes.length) return;
  bytes.writeUInt16BE(0, at);
  const addresses = version === 4 ? sum(bytes, 12, 20, 0) : sum(bytes, 8, 40, 0);
  bytes.writeUInt16BE(
    ~sum(bytes, headerLength, bytes.length, addresses + protocol + transportLength) & 0xffff,
    at,
  );
}

/** The ones' complement sum of 16-bit words: RFC 1071. */
function sum(bytes: Buffer, start: number, end: number, initial: number): number {
  let total = initial;
  for (let offset = start; offset + 1 < end; offset += 2) total += bytes.readUInt16BE(offset);
  if ((end - start) % 2 === 1) total += bytes.readUInt8(end - 1) << 8;
  while (total > 0xffff) total = (total & 0xffff) + Math.floor(total / 0x10000);
  return total;
}
