export interface Merged<T> {
  readonly order: readonly T[];
  /** False: the server goes along with the client's order. Null: nothing showed which. */
  readonly serverPreference: boolean | null;
}

/** What the server chooses of an offer; null when it does not answer. */
type Ask<T> = (offer: readonly T[]) => Promise<T | null>;

/** Lists whose order is known, merged into the one that the server would have, by few questions: the merged order is guessed,
 *  and each place where two neighbours come from different lists is asked for, all at once. Where the guess was wrong, the
 *  lists are merged by comparing.
 *  @param chains what the server accepts, each list in its order.
 *  @param rank of an element where nothing is known: the smaller first. */
export async function mergeByPreference<T>(
  chains: readonly (readonly T[])[],
  rank: (item: T) => number,
  ask: Ask<T>,
): Promise<Merged<T>> {
  const byRank = chains.flat().toSorted((a, b) => rank(a) - rank(b));
  const relation = new Relation(chains);
  const guessed = guessOrder(byRank, relation);
  const open = guessed.flatMap((item, index) => {
    const next = guessed[index + 1];
    return next === undefined || relation.knows(item, next) ? [] : [guessed.slice(index).toReversed()];
  });
  // One list alone has no such place.
  if (open.length === 0 && guessed.length > 1) open.push(guessed.toReversed());
  const answers = await Promise.all(open.map(async (offer) => ({ offer, choice: await ask(offer) })));
  let serverPreference: boolean | null = null;
  let isRight = true;
  for (const { offer, choice } of answers) {
    if (choice === null) continue;
    // The last comes first in the offer: a server that chooses it although it prefers another has no order of its own.
    if (offer.some((other) => relation.knows(other, choice)))
      return { order: byRank, serverPreference: false };
    if (choice !== offer[0]) serverPreference = true;
    isRight &&= choice === offer.at(-1);
    for (const other of offer) relation.add(choice, other);
  }
  if (isRight) return { order: guessed, serverPreference };
  const isAbove = async (a: T, b: T) => {
    if (relation.knows(a, b)) return true;
    if (relation.knows(b, a)) return false;
    const choice = await ask([b, a]);
    return choice === null ? rank(a) < rank(b) : choice === a;
  };
  const order = await mergeAll(chains, isAbove);
  if (serverPreference !== null) return { order, serverPreference };
  // Every choice was what the client had first: whose order it is shows the opposite one.
  const choice = await ask(order.toReversed());
  return choice === order[0]
    ? { order, serverPreference: true }
    : { order: byRank, serverPreference: choice === null ? null : false };
}

type IsAbove<T> = (a: T, b: T) => Promise<boolean>;

async function mergeAll<T>(chains: readonly (readonly T[])[], isAbove: IsAbove<T>): Promise<readonly T[]> {
  const [first = [], second, ...rest] = chains;
  if (second === undefined) return first;
  const half = chains.length >> 1;
  if (rest.length === 0) return mergeTwo(first, second, isAbove);
  const [left, right] = await Promise.all([
    mergeAll(chains.slice(0, half), isAbove),
    mergeAll(chains.slice(half), isAbove),
  ]);
  return mergeTwo(left, right, isAbove);
}

/** The one behind the other, or else around the middle of the shorter. */
async function mergeTwo<T>(a: readonly T[], b: readonly T[], isAbove: IsAbove<T>): Promise<readonly T[]> {
  const [firstA, lastA, firstB, lastB] = [a[0], a.at(-1), b[0], b.at(-1)];
  if (firstA === undefined || lastA === undefined) return b;
  if (firstB === undefined || lastB === undefined) return a;
  const [aFirst, bFirst] = await Promise.all([isAbove(lastA, firstB), isAbove(lastB, firstA)]);
  if (aFirst) return [...a, ...b];
  if (bFirst) return [...b, ...a];
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const half = short.length >> 1;
  const middle = short.slice(half, half + 1);
  const place = await findPlace(middle, long, isAbove);
  const [before, after] = await Promise.all([
    mergeTwo(short.slice(0, half), long.slice(0, place), isAbove),
    mergeTwo(short.slice(half + 1), long.slice(place), isAbove),
  ]);
  return [...before, ...middle, ...after];
}

/** Asked about at a time. */
const PROBES = 3;

/** How many of the list are above the item. */
async function findPlace<T>([item]: readonly T[], list: readonly T[], isAbove: IsAbove<T>): Promise<number> {
  let low = 0;
  let high = list.length;
  if (item === undefined) return low;
  while (low < high) {
    const step = Math.ceil((high - low) / (PROBES + 1));
    const asked = list
      .map((other, place) => ({ other, place }))
      .slice(low, high)
      .filter((_, index) => (index + 1) % step === 0 || index === high - low - 1);
    const answers = await Promise.all(
      asked.map(async ({ other, place }) => ({ place, above: await isAbove(other, item) })),
    );
    for (const { place, above } of answers) {
      if (above) low = Math.max(low, place + 1);
      else high = Math.min(high, place);
    }
    // A server that contradicts itself ends up somewhere.
    high = Math.max(low, high);
  }
  return low;
}

/** Who is above whom. */
class Relation<T> {
  readonly #below = new Map<T, Set<T>>();

  /** @param chains each in its order. */
  constructor(chains: readonly (readonly T[])[]) {
    for (const chain of chains)
      for (const [index, item] of chain.entries())
        for (const other of chain.slice(index + 1)) this.add(item, other);
  }

  add(above: T, below: T): void {
    if (above === below) return;
    const set = this.#below.get(above) ?? new Set<T>();
    this.#below.set(above, set.add(below));
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

/** An order that breaks nothing that is known. */
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
