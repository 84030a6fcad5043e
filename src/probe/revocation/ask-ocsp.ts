import type { Certificate } from "../../x509/certificate.ts";
import { encodeOcspRequest } from "../../x509/ocsp-request.ts";
import { decodeSignedCertificate } from "../../x509/signed-certificate.ts";
import type { StapleJudgement } from "../../x509/staple.ts";
import { judgeStaple } from "../../x509/staple.ts";
import type { FetchOptions, FetchRequest } from "../fetch-bytes.ts";
import { fetchBytes } from "../fetch-bytes.ts";

/** A response with the responder's whole chain has 8 KiB. */
const MAX_BYTES = 64 * 1024;
const MAX_RESPONDERS = 2;
/** RFC 5019 section 5. */
const MAX_GET = 255;

export interface OcspQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** ms since 1970. */
  readonly at: number;
}

export type OcspAnswer = Extract<StapleJudgement, { kind: "good" | "revoked" }>;

/** What the certificate's responders say, one asked after the other until one has an answer that holds (RFC 6960 section 3.2);
 *  null when none has. @throws the signal's reason when it is aborted. */
export async function askOcsp(
  { certificate, issuer, at }: OcspQuestion,
  options: FetchOptions,
): Promise<OcspAnswer | null> {
  const asked = encodeOcspRequest(open(certificate), open(issuer));
  for (const url of certificate.ocspResponders.slice(0, MAX_RESPONDERS)) {
    const der = await fetchBytes(request(url, asked), options);
    const judged = der === null ? null : judgeStaple({ der, certificate, issuer, at });
    if (judged?.kind === "good" || judged?.kind === "revoked") return judged;
  }
  return null;
}

/** RFC 6960 appendix A.1. GET, where it is short enough, can be answered from a cache between us and the CA. */
function request(url: string, asked: Buffer): FetchRequest {
  const get = `${url.replace(/\/$/u, "")}/${encodeURIComponent(asked.toString("base64"))}`;
  return get.length <= MAX_GET
    ? { url: get, maxBytes: MAX_BYTES }
    : { url, maxBytes: MAX_BYTES, body: { type: "application/ocsp-request", bytes: asked } };
}

function open({ der }: Certificate) {
  return decodeSignedCertificate(Buffer.from(der, "base64"));
}
