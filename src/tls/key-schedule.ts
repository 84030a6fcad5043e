import { createHash, createHmac } from "node:crypto";

/** The hashes of TLS 1.3's cipher suites. */
export type Hash = "sha256" | "sha384";

export interface HandshakeSecrets {
  /** client_handshake_traffic_secret */
  readonly client: Buffer;
  /** server_handshake_traffic_secret */
  readonly server: Buffer;
}

/** RFC 8446 section 7.1, without a PSK.
 *  @param sharedSecret of the key exchange.
 *  @param transcriptHash of ClientHello…ServerHello. */
export function deriveHandshakeSecrets(
  hash: Hash,
  sharedSecret: Uint8Array,
  transcriptHash: Uint8Array,
): HandshakeSecrets {
  const zeros = Buffer.alloc(LENGTHS[hash]);
  const early = extract(hash, zeros, zeros);
  const derived = expandLabel(hash, early, "derived", createHash(hash).digest(), LENGTHS[hash]);
  const handshake = extract(hash, derived, sharedSecret);
  const derive = (label: string) => expandLabel(hash, handshake, label, transcriptHash, LENGTHS[hash]);
  return { client: derive("c hs traffic"), server: derive("s hs traffic") };
}

const LENGTHS: Readonly<Record<Hash, number>> = { sha256: 32, sha384: 48 };

/** HKDF-Extract, RFC 5869 section 2.2. */
function extract(hash: Hash, salt: Uint8Array, input: Uint8Array): Buffer {
  return createHmac(hash, salt).update(input).digest();
}

/** HKDF-Expand-Label, RFC 8446 section 7.1, for at most one block of output: no key, IV or secret is longer. */
export function expandLabel(
  hash: Hash,
  secret: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
): Buffer {
  const full = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([
    Buffer.from([length >> 8, length & 0xff, full.length]),
    full,
    Buffer.from([context.length]),
    context,
  ]);
  return createHmac(hash, secret)
    .update(info)
    .update(Buffer.from([1]))
    .digest()
    .subarray(0, length);
}
