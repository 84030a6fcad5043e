import type { Cursor } from "../wire/cursor.ts";
import {
  constructed,
  primitive,
  readConstructed,
  readListOf,
  readNonEmptySequenceOf,
  readOctets,
  readOptional,
  readSequence,
} from "../wire/der.ts";
import { readGeneralName } from "./general-name.ts";
import type { GeneralName } from "./general-name.ts";

/** RFC 5280 section 4.2.1.13. */
export interface DistributionPoint {
  /** fullName; none for one that is said otherwise, or not at all. */
  readonly names: readonly GeneralName[];
  /** Another issuer than the certificate's signs the CRL. */
  readonly indirect: boolean;
}

export function readCrlDistributionPoints(cursor: Cursor): DistributionPoint[] {
  return readNonEmptySequenceOf(cursor, "CRLDistributionPoints", (item) =>
    readSequence(item, "DistributionPoint", (content) => {
      const names = readOptional(content, constructed(0), readDistributionPointName) ?? [];
      readOptional(content, primitive(1), (c) => readOctets(c, primitive(1), "reasons"));
      const cRLIssuer = readOptional(content, constructed(2), (c) =>
        readListOf(c, constructed(2), "cRLIssuer", readGeneralName),
      );
      return { names, indirect: cRLIssuer !== undefined };
    }),
  );
}

/** `[0] DistributionPointName`, a CHOICE and so EXPLICIT: fullName [0] GeneralNames, or nameRelativeToCRLIssuer [1], which is left
 *  aside, as nothing can be fetched from there. */
export function readDistributionPointName(cursor: Cursor): readonly GeneralName[] {
  return readConstructed(cursor, constructed(0), "distributionPoint", (content) => {
    if (content.peek() !== constructed(0)) {
      readOctets(content, constructed(1), "nameRelativeToCRLIssuer");
      return [];
    }
    return readListOf(content, constructed(0), "fullName", readGeneralName);
  });
}

const MAX_URLS = 4;

/** Where the issuer's own CRLs are, http alone, as CAs publish them. Hostile text. */
export function listCrlUrls(points: readonly DistributionPoint[]): string[] {
  return points
    .filter(({ indirect }) => !indirect)
    .flatMap(({ names }) =>
      names.flatMap((name) => (name.type === "uniformResourceIdentifier" ? [name.value] : [])),
    )
    .filter((url) => /^http:\/\//iu.test(url))
    .slice(0, MAX_URLS);
}
