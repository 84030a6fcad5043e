import { checkCertificatePath } from "../certificate-path.ts";
import { servedCertificateList } from "../evidence.ts";
import type { Rule } from "../rule.ts";

/** The served list does not lead to a trust anchor, or breaks a rule on the way. */
export const certificatePath: Rule = {
  cites: "RFC 5280 section 6.1; RFC 8446 section 4.4.2",
  applies: (evidence) => evidence.examination !== null,
  check: (evidence) => {
    const { examination } = evidence;
    const certificateList = servedCertificateList(evidence);
    return examination === null ? [] : checkCertificatePath({ certificateList, examination, strict: false });
  },
};
