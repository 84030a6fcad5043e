const WINDOW_MS = 60_000;
/** Fewer say nothing. */
const LEAST_LOOKS = 20;
const SHARE = 0.8;
/** What lasts longer is news, whoever is to blame. */
const LONGEST_MS = 30 * 60_000;

interface Look {
  readonly at: number;
  readonly isLost: boolean;
  readonly teams: readonly string[];
}

/** Tells a network of ours that is down from servers that are: when nearly nothing is seen of what was seen before, it is us. It
 *  lasts until enough is seen again. Nearly every team must be in the dark: else one that watches much decided for the others,
 *  whose alerts would be late. */
export class OwnOutage {
  #looks: Look[] = [];
  readonly #teams = new Map<string, { looks: number; lost: number }>();
  #lost = 0;
  #since: number | null = null;

  /** Whether what is not seen now does not count. @param at ms since 1970 */
  excuses(at: number): boolean {
    return this.#since !== null && at - this.#since < LONGEST_MS;
  }

  /** One look at what had been seen before. @param isLost nothing was seen this time @param teams whose watches it was for
   *  @returns whether this began or ended an outage */
  note(at: number, isLost: boolean, teams: readonly string[]): "began" | "ended" | null {
    const added = { at, isLost, teams };
    this.#looks.push(added);
    this.#count(added, 1);
    let old = 0;
    for (const look of this.#looks) {
      if (look.at > at - WINDOW_MS) break;
      old += 1;
      this.#count(look, -1);
    }
    // What is taken away one by one would move all the others each time.
    if (old > 0) this.#looks = this.#looks.slice(old);
    const least = this.#since === null ? LEAST_LOOKS : 1;
    const isOutage =
      this.#looks.length >= least && this.#lost >= SHARE * this.#looks.length && this.#isDarkForTeams();
    if (isOutage === (this.#since !== null)) return null;
    this.#since = isOutage ? at : null;
    return isOutage ? "began" : "ended";
  }

  #count({ isLost, teams }: Look, by: 1 | -1): void {
    if (isLost) this.#lost += by;
    for (const team of new Set(teams)) {
      const known = this.#teams.get(team) ?? { looks: 0, lost: 0 };
      const [looks, lost] = [known.looks + by, known.lost + (isLost ? by : 0)];
      if (looks === 0) this.#teams.delete(team);
      else this.#teams.set(team, { looks, lost });
    }
  }

  #isDarkForTeams(): boolean {
    const teams = [...this.#teams.values()];
    const dark = teams.filter(({ looks, lost }) => lost >= SHARE * looks);
    return dark.length >= SHARE * teams.length;
  }
}
