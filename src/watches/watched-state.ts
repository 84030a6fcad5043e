import type { AcceptedProfile, NotSeen, SightedIssuer, SightedList, SightedRevocation } from "./sighting.ts";
import type { WatchedCertificate } from "./watched.ts";

/** What is known of something watched. Plain JSON, small (100,000 of them are kept in memory); times are ms since 1970. */
export interface WatchedState {
  /** The last look. */
  readonly checkedAt: number;
  /** Looks in a row that showed nothing. */
  readonly failures: number;
  /** The first look of that row; absent where there is none. It outlasts one look that shows something again, so that two outages with
   *  no more than that between them are one. */
  readonly failingSince?: number;
  /** What was served when it was seen last; kept while it is not reachable. */
  readonly lists: readonly SightedList[];
  /** Path faults that were there when it was first seen: a private CA is no news. */
  readonly accepted: readonly string[];
  /** Null before it was asked. `at`: when. */
  readonly profile: (AcceptedProfile & { readonly at: number }) | null;
  /** What is wrong now; running out is there long before anybody is told, since that is each channel's choice. */
  readonly troubles: readonly Trouble[];
  /** What the last look changed, and the next one that shows something confirms; absent where it changed nothing. */
  readonly unconfirmed?: Unconfirmed;
}

/** Behind a load balancer one look may show the one server and the next another, so nothing is over before two have said so. */
export interface Unconfirmed {
  /** Keys of the subjects of which a trouble is over. */
  readonly gone: readonly string[];
  /** Certificates of servers that are no longer served. */
  readonly replaced: readonly WatchedCertificate[];
  /** It is to be looked at again soon. False when that was done, and showed something else again. */
  readonly early: boolean;
}

export type Trouble = { readonly addresses: readonly string[] } &
  /** Every certificate of every list. `endEntity` false: of an issuer, which many hosts have. */
  (
    | { readonly kind: "expires"; readonly certificate: SightedIssuer; readonly endEntity: boolean }
    | {
        readonly kind: "revoked";
        readonly certificate: SightedIssuer;
        readonly endEntity: boolean;
        readonly revocation: SightedRevocation;
      }
    | {
        readonly kind: "chain_broken";
        readonly certificate: SightedIssuer;
        readonly faults: readonly string[];
      }
    | { readonly kind: "name_not_covered"; readonly certificate: SightedIssuer; readonly name: string }
    /** `addresses` still serve the old one. */
    | {
        readonly kind: "partly_renewed";
        readonly certificate: SightedIssuer;
        readonly newer: WatchedCertificate;
        readonly renewedAddresses: readonly string[];
      }
    /** `since`: the first look in this row that failed. */
    | {
        readonly kind: "unreachable";
        readonly why: NotSeen;
        readonly since: number;
        readonly tries: number;
      }
    | {
        readonly kind: "removed";
        readonly versions: readonly string[];
        readonly cipherSuites: readonly string[];
        readonly since: number;
      }
  );

/** News of something watched that is no trouble: for the digest and the App Home, never a message of its own. */
export interface Replacement {
  readonly at: number;
  readonly watched: string;
  readonly before: WatchedCertificate;
  readonly after: WatchedCertificate;
}
