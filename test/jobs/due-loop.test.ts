import { setTimeout as delay } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import type { DueLoopPorts } from "../../src/jobs/due-loop.ts";
import { startDueLoop } from "../../src/jobs/due-loop.ts";

/** Things that are due at once, each given out once. */
function portsOf(count: number, given: Partial<DueLoopPorts<number>> = {}) {
  let next = 0;
  const done: number[] = [];
  const errors: unknown[] = [];
  return {
    done,
    errors,
    ports: {
      take: (limit: number) =>
        Promise.resolve(Array.from({ length: Math.min(limit, count - next) }, () => next++)),
      process: (item: number) => {
        done.push(item);
        return Promise.resolve();
      },
      onError: (error: unknown) => errors.push(error),
      ...given,
    },
  };
}

it("does all that is due, never more at a time than it may", async () => {
  let running = 0;
  let most = 0;
  const finished = new Set<number>();
  const { ports } = portsOf(100, {
    async process(item) {
      most = Math.max(most, ++running);
      await delay(Math.random() * 5);
      running -= 1;
      finished.add(item);
    },
  });
  const loop = startDueLoop({ concurrency: 7, timeoutMs: 1_000 }, ports);
  await vi.waitFor(() => expect(finished.size).toBe(100));
  await loop.stop(100);
  expect(most).toBe(7);
});

it("goes on after what breaks, and after what takes too long", async () => {
  const { ports, errors, done } = portsOf(6, {
    process: (item) => {
      if (item === 0) throw new Error("broke at once");
      if (item === 1) return Promise.reject(new Error("broke"));
      if (item === 2) return new Promise(() => undefined);
      done.push(item);
      return Promise.resolve();
    },
  });
  const loop = startDueLoop({ concurrency: 2, timeoutMs: 50 }, ports);
  await vi.waitFor(() => expect(done).toEqual([3, 4, 5]));
  await loop.stop(100);
  expect(errors.map(String)).toEqual([
    "Error: broke at once",
    "Error: broke",
    "Error: not done within 50 ms",
  ]);
});

it("asks less and less often while nothing can be taken, and then goes on", async () => {
  let asked = 0;
  const { ports, done, errors } = portsOf(3);
  const loop = startDueLoop(
    { concurrency: 5, timeoutMs: 50 },
    { ...ports, take: (limit) => (++asked <= 2 ? Promise.reject(new Error("away")) : ports.take(limit)) },
  );
  await delay(300);
  expect(asked).toBe(1);
  await vi.waitFor(() => expect(done).toHaveLength(3), 5_000);
  await loop.stop(100);
  expect(errors).toHaveLength(2);
});

it("stops: takes no more, gives what is under way its time, then lets go of it", async () => {
  const ended: string[] = [];
  const { ports, errors } = portsOf(2, {
    async process(item, signal) {
      if (item === 0) await delay(30);
      else await new Promise((resolve) => signal.addEventListener("abort", resolve));
      ended.push(`${item} ${signal.aborted}`);
    },
  });
  const loop = startDueLoop({ concurrency: 2, timeoutMs: 60_000 }, ports);
  await delay(10);
  const began = performance.now();
  await loop.stop(200);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(ended).toEqual(["0 false", "1 true"]);
  expect(errors).toEqual([]);
});

it("stops also while what is due cannot be known", async () => {
  const { ports } = portsOf(0, { take: () => new Promise(() => undefined) });
  const loop = startDueLoop({ concurrency: 2, timeoutMs: 60_000 }, ports);
  await expect(loop.stop(50)).resolves.toBeUndefined();
});
