import type { PathCertificate } from "./path-certificate.ts";
import type { PathRule } from "./path-context.ts";

const ANY_POLICY = "2.5.29.32.0";

/** The nodes of the valid_policy_graph at the depth reached: policy to expected_policy_set. What lies above
 *  them never decides whether one is left, so it is not kept, and the graph cannot grow exponentially (RFC
 *  9618). */
type Level = ReadonlyMap<string, ReadonlySet<string>>;

/** RFC 5280 section 6.1 (d) to (f) as RFC 9618 corrects it, for a client that takes any policy: the path is
 *  refused when a CA demands an explicit policy and none is valid along it. */
export const checkPolicies: PathRule = function* checkPolicies({ certificates, end }) {
  if (end !== "anchor") return;
  // The first below the trust anchor comes first; the anchor itself is not part of the path.
  const path = certificates.slice(0, -1).toReversed();
  let level: Level = new Map([[ANY_POLICY, new Set([ANY_POLICY])]]);
  let explicitPolicy = path.length + 1;
  let policyMapping = path.length + 1;
  let inhibitAnyPolicy = path.length + 1;
  for (const [index, certificate] of path.entries()) {
    const isLast = index === path.length - 1;
    const { values, selfIssued } = certificate;
    level = descend(level, certificate, inhibitAnyPolicy > 0 || (!isLast && selfIssued));
    if (explicitPolicy === 0 && level.size === 0) break;
    if (!isLast) level = mapPolicies(level, certificate, policyMapping > 0);
    if (!selfIssued || isLast) {
      explicitPolicy = Math.max(0, explicitPolicy - 1);
      policyMapping = Math.max(0, policyMapping - 1);
      inhibitAnyPolicy = Math.max(0, inhibitAnyPolicy - 1);
    }
    explicitPolicy = Math.min(explicitPolicy, values.policyConstraints?.requireExplicitPolicy ?? Infinity);
    policyMapping = Math.min(policyMapping, values.policyConstraints?.inhibitPolicyMapping ?? Infinity);
    inhibitAnyPolicy = Math.min(inhibitAnyPolicy, values.inhibitAnyPolicy ?? Infinity);
  }
  if (explicitPolicy === 0 && level.size === 0) yield { severity: "error", kind: "policy_missing" };
};

/** Section 6.1.3 (d) and (e). */
function descend(level: Level, { values }: PathCertificate, anyPolicyAllowed: boolean): Level {
  const policies = values.certificatePolicies ?? [];
  const expected = new Set([...level.values()].flatMap((set) => Array.from(set)));
  const kept = policies.filter(
    (policy) => policy !== ANY_POLICY && (expected.has(policy) || level.has(ANY_POLICY)),
  );
  const inherited = anyPolicyAllowed && policies.includes(ANY_POLICY) ? expected : [];
  return new Map([...kept, ...inherited].map((policy) => [policy, new Set([policy])]));
}

/** Section 6.1.4 (b). Where any policy is valid, a mapping adds nothing that it does not allow already. */
function mapPolicies(level: Level, { values }: PathCertificate, mappingAllowed: boolean): Level {
  const expectations = new Map<string, Set<string>>();
  for (const { issuerDomainPolicy, subjectDomainPolicy } of values.policyMappings ?? []) {
    const expected = expectations.get(issuerDomainPolicy) ?? new Set();
    expectations.set(issuerDomainPolicy, expected.add(subjectDomainPolicy));
  }
  const mapped = new Map(level);
  for (const [policy, expected] of expectations) {
    if (!mappingAllowed) mapped.delete(policy);
    else if (level.has(policy)) mapped.set(policy, expected);
  }
  return mapped;
}
