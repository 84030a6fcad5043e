import { DecodeError } from "../wire/decode-error.ts";
import type { CaptureFormat, FrameHandler } from "./capture-reader.ts";
import { MAX_UNIT } from "./capture-reader.ts";

/** draft-ietf-opsawg-pcapng section 11.1. */
const BLOCK = {
  section_header: 0x0a0d0d0a,
  interface_description: 1,
  packet: 2,
  simple_packet: 3,
  enhanced_packet: 6,
} as const;
const PACKETS: ReadonlySet<number> = new Set([BLOCK.packet, BLOCK.simple_packet, BLOCK.enhanced_packet]);

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** Block Type, Block Total Length, and the section header's Byte-Order Magic; the shortest block has as much. */
const HEADER = 12;
const TRAILER = 4;
const MAX_INTERFACES = 4096;
const OPTION = { end: 0, if_tsresol: 9, if_tsoffset: 14 } as const;

interface Interface {
  readonly linkType: number;
  /** 0 for no limit. */
  readonly snapLength: number;
  readonly ticksPerSecond: number;
  readonly offsetMs: number;
}

/** Blocks in sections; each section has its own byte order and interfaces. draft-ietf-opsawg-pcapng. */
export class PcapngFormat implements CaptureFormat {
  readonly headerLength = HEADER;
  readonly #onFrame: FrameHandler;
  #little = false;
  #interfaces: Interface[] = [];
  /** Of the last packet: a Simple Packet Block has no time of its own. */
  #at = 0;

  constructor(onFrame: FrameHandler) {
    this.#onFrame = onFrame;
  }

  measure(bytes: Buffer, offset: number, position: number): number {
    // Reads the same in both byte orders.
    const sectionHeader = bytes.readUInt32BE(offset) === BLOCK.section_header;
    if (sectionHeader) this.#beginSection(bytes, offset, position);
    const length = this.#uint32(bytes, offset + 4);
    if (length < HEADER || length % 4 !== 0)
      throw new DecodeError("illegal_length", "Block Total Length", position + 4);
    if (length > MAX_UNIT && PACKETS.has(this.#uint32(bytes, offset)))
      throw new DecodeError("too_large", "Block Total Length", position + 4);
    return length;
  }

  take(bytes: Buffer, offset: number, length: number, position: number): void {
    const end = offset + length - TRAILER;
    if (this.#uint32(bytes, end) !== length)
      throw new DecodeError("illegal_value", "Block Total Length", position + length - TRAILER);
    switch (this.#uint32(bytes, offset)) {
      case BLOCK.interface_description:
        this.#describeInterface(bytes, offset, end, position);
        break;
      case BLOCK.enhanced_packet:
        this.#packet(bytes, offset, end, position, "Enhanced Packet Block");
        break;
      case BLOCK.packet:
        this.#packet(bytes, offset, end, position, "Packet Block");
        break;
      case BLOCK.simple_packet:
        this.#simplePacket(bytes, offset, end, position);
        break;
    }
  }

  #beginSection(bytes: Buffer, offset: number, position: number): void {
    const big = bytes.readUInt32BE(offset + 8) === BYTE_ORDER_MAGIC;
    if (!big && bytes.readUInt32LE(offset + 8) !== BYTE_ORDER_MAGIC)
      throw new DecodeError("illegal_value", "Byte-Order Magic", position + 8);
    this.#little = !big;
    this.#interfaces = [];
  }

  #describeInterface(bytes: Buffer, offset: number, end: number, position: number): void {
    if (end - offset < 16) throw new DecodeError("truncated", "Interface Description Block", position);
    if (this.#interfaces.length === MAX_INTERFACES)
      throw new DecodeError("too_large", "Interface Description Block", position);
    let ticksPerSecond = 1e6;
    let offsetMs = 0;
    for (let option = offset + 16; option + 4 <= end;) {
      const code = this.#uint16(bytes, option);
      const length = this.#uint16(bytes, option + 2);
      const value = option + 4;
      if (code === OPTION.end || value + length > end) break;
      if (code === OPTION.if_tsresol && length === 1) {
        const resolution = bytes.readUInt8(value);
        ticksPerSecond = resolution & 0x80 ? 2 ** (resolution & 0x7f) : 10 ** resolution;
      }
      if (code === OPTION.if_tsoffset && length === 8) {
        const seconds = this.#little ? bytes.readBigInt64LE(value) : bytes.readBigInt64BE(value);
        offsetMs = Number(seconds) * 1e3;
      }
      option = value + length + (-length & 3);
    }
    this.#interfaces.push({
      linkType: this.#uint16(bytes, offset + 8),
      snapLength: this.#uint32(bytes, offset + 12),
      ticksPerSecond,
      offsetMs,
    });
  }

  /** The obsolete Packet Block differs in a shorter interface number only. */
  #packet(bytes: Buffer, offset: number, end: number, position: number, structure: string): void {
    const start = offset + 28;
    if (start > end) throw new DecodeError("truncated", structure, position);
    const number =
      structure === "Packet Block" ? this.#uint16(bytes, offset + 8) : this.#uint32(bytes, offset + 8);
    const captured = this.#uint32(bytes, offset + 20);
    if (captured > end - start) throw new DecodeError("illegal_length", structure, position + 20);
    const { linkType, ticksPerSecond, offsetMs } = this.#interface(number, structure, position);
    const ticks = this.#uint32(bytes, offset + 12) * 2 ** 32 + this.#uint32(bytes, offset + 16);
    this.#at = (ticks * 1e3) / ticksPerSecond + offsetMs;
    this.#onFrame(bytes, start, start + captured, this.#uint32(bytes, offset + 24), linkType, this.#at);
  }

  #simplePacket(bytes: Buffer, offset: number, end: number, position: number): void {
    const start = offset + 12;
    if (start > end) throw new DecodeError("truncated", "Simple Packet Block", position);
    const { linkType, snapLength } = this.#interface(0, "Simple Packet Block", position);
    const wireLength = this.#uint32(bytes, offset + 8);
    const captured = Math.min(wireLength, end - start, snapLength || MAX_UNIT);
    this.#onFrame(bytes, start, start + captured, wireLength, linkType, this.#at);
  }

  #interface(number: number, structure: string, position: number): Interface {
    const found = this.#interfaces[number];
    if (found === undefined) throw new DecodeError("illegal_value", structure, position + 8);
    return found;
  }

  #uint16(bytes: Buffer, offset: number): number {
    return this.#little ? bytes.readUInt16LE(offset) : bytes.readUInt16BE(offset);
  }

  #uint32(bytes: Buffer, offset: number): number {
    return this.#little ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset);
  }
}
