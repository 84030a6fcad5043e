import type { Unreachable } from "../diagnosis/evidence.ts";
import type { VersionName } from "../diagnosis/server-profile.ts";
import type { RevocationReason } from "../x509/crl.ts";
import type { PathFault } from "../x509/path-fault.ts";
import type { WatchedCertificate } from "./watched.ts";

/** What one look at a watched server showed. Plain JSON; times are ms since 1970. */
export interface Sighting {
  readonly at: number;
  /** Different lists, in the order of the addresses that serve them; none when no address answered with one. */
  readonly lists: readonly SightedList[];
  /** Addresses that gave no list. Without any address (a name that does not resolve) one of `address` null. */
  readonly failed: readonly { readonly address: string | null; readonly why: NotSeen }[];
  /** Addresses beyond the first 16, which were not asked; absent for none. */
  readonly leftOut?: readonly string[];
  /** What the server accepts; absent when it was not asked this time, which is most times. */
  readonly profile?: AcceptedProfile;
}

/** Why no certificate was seen. */
export type NotSeen =
  | Unreachable
  /** Something answered, and no list of certificates came of it. `detail`: the alert's name, or our word for it. */
  | { readonly reason: "handshake_failed"; readonly detail: string };

/** A list of certificates, as sent. */
export interface SightedList {
  readonly addresses: readonly string[];
  readonly certificate: WatchedCertificate;
  /** The others of the list, as sent. */
  readonly issuers: readonly SightedIssuer[];
  /** What clients refuse of the path beside ends, names and revocation: `issuer_not_found`, `root_not_trusted` … */
  readonly faults: readonly PathFault["kind"][];
  /** The certificate is for the name that was asked for. */
  readonly covered: boolean;
  readonly revoked: SightedRevocation | null;
  /** Nobody could say whether one of them was revoked, or has said in time: what was known of them before holds. */
  readonly revocationUnknown?: true;
  /** An issuer that was not sent is a public one; absent where that was not asked. */
  readonly incomplete?: true;
}

export interface SightedIssuer {
  readonly sha256: string;
  readonly subject: string;
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface SightedRevocation {
  /** Of the list's certificates, the one that is revoked. */
  readonly sha256: string;
  readonly revocationDate: number;
  readonly reason: RevocationReason;
  /** Who said so. */
  readonly source: "staple" | "ocsp" | "crl";
}

export interface AcceptedProfile {
  readonly versions: readonly VersionName[];
  /** IANA names. */
  readonly cipherSuites: readonly string[];
}
