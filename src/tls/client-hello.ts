import { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import { encodeUint, encodeUint16s, encodeVector } from "../wire/encoding.ts";
import type { Extension } from "./extension.ts";
import { decodeExtensions, encodeExtensions } from "./extension.ts";
import { HANDSHAKE_TYPE, encodeHandshake } from "./handshake.ts";

/** struct { ProtocolVersion legacy_version; Random random; opaque legacy_session_id<0..32>; CipherSuite
 *  cipher_suites<2..2^16-2>; opaque legacy_compression_methods<1..2^8-1>; Extension extensions<8..2^16-1>; }
 *  ClientHello; — RFC 8446 section 4.1.2. */
export interface ClientHello {
  readonly legacyVersion: number;
  /** 32 bytes. */
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly cipherSuites: readonly number[];
  readonly compressionMethods: readonly number[];
  /** In their order; null where the field itself is left out, as SSL 3.0 does. */
  readonly extensions: readonly Extension[] | null;
}

/** The handshake message, header included. */
export function encodeClientHello(hello: ClientHello): Buffer {
  return encodeHandshake(
    HANDSHAKE_TYPE.client_hello,
    encodeUint(2, hello.legacyVersion),
    hello.random,
    encodeVector(1, hello.sessionId),
    encodeVector(2, encodeUint16s(hello.cipherSuites)),
    encodeVector(1, Buffer.from(hello.compressionMethods)),
    ...(hello.extensions === null ? [] : [encodeExtensions(hello.extensions)]),
  );
}

/** @param body without the header of the handshake message. @throws DecodeError */
export function decodeClientHello(body: Uint8Array): ClientHello {
  const cursor = new Cursor(body);
  const legacyVersion = cursor.uint(2, "ClientHello.legacy_version");
  const random = cursor.opaque(32, "ClientHello.random");
  const sessionIdLength = cursor.uint(1, "ClientHello.legacy_session_id");
  if (sessionIdLength > 32)
    throw new DecodeError("illegal_length", "ClientHello.legacy_session_id", cursor.offset - 1);
  const sessionId = cursor.opaque(sessionIdLength, "ClientHello.legacy_session_id");
  const cipherSuites = cursor.vector(2, "ClientHello.cipher_suites", (c) => c.uint(2, "CipherSuite"));
  const compressionMethods = cursor.vector(1, "ClientHello.legacy_compression_methods", (c) =>
    c.uint(1, "CompressionMethod"),
  );
  const extensions =
    cursor.remaining === 0
      ? null
      : Array.from(decodeExtensions(cursor, "ClientHello.extensions"), ([type, data]) => ({
          type,
          data: data.opaque(data.remaining, "Extension.extension_data"),
        }));
  cursor.end("ClientHello");
  return { legacyVersion, random, sessionId, cipherSuites, compressionMethods, extensions };
}
