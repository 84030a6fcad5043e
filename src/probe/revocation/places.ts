/** So many at a time; the others wait their turn. */
export class Places {
  readonly #waiters: (() => void)[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiters.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiters.shift();
      // Whoever waited has this one's place.
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
