import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeByPreference } from "../../../src/probe/scan/order.ts";

const ITEMS = Array.from({ length: 14 }, (_, index) => index);
const rank = (item: number) => item;

type Server = (offer: readonly number[]) => number | null;
const withOrder =
  (order: readonly number[]): Server =>
  (offer) =>
    order.find((item) => offer.includes(item)) ?? null;
const clientsOrder: Server = (offer) => offer[0] ?? null;

/** What enumerating each part, asked for by rank, would show. */
function chainsOf(server: Server, parts: readonly (readonly number[])[]): number[][] {
  return parts.map((part) => {
    const chain: number[] = [];
    for (;;) {
      const choice = server(part.filter((item) => !chain.includes(item)));
      if (choice === null) return chain;
      chain.push(choice);
    }
  });
}

async function merge(server: Server, parts: readonly (readonly number[])[]) {
  let questions = 0;
  const merged = await mergeByPreference(chainsOf(server, parts), rank, async (offer) => {
    questions++;
    return server(offer);
  });
  return { ...merged, questions };
}

/** A server's items in its order, parted into up to four chains. */
const anyServer = fc
  .tuple(fc.shuffledSubarray(ITEMS, { minLength: 1 }), fc.array(fc.nat(3), { minLength: 14, maxLength: 14 }))
  .map(([order, partOf]) => {
    const parts = [0, 1, 2, 3].map((part) =>
      ITEMS.filter((item) => order.includes(item) && partOf[item] === part),
    );
    return { order, parts: parts.filter((part) => part.length > 0) };
  });

describe("mergeByPreference", () => {
  it("finds any server's order in any parts, and that it has one", async () => {
    await fc.assert(
      fc.asyncProperty(anyServer, async ({ order, parts }) => {
        const merged = await merge(withOrder(order), parts);
        expect(merged.order).toEqual(order);
        expect(merged.serverPreference).toBe(order.length > 1 ? true : null);
        // The guess asks at most once for each neighbour, and comparing at most once for each pair.
        const pairs = (order.length * (order.length - 1)) / 2;
        expect(merged.questions).toBeLessThanOrEqual(order.length + pairs);
      }),
      { numRuns: 500 },
    );
  });

  it("knows a server that leaves the choice to the client, whatever the parts", async () => {
    await fc.assert(
      fc.asyncProperty(anyServer, async ({ order, parts }) => {
        const merged = await merge(clientsOrder, parts);
        expect(merged.order).toEqual(order.toSorted((a, b) => a - b));
        expect(merged.serverPreference).toBe(order.length > 1 ? false : null);
      }),
      { numRuns: 500 },
    );
  });

  it("costs few questions where the server's order is the likely one", async () => {
    const parts = [ITEMS.filter((item) => item < 7), ITEMS.filter((item) => item >= 7)];
    expect((await merge(withOrder(ITEMS), parts)).questions).toBe(1);
    expect((await merge(withOrder(ITEMS), [ITEMS])).questions).toBe(1);
  });

  it("ends whatever the server answers", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyServer,
        fc.infiniteStream(fc.option(fc.nat(40))),
        async ({ order, parts }, answers) => {
          let questions = 0;
          const merged = await mergeByPreference(parts, rank, async (offer) => {
            questions++;
            const { value } = answers.next();
            return typeof value === "number" ? (offer[value % offer.length] ?? null) : null;
          });
          expect(merged.order.toSorted((a, b) => a - b)).toEqual(order.toSorted((a, b) => a - b));
          expect(questions).toBeLessThanOrEqual(order.length * (order.length + 1));
        },
      ),
    );
  });

  it("leaves the guess where there is no answer, and nothing where there is nothing", async () => {
    const unanswered = await mergeByPreference([[3], [1]], rank, async () => null);
    expect(unanswered).toEqual({ order: [1, 3], serverPreference: null });
    expect(await mergeByPreference([], rank, async () => null)).toEqual({
      order: [],
      serverPreference: null,
    });
  });
});
