import { formatGeneralName } from "./general-name.ts";
import type { PathRule } from "./path-context.ts";
import { formatReferenceIdentifier, matchesReference } from "./reference-identifier.ts";

/** RFC 9525 section 6. */
export const checkHostName: PathRule = function* checkHostName({ certificates, reference }) {
  if (reference === null) return;
  const names = certificates[0].values.subjectAltName ?? [];
  if (names.some((name) => matchesReference(reference, name))) return;
  const referenceIdentifier = formatReferenceIdentifier(reference);
  const presentedIdentifiers = names.map(formatGeneralName);
  yield { severity: "error", kind: "host_name_mismatch", referenceIdentifier, presentedIdentifiers };
};
