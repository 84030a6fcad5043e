import { formatList } from "../format.ts";
import { LOCALE } from "./wording.ts";

const SHOWN = 12;

export const OTHER = { client: "server", server: "client" } as const;

export function list(items: readonly string[]): string {
  if (items.length === 0) return "nothing";
  const more = items.length - SHOWN;
  return formatList(LOCALE, more > 0 ? [...items.slice(0, SHOWN), `${more} more`] : items);
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
