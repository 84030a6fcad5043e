import { rootCertificates } from "node:tls";
import type { TrustAnchors } from "../x509/path-validation.ts";
import { decodeTrustAnchors } from "../x509/path-validation.ts";

let last: { readonly pem: string | null; readonly anchors: TrustAnchors } | null = null;

/** Decoded once: a process judges by one set. @param pem null for Node's Mozilla set. */
export function openTrustAnchors(pem: string | null): TrustAnchors {
  if (last === null || last.pem !== pem)
    last = { pem, anchors: decodeTrustAnchors(pem ?? [...rootCertificates]) };
  return last.anchors;
}
