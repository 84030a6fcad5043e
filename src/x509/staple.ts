import { createHash } from "node:crypto";

import { DecodeError } from "../wire/decode-error.ts";
import type { Certificate } from "./certificate.ts";
import type { Revocation } from "./crl.ts";
import { decodeOcspResponse } from "./ocsp.ts";
import type { BasicOcspResponse, CertId, OcspErrorStatus, SingleResponse } from "./ocsp.ts";
import { findSignerFault } from "./ocsp-responder.ts";
import type { SignerFault } from "./ocsp-responder.ts";
import type { Malformation } from "./path-fault.ts";
import { decodeSignedCertificate } from "./signed-certificate.ts";
import type { Extension, SignedCertificate } from "./signed-certificate.ts";

/** What a stapled OCSP response is worth to a client that looks at it. Plain JSON; times are ms since 1970. */
export type StapleJudgement =
  | { readonly kind: "good"; readonly thisUpdate: number; readonly nextUpdate: number | null }
  | ({ readonly kind: "revoked" } & Revocation)
  /** The issuer's certificate is not known, so nobody can say who signed. */
  | { readonly kind: "issuer_missing" }
  | StapleFault;

/** Why a client refuses it. */
export type StapleFault =
  | ({ readonly kind: "malformed" } & Malformation)
  /** The server passes on that its responder refused to answer. */
  | { readonly kind: "unsuccessful"; readonly responseStatus: OcspErrorStatus }
  | { readonly kind: "other_certificate" }
  | SignerFault
  /** Dotted OID. */
  | { readonly kind: "critical_extension"; readonly extension: string }
  | { readonly kind: "not_yet_valid"; readonly thisUpdate: number }
  | { readonly kind: "expired"; readonly thisUpdate: number; readonly nextUpdate: number | null }
  /** The responder does not know the certificate. */
  | { readonly kind: "unknown" };

export interface StapleRequest {
  /** One OCSPResponse, as the server sent it. */
  readonly der: Uint8Array;
  /** The end entity. */
  readonly certificate: Certificate;
  readonly issuer: Certificate | null;
  /** ms since 1970. */
  readonly at: number;
}

/** RFC 6960 section 3.2 and RFC 6066 section 8. Never throws. */
export function judgeStaple({ der, certificate, issuer, at }: StapleRequest): StapleJudgement {
  try {
    const response = decodeOcspResponse(der);
    if (response.responseStatus !== "successful") {
      return { kind: "unsuccessful", responseStatus: response.responseStatus };
    }
    return judgeResponse(response.basicResponse, open(certificate), issuer && open(issuer), at);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const { code, structure, offset } = error;
    return { kind: "malformed", code, structure, offset };
  }
}

function open({ der }: Certificate): SignedCertificate {
  return decodeSignedCertificate(Buffer.from(der, "base64"));
}

function judgeResponse(
  response: BasicOcspResponse,
  certificate: SignedCertificate,
  issuer: SignedCertificate | null,
  at: number,
): StapleJudgement {
  const single = response.responses.find(({ certId }) => concerns(certId, certificate, issuer));
  if (single === undefined) return { kind: "other_certificate" };
  if (issuer === null) return { kind: "issuer_missing" };
  const fault = findSignerFault(response, issuer, at);
  if (fault !== null) return fault;
  const unknown = [...response.responseExtensions, ...single.singleExtensions].find(isUnknownCritical);
  if (unknown !== undefined) return { kind: "critical_extension", extension: unknown.id };
  return judgeStatus(single, at);
}

/** What RFC 6960 section 4.4 defines for responses: none of it changes what the status means to a client that
 *  did not ask for it. */
const UNDERSTOOD = new Set([
  // id-pkix-ocsp-nonce, -crl, -archive-cutoff, -extended-revoke
  "1.3.6.1.5.5.7.48.1.2",
  "1.3.6.1.5.5.7.48.1.3",
  "1.3.6.1.5.5.7.48.1.6",
  "1.3.6.1.5.5.7.48.1.9",
]);

function isUnknownCritical({ id, critical }: Extension): boolean {
  return critical && !UNDERSTOOD.has(id);
}

/** How wrong a client's clock may be: OpenSSL's `ocsp`, nginx and Apache allow as much. */
const TOLERANCE_MS = 300_000;

/** RFC 6960 section 2.4: without nextUpdate there is always something newer. NSS gives it a day. */
const LIFETIME_WITHOUT_NEXT_UPDATE_MS = 86_400_000;

function judgeStatus({ certStatus, thisUpdate, nextUpdate }: SingleResponse, at: number): StapleJudgement {
  if (thisUpdate > at + TOLERANCE_MS) return { kind: "not_yet_valid", thisUpdate };
  if (certStatus.status === "revoked" && certStatus.reason !== "certificateHold") {
    // For good, however old the response is.
    const { revocationDate, reason } = certStatus;
    return { kind: "revoked", revocationDate, reason };
  }
  const end = nextUpdate ?? thisUpdate + LIFETIME_WITHOUT_NEXT_UPDATE_MS;
  if (end < at - TOLERANCE_MS) return { kind: "expired", thisUpdate, nextUpdate };
  switch (certStatus.status) {
    case "good":
      return { kind: "good", thisUpdate, nextUpdate };
    case "revoked":
      return { kind: "revoked", revocationDate: certStatus.revocationDate, reason: certStatus.reason };
    case "unknown":
      return { kind: "unknown" };
  }
}

const HASHES: Readonly<Record<string, string>> = {
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

/** RFC 6960 section 4.1.1. Without the issuer only its name is compared. */
function concerns(id: CertId, certificate: SignedCertificate, issuer: SignedCertificate | null): boolean {
  const hash = HASHES[id.hashAlgorithm];
  if (hash === undefined || Buffer.compare(id.serialNumber, certificate.serialNumber) !== 0) return false;
  const isHashOf = (digest: Uint8Array, bytes: Uint8Array) =>
    Buffer.compare(createHash(hash).update(bytes).digest(), digest) === 0;
  return (
    isHashOf(id.issuerNameHash, certificate.issuer.encoded) &&
    (issuer === null || isHashOf(id.issuerKeyHash, issuer.subjectPublicKeyInfo.subjectPublicKey))
  );
}
