import { listEntries, listIssuers } from "./path-context.ts";
import type { PathRule } from "./path-context.ts";

/** RFC 5280 section 6.1.4 (k) and (n): what may issue. Browsers hold trust anchors to it too, but for the old
 *  ones of version 1, which cannot say it. */
export const checkAuthorities: PathRule = function* checkAuthorities(context) {
  for (const { certificate, position, role } of listIssuers(context)) {
    if (role === "anchor" && certificate.version < 3) continue;
    const { basicConstraints, keyUsage } = certificate.values;
    const fault = { severity: "error", kind: "not_a_ca", position } as const;
    if (basicConstraints === null) yield { ...fault, reason: "basic_constraints_missing" };
    else if (!basicConstraints.cA) yield { ...fault, reason: "ca_false" };
    if (keyUsage !== null && !keyUsage.includes("keyCertSign")) {
      yield { ...fault, reason: "key_cert_sign_missing" };
    }
  }
};

/** RFC 5280 sections 4.2.1.9 and 6.1.4 (l), (m): how many certificates that are not self-issued may stand
 *  between a CA and the end entity; and the caller's own limit, counted from the trust anchor. */
export const checkPathLength: PathRule = function* checkPathLength(context) {
  const { certificates, maxPathLength } = context;
  const below = (position: number) =>
    certificates.slice(1, position).filter(({ selfIssued }) => !selfIssued).length;
  for (const { certificate, position } of listIssuers(context)) {
    const limit = certificate.values.basicConstraints?.pathLenConstraint ?? null;
    if (limit !== null && below(position) > limit) {
      yield { severity: "error", kind: "path_too_long", position, limit };
    }
  }
  const intermediates = listEntries(context).filter(({ role }) => role === "intermediate").length;
  if (below(intermediates + 1) > maxPathLength) {
    yield { severity: "error", kind: "path_too_long", position: null, limit: maxPathLength };
  }
};
