export interface Enumeration<T> {
  readonly candidates: readonly T[];
  /** What the server chooses of an offer; null when it refuses. */
  readonly ask: (offer: readonly T[]) => Promise<T | null>;
  /** What it will probably choose after `last`. A right guess saves a round trip, a wrong one costs a connection. */
  readonly guess?: (remaining: readonly T[], last: T) => T | undefined;
}

/** All that a server accepts, in the order in which it prefers them: what it chooses is left out of the next offer, until it
 *  refuses one. Where the next choice can be guessed, the offer without it is made at the same time. */
export async function enumerate<T>({ candidates, ask, guess }: Enumeration<T>): Promise<T[]> {
  const chosen: T[] = [];
  const ahead: Promise<T | null>[] = [];
  let remaining = candidates;
  const take = (choice: T | null): choice is T => {
    if (choice === null || !remaining.includes(choice)) return false;
    chosen.push(choice);
    remaining = remaining.filter((candidate) => candidate !== choice);
    return true;
  };
  while (remaining.length > 0) {
    const last = chosen.at(-1);
    const guessed = last === undefined ? undefined : guess?.(remaining, last);
    const next = remaining.filter((candidate) => candidate !== guessed);
    const answer = ask(remaining);
    const asked = guessed === undefined || next.length === 0 ? null : ask(next);
    if (asked !== null) ahead.push(asked);
    const choice = await answer;
    if (!take(choice)) break;
    if (choice === guessed && asked !== null && !take(await asked)) break;
  }
  await Promise.all(ahead);
  return chosen;
}
