import type { Target } from "../diagnosis/target.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { ListExamination } from "../x509/list-examination.ts";
import { examineList } from "../x509/list-examination.ts";
import { validatePath } from "../x509/path-validation.ts";
import type { StapleJudgement } from "../x509/staple.ts";
import { judgeStaple } from "../x509/staple.ts";
import type { CollectOptions } from "./collect-evidence.ts";
import { fetchIssuers } from "./fetch-issuers.ts";
import { openTrustAnchors } from "./trust-anchors.ts";

/** As sent; and when the issuer is missing, with what the certificate itself says where to find. */
export async function examineServed(
  certificateList: readonly Certificate[],
  target: Target,
  options: CollectOptions,
): Promise<ListExamination | null> {
  if (certificateList.length === 0) return null;
  const request = {
    certificateList,
    trustAnchors: openTrustAnchors(options.trustAnchors),
    serverName: target.serverName ?? target.host,
    at: options.at,
  };
  const examination = examineList(request);
  if (examination.missingIssuer === null || options.scope === "quick") return examination;
  const fetched = await fetchIssuers(examination.missingIssuer.caIssuers, options);
  return fetched.length === 0 ? examination : examineList({ ...request, fetched });
}

/** Null where a staple was asked for and none came with the list. */
export function judgeServed(
  certificateList: readonly Certificate[],
  ocspResponse: Uint8Array | null,
  { at, trustAnchors }: CollectOptions,
): StapleJudgement | null {
  const [certificate] = certificateList;
  if (certificate === undefined || ocspResponse === null) return null;
  const { path } = validatePath({
    certificateList: certificateList.map(({ der }) => Buffer.from(der, "base64")),
    trustAnchors: openTrustAnchors(trustAnchors),
    at,
  });
  return judgeStaple({ der: ocspResponse, certificate, issuer: path[1] ?? null, at });
}
