import type { Certificate } from "../x509/certificate.ts";
import { publicKeySha256 } from "../x509/key-match.ts";

/** SHA-256 of each certificate's public key, so that a key can be told to belong to one without anybody showing it. */
export function listPublicKeys(certificates: readonly Certificate[]): string[] {
  return certificates.map(publicKeySha256);
}

/** A hash as people paste it: with colons, spaces, capitals, or what `openssl dgst` and `sha256sum` print around it; null
 *  for none. */
export function findPublicKeyHash(text: string): string | null {
  const packed = text.replaceAll(/(?<=[0-9a-f]{2})[:\s](?=[0-9a-f]{2}(?:[:\s]|$))/giu, "");
  return /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/iu.exec(packed)?.[0].toLowerCase() ?? null;
}
