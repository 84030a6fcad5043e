import type { CertificateRevocationList } from "./crl.ts";
import type { PathCertificate } from "./path-certificate.ts";
import type { CandidatePath, SignatureChecks } from "./path-building.ts";
import type { PathFault } from "./path-fault.ts";
import type { ReferenceIdentifier } from "./reference-identifier.ts";

/** What a path is judged by. */
export interface PathContext extends CandidatePath {
  /** ms since 1970. */
  readonly at: number;
  readonly purpose: "server" | "client";
  readonly reference: ReferenceIdentifier | null;
  readonly crls: readonly CertificateRevocationList[];
  readonly maxPathLength: number;
  readonly signatures: SignatureChecks;
  /** Comparisons of names with constraints that are left for the whole validation. */
  readonly nameComparisons: { left: number };
}

/** One thing that is checked, on the whole path. */
export type PathRule = (context: PathContext) => Iterable<PathFault>;

/** `anchor`: the trust anchor at the end. RFC 5280 section 6.1 does not count it to the path, but clients
 *  look at it. */
export type PathRole = "end_entity" | "intermediate" | "anchor";

export interface PathEntry {
  readonly certificate: PathCertificate;
  readonly position: number;
  readonly role: PathRole;
}

/** The certificates from the end entity on, each with its place. An end entity that is trusted itself stays
 *  one. */
export function listEntries({ certificates, end }: CandidatePath): PathEntry[] {
  const last = certificates.length - 1;
  return certificates.map((certificate, position) => ({
    certificate,
    position,
    role: position === 0 ? "end_entity" : end === "anchor" && position === last ? "anchor" : "intermediate",
  }));
}

/** The certificates that issued the one before them, with their place. */
export function listIssuers(path: CandidatePath): PathEntry[] {
  return listEntries(path).slice(1);
}
