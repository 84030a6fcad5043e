import { listEntries } from "./path-context.ts";
import type { PathRule } from "./path-context.ts";

/** RFC 5280 sections 4.1.2.5 and 6.1.3 (a)(2). Both ends belong to the period, and it is counted in whole
 *  seconds. A trust anchor that has expired is refused as well: so do OpenSSL, Go and the browsers. */
export const checkValidity: PathRule = function* checkValidity(context) {
  const at = Math.floor(context.at / 1000) * 1000;
  for (const { certificate, position } of listEntries(context)) {
    const notBefore = certificate.notBefore.at;
    const notAfter = certificate.notAfter.at;
    if (at > notAfter) {
      yield { severity: "error", kind: "certificate_expired", position, notAfter, at: context.at };
    }
    if (at < notBefore) {
      yield { severity: "error", kind: "certificate_not_yet_valid", position, notBefore, at: context.at };
    }
  }
};
