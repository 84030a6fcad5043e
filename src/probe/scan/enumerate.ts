export interface Enumeration<T> {
  readonly candidates: readonly T[];
  /** What the server chooses of an offer; null when it refuses. */
  readonly ask: (offer: readonly T[]) => Promise<T | null>;
  /** What it will probably choose after `last`. A right guess saves a round trip, a wrong one costs a connection. */
  readonly guess?: (remaining: readonly T[], last: T) => T | undefined;
  /** How many guesses may stand on each other; one by default. */
  readonly guesses?: number;
}

/** All that a server accepts, in the order in which it prefers them: what it chooses is left out of the next offer, until it
 *  refuses one. Where the next choices can be guessed, the offers without them are made at the same time. */
export async function enumerate<T>({ candidates, ask, guess, guesses = 1 }: Enumeration<T>): Promise<T[]> {
  const chosen: T[] = [];
  const asked: Promise<T | null>[] = [];
  let remaining = candidates;
  let more = true;
  while (more && remaining.length > 0) {
    const guessed = guessNext(remaining, chosen.at(-1), guess, guesses);
    // The first offer leaves nothing out, the second the first guess, and so on.
    const answers = guessed.map((_, count) => ask(without(remaining, guessed.slice(0, count))));
    const last = without(remaining, guessed);
    if (last.length > 0) answers.push(ask(last));
    asked.push(...answers);
    // All are waited for, unless one of them rejects first.
    for (const answer of answers) answer.catch(() => undefined);
    for (const [index, answer] of answers.entries()) {
      const choice = await answer;
      more = choice !== null && remaining.includes(choice);
      if (choice === null || !more) break;
      chosen.push(choice);
      remaining = without(remaining, [choice]);
      // What comes next was asked on a wrong guess.
      if (choice !== guessed[index]) break;
    }
  }
  await Promise.all(asked);
  return chosen;
}

function guessNext<T>(
  remaining: readonly T[],
  last: T | undefined,
  guess: Enumeration<T>["guess"],
  most: number,
): T[] {
  const guessed: T[] = [];
  if (guess === undefined) return guessed;
  let previous = last;
  while (previous !== undefined && guessed.length < most) {
    previous = guess(without(remaining, guessed), previous);
    if (previous !== undefined) guessed.push(previous);
  }
  return guessed;
}

function without<T>(items: readonly T[], left: readonly T[]): readonly T[] {
  return left.length === 0 ? items : items.filter((item) => !left.includes(item));
}
