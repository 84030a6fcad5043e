import type { Certificate } from "../x509/certificate.ts";
import { watchedCertificate } from "./watched-certificate.ts";
import type { WatchedCertificate } from "./watched.ts";

/** A file with more is a store of roots, and nobody renews those. */
const MAX_UPLOADED = 20;

/** What is worth watching of a file: those that are nobody's issuer in it, and issuers that end before them. Not what has
 *  ended already. @param at ms since 1970 */
export function certificatesToWatch(certificates: readonly Certificate[], at: number): WatchedCertificate[] {
  const each = [...new Map(certificates.map((certificate) => [certificate.sha256, certificate])).values()];
  const isIssuer = (one: Certificate) =>
    each.some((other) => other.sha256 !== one.sha256 && other.issuer === one.subject);
  const ends = each.filter((one) => !isIssuer(one));
  const last = Math.max(...ends.map(({ notAfter }) => notAfter));
  const watched = each.filter((one) => one.notAfter > at && (!isIssuer(one) || one.notAfter < last));
  return watched.length > MAX_UPLOADED ? [] : watched.map(watchedCertificate);
}
