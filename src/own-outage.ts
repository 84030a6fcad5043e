const WINDOW_MS = 60_000;
/** Fewer say nothing. */
const LEAST_LOOKS = 20;
const SHARE = 0.8;

/** Tells a network of ours that is down from servers that are: when nearly nothing is seen of what was seen before, it is us. */
export class OwnOutage {
  #looks: { readonly at: number; readonly isLost: boolean }[] = [];
  #lost = 0;
  /** Since when, ms since 1970; null when all is well. */
  since: number | null = null;

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
    const isOutage = this.#looks.length >= LEAST_LOOKS && this.#lost >= SHARE * this.#looks.length;
    if (isOutage === (this.since !== null)) return null;
    this.since = isOutage ? at : null;
    return isOutage ? "began" : "ended";
  }
}
