import type { Evidence } from "./evidence.ts";
import { findHandshake } from "./evidence.ts";
import type { Finding, Severity } from "./finding.ts";
import type { Rule } from "./rule.ts";
import { certificatePath } from "./rules/certificate-path.ts";
import { certificateValidity } from "./rules/certificate-validity.ts";
import { cipherSuiteMismatch } from "./rules/cipher-suite-mismatch.ts";
import { clientCertificateRequired } from "./rules/client-certificate-required.ts";
import { handshakeCut } from "./rules/handshake-cut.ts";
import { hostNameMismatch } from "./rules/host-name-mismatch.ts";
import { notTls } from "./rules/not-tls.ts";
import { ocspStaple } from "./rules/ocsp-staple.ts";
import { protocolMismatch } from "./rules/protocol-mismatch.ts";
import { sniRequired } from "./rules/sni-required.ts";
import { unreachable } from "./rules/unreachable.ts";

/** What stands in the way first comes first: the first error is the verdict. */
export const rules: Readonly<Record<string, Rule>> = {
  unreachable,
  notTls,
  protocolMismatch,
  clientCertificateRequired,
  cipherSuiteMismatch,
  handshakeCut,
  certificateValidity,
  hostNameMismatch,
  certificatePath,
  ocspStaple,
  sniRequired,
};

const ORDER: readonly Severity[] = ["error", "warning", "info"];

/** Everything that is wrong, the worst first; none when nothing is. A handshake that fails and that no rule
 *  explains ends the documented tree: `not_determined`. */
export function diagnose(evidence: Evidence): Finding[] {
  const findings = Object.values(rules).flatMap((rule) =>
    rule.applies(evidence) ? rule.check(evidence) : [],
  );
  const explained = findings.some(({ severity }) => severity === "error");
  const unexplained = explained ? [] : describeUnexplained(evidence);
  return [...unexplained, ...findings].toSorted(
    (a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity),
  );
}

function describeUnexplained(evidence: Evidence): Finding[] {
  const result = findHandshake(evidence, "ordinary")?.result;
  if (result?.outcome === "alert") {
    const { description, code } = result;
    return [{ kind: "not_determined", severity: "error", alert: { description, code }, code: null }];
  }
  if (result?.outcome === "broken") {
    return [{ kind: "not_determined", severity: "error", alert: null, code: result.code }];
  }
  return [];
}
