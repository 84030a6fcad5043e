const WINDOW_MS = 60_000;
/** Fewer say nothing. */
const LEAST_LOOKS = 20;
const SHARE = 0.8;
/** What lasts longer is news, whoever is to blame. */
const LONGEST_MS = 30 * 60_000;

/** Tells a network of ours that is down from servers that are: when nearly nothing is seen of what was seen before, it is us. It
 *  lasts until enough is seen again. */
export class OwnOutage {
  #looks: { readonly at: number; readonly isLost: boolean }[] = [];
  #lost = 0;
  #since: number | null = null;

  /** Whether what is not seen now does not count. @param at ms since 1970 */
  excuses(at: number): boolean {
    return this.#since !== null && at - this.#since < LONGEST_MS;
  }

  /** One look at what had been seen before. @param isLost nothing was seen this time
   *  @returns whether this began or ended an outage */
  note(at: number, isLost: boolean): "began" | "ended" | null {
    this.#looks.push({ at, isLost });
    if (isLost) this.#lost += 1;
    let old = 0;
    for (const look of this.#looks) {
      if (look.at > at - WINDOW_MS) break;
      old += 1;
      if (look.isLost) this.#lost -= 1;
    }
    // What is taken away one by one would move all the others each time.
    if (old > 0) this.#looks = this.#looks.slice(old);
    const least = this.#since === null ? LEAST_LOOKS : 1;
    const isOutage = this.#looks.length >= least && this.#lost >= SHARE * this.#looks.length;
    if (isOutage === (this.#since !== null)) return null;
    this.#since = isOutage ? at : null;
    return isOutage ? "began" : "ended";
  }
}
