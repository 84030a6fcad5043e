import type { Finding, FindingKind } from "../diagnosis/finding.ts";

export interface FindingChanges {
  readonly gone: readonly FindingKind[];
  readonly fresh: readonly FindingKind[];
  readonly remain: readonly FindingKind[];
}

/** What a check found that an earlier one did not, and the other way round, by kind; what is `info` is no fault. */
export function compareFindings(before: readonly Finding[], after: readonly Finding[]): FindingChanges {
  const then = kindsOf(before);
  const now = kindsOf(after);
  return {
    gone: [...then].filter((kind) => !now.has(kind)),
    fresh: [...now].filter((kind) => !then.has(kind)),
    remain: [...now].filter((kind) => then.has(kind)),
  };
}

function kindsOf(findings: readonly Finding[]): Set<FindingKind> {
  return new Set(findings.filter(({ severity }) => severity !== "info").map(({ kind }) => kind));
}
