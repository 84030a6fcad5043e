import { DecodeError } from "./decode-error.ts";

/** Reads a byte string front to back. It never copies, never reads past its end, and `end()` refuses what
 *  is left, so a decoder cannot silently drop bytes. */
export class Cursor {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  #position = 0;

  /** @param start where `bytes` begins in the outermost input, so that errors name that offset. */
  constructor(bytes: Uint8Array, start = 0) {
    this.#bytes = bytes;
    this.#start = start;
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  /** Offset of the next byte in the outermost input. */
  get offset(): number {
    return this.#start + this.#position;
  }

  /** The next byte without reading it; undefined at the end. */
  peek(): number | undefined {
    return this.#bytes[this.#position];
  }

  /** The bytes from `offset`, which this cursor has passed, up to here: a structure as it was encoded. */
  since(offset: number): Uint8Array {
    return this.#bytes.subarray(offset - this.#start, this.#position);
  }

  /** An unsigned big-endian integer of 1 to 6 bytes. */
  uint(length: 1 | 2 | 3 | 4 | 6, structure: string): number {
    let value = 0;
    for (const byte of this.opaque(length, structure)) value = value * 256 + byte;
    return value;
  }

  /** The next `length` bytes, a view on the input. */
  opaque(length: number, structure: string): Uint8Array {
    if (length > this.remaining) throw new DecodeError("truncated", structure, this.offset);
    const view = this.#bytes.subarray(this.#position, this.#position + length);
    this.#position += length;
    return view;
  }

  /** A cursor over the next `length` bytes, which this one skips. */
  sub(length: number, structure: string): Cursor {
    const start = this.offset;
    return new Cursor(this.opaque(length, structure), start);
  }

  /** A TLS vector (RFC 8446 section 3.4): a length of `lengthSize` bytes, then items until they fill it. */
  vector<T>(lengthSize: 1 | 2 | 3, structure: string, item: (cursor: Cursor) => T): T[] {
    const body = this.sub(this.uint(lengthSize, structure), structure);
    const items: T[] = [];
    while (body.remaining > 0) {
      const before = body.remaining;
      items.push(item(body));
      if (body.remaining === before) throw new DecodeError("illegal_length", structure, body.offset);
    }
    return items;
  }

  /** Refuses bytes that nobody has read. */
  end(structure: string): void {
    if (this.remaining > 0) throw new DecodeError("trailing_bytes", structure, this.offset);
  }
}
