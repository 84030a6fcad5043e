import type { Evidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";

/** One way in which evidence shows that something is wrong. One file each. */
export interface Rule {
  /** What says that it is wrong. */
  readonly cites: string;
  /** Whether the evidence can tell at all. */
  readonly applies: (evidence: Evidence) => boolean;
  readonly check: (evidence: Evidence) => readonly Finding[];
}
