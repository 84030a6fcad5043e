import type { Evidence, HandshakeResult } from "./evidence.ts";
import { findHandshake } from "./evidence.ts";
import type { Finding, Severity } from "./finding.ts";
import { refusesAll } from "./mismatch.ts";
import type { Rule } from "./rule.ts";
import { addressesDiffer } from "./rules/addresses-differ.ts";
import { alpnMismatch } from "./rules/alpn-mismatch.ts";
import { certificatePath } from "./rules/certificate-path.ts";
import { certificateValidity } from "./rules/certificate-validity.ts";
import { cipherSuiteMismatch } from "./rules/cipher-suite-mismatch.ts";
import { clientCertificateRejected } from "./rules/client-certificate-rejected.ts";
import { clientCertificateRequired } from "./rules/client-certificate-required.ts";
import { clockWrong } from "./rules/clock-wrong.ts";
import { groupMismatch } from "./rules/group-mismatch.ts";
import { handshakeCut } from "./rules/handshake-cut.ts";
import { hostNameMismatch } from "./rules/host-name-mismatch.ts";
import { largeClientHello } from "./rules/large-client-hello.ts";
import { namedClients } from "./rules/named-clients.ts";
import { notTls } from "./rules/not-tls.ts";
import { ocspStaple } from "./rules/ocsp-staple.ts";
import { protocolMismatch } from "./rules/protocol-mismatch.ts";
import { signatureAlgorithmMismatch } from "./rules/signature-algorithm-mismatch.ts";
import { sniRequired } from "./rules/sni-required.ts";
import { startTlsFailed } from "./rules/starttls-failed.ts";
import { unreachable } from "./rules/unreachable.ts";
import { versionIntolerant } from "./rules/version-intolerant.ts";
import { weakKeyExchange } from "./rules/weak-key-exchange.ts";

/** What stands in the way first comes first: the first error is the verdict. */
export const rules: Readonly<Record<string, Rule>> = {
  unreachable,
  notTls,
  startTlsFailed,
  protocolMismatch,
  alpnMismatch,
  clockWrong,
  clientCertificateRejected,
  clientCertificateRequired,
  cipherSuiteMismatch,
  groupMismatch,
  signatureAlgorithmMismatch,
  handshakeCut,
  namedClients,
  certificateValidity,
  hostNameMismatch,
  certificatePath,
  ocspStaple,
  versionIntolerant,
  largeClientHello,
  weakKeyExchange,
  addressesDiffer,
  sniRequired,
};

const ORDER: readonly Severity[] = ["error", "warning", "info"];

/** Everything that is wrong, the worst first; none when nothing is. A handshake that fails and that no rule
 *  explains ends the documented tree: `not_determined`. */
export function diagnose(evidence: Evidence): Finding[] {
  const findings = Object.values(rules).flatMap((rule) =>
    rule.applies(evidence) ? rule.check(evidence) : [],
  );
  const explained = findings.some(({ severity, client }) => severity === "error" && client === undefined);
  const unexplained = explained ? [] : describeUnexplained(evidence);
  return [...unexplained, ...findings].toSorted(
    (a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity),
  );
}

function describeUnexplained(evidence: Evidence): Finding[] {
  const given = findHandshake(evidence, "with_client_certificate")?.result;
  if (given?.outcome === "completed") return [];
  const results = [given, findHandshake(evidence, "ordinary")?.result];
  const [finding] = results.flatMap((result) =>
    result === undefined ? [] : describeFailure(result, evidence),
  );
  return finding === undefined ? [] : [finding];
}

function describeFailure(result: HandshakeResult, { profile }: Evidence): Finding[] {
  const found = { kind: "not_determined", severity: "error", refusesAll: refusesAll(profile) } as const;
  if (result.outcome === "alert") {
    const { description, code } = result;
    return [{ ...found, alert: { description, code }, class: null, code: null }];
  }
  return result.outcome === "broken"
    ? [{ ...found, alert: null, class: result.class, code: result.code }]
    : [];
}
