const HEADER = 4;
/** A list of certificates that is longer than this is an attack. */
const MAX_MESSAGE = 1 << 18;

export interface MessageReader {
  /** The body is `bytes[start, start + length)`, valid during the call only; null when the capture lacks some of it. */
  message(type: number, bytes: Buffer | null, start: number, length: number, at: number): void;
}

const NOTHING = Buffer.alloc(0);

/** Cuts the fragments of handshake records into messages: RFC 8446 section 5.1. A message within one fragment is not copied. */
export class HandshakeAssembler {
  readonly #reader: MessageReader;
  /** The message that has come in part; grown as it comes. */
  #held = NOTHING;
  #have = 0;
  /** Header included; 0 while the header is incomplete. */
  #total = 0;
  #damaged = false;
  /** Where in the bytes of the fragment the message ends that is handed out. */
  messageEnd = 0;

  constructor(reader: MessageReader) {
    this.#reader = reader;
  }

  get pending(): boolean {
    return this.#have > 0;
  }

  get held(): number {
    return this.#held.length;
  }

  /** False when this is no handshake message: the rest must not be read either. */
  push(bytes: Buffer, start: number, end: number, at: number): boolean {
    let offset = start;
    while (offset < end) {
      if (this.#have === 0 && end - offset >= HEADER) {
        const length = (bytes.readUInt8(offset + 1) << 16) | bytes.readUInt16BE(offset + 2);
        if (length > MAX_MESSAGE) return false;
        const next = offset + HEADER + length;
        if (next <= end) {
          this.messageEnd = next;
          this.#reader.message(bytes.readUInt8(offset), bytes, offset + HEADER, length, at);
          offset = next;
          continue;
        }
      }
      const taken = Math.min((this.#total || HEADER) - this.#have, end - offset);
      if (!this.#damaged) this.#hold(bytes, offset, offset + taken);
      this.#have += taken;
      offset += taken;
      this.messageEnd = offset;
      if (!this.#continue(at)) return false;
    }
    return true;
  }

  /** `length` bytes are not in the capture. False when it is unknown where the next message begins. */
  skip(length: number, at: number): boolean {
    if (this.#total === 0 || length > this.#total - this.#have) {
      if (this.#total > 0) {
        this.#damaged = true;
        this.#emit(at);
      }
      this.reset();
      return false;
    }
    this.#damaged = true;
    this.#have += length;
    return this.#continue(at);
  }

  /** Hands out what there is of a message that does not end. */
  flush(at: number): void {
    if (this.#total === 0) return;
    const bytes = this.#damaged ? null : this.#held.subarray(0, this.#have);
    this.#reader.message(this.#held.readUInt8(0), bytes, HEADER, this.#total - HEADER, at);
    this.reset();
  }

  reset(): void {
    this.#held = NOTHING;
    this.#have = 0;
    this.#total = 0;
    this.#damaged = false;
  }

  #continue(at: number): boolean {
    if (this.#total === 0 && this.#have === HEADER) {
      this.#total = HEADER + ((this.#held.readUInt8(1) << 16) | this.#held.readUInt16BE(2));
      if (this.#total > HEADER + MAX_MESSAGE) {
        this.reset();
        return false;
      }
    }
    if (this.#have === this.#total) {
      this.#emit(at);
      this.reset();
    }
    return true;
  }

  #emit(at: number): void {
    const bytes = this.#damaged ? null : this.#held;
    this.#reader.message(this.#held.readUInt8(0), bytes, HEADER, this.#total - HEADER, at);
  }

  #hold(bytes: Buffer, start: number, end: number): void {
    const length = this.#have + end - start;
    if (this.#held.length < length) {
      const larger = Buffer.alloc(Math.max(length, Math.min(2 * this.#held.length, this.#total)));
      this.#held.copy(larger, 0, 0, this.#have);
      this.#held = larger;
    }
    bytes.copy(this.#held, this.#have, start, end);
  }
}
