import { createHash } from "node:crypto";

import { formatSignatureAlgorithm } from "./algorithm-identifier.ts";
import { listUnknownCritical } from "./critical-extensions.ts";
import { formatName, normalizeName } from "./name.ts";
import type { BasicOcspResponse, ResponderId } from "./ocsp.ts";
import type { PathCertificate } from "./path-certificate.ts";
import { verifySignature } from "./signature.ts";
import type { Signed } from "./signature.ts";
import type { SignedCertificate } from "./signed-certificate.ts";

/** Why the signature of an OCSP response counts for nothing. */
export type SignerFault =
  | { readonly kind: "bad_signature"; readonly signatureAlgorithm: string }
  /** The algorithm or the key is not one that this system verifies. */
  | { readonly kind: "signature_unsupported"; readonly signatureAlgorithm: string }
  | {
      readonly kind: "responder_not_authorized";
      /** The responder's name, or `key` and the hash of its key. Hostile text. */
      readonly responder: string;
      readonly reason: ResponderDefect;
    };

/** `certificate_missing`: the response names neither the issuer nor a certificate that it brings. `purpose`: no
 *  id-kp-OCSPSigning. */
export type ResponderDefect =
  "certificate_missing" | "other_issuer" | "purpose" | "not_yet_valid" | "expired" | "critical_extension";

/** RFC 6960 sections 3.2 and 4.2.2.2: the issuer signs itself, or who it certified for that. Null where one of
 *  those that the response may mean did sign it; else what is wrong with the first of them. */
export function findSignerFault(
  response: BasicOcspResponse,
  issuer: SignedCertificate,
  at: number,
): SignerFault | null {
  const { responderId, certificates } = response;
  const issuerFaults = isNamed(responderId, issuer) ? [checkSignature(response, issuer)] : [];
  const faults = certificates
    .filter((certificate) => isNamed(responderId, certificate))
    .map((responder) => checkDelegation(responder, issuer, at) ?? checkSignature(response, responder));
  const all = [...issuerFaults, ...faults];
  if (all.length === 0) return refuse(responderId, "certificate_missing");
  return all.includes(null) ? null : (all[0] ?? null);
}

function isNamed(id: ResponderId, { subject, subjectPublicKeyInfo }: SignedCertificate): boolean {
  if (id.type === "byName") return sameName(id.name, subject);
  const keyHash = createHash("sha1").update(subjectPublicKeyInfo.subjectPublicKey).digest();
  return Buffer.compare(id.keyHash, keyHash) === 0;
}

const OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

/** anyExtendedKeyUsage is not enough: the purpose must be there by name. Whether the responder's certificate was
 *  revoked is not asked, as no client does that gets a staple to save it from asking. */
function checkDelegation(
  responder: PathCertificate,
  issuer: SignedCertificate,
  at: number,
): SignerFault | null {
  const id: ResponderId = { type: "byName", name: responder.subject };
  if (!sameName(responder.issuer, issuer.subject)) return refuse(id, "other_issuer");
  const fault = checkSignature(responder, issuer);
  if (fault !== null) return fault.kind === "bad_signature" ? refuse(id, "other_issuer") : fault;
  if (responder.values.extKeyUsage?.includes(OCSP_SIGNING) !== true) return refuse(id, "purpose");
  if (listUnknownCritical(responder.extensions).length > 0) return refuse(id, "critical_extension");
  const seconds = Math.floor(at / 1000) * 1000;
  if (seconds < responder.notBefore.at) return refuse(id, "not_yet_valid");
  return seconds > responder.notAfter.at ? refuse(id, "expired") : null;
}

function checkSignature(signed: Signed, { subjectPublicKeyInfo }: SignedCertificate): SignerFault | null {
  const signatureAlgorithm = formatSignatureAlgorithm(signed.signatureAlgorithm);
  switch (verifySignature(signed, subjectPublicKeyInfo)) {
    case "valid":
      return null;
    case "invalid":
      return { kind: "bad_signature", signatureAlgorithm };
    case "unsupported":
      return { kind: "signature_unsupported", signatureAlgorithm };
  }
}

function refuse(id: ResponderId, reason: ResponderDefect): SignerFault {
  const responder =
    id.type === "byName" ? formatName(id.name) : `key ${Buffer.from(id.keyHash).toString("hex")}`;
  return { kind: "responder_not_authorized", responder, reason };
}

function sameName(a: SignedCertificate["subject"], b: SignedCertificate["subject"]): boolean {
  return normalizeName(a).join() === normalizeName(b).join();
}
