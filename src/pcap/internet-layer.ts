import { FragmentTable } from "./fragments.ts";

/** IP protocol numbers. */
export const PROTOCOL = { ipv4: 4, tcp: 6, udp: 17, ipv6: 41 } as const;

/** IPv6 extension headers that a packet may be walked through by their length: RFC 8200 section 4, RFC 6275, 7401, 5533. */
const EXTENSION_HEADERS: ReadonlySet<number> = new Set([0, 43, 60, 135, 139, 140]);
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const MAX_EXTENSION_HEADERS = 16;
/** Tunnels in tunnels. */
const MAX_NESTING = 4;
const MORE_FRAGMENTS = 0x2000;
const FRAGMENT_OFFSET = 0x1fff;

/** The packet that was read last: fields instead of a new object, for speed. */
export class InternetLayer {
  readonly #fragments = new FragmentTable();
  /** Where the payload is; another buffer than the frame's when it was put together from fragments. */
  bytes: Buffer = Buffer.alloc(0);
  protocol = 0;
  start = 0;
  end = 0;
  /** Where the payload would end if the capture did not cut packets. */
  wireEnd = 0;
  version: 4 | 6 = 4;
  /** TTL of IPv4. */
  hopLimit = 0;
  /** The addresses as 32-bit words; of IPv4 the first, and zeros. */
  readonly source = new Int32Array(4);
  readonly destination = new Int32Array(4);

  /** Reads the header at `start`. False when there is no whole packet: cut, malformed, or a fragment that others must follow.
   *  @param wireEnd where the frame would end if the capture did not cut packets */
  read(bytes: Buffer, start: number, end: number, wireEnd: number): boolean {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.wireEnd = wireEnd;
    for (let nesting = 0; nesting < MAX_NESTING && this.start < this.end; nesting++) {
      const version = this.bytes.readUInt8(this.start) >> 4;
      if (version === 4 ? !this.#readIpv4() : version === 6 ? !this.#readIpv6() : true) return false;
      if (this.protocol !== PROTOCOL.ipv4 && this.protocol !== PROTOCOL.ipv6) return true;
    }
    return false;
  }

  /** RFC 791 section 3.1. */
  #readIpv4(): boolean {
    const { bytes, start } = this;
    if (start + 20 > this.end) return false;
    const header = (bytes.readUInt8(start) & 0x0f) * 4;
    if (header < 20 || start + header > this.end) return false;
    this.version = 4;
    this.hopLimit = bytes.readUInt8(start + 8);
    this.protocol = bytes.readUInt8(start + 9);
    setIpv4(this.source, bytes.readInt32BE(start + 12));
    setIpv4(this.destination, bytes.readInt32BE(start + 16));
    // 0 when the network card cuts what the system sends as one.
    const total = bytes.readUInt16BE(start + 2);
    if (total !== 0) this.#bound(start + total);
    this.start = start + header;
    const fragment = bytes.readUInt16BE(start + 6);
    if ((fragment & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) === 0) return this.start <= this.end;
    const id = bytes.readUInt16BE(start + 4);
    return this.#collect(id, (fragment & FRAGMENT_OFFSET) * 8, (fragment & MORE_FRAGMENTS) !== 0);
  }

  /** RFC 8200 sections 3 and 4. */
  #readIpv6(): boolean {
    const { bytes, start } = this;
    if (start + 40 > this.end) return false;
    this.version = 6;
    this.hopLimit = bytes.readUInt8(start + 7);
    for (let word = 0; word < 4; word++) {
      this.source[word] = bytes.readInt32BE(start + 8 + 4 * word);
      this.destination[word] = bytes.readInt32BE(start + 24 + 4 * word);
    }
    const payload = bytes.readUInt16BE(start + 4);
    if (payload !== 0) this.#bound(start + 40 + payload);
    let next = bytes.readUInt8(start + 6);
    let offset = start + 40;
    for (let headers = 0; headers < MAX_EXTENSION_HEADERS; headers++) {
      const length = EXTENSION_HEADERS.has(next) ? 8 : next === AUTHENTICATION ? 4 : 0;
      if (length === 0 && next !== FRAGMENT) {
        this.protocol = next;
        this.start = offset;
        return offset <= this.end;
      }
      if (offset + 8 > this.end) return false;
      if (next === FRAGMENT) {
        const field = bytes.readUInt16BE(offset + 2);
        this.protocol = bytes.readUInt8(offset);
        this.start = offset + 8;
        // An atomic fragment is whole: RFC 6946.
        if ((field & 0xfff9) !== 0)
          return this.#collect(bytes.readUInt32BE(offset + 4), field & 0xfff8, (field & 1) !== 0);
        next = this.protocol;
        offset += 8;
        continue;
      }
      next = bytes.readUInt8(offset);
      // In units of 8 bytes without the first; the Authentication Header counts 4 bytes without two: RFC 4302.
      offset += (bytes.readUInt8(offset + 1) + (length === 4 ? 2 : 1)) * length;
    }
    return false;
  }

  /** What follows the packet in its frame is padding. */
  #bound(end: number): void {
    this.wireEnd = end;
    if (end < this.end) this.end = end;
  }

  #collect(id: number, offset: number, more: boolean): boolean {
    // A fragment that the capture cut leaves a hole for ever.
    if (this.end < this.wireEnd) return false;
    const key = `${this.source.join()},${this.destination.join()},${this.version},${id},${this.protocol}`;
    const whole = this.#fragments.add(key, offset, this.bytes.subarray(this.start, this.end), more);
    if (whole === null) return false;
    this.bytes = whole;
    this.start = 0;
    this.end = whole.length;
    this.wireEnd = whole.length;
    return true;
  }
}

/** `192.0.2.7`, `2001:db8::1` (RFC 5952). @param words four; of IPv4 the first counts */
export function formatAddress(words: ArrayLike<number>, version: 4 | 6): string {
  const first = words[0] ?? 0;
  if (version === 4)
    return `${first >>> 24}.${(first >>> 16) & 0xff}.${(first >>> 8) & 0xff}.${first & 0xff}`;
  const groups = Array.from(words).flatMap((word) => [
    (word >>> 16).toString(16),
    (word & 0xffff).toString(16),
  ]);
  const runs = groups.map((_, from) => {
    const length = groups.slice(from).findIndex((group) => group !== "0");
    return length === -1 ? 8 - from : length;
  });
  const longest = Math.max(...runs);
  if (longest < 2) return groups.join(":");
  const from = runs.indexOf(longest);
  return `${groups.slice(0, from).join(":")}::${groups.slice(from + longest).join(":")}`;
}

/** Without `fill`, which takes longer than the rest of the header. */
function setIpv4(words: Int32Array, address: number): void {
  words[0] = address;
  words[1] = words[2] = words[3] = 0;
}
