import type { StapleJudgement } from "../../x509/staple.ts";
import { servedCertificateList } from "../evidence.ts";
import type { StapleDefect } from "../finding.ts";
import type { Rule } from "../rule.ts";

/** The OCSP response that comes with the certificate says that it was revoked, or is refused; or none comes though the
 *  certificate demands one. A response that is refused without that demand is a warning: many clients do not look. */
export const ocspStaple: Rule = {
  cites: "RFC 7633; RFC 6066 section 8; RFC 8446 section 4.4.2.1; RFC 6960 section 3.2",
  applies: (evidence) => evidence.staple !== undefined && servedCertificateList(evidence).length > 0,
  check: (evidence) => {
    const { staple = null } = evidence;
    const [certificate] = servedCertificateList(evidence);
    if (certificate === undefined) return [];
    const { subject, mustStaple, ocspResponders } = certificate;
    if (staple?.kind === "revoked") {
      const { revocationDate, reason } = staple;
      const revocation = { position: 0, revocationDate, reason, source: "staple" } as const;
      return [{ kind: "certificate_revoked", severity: "error", subject, ...revocation }];
    }
    const reason = findDefect(staple, mustStaple);
    if (reason === null) return [];
    // What this system cannot verify, others may.
    const severity = mustStaple && reason.kind !== "signature_unsupported" ? "error" : "warning";
    return [{ kind: "ocsp_must_staple_missing", severity, subject, mustStaple, reason, ocspResponders }];
  },
};

function findDefect(
  staple: Exclude<StapleJudgement, { kind: "revoked" }> | null,
  mustStaple: boolean,
): StapleDefect | null {
  if (staple === null) return mustStaple ? { kind: "not_sent" } : null;
  // Without the issuer nothing can be said of the staple; that the issuer is missing, another rule says.
  return staple.kind === "good" || staple.kind === "issuer_missing" ? null : staple;
}
