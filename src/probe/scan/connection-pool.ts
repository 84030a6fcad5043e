import type { Socket } from "node:net";
import type { NoTls } from "../dial.ts";

export interface PoolOptions {
  readonly open: () => Promise<{ readonly socket: Socket } | NoTls>;
  /** Connections in all; who wants more gets none. */
  readonly most: number;
}

/** A connection, or why there is none: `spent` when there were too many. */
export type Lease = { readonly socket: Socket; release(): void } | { readonly failure: NoTls | "spent" };

interface Waiter {
  readonly urgent: boolean;
  readonly followed: boolean;
  readonly resolve: (lease: Lease) => void;
}

/** Politeness: connections to one address at a time. */
const AT_A_TIME = 8;
/** After a refusal of what had been welcome before: fewer at a time, and not before. */
const BACK_OFF_MS = 250;
const MAX_BACK_OFFS = 4;

/** Connections to one address. While an answer is on its way the next connection is already being opened, so that a chain of
 *  questions costs one round trip for each, not two. */
export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #waiters: Waiter[] = [];
  readonly #ready: Socket[] = [];
  #opening = 0;
  #used = 0;
  #followed = 0;
  #limit = AT_A_TIME;
  #welcome = false;
  #pausedUntil = 0;
  #timer: NodeJS.Timeout | null = null;
  #foreseen = 0;
  #closed = false;
  /** Sockets opened in all. */
  opened = 0;
  backedOff = 0;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** @param followed another one will probably be wanted when this one has been used.
   *  @param urgent before those that are not. */
  take({ followed, urgent }: { readonly followed: boolean; readonly urgent: boolean }): Promise<Lease> {
    return new Promise((resolve) => {
      const waiter = { urgent, followed, resolve };
      const before = urgent ? this.#waiters.findIndex((other) => !other.urgent) : -1;
      if (before === -1) this.#waiters.push(waiter);
      else this.#waiters.splice(before, 0, waiter);
      this.#serve();
    });
  }

  /** So many will be wanted soon. */
  warm(count: number): void {
    this.#foreseen = count;
    this.#fill();
  }

  /** The server had enough of us: fewer at a time, later. */
  backOff(): void {
    this.backedOff++;
    this.#limit = Math.max(1, this.#limit >> 1);
    const pause = BACK_OFF_MS * 2 ** Math.min(this.backedOff - 1, MAX_BACK_OFFS);
    this.#pausedUntil = performance.now() + pause;
  }

  /** It was no sign of that. */
  goOn(): void {
    this.backedOff--;
    this.#limit = AT_A_TIME;
    this.#pausedUntil = 0;
    this.#fill();
  }

  get isTired(): boolean {
    return this.backedOff >= MAX_BACK_OFFS;
  }

  /** Lets go of what nobody uses; whoever waits gets nothing. */
  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const socket of this.#ready.splice(0)) socket.destroy();
    for (const { resolve } of this.#waiters.splice(0)) resolve({ failure: "spent" });
  }

  #serve(): void {
    while (this.#waiters.length > 0) {
      const socket = this.#ready.shift();
      if (socket === undefined) break;
      if (socket.destroyed || socket.readableEnded) {
        socket.destroy();
        continue;
      }
      this.#lend(socket);
    }
    this.#fill();
  }

  #lend(socket: Socket): void {
    const waiter = this.#waiters.shift();
    if (waiter === undefined) return;
    socket.removeAllListeners("error");
    this.#used++;
    this.#foreseen = Math.max(0, this.#foreseen - 1);
    if (waiter.followed) this.#followed++;
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      socket.destroy();
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
    while (this.#ready.length + this.#opening < wanted && this.#total < this.#limit) {
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
    const connection = await this.#options.open().catch(() => null);
    this.#opening--;
    if (connection === null || this.#closed) {
      if (connection !== null && "socket" in connection) connection.socket.destroy();
      return;
    }
    if ("socket" in connection) {
      this.#welcome = true;
      // Whoever has nothing to say to it yet must not be surprised by its end.
      connection.socket.on("error", () => undefined);
      this.#ready.push(connection.socket);
      this.#serve();
    } else if (this.#welcome && !this.isTired) {
      this.backOff();
      this.#fill();
    } else this.#refuse(connection);
  }

  #refuse(failure: NoTls | "spent"): void {
    for (const { resolve } of this.#waiters.splice(0)) resolve({ failure });
  }
}
