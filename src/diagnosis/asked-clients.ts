import type { ClientId } from "../tls/clients/clients.ts";
import { CLIENT_PROFILES } from "../tls/clients/clients.ts";
import { UsageError } from "./usage-error.ts";

/** Which clients to try. */
export interface AskedClients {
  readonly ids: readonly ClientId[];
  /** Of those, the ones that were asked for by name. */
  readonly named: readonly ClientId[];
}

export const ALL_CLIENTS = "all";

/** In the order of their profiles. */
export const CLIENT_IDS: readonly ClientId[] = Object.keys(CLIENT_PROFILES).filter(isClientId);

export function isClientId(name: string): name is ClientId {
  return Object.hasOwn(CLIENT_PROFILES, name);
}

/** @param given ids, also several with commas between, or `all`
 *  @param option what a wrong name is said of. @throws UsageError that lists the names. */
export function readAskedClients(given: readonly string[], option: string): AskedClients {
  const names = new Set(given.flatMap((text) => text.split(",")).map((name) => name.trim()));
  const named: ClientId[] = [];
  for (const name of names) {
    if (isClientId(name)) named.push(name);
    else if (name !== ALL_CLIENTS)
      throw new UsageError({
        code: "option_value",
        option,
        given: name,
        expected: { a: "client", of: [...CLIENT_IDS, ALL_CLIENTS] },
      });
  }
  return { ids: names.has(ALL_CLIENTS) ? CLIENT_IDS : named, named };
}
