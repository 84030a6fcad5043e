import { createHash } from "node:crypto";
import type { Certificate } from "./certificate.ts";
import { decodeSignedCertificate } from "./signed-certificate.ts";

/** SHA-256 of a certificate's SubjectPublicKeyInfo, lower-case hexadecimal: equal for the private key that belongs to it,
 *  whatever the key's kind. The same as `openssl pkey -pubout -outform DER | openssl dgst -sha256`. */
export function publicKeySha256({ der }: Pick<Certificate, "der">): string {
  const { subjectPublicKeyInfo } = decodeSignedCertificate(Buffer.from(der, "base64"));
  return createHash("sha256").update(subjectPublicKeyInfo.encoded).digest("hex");
}

/** A hash as people paste it: with colons, spaces, capitals, or what `openssl dgst` and `sha256sum` print around it; null
 *  for none. */
export function readPastedSha256(text: string): string | null {
  const packed = text.replaceAll(/(?<=[0-9a-f]{2})[:\s](?=[0-9a-f]{2}(?:[:\s]|$))/giu, "");
  return /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/iu.exec(packed)?.[0].toLowerCase() ?? null;
}
