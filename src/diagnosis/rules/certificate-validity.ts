import type { Certificate } from "../../x509/certificate.ts";
import { servedCertificateList } from "../evidence.ts";
import type { FindingOf } from "../finding.ts";
import type { Rule } from "../rule.ts";

/** notBefore and notAfter themselves are still valid. Every certificate counts, also of the list that clients with other
 *  signature algorithms get: an RSA certificate is easily forgotten beside an EC one. */
export const certificateValidity: Rule = {
  cites: "RFC 5280 section 4.1.2.5",
  applies: (evidence) => servedCertificateList(evidence).length > 0,
  check: (evidence) => {
    const lists = [servedCertificateList(evidence), ...(evidence.profile?.certificateLists ?? [])];
    const findings = lists.flatMap((certificateList) => checkValidity(certificateList, evidence.at));
    // Lists share their intermediates, and the first is there twice.
    const seen = new Set<string>();
    return findings.filter(({ certificate: { sha256 } }) => !seen.has(sha256) && seen.add(sha256));
  },
};

type Invalid = FindingOf<"certificate_expired" | "certificate_not_yet_valid">;

export function checkValidity(certificateList: readonly Certificate[], at: number): Invalid[] {
  return certificateList.flatMap((certificate, position): Invalid[] => {
    const found = { severity: "error", position, certificate, at } as const;
    if (at > certificate.notAfter) return [{ kind: "certificate_expired", ...found }];
    if (at < certificate.notBefore) return [{ kind: "certificate_not_yet_valid", ...found }];
    return [];
  });
}
