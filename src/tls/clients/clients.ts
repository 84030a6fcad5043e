/** Named clients. */
export const CLIENT_IDS = ["java8", "message-processor"] as const;
export type ClientId = (typeof CLIENT_IDS)[number];

/** Null for what is no client. */
export function nameClient(id: string): string | null {
  return CLIENT_IDS.some((known) => known === id) ? id : null;
}
