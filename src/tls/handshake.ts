import { DecodeError } from "../wire/decode-error.ts";
import { encodeVector } from "../wire/encoding.ts";

/** HandshakeType, the IANA registry "TLS HandshakeType". */
export const HANDSHAKE_TYPE = {
  hello_request: 0,
  client_hello: 1,
  server_hello: 2,
  new_session_ticket: 4,
  encrypted_extensions: 8,
  certificate: 11,
  server_key_exchange: 12,
  certificate_request: 13,
  server_hello_done: 14,
  certificate_verify: 15,
  client_key_exchange: 16,
  finished: 20,
  certificate_status: 22,
  compressed_certificate: 25,
  message_hash: 254,
} as const;

export interface HandshakeMessage {
  readonly type: number;
  readonly body: Uint8Array;
  /** With its header of four bytes: what transcripts hash. */
  readonly encoded: Uint8Array;
}

/** A list of certificates that is longer than this is an attack. */
const MAX_MESSAGE = 1 << 18;
const HEADER = 4;

/** Puts handshake messages together; one may span records, and a record may hold several. */
export class HandshakeReader {
  #pending: Uint8Array[] = [];
  #size = 0;
  /** As many bytes make the next step possible: what comes in small pieces is put together once, not with each of them. */
  #wanted = HEADER;

  /** @throws DecodeError for a message longer than 256 KiB. */
  push(fragment: Uint8Array): HandshakeMessage[] {
    this.#pending.push(fragment);
    this.#size += fragment.length;
    const messages: HandshakeMessage[] = [];
    if (this.#size < this.#wanted) return messages;
    let bytes = Buffer.concat(this.#pending);
    this.#wanted = HEADER;
    while (bytes.length >= HEADER) {
      this.#wanted = HEADER + readLength(bytes);
      if (bytes.length < this.#wanted) break;
      const encoded = bytes.subarray(0, this.#wanted);
      messages.push({ type: encoded.readUInt8(0), body: encoded.subarray(HEADER), encoded });
      bytes = bytes.subarray(this.#wanted);
      this.#wanted = HEADER;
    }
    this.#pending = bytes.length === 0 ? [] : [bytes];
    this.#size = bytes.length;
    return messages;
  }
}

function readLength(bytes: Buffer): number {
  const length = bytes.readUIntBE(1, 3);
  if (length > MAX_MESSAGE) throw new DecodeError("too_large", "Handshake", 1);
  return length;
}

/** struct { HandshakeType msg_type; uint24 length; … } Handshake; — RFC 8446 section 4 */
export function encodeHandshake(type: number, ...body: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from([type]), encodeVector(3, ...body)]);
}
