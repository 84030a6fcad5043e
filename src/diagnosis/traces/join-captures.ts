import type { ServerProfile } from "../server-profile.ts";
import type { CaptureFact, ThreadFact } from "../thread-fact.ts";
import type { JointFinding } from "./explain-with-profile.ts";
import { acceptsNow, explainWithProfile } from "./explain-with-profile.ts";
import type { TraceFindingKind } from "./trace-finding.ts";

/** One answer of a capture and a check: what the client offered × what the server accepts. */
export type Joint =
  | { readonly state: "explained"; readonly fact: CaptureFact; readonly finding: JointFinding }
  /** The server accepts now what it refused when it was captured. */
  | { readonly state: "accepted"; readonly fact: CaptureFact };

/** Of the newest capture that the profile explains; else of the newest whose client the server accepts now. Null where the two
 *  tell nothing together. */
export function joinCaptures(thread: readonly ThreadFact[], profile: ServerProfile | null): Joint | null {
  if (profile === null) return null;
  const captures = thread.filter((fact) => fact.source === "capture").toReversed();
  for (const fact of captures) {
    const finding = fact.refused && explainWithProfile(fact.refused, profile);
    if (finding !== null) return { state: "explained", fact, finding };
  }
  const fact = captures.find((each) => isAccepted(each, profile));
  return fact === undefined ? null : { state: "accepted", fact };
}

/** Whether a check has shown that what the capture alone made of it is not so. */
export function isRefuted(fact: CaptureFact, profile: ServerProfile | null): boolean {
  return profile !== null && MISMATCHES.has(fact.cause) && isAccepted(fact, profile);
}

/** What a capture concludes from what the server selected with others. */
const MISMATCHES: ReadonlySet<TraceFindingKind> = new Set<TraceFindingKind>([
  "protocol_mismatch",
  "cipher_suite_mismatch",
  "group_mismatch",
]);

/** A profile is of a name, and knows nothing of what is refused for another reason than the parameters. */
function isAccepted({ cause, serverName, refused }: CaptureFact, profile: ServerProfile): boolean {
  return refused !== null && serverName && !OTHER_REASONS.has(cause) && acceptsNow(refused, profile);
}

const OTHER_REASONS: ReadonlySet<TraceFindingKind> = new Set<TraceFindingKind>([
  "alpn_mismatch",
  "large_client_hello_intolerant",
]);
