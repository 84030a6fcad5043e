import { brotliDecompressSync, inflateSync } from "node:zlib";
import * as zlib from "node:zlib";
import { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import { decodeExtensions } from "./extension.ts";
import { EXTENSION_TYPE } from "./extension-types.ts";
import { VERSION } from "./version.ts";

/** Certificate, before and in TLS 1.3. */
export interface CertificateMessage {
  /** The DER of each certificate in the order in which it was sent. */
  readonly certificateList: readonly Uint8Array[];
  /** The OCSP response stapled to the first (TLS 1.3), DER. */
  readonly ocspResponse: Uint8Array | null;
}

/** Before TLS 1.3: ASN.1Cert certificate_list<0..2^24-1>, RFC 5246 section 7.4.2. In TLS 1.3 a context precedes the list and
 *  extensions follow each entry, RFC 8446 section 4.4.2. */
export function decodeCertificateMessage(body: Uint8Array, version: number): CertificateMessage {
  const cursor = new Cursor(body);
  const isTls13 = version === VERSION.TLS_1_3;
  if (isTls13) cursor.opaque(cursor.uint(1, "certificate_request_context"), "certificate_request_context");
  const staples: (Uint8Array | null)[] = [];
  const certificateList = cursor.vector(3, "certificate_list", (c) => {
    const der = c.opaque(c.uint(3, "ASN.1Cert"), "ASN.1Cert");
    if (isTls13) {
      const status = decodeExtensions(c, "CertificateEntry.extensions").get(EXTENSION_TYPE.status_request);
      staples.push(status === undefined ? null : readCertificateStatus(status));
    }
    return der;
  });
  cursor.end("Certificate");
  return { certificateList, ocspResponse: staples[0] ?? null };
}

/** struct { CertificateStatusType status_type; opaque OCSPResponse<1..2^24-1>; } CertificateStatus; — RFC 6066 section 8 */
export function decodeCertificateStatus(body: Uint8Array): Uint8Array | null {
  return readCertificateStatus(new Cursor(body));
}

/** Null for another type than ocsp. */
function readCertificateStatus(cursor: Cursor): Uint8Array | null {
  const type = cursor.uint(1, "CertificateStatus.status_type");
  const response = cursor.opaque(cursor.uint(3, "OCSPResponse"), "OCSPResponse");
  cursor.end("CertificateStatus");
  return type === 1 ? response : null;
}

/** No honest list is longer when it is unpacked. */
const MAX_UNCOMPRESSED = 1 << 18;

/** CertificateCompressionAlgorithm, RFC 8879 section 7.3; zstd only where this Node has it. */
const DECOMPRESSORS: ReadonlyMap<number, (data: Uint8Array, options: { maxOutputLength: number }) => Buffer> =
  new Map([
    [1, inflateSync],
    [2, brotliDecompressSync],
    ...("zstdDecompressSync" in zlib && typeof zlib.zstdDecompressSync === "function"
      ? [[3, zlib.zstdDecompressSync as typeof inflateSync] as const]
      : []),
  ]);

/** What may be offered in compress_certificate. */
export const COMPRESSION_ALGORITHMS: readonly number[] = [...DECOMPRESSORS.keys()];

/** struct { CertificateCompressionAlgorithm algorithm; uint24 uncompressed_length; opaque
 *  compressed_certificate_message<1..2^24-1>; } CompressedCertificate; — RFC 8879 section 4. @returns the body of Certificate */
export function decompressCertificate(body: Uint8Array): Uint8Array {
  const cursor = new Cursor(body);
  const algorithm = cursor.uint(2, "CompressedCertificate.algorithm");
  const length = cursor.uint(3, "CompressedCertificate.uncompressed_length");
  if (length > MAX_UNCOMPRESSED) throw new DecodeError("too_large", "CompressedCertificate", 2);
  const data = cursor.opaque(
    cursor.uint(3, "compressed_certificate_message"),
    "compressed_certificate_message",
  );
  cursor.end("CompressedCertificate");
  const decompress = DECOMPRESSORS.get(algorithm);
  if (decompress === undefined) throw new DecodeError("illegal_value", "CompressedCertificate.algorithm", 0);
  const certificate = attempt(() => decompress(data, { maxOutputLength: length }));
  if (certificate.length !== length) throw new DecodeError("illegal_length", "CompressedCertificate", 2);
  return certificate;
}

/** Whatever the library calls it, the bytes are not what they say. */
function attempt(decompress: () => Buffer): Buffer {
  try {
    return decompress();
  } catch (error) {
    throw new DecodeError("illegal_value", "compressed_certificate_message", 8, { cause: error });
  }
}

export interface CertificateRequest {
  /** DER names of the authorities that the server would accept. */
  readonly authorities: readonly Uint8Array[];
  /** SignatureScheme; none before TLS 1.2. */
  readonly signatureAlgorithms: readonly number[];
}

/** RFC 5246 section 7.4.4 (signature algorithms since TLS 1.2); in TLS 1.3 the extensions signature_algorithms and
 *  certificate_authorities, RFC 8446 sections 4.2.3, 4.2.4 and 4.3.2. */
export function decodeCertificateRequest(body: Uint8Array, version: number): CertificateRequest {
  const cursor = new Cursor(body);
  if (version === VERSION.TLS_1_3) {
    cursor.opaque(cursor.uint(1, "certificate_request_context"), "certificate_request_context");
    const extensions = decodeExtensions(cursor, "CertificateRequest.extensions");
    cursor.end("CertificateRequest");
    const authorities = extensions.get(EXTENSION_TYPE.certificate_authorities);
    const schemes = extensions.get(EXTENSION_TYPE.signature_algorithms);
    return {
      authorities: authorities === undefined ? [] : decodeAuthorities(authorities),
      signatureAlgorithms: schemes === undefined ? [] : decodeSchemes(schemes),
    };
  }
  cursor.vector(1, "certificate_types", (c) => c.uint(1, "ClientCertificateType"));
  const signatureAlgorithms =
    version === VERSION.TLS_1_2
      ? cursor.vector(2, "supported_signature_algorithms", (c) => c.uint(2, "SignatureAndHashAlgorithm"))
      : [];
  return { authorities: decodeAuthorities(cursor), signatureAlgorithms };
}

function decodeSchemes(cursor: Cursor): number[] {
  const schemes = cursor.vector(2, "SignatureSchemeList", (c) => c.uint(2, "SignatureScheme"));
  cursor.end("SignatureSchemeList");
  return schemes;
}

function decodeAuthorities(cursor: Cursor): Uint8Array[] {
  const names = cursor.vector(2, "certificate_authorities", (c) =>
    c.opaque(c.uint(2, "DistinguishedName"), "DistinguishedName"),
  );
  cursor.end("certificate_authorities");
  return names;
}
