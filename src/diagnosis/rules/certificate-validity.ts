import type { Certificate } from "../../x509/certificate.ts";
import { servedCertificateList } from "../evidence.ts";
import type { Finding } from "../finding.ts";
import type { Rule } from "../rule.ts";

/** notBefore and notAfter themselves are still valid. Every certificate of the list counts. */
export const certificateValidity: Rule = {
  cites: "RFC 5280 section 4.1.2.5",
  applies: (evidence) => servedCertificateList(evidence).length > 0,
  check: (evidence) => checkValidity(servedCertificateList(evidence), evidence.at),
};

export function checkValidity(certificateList: readonly Certificate[], at: number): Finding[] {
  return certificateList.flatMap((certificate, position): Finding[] => {
    const found = { severity: "error", position, certificate, at } as const;
    if (at > certificate.notAfter) return [{ kind: "certificate_expired", ...found }];
    if (at < certificate.notBefore) return [{ kind: "certificate_not_yet_valid", ...found }];
    return [];
  });
}
