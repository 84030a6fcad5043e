import { findHandshake, servedCertificateList } from "../evidence.ts";
import type { Rule } from "../rule.ts";

const NO_ISSUER = new Set([
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_UNTRUSTED",
]);

/** No path to a trust anchor. A server that sent its own certificate alone has most likely forgotten the
 *  intermediate; one that sent more ends at an authority which is not trusted here. */
export const issuerUnknown: Rule = {
  cites: "RFC 5280 section 6.1; RFC 8446 section 4.4.2",
  applies: (evidence) => servedCertificateList(evidence).length > 0,
  check: (evidence) => {
    const list = servedCertificateList(evidence);
    const code =
      findHandshake(evidence, "ordinary")?.verifyError ??
      findHandshake(evidence, "legacy")?.verifyError ??
      "";
    const last = list.at(-1);
    if (last === undefined) return [];
    const { subject, issuer } = last;
    if (code === "DEPTH_ZERO_SELF_SIGNED_CERT") {
      return [{ kind: "certificate_unknown", severity: "error", reason: "self_signed", subject, issuer }];
    }
    if (code === "SELF_SIGNED_CERT_IN_CHAIN") {
      return [
        { kind: "certificate_unknown", severity: "error", reason: "self_signed_in_chain", subject, issuer },
      ];
    }
    if (!NO_ISSUER.has(code)) return [];
    return list.length === 1
      ? [{ kind: "chain_incomplete", severity: "error", subject, issuer }]
      : [{ kind: "certificate_unknown", severity: "error", reason: "issuer_unknown", subject, issuer }];
  },
};
