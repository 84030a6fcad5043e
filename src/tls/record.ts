import { DecodeError } from "../wire/decode-error.ts";
import { encodeUint, encodeVector } from "../wire/encoding.ts";

/** ContentType, RFC 8446 section 5.1. */
export const CONTENT_TYPE = {
  change_cipher_spec: 20,
  alert: 21,
  handshake: 22,
  application_data: 23,
} as const;

export interface TlsRecord {
  readonly type: number;
  readonly version: number;
  readonly fragment: Uint8Array;
  /** The five bytes before it, which TLS 1.3 authenticates. */
  readonly header: Uint8Array;
}

const HEADER = 5;
/** 2^14 and what encryption may add: 2^14 + 2048 in TLS 1.2, less in 1.3. */
const MAX_FRAGMENT = 16_384 + 2_048;

/** Cuts a byte stream into records. Bytes come in pieces of any size; what is kept is less than one record. */
export class RecordReader {
  #pending = Buffer.alloc(0);
  #consumed = 0;

  /** @throws DecodeError when this is no TLS record or a longer one than is allowed. */
  push(bytes: Uint8Array): TlsRecord[] {
    this.#pending = this.#pending.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#pending, bytes]);
    const records: TlsRecord[] = [];
    for (;;) {
      const length = this.#readLength();
      if (length === null || this.#pending.length < HEADER + length) return records;
      records.push({
        type: this.#pending.readUInt8(0),
        version: this.#pending.readUInt16BE(1),
        header: this.#pending.subarray(0, HEADER),
        fragment: this.#pending.subarray(HEADER, HEADER + length),
      });
      this.#pending = this.#pending.subarray(HEADER + length);
      this.#consumed += HEADER + length;
    }
  }

  /** Checked as early as the bytes allow: a server that talks HTTP shall not be waited for. */
  #readLength(): number | null {
    if (!looksLikeRecord(this.#pending))
      throw new DecodeError("illegal_value", "TLSPlaintext", this.#consumed);
    if (this.#pending.length < HEADER) return null;
    const length = this.#pending.readUInt16BE(3);
    if (length > MAX_FRAGMENT) throw new DecodeError("too_large", "TLSPlaintext", this.#consumed + 3);
    return length;
  }
}

/** Whether the bytes may be the beginning of a record: a known type, then major version 3. */
export function looksLikeRecord(bytes: Uint8Array): boolean {
  const [type, major] = bytes;
  if (type === undefined) return true;
  const known = type >= CONTENT_TYPE.change_cipher_spec && type <= 24;
  return known && (major === undefined || major === 3);
}

/** A payload as records of one type, none longer than `maxFragment` bytes. */
export function encodeRecords(
  type: number,
  version: number,
  payload: Uint8Array,
  maxFragment = MAX_PLAINTEXT,
): Buffer {
  const records: Buffer[] = [];
  for (let at = 0; at < payload.length; at += maxFragment) {
    const fragment = payload.subarray(at, at + maxFragment);
    records.push(Buffer.from([type]), encodeUint(2, version), encodeVector(2, fragment));
  }
  return Buffer.concat(records);
}

const MAX_PLAINTEXT = 16_384;
