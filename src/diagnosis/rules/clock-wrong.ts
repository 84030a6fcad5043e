import { summarizeCertificate } from "../certificate-summary.ts";
import type { Rule } from "../rule.ts";
import { callsValidExpired, findRejection } from "./client-certificate-rejected.ts";

/** The server calls a client certificate expired that is not: one of the two clocks is wrong. */
export const clockWrong: Rule = {
  cites: "RFC 8446 section 6.2 certificate_expired; RFC 5280 section 4.1.2.5",
  applies: ({ clientCertificate }) => clientCertificate !== null,
  check: (evidence) => {
    const { clientCertificate, startedAt } = evidence;
    const rejection = findRejection(evidence);
    if (clientCertificate === null || rejection === null || !callsValidExpired(evidence, rejection))
      return [];
    const certificate = summarizeCertificate(clientCertificate);
    return [{ kind: "clock_wrong", severity: "error", certificate, at: startedAt }];
  },
};
