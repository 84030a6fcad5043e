import type { Cause } from "./error-messages.ts";
import { ERROR_MESSAGES } from "./error-messages.ts";
import { findTargets } from "./find-targets.ts";
import { formatTarget } from "./target.ts";

export interface ExplainedCause {
  readonly kind: Cause;
  /** 0 to 1. */
  readonly confidence: number;
  /** The words that say so. Hostile text. */
  readonly matched: string;
}

export interface Explanation {
  /** The likeliest first; none for a text that no program of the table prints. */
  readonly causes: readonly ExplainedCause[];
  /** `host:port`, as named in the text. */
  readonly hosts: readonly string[];
}

/** Longer texts are logs; what failed stands in their messages all the same. */
const MAX_TEXT = 40_000;
const MAX_MATCHED = 200;

/** The likely causes of a pasted error message or log. Several messages that speak for a cause make it likelier. Never throws. */
export function explain(text: string): Explanation {
  const given = text.slice(0, MAX_TEXT);
  const found = new Map<Cause, ExplainedCause>();
  for (const { pattern, causes } of ERROR_MESSAGES) {
    const matched = pattern.exec(given)?.[0].slice(0, MAX_MATCHED);
    if (matched === undefined) continue;
    for (const [kind, confidence] of Object.entries(causes) as [Cause, number][]) {
      const known = found.get(kind);
      const doubt = (1 - (known?.confidence ?? 0)) * (1 - confidence);
      found.set(kind, { kind, confidence: 1 - doubt, matched: known?.matched ?? matched });
    }
  }
  const causes = [...found.values()]
    .toSorted((a, b) => b.confidence - a.confidence)
    .map(({ kind, confidence, matched }) => ({
      kind,
      confidence: Math.round(confidence * 100) / 100,
      matched,
    }));
  return { causes, hosts: findTargets(given).map(formatTarget) };
}
