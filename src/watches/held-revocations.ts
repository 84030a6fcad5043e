import type { SightedList } from "./sighting.ts";

/** Where nobody could say this time whether a certificate was revoked, what was said of it before holds. */
export function holdRevocations(
  before: readonly SightedList[],
  lists: readonly SightedList[],
): readonly SightedList[] {
  const known = before.flatMap(({ revoked }) => revoked ?? []);
  return lists.map(({ revocationUnknown, ...list }) => {
    if (revocationUnknown !== true || list.revoked !== null) return list;
    const sent = new Set([list.certificate, ...list.issuers].map(({ sha256 }) => sha256));
    return { ...list, revoked: known.find(({ sha256 }) => sent.has(sha256)) ?? null };
  });
}
