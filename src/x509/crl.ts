import { Cursor } from "../wire/cursor.ts";
import {
  constructed,
  primitive,
  readBoolean,
  readConstructed,
  readContent,
  readInteger,
  readOctets,
  readOptional,
  readSequence,
  readUnsigned,
  TAG,
} from "../wire/der.ts";
import { readTime } from "../wire/der-time.ts";
import type { Time } from "../wire/der-time.ts";
import { readAlgorithmIdentifier } from "./algorithm-identifier.ts";
import { readDistributionPointName } from "./distribution-points.ts";
import { EXTENSION_ID } from "./extensions.ts";
import type { GeneralName } from "./general-name.ts";
import { normalizeName, readName } from "./name.ts";
import { decodeExtension, decodeSigned, readExtensions } from "./signed-certificate.ts";
import type { Extension } from "./signed-certificate.ts";
import type { Signed } from "./signature.ts";

/** RFC 5280 section 5.1: CertificateList. */
export interface CertificateRevocationList extends Signed {
  /** Comparable with `PathCertificate.issuerKey`. */
  readonly issuerKey: string;
  readonly thisUpdate: Time;
  readonly nextUpdate: Time | null;
  readonly extensions: readonly Extension[];
  readonly issuingDistributionPoint: IssuingDistributionPoint | null;
  /** The content of revokedCertificates, and where it begins. Some CRLs have a million of them, so they stay
   *  encoded. */
  readonly revokedCertificates: { readonly bytes: Uint8Array; readonly offset: number } | null;
}

/** Section 5.2.5: what the CRL is limited to. */
interface IssuingDistributionPoint {
  /** Of the distribution points that it is for; null for all of them. */
  readonly names: readonly GeneralName[] | null;
  readonly onlyContainsUserCerts: boolean;
  readonly onlyContainsCACerts: boolean;
  readonly indirectCRL: boolean;
  readonly onlyContainsAttributeCerts: boolean;
}

/** @param der exactly one CRL; throws DecodeError otherwise. */
export function decodeCertificateList(der: Uint8Array): CertificateRevocationList {
  return decodeSigned(der, "CertificateList", "TBSCertList", readTbsCertList);
}

function readTbsCertList(content: Cursor) {
  readOptional(content, TAG.integer, (c) => readUnsigned(c, "version"));
  readAlgorithmIdentifier(content, "signature");
  const issuerKey = normalizeName(readName(content, "issuer")).join();
  const thisUpdate = readTime(content, "thisUpdate");
  const hasNextUpdate = content.peek() === TAG.utcTime || content.peek() === TAG.generalizedTime;
  const nextUpdate = hasNextUpdate ? readTime(content, "nextUpdate") : null;
  const revokedCertificates = readOptional(content, TAG.sequence, (c) => {
    const list = readContent(c, TAG.sequence, "revokedCertificates");
    const { offset } = list;
    return { bytes: list.opaque(list.remaining, "revokedCertificates"), offset };
  });
  const extensions =
    readOptional(content, constructed(0), (c) =>
      readConstructed(c, constructed(0), "crlExtensions", readExtensions),
    ) ?? [];
  const scope = extensions.find(({ id }) => id === EXTENSION_ID.issuingDistributionPoint);
  return {
    issuerKey,
    thisUpdate,
    nextUpdate,
    extensions,
    issuingDistributionPoint:
      scope === undefined
        ? null
        : decodeExtension(scope, "IssuingDistributionPoint", readIssuingDistributionPoint),
    revokedCertificates: revokedCertificates ?? null,
  };
}

function readIssuingDistributionPoint(cursor: Cursor): IssuingDistributionPoint {
  const flag = (content: Cursor, number: number) =>
    readOptional(content, primitive(number), (c) =>
      readBoolean(c, "IssuingDistributionPoint", primitive(number)),
    ) ?? false;
  return readSequence(cursor, "IssuingDistributionPoint", (content) => {
    const names = readOptional(content, constructed(0), readDistributionPointName) ?? null;
    const onlyContainsUserCerts = flag(content, 1);
    const onlyContainsCACerts = flag(content, 2);
    readOptional(content, primitive(3), (c) => readOctets(c, primitive(3), "onlySomeReasons"));
    const indirectCRL = flag(content, 4);
    const onlyContainsAttributeCerts = flag(content, 5);
    return { names, onlyContainsUserCerts, onlyContainsCACerts, indirectCRL, onlyContainsAttributeCerts };
  });
}

export interface Revocation {
  /** ms since 1970. */
  readonly revocationDate: number;
  /** RFC 5280 section 5.3.1; `unspecified` where none is given. */
  readonly reason: RevocationReason;
}

export type RevocationReason = (typeof REASONS)[number];

/** In the order of their numbers; 7 is not used. */
const REASONS = [
  "unspecified",
  "keyCompromise",
  "cACompromise",
  "affiliationChanged",
  "superseded",
  "cessationOfOperation",
  "certificateHold",
  "unspecified",
  "removeFromCRL",
  "privilegeWithdrawn",
  "aACompromise",
] as const;

const REASON_CODE = "2.5.29.21";

/** The entry with this serial number. Throws DecodeError for entries before it that are malformed. */
export function findRevocation(
  { revokedCertificates }: CertificateRevocationList,
  serialNumber: Uint8Array,
): Revocation | null {
  if (revokedCertificates === null) return null;
  const cursor = new Cursor(revokedCertificates.bytes, revokedCertificates.offset);
  while (cursor.remaining > 0) {
    const entry = readContent(cursor, TAG.sequence, "revokedCertificate");
    if (Buffer.compare(readInteger(entry, "userCertificate"), serialNumber) !== 0) continue;
    const revocationDate = readTime(entry, "revocationDate").at;
    const extensions = readOptional(entry, TAG.sequence, readExtensions) ?? [];
    const reason = extensions.find(({ id }) => id === REASON_CODE);
    return {
      revocationDate,
      reason: reason ? decodeExtension(reason, "CRLReason", readReason) : "unspecified",
    };
  }
  return null;
}

/** RFC 5280 section 5.3.1: CRLReason ::= ENUMERATED. */
export function readReason(cursor: Cursor): RevocationReason {
  return REASONS[readUnsigned(cursor, "CRLReason", TAG.enumerated)] ?? "unspecified";
}
