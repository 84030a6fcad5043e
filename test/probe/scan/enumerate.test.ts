import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { enumerate } from "../../../src/probe/scan/enumerate.ts";

const CANDIDATES = Array.from({ length: 20 }, (_, index) => index);

/** A server with an order, which counts what it is asked. */
function serverWith(order: readonly number[]) {
  const asked: (readonly number[])[] = [];
  const ask = async (offer: readonly number[]) => {
    asked.push(offer);
    await Promise.resolve();
    return order.find((item) => offer.includes(item)) ?? null;
  };
  return { ask, asked };
}

const anyOrder = fc.shuffledSubarray(CANDIDATES);

describe("enumerate", () => {
  it("finds all of any server, in its order, with one question more than there are", async () => {
    await fc.assert(
      fc.asyncProperty(anyOrder, async (order) => {
        const { ask, asked } = serverWith(order);
        expect(await enumerate({ candidates: CANDIDATES, ask })).toEqual(order);
        expect(asked.length).toBe(Math.min(order.length + 1, CANDIDATES.length));
      }),
    );
  });

  it("finds the same with right, wrong and foolish guesses, a question more for each of them", async () => {
    const guesses = [
      (remaining: readonly number[]) => remaining[0],
      (remaining: readonly number[]) => remaining.at(-1),
      () => 1_000,
      () => undefined,
      (_: readonly number[], last: number) => last,
    ];
    await fc.assert(
      fc.asyncProperty(anyOrder, fc.constantFrom(...guesses), fc.nat(3), async (order, guess, deep) => {
        const { ask, asked } = serverWith(order);
        expect(await enumerate({ candidates: CANDIDATES, ask, guess, guesses: deep })).toEqual(order);
        expect(asked.length).toBeLessThanOrEqual((1 + deep) * (order.length + 1));
      }),
    );
  });

  it("with guesses that are all right asks for two at a time", async () => {
    const { ask } = serverWith(CANDIDATES);
    let waves = 0;
    let inFlight = 0;
    await enumerate({
      candidates: CANDIDATES,
      guess: (remaining) => remaining[0],
      ask: async (offer) => {
        if (inFlight++ === 0) waves++;
        const choice = await ask(offer);
        inFlight--;
        return choice;
      },
    });
    // The first, then one wave for each two.
    expect(waves).toBeLessThanOrEqual(1 + Math.ceil(CANDIDATES.length / 2));
  });

  it("rejects once when asking does, whatever else is on its way", async () => {
    const reason = new Error("a bug");
    let times = 0;
    const ask = async (offer: readonly number[]) => {
      if (times++ > 0) throw reason;
      return Promise.resolve(offer[0] ?? null);
    };
    // The second and third are asked at once; a rejection that nobody waits for would fail the run.
    const guess = (remaining: readonly number[]) => remaining[0];
    await expect(enumerate({ candidates: CANDIDATES, ask, guess })).rejects.toBe(reason);
    expect(times).toBe(3);
  });

  it("ends with a server that chooses what was not offered, or always the same", async () => {
    let count = 0;
    const always = { candidates: CANDIDATES, ask: async () => (count++, 7) };
    expect(await enumerate({ ...always, guess: (remaining) => remaining[0] })).toEqual([7]);
    expect(count).toBeLessThanOrEqual(4);
    expect(await enumerate({ candidates: CANDIDATES, ask: async () => 99 })).toEqual([]);
    expect(await enumerate({ candidates: [], ask: async () => 7 })).toEqual([]);
  });
});
