import type { Trouble } from "./watched-state.ts";

/** How something watched is, in one word: a trouble, with an end that has come told apart from one that will. */
export type Condition = Exclude<Trouble["kind"], "expires"> | "expired" | "running_out";

/** Everywhere the same order. An end that has come goes before all but a revocation. */
export const GRAVEST_FIRST: readonly Condition[] = [
  "revoked",
  "expired",
  "name_not_covered",
  "chain_broken",
  "unreachable",
  // Says why it runs out, too.
  "partly_renewed",
  "running_out",
  "removed",
];

/** notAfter itself is still valid. @param now ms since 1970 */
export function conditionOf(trouble: Trouble, now: number): Condition {
  if (trouble.kind !== "expires") return trouble.kind;
  return trouble.certificate.notAfter < now ? "expired" : "running_out";
}

/** For sorting, the gravest first. */
export function compareGravity(a: Trouble, b: Trouble, now: number): number {
  return GRAVEST_FIRST.indexOf(conditionOf(a, now)) - GRAVEST_FIRST.indexOf(conditionOf(b, now));
}
