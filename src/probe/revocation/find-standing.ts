import type { SightedRevocation } from "../../watches/sighting.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import type { Certificate } from "../../x509/certificate.ts";
import { judgeCrl } from "../../x509/crl-judgement.ts";
import { listCrlUrls, readCrlDistributionPoints } from "../../x509/distribution-points.ts";
import { EXTENSION_ID } from "../../x509/extensions.ts";
import { decodePathCertificate } from "../../x509/path-certificate.ts";
import { readExtension } from "../../x509/signed-certificate.ts";
import { judgeStaple } from "../../x509/staple.ts";
import type { FetchOptions } from "../fetch-bytes.ts";
import type { OcspAnswer } from "./ask-ocsp.ts";
import { askOcsp } from "./ask-ocsp.ts";
import type { CrlShelf } from "./crl-shelf.ts";
import type { Places } from "./places.ts";

/** Whether a certificate was revoked. `unknown`: it says who knows, and none of them gave an answer that holds. */
export type Standing = SightedRevocation | "not_revoked" | "unknown";

export interface StandingQuestion {
  readonly certificate: Certificate;
  /** It signed the certificate. */
  readonly issuer: Certificate;
  /** The OCSP response that came with it, DER. */
  readonly staple: Uint8Array | null;
  /** ms since 1970. */
  readonly at: number;
}

export interface StandingSources {
  readonly crls: CrlShelf;
  /** For asking a responder. */
  readonly responders: Places;
  /** As in CrlShelf. */
  readonly reach: string;
  /** Whether anybody may be asked at all: who signs certificates as they like names places in them as they like. */
  readonly mayAsk: boolean;
}

const MAX_CRLS = 2;

/** The staple, else the responder, else the CRL; whoever answers first is believed. A certificate that names none of them cannot
 *  be revoked. @throws the signal's reason when it is aborted. */
export async function findStanding(
  question: StandingQuestion,
  { crls, responders, reach, mayAsk }: StandingSources,
  options: FetchOptions,
): Promise<Standing> {
  const { certificate, staple } = question;
  const stapled = staple === null ? null : judgeStaple({ ...question, der: staple });
  if (stapled?.kind === "good" || stapled?.kind === "revoked") return tell(certificate, stapled, "staple");
  if (!mayAsk) return namesNobody(certificate) ? "not_revoked" : "unknown";
  const answered =
    certificate.ocspResponders.length === 0 ? null : await responders.run(() => askOcsp(question, options));
  if (answered !== null) return tell(certificate, answered, "ocsp");
  const listed = await askCrls(question, crls, reach, options);
  if (listed === null) return certificate.ocspResponders.length > 0 ? "unknown" : "not_revoked";
  return listed;
}

function namesNobody(certificate: Certificate): boolean {
  return (
    certificate.ocspResponders.length === 0 &&
    listCrlUrls(listDistributionPoints(open(certificate))).length === 0
  );
}

function tell(
  { sha256 }: Certificate,
  answer: OcspAnswer,
  source: SightedRevocation["source"],
): SightedRevocation | "not_revoked" {
  if (answer.kind === "good") return "not_revoked";
  const { revocationDate, reason } = answer;
  return { sha256, revocationDate, reason, source };
}

/** Null when the certificate names none that we could ask. */
async function askCrls(
  { certificate, issuer, at }: StandingQuestion,
  crls: CrlShelf,
  reach: string,
  options: FetchOptions,
): Promise<Standing | null> {
  const opened = open(certificate);
  const distributionPoints = listDistributionPoints(opened);
  const urls = listCrlUrls(distributionPoints).slice(0, MAX_CRLS);
  for (const url of urls) {
    const shelved = await crls.take(url, { reach, at }, options);
    if (shelved === null) continue;
    const judged = judgeCrl({
      ...shelved,
      certificate: opened,
      distributionPoints,
      issuer: open(issuer),
      at,
    });
    if (judged.kind === "not_listed") return "not_revoked";
    if (judged.kind === "unusable") continue;
    const { revocationDate, reason } = judged;
    return { sha256: certificate.sha256, revocationDate, reason, source: "crl" };
  }
  return urls.length === 0 ? null : "unknown";
}

function listDistributionPoints(certificate: ReturnType<typeof open>) {
  const id = EXTENSION_ID.cRLDistributionPoints;
  try {
    return readExtension(certificate, id, "CRLDistributionPoints", readCrlDistributionPoints) ?? [];
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}

function open({ der }: Certificate) {
  return decodePathCertificate(Buffer.from(der, "base64"));
}
