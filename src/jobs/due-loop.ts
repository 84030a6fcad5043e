export interface DueLoopPorts<T> {
  /** Takes up to `limit` of what is due. Rejects when it cannot be known. */
  readonly take: (limit: number) => Promise<readonly T[]>;
  /** Ends what it was taken for: else another takes it over when its lease is over. */
  readonly process: (item: T, signal: AbortSignal) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export interface DueLoopOptions {
  /** At a time. */
  readonly concurrency: number;
  /** For each; shorter than the lease. */
  readonly timeoutMs: number;
}

export interface DueLoop {
  /** Takes no more, gives what is under way `graceMs`, then lets go of it: another takes it over. */
  stop(graceMs: number): Promise<void>;
}

/** Who asks too often is a burden, and who asks too seldom is late. */
const IDLE_MS = 500;
/** While nothing can be taken; doubled from the first on. */
const FIRST_BACK_OFF_MS = 500;
const LONGEST_BACK_OFF_MS = 10_000;
/** Taking a few at once costs hardly more than taking one. */
const MAX_BATCH = 50;

/** Does what is due, as long as it runs. Any number of them share the work. */
export function startDueLoop<T>(options: DueLoopOptions, ports: DueLoopPorts<T>): DueLoop {
  const { concurrency, timeoutMs } = options;
  const batch = Math.min(MAX_BATCH, Math.ceil(concurrency / 2));
  const running = new Map<AbortController, Promise<void>>();
  const closing = new AbortController();
  let hasLetGo = false;

  const work = async (item: T, end: AbortController) => {
    const timer = setTimeout(() => end.abort(new Error(`not done within ${timeoutMs} ms`)), timeoutMs);
    try {
      // What heeds no signal is not waited for either.
      await unless(end.signal, ports.process(item, end.signal));
    } catch (error) {
      if (!hasLetGo) ports.onError(error);
    } finally {
      clearTimeout(timer);
    }
  };
  const loop = async () => {
    let failures = 0;
    while (!closing.signal.aborted) {
      while (concurrency - running.size < batch) await Promise.race(running.values());
      let items: readonly T[] = [];
      try {
        items = await unless(closing.signal, ports.take(Math.min(batch, concurrency - running.size)));
        failures = 0;
      } catch (error) {
        if (closing.signal.aborted) break;
        failures += 1;
        ports.onError(error);
      }
      for (const item of items) {
        const end = new AbortController();
        // Also when it ends at once, it has begun before it is over.
        running.set(
          end,
          work(item, end).then(() => void running.delete(end)),
        );
      }
      if (items.length > 0) continue;
      const backOff = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (failures - 1));
      // Several that began together do not stay together.
      await pause((failures > 0 ? backOff : IDLE_MS) * (0.75 + Math.random() / 2), closing.signal);
    }
  };
  const looping = loop();

  return {
    async stop(graceMs) {
      closing.abort(new Error("the loop stops"));
      const timer = setTimeout(() => {
        hasLetGo = true;
        for (const end of running.keys()) end.abort(closing.signal.reason);
      }, graceMs);
      await looping;
      await Promise.all(running.values());
      clearTimeout(timer);
    },
  };
}

/** The promise, or the signal's reason when that comes first. */
async function unless<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
  });
}
