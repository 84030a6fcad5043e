import type { Acquire } from "./probe/acquire.ts";
import { Crowded } from "./probe/acquire.ts";
import type { AddressPlaces } from "./store/address-places.ts";

/** At an address that has enough connections; then none waits there for CROWDED_MS. */
const SHORTEST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 2_000;
const CROWDED_MS = 5_000;

/** Waits for a place at an address, for a short while. Where somebody has just waited in vain nobody else does: thousands of
 *  watches at one slow address would otherwise hold all looks, and everybody's be late.
 *  @throws Crowded */
export function acquireOf(places: AddressPlaces): Acquire {
  const crowded = new Map<string, number>();
  return async (address, signal) => {
    const end = Date.now() + LONGEST_WAIT_MS;
    for (let wait = SHORTEST_WAIT_MS; ; wait *= 2) {
      const leave = await places.enter(address);
      if (leave !== null) return leave;
      signal?.throwIfAborted();
      if (Date.now() < (crowded.get(address) ?? 0)) break;
      if (Date.now() + wait > end) {
        crowded.set(address, Date.now() + CROWDED_MS);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, jittered(wait)));
    }
    for (const [known, until] of crowded) if (until <= Date.now()) crowded.delete(known);
    throw new Crowded(`${address} has enough connections`);
  };
}

/** So that those who wait for the same do not come back together. */
export function jittered(ms: number): number {
  return Math.round(ms * (0.5 + Math.random()));
}
