import { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import type { KeyExchange } from "./cipher-suite-facts.ts";
import { EXTENSION_TYPE } from "./extension-types.ts";
import { decodeExtensions } from "./extension.ts";
import { decodeSelectedProtocol } from "./server-hello.ts";
import { VERSION } from "./version.ts";

/** What a server chose for the key exchange, up to TLS 1.2. */
export interface ServerKeyExchange {
  /** NamedGroup of ECDHE. */
  readonly group: number | null;
  /** Bits of the prime of DHE. */
  readonly dhBits: number | null;
  /** SignatureScheme; null where nothing is signed, and before TLS 1.2. */
  readonly signatureScheme: number | null;
}

/** RFC 5246 section 7.4.3 and RFC 8422 section 5.4; null for the key exchanges that we do not read.
 *  @param signed whether a signature follows. */
export function decodeServerKeyExchange(
  body: Uint8Array,
  keyExchange: KeyExchange,
  signed: boolean,
  version: number,
): ServerKeyExchange | null {
  const cursor = new Cursor(body);
  const parameters = readParameters(cursor, keyExchange);
  if (parameters === null) return null;
  if (!signed) {
    cursor.end("ServerKeyExchange");
    return { ...parameters, signatureScheme: null };
  }
  const signatureScheme = version >= VERSION.TLS_1_2 ? cursor.uint(2, "SignatureAndHashAlgorithm") : null;
  cursor.opaque(cursor.uint(2, "signature"), "signature");
  cursor.end("ServerKeyExchange");
  return { ...parameters, signatureScheme };
}

function readParameters(cursor: Cursor, keyExchange: KeyExchange) {
  switch (keyExchange) {
    case "ECDHE": {
      const type = cursor.uint(1, "ECParameters.curve_type");
      if (type !== NAMED_CURVE) throw new DecodeError("illegal_value", "ECParameters.curve_type", 0);
      const group = cursor.uint(2, "ECParameters.namedcurve");
      cursor.opaque(cursor.uint(1, "ECPoint"), "ECPoint");
      return { group, dhBits: null };
    }
    case "DHE": {
      const prime = cursor.opaque(cursor.uint(2, "ServerDHParams.dh_p"), "ServerDHParams.dh_p");
      cursor.opaque(cursor.uint(2, "ServerDHParams.dh_g"), "ServerDHParams.dh_g");
      cursor.opaque(cursor.uint(2, "ServerDHParams.dh_Ys"), "ServerDHParams.dh_Ys");
      return { group: null, dhBits: countBits(prime) };
    }
    default:
      return null;
  }
}

const NAMED_CURVE = 3;

function countBits(integer: Uint8Array): number {
  const first = integer.findIndex((byte) => byte !== 0);
  if (first === -1) return 0;
  return (integer.length - first) * 8 - Math.clz32(integer[first] ?? 0) + 24;
}

/** struct { SignatureScheme algorithm; opaque signature<0..2^16-1>; } CertificateVerify; — RFC 8446 section 4.4.3 */
export function decodeCertificateVerify(body: Uint8Array): number {
  const cursor = new Cursor(body);
  const scheme = cursor.uint(2, "CertificateVerify.algorithm");
  cursor.opaque(cursor.uint(2, "CertificateVerify.signature"), "CertificateVerify.signature");
  cursor.end("CertificateVerify");
  return scheme;
}

/** RFC 8446 section 4.3.1. @returns the protocol of ALPN, and which extensions there were. */
export function decodeEncryptedExtensions(body: Uint8Array): {
  readonly alpn: string | null;
  readonly extensionTypes: readonly number[];
} {
  const cursor = new Cursor(body);
  const extensions = decodeExtensions(cursor, "EncryptedExtensions.extensions");
  cursor.end("EncryptedExtensions");
  const alpn = extensions.get(EXTENSION_TYPE.application_layer_protocol_negotiation);
  return {
    alpn: alpn === undefined ? null : decodeSelectedProtocol(alpn),
    extensionTypes: [...extensions.keys()],
  };
}
