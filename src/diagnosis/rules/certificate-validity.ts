import { servedCertificateList } from "../evidence.ts";
import type { Finding } from "../finding.ts";
import type { Rule } from "../rule.ts";

/** notBefore and notAfter themselves are still valid. Every certificate of the list counts. */
export const certificateValidity: Rule = {
  cites: "RFC 5280 section 4.1.2.5",
  applies: (evidence) => servedCertificateList(evidence).length > 0,
  check: (evidence) =>
    servedCertificateList(evidence).flatMap((certificate, position): Finding[] => {
      const { at } = evidence;
      const severity = "error";
      if (at > certificate.notAfter)
        return [{ kind: "certificate_expired", severity, position, certificate, at }];
      if (at < certificate.notBefore)
        return [{ kind: "certificate_not_yet_valid", severity, position, certificate, at }];
      return [];
    }),
};
