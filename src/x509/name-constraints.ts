import type { GeneralSubtree, NameConstraints } from "./extensions.ts";
import { formatGeneralName } from "./general-name.ts";
import type { GeneralName } from "./general-name.ts";
import { matchesSubtree } from "./name-subtree.ts";
import type { PathCertificate } from "./path-certificate.ts";
import { listEntries } from "./path-context.ts";
import type { PathRule } from "./path-context.ts";

/** How many comparisons of a name with a constraint one validation makes. Go's crypto/x509 has the same
 *  limit. */
export const MAX_NAME_COMPARISONS = 250_000;

/** RFC 5280 sections 4.2.1.10 and 6.1.3 (b), (c): the names of every certificate below a constrained CA. */
export const checkNameConstraints: PathRule = function* checkNameConstraints(context) {
  const budget = context.nameComparisons;
  const entries = listEntries(context);
  for (const { certificate, position, role } of entries) {
    // Self-issued intermediates are spared, so that a CA can change its key.
    if (certificate.selfIssued && role !== "end_entity") continue;
    for (const { certificate: authority, position: constrainedBy } of entries.slice(position + 1)) {
      const { nameConstraints } = authority.values;
      if (nameConstraints === null) continue;
      for (const name of listNames(certificate)) {
        budget.left -= nameConstraints.permittedSubtrees.length + nameConstraints.excludedSubtrees.length;
        if (budget.left < 0) {
          yield {
            severity: "error",
            kind: "limit_exceeded",
            what: "name_comparisons",
            limit: MAX_NAME_COMPARISONS,
          };
          return;
        }
        const reason = judgeName(name, nameConstraints);
        if (reason === null) continue;
        const fault = {
          severity: "error",
          kind: "name_not_permitted",
          position,
          constrainedBy,
          reason,
        } as const;
        yield { ...fault, name: formatGeneralName(name) };
      }
    }
  }
};

const EMAIL_ADDRESS = "1.2.840.113549.1.9.1";

/** The alternative names and the subject; its emailAddress where no rfc822Name stands in for it. */
function listNames({ subject, values }: PathCertificate): GeneralName[] {
  const names: GeneralName[] = [...(values.subjectAltName ?? [])];
  if (subject.rdns.length === 0) return names;
  if (!names.some(({ type }) => type === "rfc822Name")) {
    for (const { type, text } of subject.rdns.flat()) {
      if (type === EMAIL_ADDRESS && text !== null) names.push({ type: "rfc822Name", value: text });
    }
  }
  names.push({ type: "directoryName", name: subject });
  return names;
}

/** A constraint only concerns names of its own form. An exclusion wins over a permission. */
function judgeName(
  name: GeneralName,
  { permittedSubtrees, excludedSubtrees }: NameConstraints,
): "excluded" | "not_permitted" | "unsupported" | null {
  const match = (subtrees: readonly GeneralSubtree[], how: "within" | "overlap") =>
    new Set(
      subtrees
        .filter(({ base }) => base.type === name.type)
        .map((subtree) => matchesSubtree(name, subtree, how)),
    );
  const excluded = match(excludedSubtrees, "overlap");
  if (excluded.has(true)) return "excluded";
  const permitted = match(permittedSubtrees, "within");
  if (excluded.has("unsupported") || permitted.has("unsupported")) return "unsupported";
  return permitted.size > 0 && !permitted.has(true) ? "not_permitted" : null;
}
