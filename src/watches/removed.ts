import type { Sighting } from "./sighting.ts";
import type { Trouble, WatchedState } from "./watched-state.ts";

type Removed = Extract<Trouble, { kind: "removed" }>;

const DAY = 86_400_000;
/** What has been gone for so long was meant to go. */
const SETTLED_MS = 7 * DAY;

/** Versions and suites that the server accepted once. What is missing stays as it was told until all of it is back: a message for each
 *  suite that comes and goes behind a load balancer helps nobody. */
export function judgeRemoved(
  before: WatchedState | null,
  { at, lists, profile }: Sighting,
): readonly Removed[] {
  const missing = (before?.troubles ?? []).filter(
    (trouble): trouble is Removed => trouble.kind === "removed" && at - trouble.since < SETTLED_MS,
  );
  if (profile === undefined || before?.profile == null) return missing;
  const still = missing.filter(
    ({ versions, cipherSuites }) =>
      without(versions, profile.versions).length + without(cipherSuites, profile.cipherSuites).length > 0,
  );
  const versions = without(before.profile.versions, profile.versions);
  const cipherSuites = without(before.profile.cipherSuites, profile.cipherSuites);
  if (versions.length + cipherSuites.length === 0) return still;
  const addresses = lists.flatMap((list) => list.addresses);
  return [...still, { kind: "removed", addresses, versions, cipherSuites, since: at }];
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => !others.includes(name));
}
