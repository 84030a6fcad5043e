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

/** A line for each likely cause, the likeliest first; then how to find out. @param command as typed here: `tlscheck`, `/tlscheck`. */
export function describeExplanation(
  { causes, hosts }: Explanation,
  command: string,
  catalog: Catalog,
): { readonly title: string; readonly lines: string[]; readonly next: string | null } {
  const { explanation } = catalog;
  return {
    title: causes.length === 0 ? explanation.nothing : explanation.likely,
    lines: causes
      .slice(0, MAX_CAUSES)
      .map(({ kind, confidence, matched }) =>
        printable(
          explanation.cause({ cause: catalog.causes[kind], confidence, matched: printable(matched, 80) }),
        ),
      ),
    next: hosts.length === 0 ? null : explanation.check(`${command} ${hosts.slice(0, 3).join(" ")}`),
  };
}
