import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RedisServer } from "../../src/demo/redis-server.ts";
import { startRedisServer } from "../../src/demo/redis-server.ts";
import type { RedisClient } from "../../src/store/redis.ts";
import { connectRedis } from "../../src/store/redis.ts";
import { emptyRedis, listKeys } from "../support/redis-contents.ts";
import type { AddressPlaces } from "../../src/store/address-places.ts";
import { ADDRESS_CONCURRENCY, createAddressPlaces } from "../../src/store/address-places.ts";
import type { Due, Turn } from "../../src/store/due.ts";
import { LEASE_MS, createDue } from "../../src/store/due.ts";

let server: RedisServer;
let redis: RedisClient;
let clock = 0;
let due: Due;
let places: AddressPlaces;
beforeAll(async () => {
  server = await startRedisServer();
  redis = connectRedis(server.url, "worker");
});
afterAll(async () => {
  redis.disconnect();
  await server.close();
});
beforeEach(async () => {
  await emptyRedis(redis);
  clock = Date.UTC(2026, 10, 21, 12);
  due = createDue(redis, "things", () => clock);
  places = createAddressPlaces(
    redis,
    () => clock,
    (error) => expect.unreachable(String(error)),
  );
});

async function takeOne(): Promise<Turn> {
  const [turn] = await due.take(1);
  if (turn === undefined) throw new Error("nothing is due");
  return turn;
}
const idsOf = (turns: readonly Turn[]) => turns.map(({ id }) => id);

describe("what is due", () => {
  it("is taken from its time on, the longest overdue first, no more than asked for", async () => {
    await due.schedule("b", clock - 1);
    await due.schedule("a", clock - 2);
    await due.schedule("c", clock);
    await due.schedule("d", clock + 1);
    expect(idsOf(await due.take(2))).toEqual(["a", "b"]);
    expect(idsOf(await due.take(9))).toEqual(["c"]);
    expect(await due.take(9)).toEqual([]);
  });

  it("is not given twice, unless who took it is gone", async () => {
    await due.schedule("a", clock);
    const first = await takeOne();
    clock += LEASE_MS - 1;
    expect(await due.take(1)).toEqual([]);
    clock += 1;
    const second = await takeOne();
    expect(await due.finish("a", first.lease, clock)).toBe(false);
    expect(await due.take(1)).toEqual([]);
    expect(await due.finish("a", second.lease, clock + 5)).toBe(true);
    expect(await due.finish("a", second.lease, clock)).toBe(false);
    clock += 5;
    expect(await due.take(1)).toHaveLength(1);
  });

  it("keeps the earliest time", async () => {
    await due.schedule("a", clock + 10);
    await due.schedule("a", clock + 5);
    await due.schedule("a", clock + 20);
    clock += 5;
    expect(await due.take(1)).toHaveLength(1);
  });

  it("comes again when it changed while it was taken, at the earliest of the times", async () => {
    await due.schedule("a", clock);
    const { lease } = await takeOne();
    await due.schedule("a", clock + 7);
    await due.schedule("a", clock + 3);
    await due.schedule("a", clock + 9);
    expect(await due.take(1)).toEqual([]);
    await due.finish("a", lease, null);
    clock += 2;
    expect(await due.take(1)).toEqual([]);
    clock += 1;
    await due.finish("a", (await takeOne()).lease, null);
    clock += 60_000;
    expect(await due.take(1)).toEqual([]);
    expect(await listKeys(redis)).toEqual(["{tlscheck}:due:things:turns"]);
  });

  it("is gone when it was cancelled, also for who has it", async () => {
    await due.schedule("a", clock);
    const { lease } = await takeOne();
    await due.cancel("a");
    expect(await due.finish("a", lease, clock)).toBe(false);
    expect(await due.measure()).toEqual({ count: 0, lagMs: 0 });
  });

  it("is counted, with how late it is", async () => {
    await due.schedule("a", clock);
    await due.schedule("b", clock + 1_000);
    clock += 300;
    expect(await due.measure()).toEqual({ count: 2, lagMs: 300 });
    await takeOne();
    expect(await due.measure()).toEqual({ count: 2, lagMs: 0 });
  });

  it("is neither lost nor given twice at a time, whatever happens to those who take it", async () => {
    const step = fc.oneof(
      fc.record({ what: fc.constant("take" as const), limit: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ what: fc.constant("finish" as const), which: fc.nat(5) }),
      fc.record({ what: fc.constant("schedule" as const), id: fc.nat(3) }),
      fc.record({ what: fc.constant("wait" as const), ms: fc.constantFrom(1, 100, LEASE_MS) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        await emptyRedis(redis);
        const ids = ["0", "1", "2", "3"];
        for (const id of ids) await due.schedule(id, clock);
        const held = new Map<string, Turn & { readonly until: number }>();
        for (const each of steps) {
          if (each.what === "wait") clock += each.ms;
          if (each.what === "schedule") await due.schedule(String(each.id), clock);
          if (each.what === "take") {
            for (const turn of await due.take(each.limit)) {
              if ((held.get(turn.id)?.until ?? 0) > clock) throw new Error(`${turn.id} was given twice`);
              held.set(turn.id, { ...turn, until: clock + LEASE_MS });
            }
          }
          const turn = each.what === "finish" ? [...held.values()][each.which] : undefined;
          if (turn !== undefined) {
            if (!(await due.finish(turn.id, turn.lease, clock + 50))) throw new Error(`${turn.id} was lost`);
            held.delete(turn.id);
          }
        }
        clock += 2 * LEASE_MS;
        expect(idsOf(await due.take(9)).toSorted()).toEqual(ids);
      }),
      { numRuns: 60 },
    );
  });
});

describe("an address", () => {
  it("has so many places for all workers, and those of who died come back", async () => {
    const other = createAddressPlaces(
      redis,
      () => clock,
      () => undefined,
    );
    const taken = await Promise.all(
      Array.from({ length: ADDRESS_CONCURRENCY }, (_, index) =>
        (index % 2 === 0 ? places : other).enter("192.0.2.1"),
      ),
    );
    expect(taken).not.toContain(null);
    expect(await places.enter("192.0.2.1")).toBeNull();
    expect(await other.enter("192.0.2.1")).toBeNull();
    expect(await other.enter("192.0.2.2")).not.toBeNull();
    taken[0]?.();
    expect(await other.enter("192.0.2.1")).not.toBeNull();
    expect(await other.enter("192.0.2.1")).toBeNull();
    clock += 20_000;
    expect(await other.enter("192.0.2.1")).not.toBeNull();
    expect(await redis.zcard("{tlscheck}:busy:192.0.2.1")).toBe(1);
    expect(await redis.pttl("{tlscheck}:busy:192.0.2.1")).toBeGreaterThan(0);
  });
});
