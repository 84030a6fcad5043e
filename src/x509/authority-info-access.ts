import type { Cursor } from "../wire/cursor.ts";
import { readNonEmptySequenceOf, readObjectIdentifier, readSequence } from "../wire/der.ts";
import { readGeneralName } from "./general-name.ts";
import type { GeneralName } from "./general-name.ts";

export interface AccessDescription {
  /** Dotted OID. */
  readonly accessMethod: string;
  readonly accessLocation: GeneralName;
}

/** RFC 5280 section 4.2.2.1. */
export const ACCESS_METHOD = {
  ocsp: "1.3.6.1.5.5.7.48.1",
  caIssuers: "1.3.6.1.5.5.7.48.2",
} as const;

/** RFC 5280 section 4.2.2.1. */
export function readAuthorityInfoAccess(cursor: Cursor): AccessDescription[] {
  return readNonEmptySequenceOf(cursor, "AuthorityInfoAccessSyntax", (item) =>
    readSequence(item, "AccessDescription", (content) => ({
      accessMethod: readObjectIdentifier(content, "accessMethod"),
      accessLocation: readGeneralName(content),
    })),
  );
}

const MAX_URLS = 4;

/** The first URLs of that method, http and https only. Hostile text. */
export function listAccessUrls(
  descriptions: readonly AccessDescription[],
  method: keyof typeof ACCESS_METHOD,
): string[] {
  return descriptions
    .flatMap(({ accessMethod, accessLocation }) =>
      accessMethod === ACCESS_METHOD[method] && accessLocation.type === "uniformResourceIdentifier"
        ? [accessLocation.value]
        : [],
    )
    .filter((url) => /^https?:\/\//iu.test(url))
    .slice(0, MAX_URLS);
}
