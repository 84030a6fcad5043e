import { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import {
  constructed,
  primitive,
  readConstructed,
  readContent,
  readElement,
  readInteger,
  readListOf,
  readObjectIdentifier,
  readOctetString,
  readOptional,
  readSequence,
  readUnsigned,
  TAG,
} from "../wire/der.ts";
import { readTime } from "../wire/der-time.ts";
import { readAlgorithmIdentifier } from "./algorithm-identifier.ts";
import { readReason } from "./crl.ts";
import type { Revocation } from "./crl.ts";
import { readName } from "./name.ts";
import type { Name } from "./name.ts";
import { decodePathCertificate } from "./path-certificate.ts";
import type { PathCertificate } from "./path-certificate.ts";
import { readExtensions, readSignedFields } from "./signed-certificate.ts";
import type { Extension } from "./signed-certificate.ts";
import type { Signed } from "./signature.ts";

/** RFC 6960 section 4.2.1. Times are ms since 1970. */
export type OcspResponse =
  | { readonly responseStatus: "successful"; readonly basicResponse: BasicOcspResponse }
  | { readonly responseStatus: OcspErrorStatus };

export type OcspErrorStatus = Exclude<(typeof RESPONSE_STATUS)[number], "successful" | null>;

export interface BasicOcspResponse extends Signed {
  readonly responderId: ResponderId;
  readonly producedAt: number;
  readonly responses: readonly SingleResponse[];
  readonly responseExtensions: readonly Extension[];
  /** What the responder sent along to be verified with. */
  readonly certificates: readonly PathCertificate[];
}

export type ResponderId =
  | { readonly type: "byName"; readonly name: Name }
  /** SHA-1 of the BIT STRING of the responder's public key. */
  | { readonly type: "byKey"; readonly keyHash: Uint8Array };

export interface SingleResponse {
  readonly certId: CertId;
  readonly certStatus: CertStatus;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  readonly singleExtensions: readonly Extension[];
}

export interface CertId {
  /** Dotted OID. */
  readonly hashAlgorithm: string;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serialNumber: Uint8Array;
}

export type CertStatus =
  | { readonly status: "good" }
  | ({ readonly status: "revoked" } & Revocation)
  | { readonly status: "unknown" };

/** In the order of their numbers; 4 is not used. */
const RESPONSE_STATUS = [
  "successful",
  "malformedRequest",
  "internalError",
  "tryLater",
  null,
  "sigRequired",
  "unauthorized",
] as const;

const BASIC = "1.3.6.1.5.5.7.48.1.1";

/** @param der exactly one OCSPResponse; throws DecodeError otherwise. */
export function decodeOcspResponse(der: Uint8Array): OcspResponse {
  const cursor = new Cursor(der);
  const response = readSequence(cursor, "OCSPResponse", (content): OcspResponse => {
    const { offset } = content;
    const responseStatus = RESPONSE_STATUS[readUnsigned(content, "responseStatus", TAG.enumerated)];
    if (responseStatus === undefined || responseStatus === null) {
      throw new DecodeError("illegal_value", "responseStatus", offset);
    }
    // Only a successful response has bytes.
    if (responseStatus !== "successful") return { responseStatus };
    return {
      responseStatus,
      basicResponse: readConstructed(content, constructed(0), "responseBytes", readResponseBytes),
    };
  });
  cursor.end("OCSPResponse");
  return response;
}

/** ResponseBytes ::= SEQUENCE { responseType OBJECT IDENTIFIER, response OCTET STRING }. */
function readResponseBytes(cursor: Cursor): BasicOcspResponse {
  return readSequence(cursor, "ResponseBytes", (content) => {
    const { offset } = content;
    if (readObjectIdentifier(content, "responseType") !== BASIC) {
      throw new DecodeError("illegal_value", "responseType", offset);
    }
    return readConstructed(content, TAG.octetString, "response", readBasicOcspResponse);
  });
}

/** SIGNED{ResponseData} with one more field: certs [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL. */
function readBasicOcspResponse(cursor: Cursor): BasicOcspResponse {
  return readSequence(cursor, "BasicOCSPResponse", (content) => ({
    ...readSignedFields(content, "ResponseData", readResponseData),
    certificates:
      readOptional(content, constructed(0), (c) =>
        readConstructed(c, constructed(0), "certs", readCertificates),
      ) ?? [],
  }));
}

/** A responder sends its own certificate, and perhaps its issuers'. */
const MAX_CERTIFICATES = 8;

function readCertificates(cursor: Cursor): PathCertificate[] {
  const start = cursor.offset;
  const encoded = readListOf(cursor, TAG.sequence, "certs", (item) => {
    const { offset } = item;
    return { offset, der: readElement(item, "Certificate").encoded };
  });
  if (encoded.length > MAX_CERTIFICATES) throw new DecodeError("too_large", "certs", start);
  return encoded.map(({ der, offset }) => decodePathCertificate(der, offset));
}

/** ResponseData ::= SEQUENCE { version [0] EXPLICIT DEFAULT v1, responderID, producedAt, responses,
 *  responseExtensions [1] EXPLICIT OPTIONAL }. */
function readResponseData(content: Cursor) {
  const { offset } = content;
  const version = readOptional(content, constructed(0), (c) =>
    readConstructed(c, constructed(0), "version", (explicit) => readUnsigned(explicit, "version")),
  );
  if ((version ?? 0) !== 0) throw new DecodeError("illegal_value", "version", offset);
  return {
    responderId: readResponderId(content),
    producedAt: readGeneralizedTime(content, "producedAt"),
    responses: readListOf(content, TAG.sequence, "responses", readSingleResponse),
    responseExtensions: readExplicitExtensions(content, "responseExtensions"),
  };
}

/** Both alternatives are tagged EXPLICIT: the specification's module says so. */
function readResponderId(cursor: Cursor): ResponderId {
  const { offset } = cursor;
  switch (cursor.peek()) {
    case constructed(1):
      return readConstructed(cursor, constructed(1), "responderID", (content) => ({
        type: "byName",
        name: readName(content, "byName"),
      }));
    case constructed(2):
      return readConstructed(cursor, constructed(2), "responderID", (content) => ({
        type: "byKey",
        keyHash: readOctetString(content, "byKey"),
      }));
    case undefined:
      throw new DecodeError("truncated", "responderID", offset);
    default:
      throw new DecodeError("illegal_value", "responderID", offset);
  }
}

function readSingleResponse(cursor: Cursor): SingleResponse {
  return readSequence(cursor, "SingleResponse", (content) => ({
    certId: readCertId(content),
    certStatus: readCertStatus(content),
    thisUpdate: readGeneralizedTime(content, "thisUpdate"),
    nextUpdate:
      readOptional(content, constructed(0), (c) =>
        readConstructed(c, constructed(0), "nextUpdate", (time) => readGeneralizedTime(time, "nextUpdate")),
      ) ?? null,
    singleExtensions: readExplicitExtensions(content, "singleExtensions"),
  }));
}

/** Section 4.1.1. */
function readCertId(cursor: Cursor): CertId {
  return readSequence(cursor, "CertID", (content) => ({
    hashAlgorithm: readAlgorithmIdentifier(content, "hashAlgorithm").algorithm,
    issuerNameHash: readOctetString(content, "issuerNameHash"),
    issuerKeyHash: readOctetString(content, "issuerKeyHash"),
    serialNumber: readInteger(content, "serialNumber"),
  }));
}

/** CertStatus ::= CHOICE { good [0] IMPLICIT NULL, revoked [1] IMPLICIT RevokedInfo, unknown [2] IMPLICIT NULL
 *  }. */
function readCertStatus(cursor: Cursor): CertStatus {
  const { offset } = cursor;
  switch (cursor.peek()) {
    case primitive(0):
      readContent(cursor, primitive(0), "good").end("good");
      return { status: "good" };
    case constructed(1):
      return readConstructed(cursor, constructed(1), "RevokedInfo", (content) => ({
        status: "revoked",
        revocationDate: readGeneralizedTime(content, "revocationTime"),
        reason:
          readOptional(content, constructed(0), (c) =>
            readConstructed(c, constructed(0), "revocationReason", readReason),
          ) ?? "unspecified",
      }));
    case primitive(2):
      readContent(cursor, primitive(2), "unknown").end("unknown");
      return { status: "unknown" };
    case undefined:
      throw new DecodeError("truncated", "certStatus", offset);
    default:
      throw new DecodeError("illegal_value", "certStatus", offset);
  }
}

function readExplicitExtensions(cursor: Cursor, structure: string): Extension[] {
  return (
    readOptional(cursor, constructed(1), (c) =>
      readConstructed(c, constructed(1), structure, readExtensions),
    ) ?? []
  );
}

function readGeneralizedTime(cursor: Cursor, structure: string): number {
  const { offset } = cursor;
  const { at, form } = readTime(cursor, structure);
  if (form !== "GeneralizedTime") throw new DecodeError("illegal_value", structure, offset);
  return at;
}
