/** What the table needs of an entry: a chain of those with the same hash, and the order of their last use. */
export interface Connection {
  readonly hash: number;
  /** Addresses and ports of the side that was seen first, then of the other. */
  readonly key: Int32Array;
  chained: this | null;
  newer: this | null;
  older: this | null;
  lastAt: number;
}

/** Words of a key: twice an address of four words, then two ports, then the protocol. */
export const KEY_WORDS = 11;

/** Finds connections by their two endpoints, and keeps them in the order of their last use. Without allocation per packet. */
export class ConnectionTable<C extends Connection> {
  readonly #chains = new Map<number, C>();
  #oldest: C | null = null;
  #newest: C | null = null;
  size = 0;

  get oldest(): C | null {
    return this.#oldest;
  }

  /** @param key in either direction */
  find(hash: number, key: Int32Array): C | null {
    for (let entry = this.#chains.get(hash) ?? null; entry !== null; entry = entry.chained) {
      if (isSame(entry.key, key) || isReverse(entry.key, key)) return entry;
    }
    return null;
  }

  add(entry: C): void {
    entry.chained = this.#chains.get(entry.hash) ?? null;
    this.#chains.set(entry.hash, entry);
    this.#append(entry);
    this.size++;
  }

  /** It was used now. */
  touch(entry: C): void {
    if (entry === this.#newest) return;
    this.#unlink(entry);
    this.#append(entry);
  }

  delete(entry: C): void {
    const first = this.#chains.get(entry.hash) ?? null;
    if (first === entry) {
      if (entry.chained === null) this.#chains.delete(entry.hash);
      else this.#chains.set(entry.hash, entry.chained);
    }
    for (let before = first; before !== null; before = before.chained) {
      if (before.chained === entry) before.chained = entry.chained;
    }
    this.#unlink(entry);
    this.size--;
  }

  #append(entry: C): void {
    entry.older = this.#newest;
    entry.newer = null;
    if (this.#newest === null) this.#oldest = entry;
    else this.#newest.newer = entry;
    this.#newest = entry;
  }

  #unlink(entry: C): void {
    if (entry.older === null) this.#oldest = entry.newer;
    else entry.older.newer = entry.newer;
    if (entry.newer === null) this.#newest = entry.older;
    else entry.newer.older = entry.older;
  }
}

/** The same for both directions; a small integer. @param key source, destination, ports; the protocol does not count
 *  @param seed that who made the capture does not know: chains stay short */
export function hashKey(key: Int32Array, seed: number): number {
  let source = seed;
  let destination = seed;
  for (let word = 0; word < 4; word++) {
    source = mix(source, key[word] ?? 0);
    destination = mix(destination, key[word + 4] ?? 0);
  }
  return (mix(source, key[8] ?? 0) + mix(destination, key[9] ?? 0)) & 0x3fffffff;
}

function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x85ebca6b);
  return product ^ (product >>> 13);
}

export function isSame(a: Int32Array, b: Int32Array): boolean {
  for (let word = 0; word < KEY_WORDS; word++) if (a[word] !== b[word]) return false;
  return true;
}

function isReverse(a: Int32Array, b: Int32Array): boolean {
  if (a[8] !== b[9] || a[9] !== b[8] || a[10] !== b[10]) return false;
  for (let word = 0; word < 4; word++) if (a[word] !== b[word + 4] || a[word + 4] !== b[word]) return false;
  return true;
}
