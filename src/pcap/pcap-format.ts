import { DecodeError } from "../wire/decode-error.ts";
import type { CaptureFormat, FrameHandler } from "./capture-reader.ts";
import { MAX_UNIT } from "./capture-reader.ts";

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
/** Whole seconds apart, times are in µs or ns: draft-ietf-opsawg-pcap section 4. */
const MICROSECONDS = 0xa1b2c3d4;
const NANOSECONDS = 0xa1b23c4d;

/** A file header, then records: draft-ietf-opsawg-pcap. */
export class PcapFormat implements CaptureFormat {
  readonly #little: boolean;
  readonly #perMs: number;
  readonly #onFrame: FrameHandler;
  /** Null before the file header. */
  #linkType: number | null = null;

  /** @param magic the first four bytes, big-endian. Null when they are not pcap's. */
  static of(magic: number, onFrame: FrameHandler): PcapFormat | null {
    const swapped = Buffer.from([magic & 0xff, (magic >> 8) & 0xff, (magic >> 16) & 0xff, magic >>> 24]);
    for (const [value, little] of [
      [magic, false],
      [swapped.readUInt32BE(0), true],
    ] as const) {
      if (value === MICROSECONDS) return new PcapFormat(little, 1e3, onFrame);
      if (value === NANOSECONDS) return new PcapFormat(little, 1e6, onFrame);
    }
    return null;
  }

  private constructor(little: boolean, perMs: number, onFrame: FrameHandler) {
    this.#little = little;
    this.#perMs = perMs;
    this.#onFrame = onFrame;
  }

  get headerLength(): number {
    return this.#linkType === null ? FILE_HEADER : RECORD_HEADER;
  }

  measure(bytes: Buffer, offset: number, position: number): number {
    if (this.#linkType === null) return FILE_HEADER;
    const captured = this.#uint32(bytes, offset + 8);
    if (captured > MAX_UNIT - RECORD_HEADER)
      throw new DecodeError("too_large", "Captured Packet Length", position + 8);
    return RECORD_HEADER + captured;
  }

  take(bytes: Buffer, offset: number, length: number): void {
    if (this.#linkType === null) {
      // The upper bits tell about a frame check sequence.
      this.#linkType = this.#uint32(bytes, offset + 20) & 0xffff;
      return;
    }
    const at = this.#uint32(bytes, offset) * 1e3 + this.#uint32(bytes, offset + 4) / this.#perMs;
    const start = offset + RECORD_HEADER;
    const wireLength = this.#uint32(bytes, offset + 12);
    this.#onFrame(bytes, start, offset + length, wireLength, this.#linkType, at);
  }

  #uint32(bytes: Buffer, offset: number): number {
    return this.#little ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset);
  }
}
