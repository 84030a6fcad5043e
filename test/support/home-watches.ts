import type { WatchStore } from "../../src/store/watches.ts";
import type { Trouble, WatchedState } from "../../src/watches/watched-state.ts";
import { watchedServer, watchedState, whoWatches } from "./watches.ts";

/** Hosts of a channel as if they had been looked at. @param states what was seen of each; a host without one was not looked at */
export async function seedWatches(
  store: WatchStore,
  place: { readonly team: string; readonly channel: string; readonly user: string },
  states: Readonly<Record<string, WatchedState | null>>,
): Promise<void> {
  const who = { ...whoWatches(place.team, place.channel), addedBy: place.user };
  await store.addWatches(
    who,
    Object.keys(states).map((host) => ({ watched: watchedServer(host) })),
  );
  const later = Date.now() + 365 * 86_400_000;
  for (let due = await store.takeDueWatched(100); due.length > 0; due = await store.takeDueWatched(100)) {
    await Promise.all(
      due.map(async (turn) => {
        const state = states[turn.id.replace(/:443$/, "")] ?? null;
        if (state !== null)
          await store.saveLook(turn, { state, concerns: [], replacements: [], nextAt: later });
      }),
    );
  }
}

/** A certificate of its own for 398 days, with so many of them left. */
export function endingIn(host: string, days: number, now: number): WatchedState {
  const state = watchedState(host, now);
  const notAfter = now + days * 86_400_000;
  const notBefore = notAfter - 398 * 86_400_000;
  return {
    ...state,
    lists: state.lists.map((list) => ({
      ...list,
      certificate: { ...list.certificate, notBefore, notAfter },
    })),
    troubles: state.troubles.map((trouble) =>
      trouble.kind === "expires" && trouble.endEntity
        ? { ...trouble, certificate: { ...trouble.certificate, notBefore, notAfter } }
        : trouble,
    ),
  };
}

export function troubled(host: string, now: number, trouble: Trouble): WatchedState {
  const state = watchedState(host, now);
  return { ...state, troubles: [...state.troubles, trouble] };
}
