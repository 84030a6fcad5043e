import { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import {
  constructed,
  primitive,
  readBitString,
  readBoolean,
  readConstructed,
  readInteger,
  readNonEmptySequenceOf,
  readObjectIdentifier,
  readOctets,
  readOptional,
  readSequence,
  readUnsigned,
  TAG,
} from "../wire/der.ts";
import { readTime } from "../wire/der-time.ts";
import type { Time } from "../wire/der-time.ts";
import { readAlgorithmIdentifier } from "./algorithm-identifier.ts";
import type { AlgorithmIdentifier } from "./algorithm-identifier.ts";
import { readName } from "./name.ts";
import type { Name } from "./name.ts";
import { readSubjectPublicKeyInfo } from "./public-key.ts";
import type { Signed } from "./signature.ts";
import type { SubjectPublicKeyInfo } from "./public-key.ts";

/** RFC 5280 section 4.1: Certificate ::= SIGNED{TBSCertificate}, every field as it is, right or wrong. */
export interface SignedCertificate extends Signed {
  /** 1 to 3 as people count; what the field says plus one. */
  readonly version: number;
  /** Two's complement, big-endian. */
  readonly serialNumber: Uint8Array;
  /** The algorithm inside the signed part; must equal `signatureAlgorithm`. */
  readonly signature: AlgorithmIdentifier;
  readonly issuer: Name;
  readonly notBefore: Time;
  readonly notAfter: Time;
  readonly subject: Name;
  readonly subjectPublicKeyInfo: SubjectPublicKeyInfo;
  readonly extensions: readonly Extension[];
  readonly der: Uint8Array;
}

export interface Extension {
  /** Dotted OID. */
  readonly id: string;
  readonly critical: boolean;
  /** The content of the OCTET STRING, and where it begins in the outermost input. */
  readonly value: Uint8Array;
  readonly offset: number;
}

/** @param der exactly one certificate; throws DecodeError otherwise.
 *  @param start where `der` begins in the outermost input. */
export function decodeSignedCertificate(der: Uint8Array, start = 0): SignedCertificate {
  return { ...decodeSigned(der, "Certificate", "TBSCertificate", readTbsCertificate, start), der };
}

/** SIGNED{T}, X.509 section 6.2: what is signed, the algorithm, the signature.
 *  @param der exactly one; throws DecodeError otherwise. */
export function decodeSigned<T extends object>(
  der: Uint8Array,
  structure: string,
  content: string,
  read: (cursor: Cursor) => T,
  start = 0,
): T & Signed {
  const cursor = new Cursor(der, start);
  const signed = readSequence(cursor, structure, (outer) => readSignedFields(outer, content, read));
  cursor.end(structure);
  return signed;
}

/** The three fields of SIGNED{T}, which other structures have among more. */
export function readSignedFields<T extends object>(
  outer: Cursor,
  content: string,
  read: (cursor: Cursor) => T,
): T & Signed {
  const { offset } = outer;
  const fields = readSequence(outer, content, read);
  const signedBytes = outer.since(offset);
  const signatureAlgorithm = readAlgorithmIdentifier(outer, "signatureAlgorithm");
  const signatureValue = readBitString(outer, "signatureValue").bytes;
  return { ...fields, signedBytes, signatureAlgorithm, signatureValue };
}

function readTbsCertificate(content: Cursor) {
  const version = readOptional(content, constructed(0), (c) =>
    readConstructed(c, constructed(0), "version", (explicit) => readUnsigned(explicit, "version")),
  );
  const serialNumber = readInteger(content, "serialNumber");
  const signature = readAlgorithmIdentifier(content, "signature");
  const issuer = readName(content, "issuer");
  const validity = readSequence(content, "Validity", (c) => ({
    notBefore: readTime(c, "notBefore"),
    notAfter: readTime(c, "notAfter"),
  }));
  const subject = readName(content, "subject");
  const subjectPublicKeyInfo = readSubjectPublicKeyInfo(content);
  readOptional(content, primitive(1), (c) => readOctets(c, primitive(1), "issuerUniqueID"));
  readOptional(content, primitive(2), (c) => readOctets(c, primitive(2), "subjectUniqueID"));
  const extensions = readOptional(content, constructed(3), (c) =>
    readConstructed(c, constructed(3), "extensions", readExtensions),
  );
  return {
    version: (version ?? 0) + 1,
    serialNumber,
    signature,
    issuer,
    ...validity,
    subject,
    subjectPublicKeyInfo,
    extensions: extensions ?? [],
  };
}

/** Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension. An explicit FALSE breaks DER's DEFAULT rule, yet CAs
 *  write it and everybody reads it. */
export function readExtensions(cursor: Cursor): Extension[] {
  return readNonEmptySequenceOf(cursor, "Extensions", (item) =>
    readSequence(item, "Extension", (content) => {
      const id = readObjectIdentifier(content, "extnID");
      const critical = readOptional(content, TAG.boolean, (c) => readBoolean(c, "critical")) ?? false;
      const value = readOctets(content, TAG.octetString, "extnValue");
      return { id, critical, value, offset: content.offset - value.length };
    }),
  );
}

/** The decoded value of the first extension with this id; undefined without one. */
export function readExtension<T>(
  { extensions }: Pick<SignedCertificate, "extensions">,
  id: string,
  structure: string,
  read: (cursor: Cursor) => T,
): T | undefined {
  const extension = extensions.find((candidate) => candidate.id === id);
  return extension && decodeExtension(extension, structure, read);
}

export function decodeExtension<T>(extension: Extension, structure: string, read: (cursor: Cursor) => T): T {
  const cursor = new Cursor(extension.value, extension.offset);
  if (cursor.remaining === 0) throw new DecodeError("truncated", structure, extension.offset);
  const value = read(cursor);
  cursor.end(structure);
  return value;
}
