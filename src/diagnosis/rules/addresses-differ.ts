import { compareAddresses } from "../compare-addresses.ts";
import type { AddressDifference, Severity } from "../finding.ts";
import type { Rule } from "../rule.ts";

/** Who gets the other address gets another answer. Many networks have a certificate for each place, so that alone is information. */
const SEVERITIES: Readonly<Record<AddressDifference, Severity>> = {
  outcome: "error",
  validity: "error",
  name: "error",
  issuer: "warning",
  certificate: "info",
};
const ORDER: readonly Severity[] = ["error", "warning", "info"];

/** One of several servers was forgotten: another certificate, or another end of the handshake. */
export const addressesDiffer: Rule = {
  cites: "RFC 9525 section 6: every address of the name must prove that it is the name's",
  applies: (evidence) => evidence.otherAddresses.length > 0,
  check: (evidence) => {
    const addresses = compareAddresses(evidence);
    const severities = new Set(
      addresses.flatMap(({ difference }) => (difference === null ? [] : [SEVERITIES[difference]])),
    );
    const severity = ORDER.find((each) => severities.has(each));
    return severity === undefined ? [] : [{ kind: "addresses_differ", severity, addresses }];
  },
};
