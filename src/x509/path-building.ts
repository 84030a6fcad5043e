import { matchesKeyIdentifier } from "./key-identifier.ts";
import type { PathCertificate } from "./path-certificate.ts";
import { verifySignature } from "./signature.ts";
import type { Signed, SignatureResult } from "./signature.ts";

/** End entity first. */
export interface CandidatePath {
  readonly certificates: readonly [PathCertificate, ...PathCertificate[]];
  /** `anchor`: the last certificate is a trust anchor; it may be the only one. `dead_end`: it has no issuer
   *  to go on with. `limit`: the search was given up here. */
  readonly end: "anchor" | "dead_end" | "limit";
  /** At a dead end: certificates with the issuer's name whose key did not make the signature. */
  readonly rejectedIssuers: readonly PathCertificate[];
}

/** How many signatures one validation verifies. Go's crypto/x509 has the same limit. */
export const MAX_SIGNATURE_CHECKS = 100;
/** How often one validation may look at an issuer again whose signature it knows, in other paths. */
const MAX_STEPS = 2_000;

/** Certificates by subject, and the issuers of one among them. */
export class CertificateIndex {
  readonly #bySubject = new Map<string, PathCertificate[]>();
  readonly #ids = new Set<string>();

  constructor(certificates: Iterable<PathCertificate>) {
    for (const certificate of certificates) {
      if (this.has(certificate)) continue;
      this.#ids.add(certificate.id);
      const sameSubject = this.#bySubject.get(certificate.subjectKey);
      if (sameSubject) sameSubject.push(certificate);
      else this.#bySubject.set(certificate.subjectKey, [certificate]);
    }
  }

  has(certificate: PathCertificate): boolean {
    return this.#ids.has(certificate.id);
  }

  issuersOf(certificate: PathCertificate): readonly PathCertificate[] {
    return this.#bySubject.get(certificate.issuerKey) ?? [];
  }
}

/** Verifies each signature once, and no more than MAX_SIGNATURE_CHECKS of them. */
export class SignatureChecks {
  readonly #known = new Map<Signed, Map<string, SignatureResult>>();
  #left = MAX_SIGNATURE_CHECKS;
  #steps = MAX_STEPS;

  get exhausted(): boolean {
    return this.#left <= 0 || this.#steps <= 0;
  }

  check(signed: Signed, issuer: PathCertificate): SignatureResult {
    const results = this.#known.get(signed) ?? new Map<string, SignatureResult>();
    this.#known.set(signed, results);
    this.#steps -= 1;
    const known = results.get(issuer.publicKeyId);
    if (known !== undefined) return known;
    this.#left -= 1;
    const result = verifySignature(signed, issuer.subjectPublicKeyInfo);
    results.set(issuer.publicKeyId, result);
    return result;
  }
}

export interface Search {
  readonly trustAnchors: CertificateIndex;
  readonly intermediates: CertificateIndex;
  readonly signatures: SignatureChecks;
  /** ms since 1970. */
  readonly at: number;
}

/** Every path from the end entity that the certificates allow, likely ones first (RFC 4158), depth first: one
 *  that ends in a trust anchor, or that goes no further. Stops when the signature checks are used up. */
export function* buildPaths(endEntity: PathCertificate, search: Search): Generator<CandidatePath> {
  yield* extend([endEntity], search);
}

function* extend(certificates: CandidatePath["certificates"], search: Search): Generator<CandidatePath> {
  const last = certificates.at(-1) ?? certificates[0];
  if (search.trustAnchors.has(last)) {
    yield { certificates, end: "anchor", rejectedIssuers: [] };
    return;
  }
  const rejectedIssuers: PathCertificate[] = [];
  let extended = false;
  for (const issuer of findIssuers(last, search)) {
    if (search.signatures.exhausted) {
      if (!extended) yield { certificates, end: "limit", rejectedIssuers };
      return;
    }
    if (certificates.some((used) => isSameEntity(used, issuer))) continue;
    if (search.signatures.check(last, issuer) === "invalid") {
      rejectedIssuers.push(issuer);
      continue;
    }
    extended = true;
    yield* extend([...certificates, issuer], search);
  }
  if (!extended) yield { certificates, end: "dead_end", rejectedIssuers };
}

/** RFC 4158 section 2.4.2: the same name and key twice is a loop, whoever signed them. */
function isSameEntity(a: PathCertificate, b: PathCertificate): boolean {
  return a.subjectKey === b.subjectKey && a.publicKeyId === b.publicKeyId;
}

/** Trust anchors first; then by key identifier, by validity, the one that lasts longest first (RFC 4158
 *  section 3.5). */
function findIssuers(
  certificate: PathCertificate,
  { trustAnchors, intermediates, at }: Search,
): PathCertificate[] {
  const rank = (issuer: PathCertificate) =>
    2 * rankKeyIdentifier(certificate, issuer) +
    (issuer.notBefore.at <= at && at <= issuer.notAfter.at ? 0 : 1);
  const order = (issuers: readonly PathCertificate[]) =>
    issuers.toSorted((a, b) => rank(a) - rank(b) || b.notAfter.at - a.notAfter.at);
  const anchors = order(trustAnchors.issuersOf(certificate));
  const others = order(intermediates.issuersOf(certificate)).filter((issuer) => !trustAnchors.has(issuer));
  return [...anchors, ...others];
}

function rankKeyIdentifier(certificate: PathCertificate, issuer: PathCertificate): 0 | 1 | 2 {
  const matches = matchesKeyIdentifier(certificate, issuer);
  if (matches === null) return 1;
  return matches ? 0 : 2;
}
