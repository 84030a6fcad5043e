import { createDecipheriv } from "node:crypto";
import { DecodeError } from "../wire/decode-error.ts";
import type { Hash } from "./key-schedule.ts";
import { expandLabel } from "./key-schedule.ts";
import type { TlsRecord } from "./record.ts";

interface Aead {
  readonly cipher: "aes-128-gcm" | "aes-256-gcm" | "chacha20-poly1305" | "aes-128-ccm";
  readonly hash: Hash;
  readonly keyLength: number;
  readonly tagLength: number;
}

/** RFC 8446 appendix B.4, by cipher suite. */
const AEADS: ReadonlyMap<number, Aead> = new Map([
  [0x1301, { cipher: "aes-128-gcm", hash: "sha256", keyLength: 16, tagLength: 16 }],
  [0x1302, { cipher: "aes-256-gcm", hash: "sha384", keyLength: 32, tagLength: 16 }],
  [0x1303, { cipher: "chacha20-poly1305", hash: "sha256", keyLength: 32, tagLength: 16 }],
  [0x1304, { cipher: "aes-128-ccm", hash: "sha256", keyLength: 16, tagLength: 16 }],
  [0x1305, { cipher: "aes-128-ccm", hash: "sha256", keyLength: 16, tagLength: 8 }],
]);

/** The hash of a suite of TLS 1.3 that can be opened; null for any other. */
export function findHash(cipherSuite: number): Hash | null {
  return AEADS.get(cipherSuite)?.hash ?? null;
}

const NOTHING = new Uint8Array();
const IV = 12;

/** Opens the records that were protected under one traffic secret, in their order. RFC 8446 sections 5.2, 5.3, 7.3. */
export class RecordOpener {
  readonly #aead: Aead;
  readonly #key: Buffer;
  readonly #iv: Buffer;
  #sequence = 0n;

  /** @param secret a traffic secret, for example server_handshake_traffic_secret. */
  constructor(cipherSuite: number, secret: Uint8Array) {
    const aead = AEADS.get(cipherSuite);
    if (aead === undefined) throw new DecodeError("illegal_value", "CipherSuite", 0);
    this.#aead = aead;
    this.#key = expandLabel(aead.hash, secret, "key", NOTHING, aead.keyLength);
    this.#iv = expandLabel(aead.hash, secret, "iv", NOTHING, IV);
  }

  /** The inner content and its type, without padding.
   *  @throws DecodeError when the tag does not match: a record of another secret, or a forged one. */
  open({ header, fragment }: TlsRecord): { type: number; content: Uint8Array } {
    const nonce = Buffer.from(this.#iv);
    nonce.writeBigUInt64BE(nonce.readBigUInt64BE(IV - 8) ^ this.#sequence, IV - 8);
    this.#sequence += 1n;
    const { tagLength } = this.#aead;
    if (fragment.length < tagLength) throw new DecodeError("truncated", "TLSCiphertext", 0);
    const sealed = fragment.subarray(0, fragment.length - tagLength);
    const decipher = this.#createDecipher(nonce);
    decipher.setAuthTag(fragment.subarray(sealed.length));
    decipher.setAAD(header, { plaintextLength: sealed.length });
    let inner: Buffer;
    try {
      inner = decipher.update(sealed);
      decipher.final();
    } catch (error) {
      throw new DecodeError("illegal_value", "TLSCiphertext", 0, { cause: error });
    }
    let end = inner.length;
    while (end > 0 && inner[end - 1] === 0) end--;
    const type = inner[end - 1];
    if (type === undefined) throw new DecodeError("illegal_value", "TLSInnerPlaintext", 0);
    return { type, content: inner.subarray(0, end - 1) };
  }

  /** Node's types tell the AEAD modes apart by the literal. */
  #createDecipher(nonce: Uint8Array) {
    const { cipher, tagLength: authTagLength } = this.#aead;
    switch (cipher) {
      case "chacha20-poly1305":
        return createDecipheriv(cipher, this.#key, nonce, { authTagLength });
      case "aes-128-ccm":
        return createDecipheriv(cipher, this.#key, nonce, { authTagLength });
      case "aes-128-gcm":
      case "aes-256-gcm":
        return createDecipheriv(cipher, this.#key, nonce, { authTagLength });
    }
  }
}
