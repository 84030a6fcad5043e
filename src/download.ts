/** Enough to tell what a file is. */
const HEAD = 1_024;

/** A download that is looked at before it is known how to read it. `pieces` are all of it, the head again among them. */
export interface Download {
  readonly head: Buffer;
  readonly pieces: AsyncIterable<Uint8Array>;
}

export async function lookInto(source: AsyncIterable<Uint8Array>): Promise<Download> {
  const iterator = source[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  for (let length = 0; length < HEAD;) {
    const next = await iterator.next();
    if (next.done === true) break;
    first.push(next.value);
    length += next.value.length;
  }
  const pieces = async function* () {
    try {
      yield* first;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value;
    } finally {
      await iterator.return?.();
    }
  };
  return { head: Buffer.concat(first), pieces: pieces() };
}

/** All of it; null for more than `maxBytes`. */
export async function collect({ pieces }: Download, maxBytes: number): Promise<Uint8Array | null> {
  const kept: Uint8Array[] = [];
  let total = 0;
  for await (const piece of pieces) {
    total += piece.length;
    if (total > maxBytes) return null;
    kept.push(piece);
  }
  return Buffer.concat(kept);
}

/** A time-out that can be set anew when it is known what there is to do. */
export class Deadline {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.set(ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  set(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(new Error(`not done within ${ms} ms`)), ms);
  }

  /** Ends what still goes on under the signal. */
  end(): void {
    clearTimeout(this.#timer);
    this.#controller.abort(new Error("not needed any more"));
  }
}
