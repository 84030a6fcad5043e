import type { Evidence } from "../diagnosis/evidence.ts";
import type { Finding } from "../diagnosis/finding.ts";
import type { JointFinding } from "../diagnosis/traces/explain-with-profile.ts";
import type { Joint } from "../diagnosis/traces/join-captures.ts";
import type { Catalog, FindingWords } from "../locales/catalog.ts";
import { describeCipherSuite } from "../tls/cipher-suites.ts";
import { describeNamedGroup } from "../tls/named-groups.ts";
import { describeSignatureScheme } from "../tls/signature-schemes.ts";
import { formatVersion } from "../tls/version.ts";
import { describeTraceFinding } from "./capture-json.ts";
import { printable } from "./printable.ts";
import { summarize } from "./words.ts";

export interface JointDescription extends FindingWords {
  /** Whose capture it is. Hostile text. */
  readonly between: string;
  /** Nothing of the one is in the other; null where it is not about lists. Names, each in its side's order. */
  readonly lists: {
    readonly offered: { readonly title: string; readonly names: readonly string[] };
    readonly accepted: { readonly title: string; readonly names: readonly string[] };
  } | null;
}

/** What a capture and a check say together. */
export function describeJoint(joint: Joint, catalog: Catalog): JointDescription {
  const context = joint.fact.between;
  const between = catalog.joint.between({ ...context, alert: joint.fact.refused?.alert ?? null });
  if (joint.state === "accepted") return { ...catalog.joint.acceptedNow, between, lists: null };
  const { finding } = joint;
  return { ...describeTraceFinding(finding, context, catalog), between, lists: listsOf(finding, catalog) };
}

/** The answer in one line, without the host. @param joint null: what the check alone says */
export function summarizeJoint(
  joint: Joint | null,
  evidence: Evidence,
  findings: readonly Finding[],
  catalog: Catalog,
): string {
  return joint?.state === "explained"
    ? printable(describeJoint(joint, catalog).title)
    : summarize(evidence, findings, catalog);
}

function listsOf(finding: JointFinding, { joint }: Catalog): JointDescription["lists"] {
  if (finding.kind === "large_client_hello_intolerant") return null;
  const [parameter, name] = LISTED[finding.kind];
  return {
    offered: { title: joint.offered[parameter], names: finding.offered.map(name) },
    accepted: { title: joint.accepted, names: finding.accepted ?? [] },
  };
}

type Listed = Exclude<JointFinding["kind"], "large_client_hello_intolerant">;

const LISTED: Readonly<Record<Listed, readonly [keyof Catalog["joint"]["offered"], (id: number) => string]>> =
  {
    protocol_mismatch: ["versions", formatVersion],
    cipher_suite_mismatch: ["cipher_suites", (id) => describeCipherSuite(id).name],
    group_mismatch: ["groups", describeNamedGroup],
    signature_algorithm_mismatch: ["signature_algorithms", describeSignatureScheme],
  };
