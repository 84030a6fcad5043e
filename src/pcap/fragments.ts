/** Datagrams that are incomplete at a time; the oldest is dropped. With MAX_DATAGRAM each it bounds the memory. */
const MAX_INCOMPLETE = 128;
const MAX_PARTS = 256;
const MAX_DATAGRAM = 65_535;

interface Incomplete {
  /** By offset; copies. */
  readonly parts: Map<number, Buffer>;
  /** Known once the last fragment is here. */
  length: number | null;
}

/** Puts IP datagrams together: RFC 791 section 3.2, RFC 8200 section 4.5. */
export class FragmentTable {
  readonly #incomplete = new Map<string, Incomplete>();

  /** @param key addresses, protocol and identification. Null until the datagram is whole. */
  add(key: string, offset: number, payload: Buffer, more: boolean): Buffer | null {
    if (offset + payload.length > MAX_DATAGRAM || payload.length === 0) return null;
    const datagram = this.#incomplete.get(key) ?? this.#begin(key);
    if (!more) datagram.length = offset + payload.length;
    // What came first stays: a later fragment must not rewrite what was sent.
    if (!datagram.parts.has(offset) && datagram.parts.size < MAX_PARTS)
      datagram.parts.set(offset, Buffer.from(payload));
    const whole = assemble(datagram);
    if (whole !== null) this.#incomplete.delete(key);
    return whole;
  }

  #begin(key: string): Incomplete {
    const [oldest] = this.#incomplete.keys();
    if (this.#incomplete.size >= MAX_INCOMPLETE && oldest !== undefined) this.#incomplete.delete(oldest);
    const datagram: Incomplete = { parts: new Map(), length: null };
    this.#incomplete.set(key, datagram);
    return datagram;
  }
}

function assemble({ parts, length }: Incomplete): Buffer | null {
  if (length === null) return null;
  const sorted = Array.from(parts).toSorted(([a], [b]) => a - b);
  const whole = Buffer.alloc(length);
  let filled = 0;
  for (const [offset, part] of sorted) {
    if (offset > filled) return null;
    part.subarray(filled - offset).copy(whole, filled);
    filled = Math.max(filled, offset + part.length);
  }
  return filled >= length ? whole : null;
}
