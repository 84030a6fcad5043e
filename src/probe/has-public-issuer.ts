import { decodeCertificate } from "../x509/certificate.ts";
import { examineList } from "../x509/list-examination.ts";
import type { FetchOptions } from "./fetch-bytes.ts";
import { fetchIssuers } from "./fetch-issuers.ts";
import { openTrustAnchors } from "./trust-anchors.ts";

interface IssuerOptions extends Omit<FetchOptions, "signal"> {
  /** PEM; null for Node's Mozilla set. */
  readonly trustAnchors: string | null;
  /** For all of it, beside what a fetch may take. */
  readonly waitMs: number;
}

/** Whether the issuer that a list lacks is found where the list says, and leads to a trust anchor: then no private authority issued it.
 *  @param certificateList DER, the end entity first. @param at ms since 1970.
 *  @throws the signal's reason when it is aborted. */
export async function hasPublicIssuer(
  certificateList: readonly Uint8Array[],
  at: number,
  { trustAnchors, waitMs, ...options }: IssuerOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const request = {
    certificateList: certificateList.map((encoded) => decodeCertificate(encoded)),
    trustAnchors: openTrustAnchors(trustAnchors),
    at,
  };
  const { missingIssuer } = examineList(request);
  if (missingIssuer === null) return false;
  try {
    const end = AbortSignal.any([signal, AbortSignal.timeout(waitMs)]);
    const fetched = await fetchIssuers(missingIssuer.caIssuers, { ...options, signal: end });
    return fetched.length > 0 && examineList({ ...request, fetched }).completed !== null;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DOMException && error.name === "TimeoutError") return false;
    throw error;
  }
}
