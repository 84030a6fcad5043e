import { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import { VERSION } from "./version.ts";

/** HandshakeType, RFC 8446 section 4 and RFC 5246 section 7.4. */
export const HANDSHAKE_TYPE = {
  server_hello: 2,
  certificate: 11,
  certificate_request: 13,
  finished: 20,
} as const;

export interface HandshakeMessage {
  readonly type: number;
  readonly body: Uint8Array;
}

/** A list of certificates that is longer than this is an attack. */
const MAX_MESSAGE = 1 << 18;
const HEADER = 4;

/** Puts handshake messages together; one may span records, and a record may hold several. */
export class HandshakeReader {
  #pending = Buffer.alloc(0);

  /** @throws DecodeError for a message longer than 256 KiB. */
  push(fragment: Uint8Array): HandshakeMessage[] {
    this.#pending = Buffer.concat([this.#pending, fragment]);
    const messages: HandshakeMessage[] = [];
    while (this.#pending.length >= HEADER) {
      const length = this.#pending.readUIntBE(1, 3);
      if (length > MAX_MESSAGE) throw new DecodeError("too_large", "Handshake", 1);
      if (this.#pending.length < HEADER + length) break;
      messages.push({
        type: this.#pending.readUInt8(0),
        body: this.#pending.subarray(HEADER, HEADER + length),
      });
      this.#pending = this.#pending.subarray(HEADER + length);
    }
    return messages;
  }
}

export interface ServerHello {
  /** From supported_versions when it is there, else legacy_version. */
  readonly version: number;
  readonly cipherSuite: number;
  /** RFC 8446 section 4.1.3: the random of a HelloRetryRequest is a constant. */
  readonly helloRetryRequest: boolean;
  readonly alpn: string | null;
}

const HELLO_RETRY_REQUEST = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";
const EXTENSION = { application_layer_protocol_negotiation: 16, supported_versions: 43 };

/** struct { ProtocolVersion legacy_version; Random random; opaque legacy_session_id_echo<0..32>; CipherSuite
 *  cipher_suite; uint8 legacy_compression_method; Extension extensions<6..2^16-1>; } ServerHello; — RFC 8446
 *  section 4.1.3. Before TLS 1.3 the extensions may be left out. */
export function decodeServerHello(body: Uint8Array): ServerHello {
  const cursor = new Cursor(body);
  const legacyVersion = cursor.uint(2, "ServerHello.legacy_version");
  const random = Buffer.from(cursor.opaque(32, "ServerHello.random"));
  const sessionIdLength = cursor.uint(1, "ServerHello.legacy_session_id_echo");
  if (sessionIdLength > 32)
    throw new DecodeError("illegal_length", "ServerHello.legacy_session_id_echo", cursor.offset);
  cursor.opaque(sessionIdLength, "ServerHello.legacy_session_id_echo");
  const cipherSuite = cursor.uint(2, "ServerHello.cipher_suite");
  cursor.uint(1, "ServerHello.legacy_compression_method");
  const extensions = new Map(
    cursor.remaining === 0 ? [] : cursor.vector(2, "ServerHello.extensions", decodeExtension),
  );
  cursor.end("ServerHello");
  const versions = extensions.get(EXTENSION.supported_versions);
  const alpn = extensions.get(EXTENSION.application_layer_protocol_negotiation);
  return {
    version: versions === undefined ? legacyVersion : decodeSelectedVersion(versions),
    cipherSuite,
    helloRetryRequest: random.toString("hex") === HELLO_RETRY_REQUEST,
    alpn: alpn === undefined ? null : decodeSelectedProtocol(alpn),
  };
}

function decodeExtension(cursor: Cursor): [number, Cursor] {
  const type = cursor.uint(2, "Extension.extension_type");
  return [type, cursor.sub(cursor.uint(2, "Extension.extension_data"), "Extension.extension_data")];
}

/** RFC 8446 section 4.2.1. */
function decodeSelectedVersion(cursor: Cursor): number {
  const version = cursor.uint(2, "SupportedVersions.selected_version");
  cursor.end("SupportedVersions");
  return version;
}

/** RFC 7301 section 3.1: exactly one ProtocolName. */
function decodeSelectedProtocol(cursor: Cursor): string {
  const [name, ...others] = cursor.vector(2, "ProtocolNameList", (c) =>
    c.opaque(c.uint(1, "ProtocolName"), "ProtocolName"),
  );
  cursor.end("ProtocolNameList");
  if (name === undefined || others.length > 0)
    throw new DecodeError("illegal_value", "ProtocolNameList", cursor.offset);
  return Buffer.from(name).toString("latin1");
}

/** The DER of each certificate in the order in which it was sent. Before TLS 1.3: ASN.1Cert certificate_list<0..2^24-1>,
 *  RFC 5246 section 7.4.2. In TLS 1.3 a context precedes the list and extensions follow each entry, RFC 8446
 *  section 4.4.2. */
export function decodeCertificateMessage(body: Uint8Array, version: number): Uint8Array[] {
  const cursor = new Cursor(body);
  if (version === VERSION.TLS_1_3) {
    cursor.opaque(cursor.uint(1, "certificate_request_context"), "certificate_request_context");
  }
  const list = cursor.vector(3, "certificate_list", (c) => {
    const der = c.opaque(c.uint(3, "ASN.1Cert"), "ASN.1Cert");
    if (version === VERSION.TLS_1_3) c.vector(2, "CertificateEntry.extensions", decodeExtension);
    return der;
  });
  cursor.end("Certificate");
  return list;
}

/** The DER names of the authorities that the server would accept. RFC 5246 section 7.4.4 (signature algorithms since
 *  TLS 1.2); in TLS 1.3 the extension certificate_authorities, RFC 8446 sections 4.2.4 and 4.3.2. */
export function decodeCertificateRequest(body: Uint8Array, version: number): Uint8Array[] {
  const cursor = new Cursor(body);
  if (version === VERSION.TLS_1_3) {
    cursor.opaque(cursor.uint(1, "certificate_request_context"), "certificate_request_context");
    const extensions = new Map(cursor.vector(2, "CertificateRequest.extensions", decodeExtension));
    cursor.end("CertificateRequest");
    const authorities = extensions.get(CERTIFICATE_AUTHORITIES);
    return authorities === undefined ? [] : decodeAuthorities(authorities);
  }
  cursor.vector(1, "certificate_types", (c) => c.uint(1, "ClientCertificateType"));
  if (version === VERSION.TLS_1_2) {
    cursor.vector(2, "supported_signature_algorithms", (c) => c.uint(2, "SignatureAndHashAlgorithm"));
  }
  return decodeAuthorities(cursor);
}

const CERTIFICATE_AUTHORITIES = 47;

function decodeAuthorities(cursor: Cursor): Uint8Array[] {
  const names = cursor.vector(2, "certificate_authorities", (c) =>
    c.opaque(c.uint(2, "DistinguishedName"), "DistinguishedName"),
  );
  cursor.end("certificate_authorities");
  return names;
}
