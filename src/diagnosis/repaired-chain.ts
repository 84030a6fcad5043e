import type { Finding } from "./finding.ts";

/** The certificates as they should be, PEM; null where nothing is to be put right, or nobody can tell how. */
export function findRepairedChain(findings: readonly Finding[]): string | null {
  for (const finding of findings) {
    if (finding.kind === "chain_incomplete" || finding.kind === "chain_incorrect") {
      if (finding.completed !== null) return finding.completed;
    } else if (finding.kind === "certificate_malformed" && finding.repaired !== null) return finding.repaired;
  }
  return null;
}
