export interface Merged<T> {
  readonly order: readonly T[];
  /** False: the server goes along with the client's order. Null: nothing showed which. */
  readonly serverPreference: boolean | null;
}

/** Lists whose order is known, merged into the one that the server would have, by few questions: the merged order is guessed,
 *  and each place where two neighbours come from different lists is asked for, all at once. What turns out otherwise is
 *  learned, and the rest is guessed again.
 *  @param chains what the server accepts, each list in its order.
 *  @param rank of an element where nothing is known: the smaller first.
 *  @param ask what the server chooses of an offer; null when it does not answer, which leaves the guess. */
export async function mergeByPreference<T>(
  chains: readonly (readonly T[])[],
  rank: (item: T) => number,
  ask: (offer: readonly T[]) => Promise<T | null>,
): Promise<Merged<T>> {
  const items = chains.flat();
  const byRank = items.toSorted((a, b) => rank(a) - rank(b));
  const relation = new Relation<T>();
  for (const chain of chains)
    for (const [index, item] of chain.entries()) relation.add(item, chain.slice(index + 1));
  let serverPreference: boolean | null = null;
  // Each round settles at least one place, so that this is the most that it can take.
  for (let round = 0; round <= items.length; round++) {
    const order = guessOrder(byRank, relation);
    const open = order.flatMap((item, index) => {
      const next = order[index + 1];
      return next === undefined || relation.knows(item, next) ? [] : [order.slice(index).toReversed()];
    });
    // One list alone has no such place.
    if (open.length === 0 && serverPreference === null && order.length > 1 && round === 0)
      open.push(order.toReversed());
    if (open.length === 0) return { order, serverPreference };
    const answers = await Promise.all(open.map(async (offer) => ({ offer, choice: await ask(offer) })));
    for (const { offer, choice } of answers) {
      if (choice === null) return { order, serverPreference };
      // The last comes first in the offer: a server that chooses it although it prefers another has no order of its own.
      if (offer.some((other) => relation.knows(other, choice)))
        return { order: byRank, serverPreference: false };
      if (choice !== offer[0]) serverPreference = true;
      relation.add(
        choice,
        offer.filter((other) => other !== choice),
      );
    }
  }
  return { order: guessOrder(byRank, relation), serverPreference };
}

/** Who is above whom. */
class Relation<T> {
  readonly #below = new Map<T, Set<T>>();

  add(above: T, below: readonly T[]): void {
    this.#below.set(above, new Set([...(this.#below.get(above) ?? []), ...below]));
  }

  /** Directly or through others. */
  knows(above: T, below: T): boolean {
    const seen = new Set<T>();
    const waiting = [above];
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      for (const next of this.#below.get(item) ?? []) {
        if (next === below) return true;
        if (seen.has(next)) continue;
        seen.add(next);
        waiting.push(next);
      }
    }
    return false;
  }
}

/** An order that breaks nothing that is known; a server that contradicts itself ends up somewhere. */
function guessOrder<T>(items: readonly T[], relation: Relation<T>): T[] {
  const rest = [...items];
  const order: T[] = [];
  while (rest.length > 0) {
    const free = rest.findIndex(
      (item) => !rest.some((other) => other !== item && relation.knows(other, item)),
    );
    order.push(...rest.splice(Math.max(free, 0), 1));
  }
  return order;
}
