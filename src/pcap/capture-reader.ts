import { DecodeError } from "../wire/decode-error.ts";
import { PcapFormat } from "./pcap-format.ts";
import { PcapngFormat } from "./pcapng-format.ts";

/** One captured frame. Nothing is copied: `bytes` is valid during the call only, the frame is `bytes[start, end)`.
 *  @param wireLength what was sent, which is more than `end - start` when the capture cuts packets
 *  @param linkType LINKTYPE_ value of tcpdump.org
 *  @param at ms since 1970, with fractions to the microsecond */
export type FrameHandler = (
  bytes: Buffer,
  start: number,
  end: number,
  wireLength: number,
  linkType: number,
  at: number,
) => void;

/** What a file consists of: a header or a record of pcap, a block of pcapng. */
export interface CaptureFormat {
  /** Bytes that `measure` must see, at least 4. */
  readonly headerLength: number;
  /** Length of the unit at `offset`. Above `MAX_UNIT` it is passed over unread.
   *  @param position of the unit in the file, for errors. @throws DecodeError */
  measure(bytes: Buffer, offset: number, position: number): number;
  /** Reads one whole unit. @throws DecodeError */
  take(bytes: Buffer, offset: number, length: number, position: number): void;
}

/** No frame is longer: libpcap's largest snapshot length is 256 KiB. */
export const MAX_UNIT = 1 << 20;
const MAGIC = 4;
const PCAPNG = 0x0a0d0d0a;

/** Reads pcap and pcapng as they come. Keeps at most one unit; whole units within a chunk are not copied. */
export class CaptureReader {
  readonly #onFrame: FrameHandler;
  #format: CaptureFormat | null = null;
  #held = Buffer.alloc(0);
  #heldLength = 0;
  /** Length of the unit that is held in part; 0 while its header is incomplete. */
  #unit = 0;
  #skip = 0;
  /** Offset in the file of the next unit. */
  #position = 0;

  constructor(onFrame: FrameHandler) {
    this.#onFrame = onFrame;
  }

  /** The next bytes of the file, in pieces of any size. Frames before a fault have been delivered.
   *  @throws DecodeError naming the offset in the file; the reader cannot go on then. */
  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let offset = 0;
    while (offset < bytes.length) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, bytes.length - offset);
        this.#skip -= skipped;
        offset += skipped;
      } else if (this.#heldLength > 0) {
        offset = this.#complete(bytes, offset);
      } else {
        const rest = bytes.length - offset;
        if (rest < this.#headerLength) return this.#hold(bytes, offset, bytes.length);
        if (this.#format === null) {
          this.#format = this.#recognize(bytes.readUInt32BE(offset));
          continue;
        }
        const length = this.#measure(this.#format, bytes, offset);
        if (length === SKIPPED) continue;
        if (rest < length) {
          this.#unit = length;
          return this.#hold(bytes, offset, bytes.length);
        }
        this.#take(this.#format, bytes, offset, length);
        offset += length;
      }
    }
  }

  /** The file is over. @throws DecodeError when it ends within a packet, or is none at all. */
  end(): void {
    if (this.#heldLength > 0 || this.#skip > 0 || this.#format === null)
      throw new DecodeError("truncated", "capture", this.#position + this.#heldLength);
  }

  get #headerLength(): number {
    return this.#format?.headerLength ?? MAGIC;
  }

  /** Adds to the held unit what it lacks; answers where to go on. */
  #complete(bytes: Buffer, offset: number): number {
    const wanted = this.#unit === 0 ? this.#headerLength : this.#unit;
    const end = Math.min(bytes.length, offset + wanted - this.#heldLength);
    this.#hold(bytes, offset, end);
    if (this.#heldLength < wanted) return end;
    if (this.#format === null) {
      this.#format = this.#recognize(this.#held.readUInt32BE(0));
      return end;
    }
    if (this.#unit === 0) {
      const length = this.#measure(this.#format, this.#held, 0);
      if (length === SKIPPED) {
        this.#skip -= this.#heldLength;
        this.#heldLength = 0;
        return end;
      }
      this.#unit = length;
      if (length > this.#heldLength) return end;
    }
    this.#heldLength = 0;
    this.#take(this.#format, this.#held, 0, this.#unit);
    this.#unit = 0;
    return end;
  }

  #hold(bytes: Buffer, start: number, end: number): void {
    const length = this.#heldLength + end - start;
    if (this.#held.length < length) {
      const larger = Buffer.alloc(Math.max(length, 2 * this.#held.length, 4096));
      this.#held.copy(larger, 0, 0, this.#heldLength);
      this.#held = larger;
    }
    bytes.copy(this.#held, this.#heldLength, start, end);
    this.#heldLength = length;
  }

  #measure(format: CaptureFormat, bytes: Buffer, offset: number): number {
    const length = format.measure(bytes, offset, this.#position);
    if (length <= MAX_UNIT) return length;
    this.#skip = length;
    this.#position += length;
    return SKIPPED;
  }

  #recognize(magic: number): CaptureFormat {
    if (magic === PCAPNG) return new PcapngFormat(this.#onFrame);
    const format = PcapFormat.of(magic, this.#onFrame);
    if (format === null) throw new DecodeError("illegal_value", "capture", 0);
    return format;
  }

  #take(format: CaptureFormat, bytes: Buffer, offset: number, length: number): void {
    format.take(bytes, offset, length, this.#position);
    this.#position += length;
  }
}

const SKIPPED = -1;
