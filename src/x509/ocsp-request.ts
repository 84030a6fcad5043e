import { createHash } from "node:crypto";
import { encodeElement } from "../wire/der-encoding.ts";
import { TAG } from "../wire/der.ts";
import type { SignedCertificate } from "./signed-certificate.ts";

/** 1.3.14.3.2.26 */
const SHA1 = Buffer.of(0x2b, 0x0e, 0x03, 0x02, 0x1a);

/** OCSPRequest, RFC 6960 section 4.1: one certificate, unsigned, without a nonce, so that it may be answered from a cache (RFC 5019).
 *  CertID is hashed with SHA-1, since there are responders that know no other. */
export function encodeOcspRequest(
  { serialNumber }: Pick<SignedCertificate, "serialNumber">,
  issuer: Pick<SignedCertificate, "subject" | "subjectPublicKeyInfo">,
): Buffer {
  const certId = sequence(
    sequence(encodeElement(TAG.objectIdentifier, SHA1), encodeElement(TAG.null)),
    encodeElement(TAG.octetString, sha1(issuer.subject.encoded)),
    encodeElement(TAG.octetString, sha1(issuer.subjectPublicKeyInfo.subjectPublicKey)),
    encodeElement(TAG.integer, serialNumber),
  );
  const request = sequence(certId);
  const tbsRequest = sequence(sequence(request));
  return sequence(tbsRequest);
}

const sequence = (...content: readonly Uint8Array[]) => encodeElement(TAG.sequence, ...content);

function sha1(bytes: Uint8Array): Buffer {
  return createHash("sha1").update(bytes).digest();
}
