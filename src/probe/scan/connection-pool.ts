import type { Socket } from "node:net";
import type { NoTls } from "../dial.ts";

export interface Opened {
  readonly socket: Socket;
  /** Called once, when the pool has closed the socket. */
  readonly release?: (() => void) | undefined;
}

export interface PoolOptions {
  readonly open: () => Promise<Opened | NoTls>;
  /** Connections in all; who wants more gets none. */
  readonly most: number;
  /** Fewer than AT_A_TIME, where nobody waits for it. */
  readonly atATime?: number | undefined;
}

/** A connection, or why there is none: `spent` when there were too many. */
export type Lease = { readonly socket: Socket; release(): void } | { readonly failure: NoTls | "spent" };

interface Waiter {
  readonly urgent: boolean;
  readonly followed: boolean;
  readonly resolve: (lease: Lease) => void;
  readonly reject: (reason: unknown) => void;
}

export interface Wish {
  /** Another one will probably be wanted when this one has been used. */
  readonly followed: boolean;
  /** Before those that are not. */
  readonly urgent: boolean;
  /** Before everybody. */
  readonly first?: boolean;
}

/** Politeness: connections to one address at a time. */
const AT_A_TIME = 8;
/** After a refusal of what had been welcome before: fewer at a time, and not before. */
const BACK_OFF_MS = 250;
/** One after the other, each with twice the pause. */
const MAX_SETBACKS = 4;

/** Connections to one address. While an answer is on its way the next connection is already being opened, so that a chain of
 *  questions costs one round trip for each, not two. */
export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #waiters: Waiter[] = [];
  readonly #ready: Opened[] = [];
  #opening = 0;
  #used = 0;
  #followed = 0;
  #limit: number;
  #welcome = false;
  #pausedUntil = 0;
  #setbacks = 0;
  /** Questions of which it is not known yet whether the server refused them or had had enough of us. */
  #doubts = 0;
  #timer: NodeJS.Timeout | null = null;
  #foreseen = 0;
  #closed = false;
  #broken: { readonly reason: unknown } | null = null;
  /** Sockets opened in all. */
  opened = 0;
  backedOff = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#limit = options.atATime ?? AT_A_TIME;
  }

  /** @throws what opening threw. */
  take({ followed, urgent, first = false }: Wish): Promise<Lease> {
    return new Promise((resolve, reject) => {
      if (this.#broken !== null) return reject(this.#broken.reason);
      if (this.#closed) return resolve({ failure: "spent" });
      const waiter = { urgent: urgent || first, followed, resolve, reject };
      const before = urgent ? this.#waiters.findIndex((other) => !other.urgent) : -1;
      if (first) this.#waiters.unshift(waiter);
      else if (before === -1) this.#waiters.push(waiter);
      else this.#waiters.splice(before, 0, waiter);
      this.#serve();
    });
  }

  /** So many will be wanted soon. */
  warm(count: number): void {
    this.#foreseen = count;
    this.#fill();
  }

  /** The server has had enough of us, or so it seems: after a pause one at a time, until `settle`. */
  backOff(): void {
    this.#doubts++;
    this.#slowDown();
  }

  /** @param outcome `refused`: that was not why. `answered`: it was, and has passed. `given_up`: waiting did not help. */
  settle(outcome: "refused" | "answered" | "given_up"): void {
    this.#doubts--;
    if (outcome !== "given_up") this.#setbacks = 0;
    if (outcome === "refused") {
      this.#limit = this.#options.atATime ?? AT_A_TIME;
      this.#pausedUntil = 0;
    } else this.backedOff++;
    this.#fill();
  }

  /** It has been waited for long enough. */
  get isTired(): boolean {
    return this.#setbacks >= MAX_SETBACKS;
  }

  /** Lets go of what nobody uses; whoever waits gets nothing. */
  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const ready of this.#ready.splice(0)) discard(ready);
    for (const { resolve } of this.#waiters.splice(0)) resolve({ failure: "spent" });
  }

  #serve(): void {
    while (this.#waiters.length > 0) {
      const ready = this.#ready.shift();
      if (ready === undefined) break;
      if (ready.socket.destroyed || ready.socket.readableEnded) {
        discard(ready);
        continue;
      }
      this.#lend(ready);
    }
    this.#fill();
  }

  #lend(opened: Opened): void {
    const waiter = this.#waiters.shift();
    if (waiter === undefined) return;
    const { socket } = opened;
    socket.removeAllListeners("error");
    this.#used++;
    this.#foreseen = Math.max(0, this.#foreseen - 1);
    if (waiter.followed) this.#followed++;
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      discard(opened);
      this.#used--;
      if (waiter.followed) this.#followed--;
      // What was asked next takes the spare connection first.
      queueMicrotask(() => this.#serve());
    };
    waiter.resolve({ socket, release });
  }

  /** Opens as many as are wanted now or soon. */
  #fill(): void {
    if (this.#closed) return;
    const wait = this.#pausedUntil - performance.now();
    if (wait > 0) {
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.#fill();
      }, wait);
      return;
    }
    const followed = this.#waiters.filter((waiter) => waiter.followed).length + this.#followed;
    const wanted = Math.max(this.#waiters.length + followed, this.#foreseen);
    const limit = this.#doubts > 0 ? 1 : this.#limit;
    while (this.#ready.length + this.#opening < wanted && this.#total < limit) {
      if (this.opened >= this.#options.most) {
        if (this.#total === 0) this.#refuse("spent");
        return;
      }
      void this.#open();
    }
  }

  get #total(): number {
    return this.#ready.length + this.#opening + this.#used;
  }

  async #open(): Promise<void> {
    this.opened++;
    this.#opening++;
    let connection: Opened | NoTls;
    try {
      connection = await this.#options.open();
    } catch (reason) {
      return this.#break(reason);
    } finally {
      this.#opening--;
    }
    if (this.#closed) {
      if ("socket" in connection) discard(connection);
    } else if ("socket" in connection) {
      this.#welcome = true;
      if (this.#doubts === 0) this.#setbacks = 0;
      // Whoever has nothing to say to it yet must not be surprised by its end.
      connection.socket.on("error", () => undefined);
      this.#ready.push(connection);
      this.#serve();
    } else if (this.#welcome && !this.isTired) {
      if (this.#slowDown()) this.backedOff++;
      this.#fill();
    } else this.#refuse(connection);
  }

  /** False when it is being waited already: connections that were on their way together fail together. */
  #slowDown(): boolean {
    const now = performance.now();
    if (now < this.#pausedUntil) return false;
    this.#pausedUntil = now + BACK_OFF_MS * 2 ** this.#setbacks++;
    this.#limit = Math.max(1, this.#limit >> 1);
    for (const ready of this.#ready.splice(0)) discard(ready);
    return true;
  }

  /** Opening failed in a way that is no answer: the probe was aborted, or has a bug. */
  #break(reason: unknown): void {
    this.#broken = { reason };
    for (const { reject } of this.#waiters.splice(0)) reject(reason);
    this.close();
  }

  #refuse(failure: NoTls | "spent"): void {
    for (const { resolve } of this.#waiters.splice(0)) resolve({ failure });
  }
}

function discard({ socket, release }: Opened): void {
  socket.destroy();
  release?.();
}
