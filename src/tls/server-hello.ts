import { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import { decodeExtensions } from "./extension.ts";
import { EXTENSION_TYPE } from "./extension-types.ts";

export interface ServerHello {
  /** From supported_versions when it is there, else legacy_version. */
  readonly version: number;
  readonly cipherSuite: number;
  /** RFC 8446 section 4.1.3: the random of a HelloRetryRequest is a constant. */
  readonly helloRetryRequest: boolean;
  readonly alpn: string | null;
  readonly sessionId: Uint8Array;
  /** `keyExchange` is null in a HelloRetryRequest, which only names a group. */
  readonly keyShare: { readonly group: number; readonly keyExchange: Uint8Array | null } | null;
  /** Of a HelloRetryRequest. */
  readonly cookie: Uint8Array | null;
  /** ExtensionType of each extension, in the server's order. */
  readonly extensionTypes: readonly number[];
}

const HELLO_RETRY_REQUEST = Buffer.from(
  "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c",
  "hex",
);

/** struct { ProtocolVersion legacy_version; Random random; opaque legacy_session_id_echo<0..32>; CipherSuite
 *  cipher_suite; uint8 legacy_compression_method; Extension extensions<6..2^16-1>; } ServerHello; — RFC 8446
 *  section 4.1.3. Before TLS 1.3 the extensions may be left out. */
export function decodeServerHello(body: Uint8Array): ServerHello {
  const cursor = new Cursor(body);
  const legacyVersion = cursor.uint(2, "ServerHello.legacy_version");
  const random = cursor.opaque(32, "ServerHello.random");
  const sessionIdLength = cursor.uint(1, "ServerHello.legacy_session_id_echo");
  if (sessionIdLength > 32)
    throw new DecodeError("illegal_length", "ServerHello.legacy_session_id_echo", cursor.offset);
  const sessionId = cursor.opaque(sessionIdLength, "ServerHello.legacy_session_id_echo");
  const cipherSuite = cursor.uint(2, "ServerHello.cipher_suite");
  cursor.uint(1, "ServerHello.legacy_compression_method");
  const extensions =
    cursor.remaining === 0 ? new Map<number, Cursor>() : decodeExtensions(cursor, "ServerHello.extensions");
  cursor.end("ServerHello");
  const helloRetryRequest = HELLO_RETRY_REQUEST.equals(random);
  const versions = extensions.get(EXTENSION_TYPE.supported_versions);
  const alpn = extensions.get(EXTENSION_TYPE.application_layer_protocol_negotiation);
  const keyShare = extensions.get(EXTENSION_TYPE.key_share);
  const cookie = extensions.get(EXTENSION_TYPE.cookie);
  return {
    version: versions === undefined ? legacyVersion : decodeSelectedVersion(versions),
    cipherSuite,
    helloRetryRequest,
    alpn: alpn === undefined ? null : decodeSelectedProtocol(alpn),
    sessionId,
    keyShare: keyShare === undefined ? null : decodeKeyShare(keyShare, helloRetryRequest),
    cookie: cookie === undefined ? null : decodeCookie(cookie),
    extensionTypes: [...extensions.keys()],
  };
}

/** RFC 8446 section 4.2.1. */
function decodeSelectedVersion(cursor: Cursor): number {
  const version = cursor.uint(2, "SupportedVersions.selected_version");
  cursor.end("SupportedVersions");
  return version;
}

/** RFC 7301 section 3.1: exactly one ProtocolName. */
export function decodeSelectedProtocol(cursor: Cursor): string {
  const [name, ...others] = cursor.vector(2, "ProtocolNameList", (c) =>
    c.opaque(c.uint(1, "ProtocolName"), "ProtocolName"),
  );
  cursor.end("ProtocolNameList");
  if (name === undefined || others.length > 0)
    throw new DecodeError("illegal_value", "ProtocolNameList", cursor.offset);
  return Buffer.from(name).toString("latin1");
}

/** RFC 8446 section 4.2.8: KeyShareServerHello, or KeyShareHelloRetryRequest. */
function decodeKeyShare(cursor: Cursor, helloRetryRequest: boolean) {
  const group = cursor.uint(2, "KeyShareEntry.group");
  const keyExchange = helloRetryRequest
    ? null
    : cursor.opaque(cursor.uint(2, "KeyShareEntry.key_exchange"), "KeyShareEntry.key_exchange");
  cursor.end("KeyShare");
  return { group, keyExchange };
}

/** RFC 8446 section 4.2.2. */
function decodeCookie(cursor: Cursor): Uint8Array {
  const cookie = cursor.opaque(cursor.uint(2, "Cookie"), "Cookie");
  cursor.end("Cookie");
  return cookie;
}
