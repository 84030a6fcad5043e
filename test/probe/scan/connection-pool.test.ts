import type { AddressInfo, Socket } from "node:net";
import { connect, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { NoTls } from "../../../src/probe/dial.ts";
import type { Lease } from "../../../src/probe/scan/connection-pool.ts";
import { ConnectionPool } from "../../../src/probe/scan/connection-pool.ts";

const ALONE = { followed: false, urgent: false };
const CHAINED = { followed: true, urgent: true };
const REFUSED: NoTls = { unreachable: { reason: "connection_refused", address: "127.0.0.1" } };

/** Loopback connections, and how many of them are open. */
const served = new Set<Socket>();
const server = createServer((socket) => {
  served.add(socket);
  socket.on("error", () => undefined).resume();
  socket.once("close", () => served.delete(socket));
});
const open = async (): Promise<{ socket: Socket }> => {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  socket.removeAllListeners();
  return { socket };
};

beforeEach(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterEach(async () => {
  // It waits for every connection to end: one that is left open lets the test fail by its time.
  await new Promise((resolve) => server.close(resolve));
});

function mustLend(lease: Lease): Extract<Lease, { socket: Socket }> {
  if ("failure" in lease) throw new Error(`no connection: ${JSON.stringify(lease.failure)}`);
  return lease;
}

describe("a connection pool", () => {
  it("never has more than eight at a time, and serves everybody", async () => {
    let now = 0;
    let most = 0;
    const pool = new ConnectionPool({ open, most: 100 });
    const use = async () => {
      const lease = mustLend(await pool.take(CHAINED));
      most = Math.max(most, ++now);
      await pause(5);
      now--;
      lease.release();
    };
    let atOnce = 0;
    const watch = setInterval(() => (atOnce = Math.max(atOnce, served.size)), 1);
    await Promise.all(Array.from({ length: 40 }, use));
    clearInterval(watch);
    pool.close();
    expect(most).toBe(8);
    // What was let go of may not be gone yet on the other side.
    expect(atOnce).toBeLessThanOrEqual(16);
    expect(pool.opened).toBeGreaterThanOrEqual(40);
    expect(pool.opened).toBeLessThanOrEqual(48);
  });

  it("never opens more than `most`; who comes later gets none", async () => {
    const pool = new ConnectionPool({ open, most: 5 });
    const leases = await Promise.all(
      Array.from({ length: 9 }, async () => {
        const lease = await pool.take(ALONE);
        if ("failure" in lease) return lease.failure;
        lease.release();
        return "lent";
      }),
    );
    expect(leases.filter((lease) => lease === "lent")).toHaveLength(5);
    expect(leases.filter((lease) => lease === "spent")).toHaveLength(4);
    expect(pool.opened).toBe(5);
    expect(await pool.take(ALONE)).toEqual({ failure: "spent" });
    pool.close();
  });

  it("serves chains before what waits for nothing, and the first before all", async () => {
    const pool = new ConnectionPool({ open, most: 100 });
    const held = await Promise.all(Array.from({ length: 8 }, () => pool.take(ALONE)));
    const order: string[] = [];
    const waiting = [
      ["late", ALONE],
      ["chain", CHAINED],
      ["first", { ...ALONE, first: true }],
      ["second chain", CHAINED],
    ] as const;
    const all = waiting.map(async ([name, wish]) => {
      const lease = mustLend(await pool.take(wish));
      order.push(name);
      lease.release();
    });
    for (const lease of held) {
      mustLend(lease).release();
      await pause(10);
    }
    await Promise.all(all);
    expect(order).toEqual(["first", "chain", "second chain", "late"]);
    pool.close();
  });

  it("when it is closed gives nothing to those who wait, and to those who come later", async () => {
    const pool = new ConnectionPool({ open, most: 100 });
    const held = await Promise.all(Array.from({ length: 8 }, () => pool.take(CHAINED)));
    const waiting = pool.take(ALONE);
    pool.warm(3);
    pool.close();
    expect(await waiting).toEqual({ failure: "spent" });
    expect(await pool.take(ALONE)).toEqual({ failure: "spent" });
    for (const lease of held) mustLend(lease).release();
  });

  it("lets go of connections that come after it was closed", async () => {
    const pool = new ConnectionPool({ open, most: 100 });
    pool.warm(3);
    pool.close();
    await expect.poll(() => pool.opened).toBe(3);
  });

  it("rejects whoever waits, and whoever comes, with what opening threw", async () => {
    const reason = new Error("aborted");
    const pool = new ConnectionPool({ open: () => Promise.reject(reason), most: 100 });
    const waiting = [pool.take(ALONE), pool.take(CHAINED)];
    for (const taken of waiting) await expect(taken).rejects.toBe(reason);
    await expect(pool.take(ALONE)).rejects.toBe(reason);
  });

  it("says at once why there is no connection where there never was one", async () => {
    const pool = new ConnectionPool({ open: () => Promise.resolve(REFUSED), most: 100 });
    expect(await pool.take(ALONE)).toEqual({ failure: REFUSED });
    expect(pool.backedOff).toBe(0);
    pool.close();
  });

  it("does not lend what has been closed meanwhile", async () => {
    const pool = new ConnectionPool({ open, most: 100 });
    pool.warm(2);
    await expect.poll(() => served.size).toBe(2);
    for (const socket of served) socket.resetAndDestroy();
    await pause(50);
    const lease = mustLend(await pool.take(ALONE));
    expect(lease.socket.destroyed).toBe(false);
    lease.release();
    pool.close();
  });

  it("a connection that is let go of twice is let go of once", async () => {
    const pool = new ConnectionPool({ open, most: 100 });
    const [one, two] = [mustLend(await pool.take(ALONE)), mustLend(await pool.take(ALONE))];
    one.release();
    one.release();
    const rest = await Promise.all(Array.from({ length: 7 }, () => pool.take(ALONE)));
    const eighth = vi.fn<(lease: Lease) => void>();
    void pool.take(ALONE).then(eighth);
    await pause(30);
    expect(eighth).not.toHaveBeenCalled();
    for (const lease of [two, ...rest]) mustLend(lease).release();
    pool.close();
  });
});

describe("a pool whose server has had enough of it", () => {
  /** Refuses while `refuses` says so. */
  function poolOf(refuses: (attempt: number) => boolean) {
    const attempts: number[] = [];
    const pool = new ConnectionPool({
      most: 100,
      open: async () => {
        attempts.push(performance.now());
        return refuses(attempts.length) ? REFUSED : open();
      },
    });
    return { pool, attempts };
  }

  it("waits and goes on; connections that fail together count once", async () => {
    const { pool, attempts } = poolOf((attempt) => attempt > 1 && attempt <= 7);
    mustLend(await pool.take(ALONE)).release();
    const leases = await Promise.all(
      Array.from({ length: 6 }, async () => mustLend(await pool.take(ALONE)).release()),
    );
    expect(leases).toHaveLength(6);
    expect(pool.backedOff).toBe(1);
    expect((attempts[7] ?? 0) - (attempts[6] ?? 0)).toBeGreaterThan(200);
    pool.close();
  });

  it("gives up after four times, each with twice the pause", async () => {
    const { pool, attempts } = poolOf((attempt) => attempt > 1);
    mustLend(await pool.take(ALONE)).release();
    expect(await pool.take(ALONE)).toEqual({ failure: REFUSED });
    expect(pool.backedOff).toBe(4);
    const pauses = attempts.slice(2).map((at, index) => at - (attempts[index + 1] ?? 0));
    expect(pauses.map((ms) => Math.round(Math.log2(ms / 250)))).toEqual([0, 1, 2, 3]);
    // Later ones are told at once.
    const began = performance.now();
    expect(await pool.take(ALONE)).toEqual({ failure: REFUSED });
    expect(performance.now() - began).toBeLessThan(1_500);
    pool.close();
  });

  it("while it is in doubt has one at a time", async () => {
    const { pool } = poolOf(() => false);
    pool.backOff();
    let now = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        const lease = mustLend(await pool.take(ALONE));
        most = Math.max(most, ++now);
        await pause(5);
        now--;
        lease.release();
      }),
    );
    expect(most).toBe(1);
    pool.settle("refused");
    expect(pool.backedOff).toBe(0);
    pool.close();
  });
});
