import { createDecipheriv, createHmac } from "node:crypto";
import { DecodeError } from "../wire/decode-error.ts";
import type { TlsRecord } from "./record.ts";

interface Aead {
  readonly cipher: "aes-128-gcm" | "aes-256-gcm" | "chacha20-poly1305";
  readonly hash: "sha256" | "sha384";
  readonly keyLength: number;
}

/** RFC 8446 appendix B.4, by cipher suite. The CCM suites are not here: no client of ours offers them. */
const AEADS: ReadonlyMap<number, Aead> = new Map([
  [0x1301, { cipher: "aes-128-gcm", hash: "sha256", keyLength: 16 }],
  [0x1302, { cipher: "aes-256-gcm", hash: "sha384", keyLength: 32 }],
  [0x1303, { cipher: "chacha20-poly1305", hash: "sha256", keyLength: 32 }],
]);

const TAG = 16;
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
    this.#key = expandLabel(aead.hash, secret, "key", aead.keyLength);
    this.#iv = expandLabel(aead.hash, secret, "iv", IV);
  }

  /** The inner content and its type, without padding.
   *  @throws DecodeError when the tag does not match: a record of another secret, or a forged one. */
  open({ header, fragment }: TlsRecord): { type: number; content: Uint8Array } {
    const nonce = Buffer.from(this.#iv);
    nonce.writeBigUInt64BE(nonce.readBigUInt64BE(IV - 8) ^ this.#sequence, IV - 8);
    this.#sequence += 1n;
    if (fragment.length < TAG) throw new DecodeError("truncated", "TLSCiphertext", 0);
    const options = { authTagLength: TAG };
    const { cipher } = this.#aead;
    // Node's types tell the AEAD modes apart by the literal.
    const decipher =
      cipher === "chacha20-poly1305"
        ? createDecipheriv(cipher, this.#key, nonce, options)
        : createDecipheriv(cipher, this.#key, nonce, options);
    decipher.setAAD(header, { plaintextLength: fragment.length - TAG });
    decipher.setAuthTag(fragment.subarray(fragment.length - TAG));
    const inner = decipher.update(fragment.subarray(0, fragment.length - TAG));
    try {
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
}

/** HKDF-Expand-Label with an empty context, RFC 8446 section 7.1. */
function expandLabel(hash: Aead["hash"], secret: Uint8Array, label: string, length: number): Buffer {
  const full = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([
    Buffer.from([length >> 8, length & 0xff, full.length]),
    full,
    Buffer.from([0]),
  ]);
  // HKDF-Expand (RFC 5869): no key or IV of TLS is longer than one block of output.
  return createHmac(hash, secret)
    .update(info)
    .update(Buffer.from([1]))
    .digest()
    .subarray(0, length);
}
