/** What is asked for again while it is on its way is done once more when it has come, however many ask: nobody gets what is older
 *  than their question, and who clicks ten times makes two of it. */
export class OneAtATime<T> {
  readonly #running = new Map<string, Promise<T>>();
  readonly #next = new Map<string, Promise<T>>();

  do(key: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key);
    if (running === undefined) return this.#start(key, work);
    const again = () => {
      this.#next.delete(key);
      return this.#start(key, work);
    };
    const next = this.#next.get(key) ?? running.then(again, again);
    this.#next.set(key, next);
    return next;
  }

  #start(key: string, work: () => Promise<T>): Promise<T> {
    const started = work().finally(() => {
      if (this.#running.get(key) === started) this.#running.delete(key);
    });
    this.#running.set(key, started);
    return started;
  }
}
