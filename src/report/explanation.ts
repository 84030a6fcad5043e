import type { Explanation } from "../diagnosis/explain.ts";
import type { Catalog } from "../locales/catalog.ts";
import { printable } from "./printable.ts";

/** `tlscheck explain --json`, schema `tlscheck.explain/1`. */
export interface ExplanationReport extends Explanation {
  readonly schema: "tlscheck.explain/1";
}

export function reportExplanation({ causes, hosts }: Explanation): ExplanationReport {
  return { schema: "tlscheck.explain/1", causes, hosts };
}

/** More would be guessing. */
const MAX_CAUSES = 4;

/** A line for each likely cause, the likeliest first; then who refused, as far as the text tells of the first one. */
export function describeExplanation(
  { causes }: Explanation,
  catalog: Catalog,
): { readonly title: string; readonly lines: string[]; readonly refusal: string | null } {
  const { explanation, explaining } = catalog;
  const [first] = causes;
  return {
    title: causes.length === 0 ? explanation.nothing : explanation.likely,
    lines: causes
      .slice(0, MAX_CAUSES)
      .map(({ kind, confidence, matched }) =>
        printable(
          explanation.cause({ cause: catalog.causes[kind], confidence, matched: printable(matched, 80) }),
        ),
      ),
    refusal:
      first === undefined || (first.rejectedBy === null && first.alert === null)
        ? null
        : explaining.refusal({ by: first.rejectedBy, alert: first.alert }),
  };
}

/** How to find out which cause it is, where the text names hosts. */
export function describeNext({ hosts }: Explanation, { explanation }: Catalog): string | null {
  return hosts.length === 0 ? null : explanation.check(`tlscheck ${hosts.slice(0, 3).join(" ")}`);
}
