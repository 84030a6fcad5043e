import { MAX_OFFERED, OTHER_SIDE } from "../selection.ts";
import { listSome } from "./wording.ts";

type Side = keyof typeof OTHER_SIDE;

/** At the beginning of a sentence. */
export const THE: Readonly<Record<Side, string>> = { client: "Der Client", server: "Der Server" };
export const OF_THE: Readonly<Record<Side, string>> = { client: "des Clients", server: "des Servers" };
export const ON_THE: Readonly<Record<Side, string>> = { client: "auf dem Client", server: "auf dem Server" };

export function list(items: readonly string[]): string {
  return items.length === 0 ? "nichts" : listSome(items, MAX_OFFERED);
}

/** How a side ended a handshake. */
export function ended(by: Side | null, alert: string | null): string {
  const who = by === null ? "Die Gegenseite" : THE[by];
  return `${who} hat den Handshake ${alert === null ? "ohne Alert" : `mit dem Alert ${alert}`} beendet`;
}
