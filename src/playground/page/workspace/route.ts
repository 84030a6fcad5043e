import { useSyncExternalStore } from "react";
import type { Id, Ts } from "../../client-api.ts";

/** What is open, kept in the address (`#user=U1&open=C1&thread=1700000000.000100`), so that a reload, a second tab as
 *  another person, and a phone's back button do what one expects. */
export interface Route {
  readonly user: Id | undefined;
  /** A channel's id, or `home` for the app's Home tab. */
  readonly open: Id | undefined;
  readonly thread: Ts | undefined;
}

export const HOME = "home";

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const parameters = new URLSearchParams(hash.slice(1));
  return {
    user: parameters.get("user") ?? undefined,
    open: parameters.get("open") ?? undefined,
    thread: parameters.get("thread") ?? undefined,
  };
}

export function navigate(route: Route): void {
  const parameters = new URLSearchParams();
  if (route.user !== undefined) parameters.set("user", route.user);
  if (route.open !== undefined) parameters.set("open", route.open);
  if (route.thread !== undefined) parameters.set("thread", route.thread);
  location.hash = parameters.toString();
}

function subscribe(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}
