import { createHash } from "node:crypto";
import type { Certificate } from "./certificate.ts";
import { decodeSignedCertificate } from "./signed-certificate.ts";

/** SHA-256 of a certificate's SubjectPublicKeyInfo, lower-case hexadecimal: equal for the private key that belongs to it,
 *  whatever the key's kind. The same as `openssl pkey -pubout -outform DER | openssl dgst -sha256`. */
export function publicKeySha256({ der }: Pick<Certificate, "der">): string {
  const { subjectPublicKeyInfo } = decodeSignedCertificate(Buffer.from(der, "base64"));
  return createHash("sha256").update(subjectPublicKeyInfo.encoded).digest("hex");
}
