import type { HashedName } from "./hashed-names.ts";
import { NameHash } from "./hashed-names.ts";
import type { SideIndex } from "./tls-stream.ts";

interface Names {
  /** Of the message's body. */
  readonly offset: number;
  readonly names: readonly HashedName[];
}

/** Where the names are in what one side sends. Offsets count from its first byte. */
export class SideNames {
  readonly #hash: NameHash;
  readonly messages: Names[] = [];
  /** Sequence number of its first byte; null when nothing came. */
  origin: number | null = null;
  /** Between them all is TLS that was read, record by record. */
  readFrom = 0;
  readUpTo = 0;
  #stopped = false;

  constructor(hash: NameHash) {
    this.#hash = hash;
  }

  begin(offset: number): void {
    this.readFrom = offset;
    this.advance(offset);
  }

  message(type: number, body: Buffer, offset: number): void {
    const names = this.#hash.find(type, body);
    if (names === null) this.stop();
    else if (names.length > 0) this.messages.push({ offset, names });
  }

  advance(offset: number): void {
    if (!this.#stopped) this.readUpTo = offset;
  }

  /** What comes cannot be told to be without names. */
  stop(): void {
    this.#stopped = true;
  }
}

/** The names of a capture, found in a first reading, so that a second one can write others in their places wherever packets cut
 *  them. Connections count from 1, in the order of their first packets. */
export class CapturedNames {
  readonly #hash = new NameHash();
  readonly #connections = new Map<number, readonly [SideNames, SideNames]>();

  of(connection: number): readonly [SideNames, SideNames] {
    const known = this.#connections.get(connection);
    if (known !== undefined) return known;
    const sides = [new SideNames(this.#hash), new SideNames(this.#hash)] as const;
    this.#connections.set(connection, sides);
    return sides;
  }

  /** Hides in `bytes[start, end)` the names, and as zeros all that was not read. @param sequence of the first byte */
  hide(
    bytes: Buffer,
    start: number,
    end: number,
    connection: number,
    side: SideIndex,
    sequence: number,
  ): void {
    const { origin, readFrom, readUpTo, messages } = this.of(connection)[side];
    const first = origin === null ? 0 : (sequence - origin) | 0;
    const at = (offset: number) => Math.min(end, Math.max(start, start + offset - first));
    if (origin === null) bytes.fill(0, start, end);
    bytes.fill(0, start, at(readFrom));
    bytes.fill(0, at(readUpTo), end);
    for (const { offset, names } of messages) {
      for (const name of names) {
        const from = offset + name.offset;
        const to = from + name.bytes.length;
        if (at(to) > at(from))
          name.bytes.copy(
            bytes,
            at(from),
            Math.max(0, first - from),
            Math.max(0, first - from) + at(to) - at(from),
          );
      }
    }
  }
}
