/** Takes what one side of a connection sent, in order. `bytes` is valid during the call only. */
export interface StreamReader {
  /** @param segmentStart whether the bytes begin a segment: a sender's message often begins there too */
  data(bytes: Buffer, start: number, end: number, at: number, segmentStart: boolean): void;
  /** `length` bytes are not in the capture. */
  gap(length: number, at: number): void;
}

interface Early {
  readonly sequence: number;
  readonly bytes: Buffer;
  readonly wireLength: number;
  readonly at: number;
}

/** What waits for an earlier segment. Beyond it that segment counts as missing from the capture. */
const MAX_EARLY_SEGMENTS = 128;
const MAX_EARLY_BYTES = 128 * 1024;

/** More than one, since a capture may mix the order of the directions. */
const ENOUGH_ACKNOWLEDGED = 2;

/** One direction of a TCP connection, put in order: RFC 9293 section 3.10.7.4. Overlaps: what came first stays. */
export class TcpStream {
  readonly #reader: StreamReader;
  /** Sequence number of the next byte, as a signed integer, which is fast; null before the first segment. */
  #next: number | null = null;
  #early: Early[] = [];
  #earlyBytes = 0;
  /** Packets that acknowledged what we wait for. */
  #acknowledged = 0;
  /** Segments that were sent again. */
  retransmissions = 0;
  /** Bytes that the capture lacks. */
  missing = 0;
  /** Bytes in order, those that are missing included. */
  length = 0;

  constructor(reader: StreamReader) {
    this.#reader = reader;
  }

  /** Bytes that are kept for later. */
  get held(): number {
    return this.#earlyBytes;
  }

  /** Sequence number of the next byte that is expected. */
  get next(): number | null {
    return this.#next;
  }

  /** Sequence number of the first byte. */
  get origin(): number | null {
    return this.#next === null ? null : (this.#next - this.length) | 0;
  }

  /** The sequence number of the first byte is known from the SYN. */
  begin(sequence: number): void {
    this.#next ??= sequence | 0;
  }

  /** @param wireLength what the segment carried; more than `end - start` when the capture cut it */
  segment(given: number, bytes: Buffer, start: number, end: number, wireLength: number, at: number): void {
    const sequence = given | 0;
    this.#next ??= sequence;
    const ahead = (sequence - this.#next) | 0;
    if (ahead > 0) {
      this.#keep({ sequence, bytes: Buffer.from(bytes.subarray(start, end)), wireLength, at });
      return;
    }
    if (wireLength + ahead <= 0) {
      // A keep-alive repeats one byte or none: RFC 9293 section 3.8.4.
      if (wireLength > 1) this.retransmissions++;
      return;
    }
    this.#deliver(bytes, start, end, wireLength, -ahead, at);
    if (this.#early.length > 0) this.#deliverEarly();
  }

  /** The other side has received all before `sequence`: what we wait for and it has not asked for again is not in the capture. */
  acknowledge(sequence: number): void {
    if (this.#early.length === 0 || this.#next === null) return;
    if (((sequence - this.#next) | 0) > 0 && ++this.#acknowledged >= ENOUGH_ACKNOWLEDGED) this.#passGap();
  }

  /** Nothing will come any more: what waits is delivered, and what it waited for is missing. */
  flush(): void {
    while (this.#early.length > 0) this.#passGap();
  }

  /** @param known bytes at the beginning that were delivered before */
  #deliver(bytes: Buffer, start: number, end: number, wireLength: number, known: number, at: number): void {
    const captured = end - start;
    this.#next = ((this.#next ?? 0) + wireLength - known) | 0;
    this.length += wireLength - known;
    if (known < captured) this.#reader.data(bytes, start + known, end, at, known === 0);
    const cut = wireLength - Math.max(captured, known);
    if (cut > 0) this.#gap(cut, at);
  }

  #gap(length: number, at: number): void {
    this.missing += length;
    this.#reader.gap(length, at);
  }

  #keep(segment: Early): void {
    const { next } = this;
    const distance = (early: Early) => (early.sequence - (next ?? 0)) | 0;
    const at = this.#early.findLastIndex((early) => distance(early) <= distance(segment));
    const before = this.#early[at];
    if (before?.sequence === segment.sequence && before.wireLength >= segment.wireLength) {
      this.retransmissions++;
      return;
    }
    this.#early.splice(at + 1, 0, segment);
    this.#earlyBytes += segment.bytes.length;
    while (this.#early.length > MAX_EARLY_SEGMENTS || this.#earlyBytes > MAX_EARLY_BYTES) this.#passGap();
  }

  /** The first that waits is next: what lies before is not in the capture. */
  #passGap(): void {
    const [first] = this.#early;
    if (first === undefined || this.#next === null) return;
    this.#acknowledged = 0;
    const length = (first.sequence - this.#next) | 0;
    if (length > 0) {
      this.#next = first.sequence;
      this.length += length;
      this.#gap(length, first.at);
    }
    this.#deliverEarly();
  }

  #deliverEarly(): void {
    for (;;) {
      const [first] = this.#early;
      if (first === undefined || this.#next === null) return;
      const known = (this.#next - first.sequence) | 0;
      if (known < 0) return;
      this.#early.shift();
      this.#earlyBytes -= first.bytes.length;
      if (known < first.wireLength)
        this.#deliver(first.bytes, 0, first.bytes.length, first.wireLength, known, first.at);
    }
  }
}
