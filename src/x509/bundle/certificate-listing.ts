import type { CertificateListing, Place } from "./bundle.ts";
import type { Collector } from "./collector.ts";

const MAX_LISTINGS = 200;

/** What tells of certificates without holding them: the answer of Apigee's management API (`certInfo[]`), and the output
 *  of `openssl x509 -text -noout`. False when the text is neither. */
export function readCertificateListing(text: string, place: Place, collector: Collector): boolean {
  const listings = listCertInfo(text, place) ?? listOpensslText(text, place);
  if (listings === null) return false;
  collector.format(text.includes('"certInfo"') ? "Apigee certInfo" : "openssl -text");
  for (const listing of listings) collector.listing(listing);
  collector.warn(place, { code: "certificate_not_included" });
  return true;
}

/** `GET …/keystores/NAME/certs/CERT`: dates in ms since 1970, as numbers or digits. */
function listCertInfo(text: string, place: Place): CertificateListing[] | null {
  if (!text.includes('"certInfo"')) return null;
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const infos = isRecord(answer) ? answer["certInfo"] : null;
  if (!Array.isArray(infos)) return null;
  return infos.filter(isRecord).map((info) => ({
    subject: asText(info["subject"]),
    issuer: asText(info["issuer"]),
    serialNumber: asText(info["serialNumber"]),
    notBefore: asTime(Number(info["validFrom"])),
    notAfter: asTime(Number(info["expiryDate"])),
    place,
  }));
}

function listOpensslText(text: string, place: Place): CertificateListing[] | null {
  const parts = text.split(/^Certificate:[ \t]*$/mu).slice(1, 1 + MAX_LISTINGS);
  if (parts.length === 0) return null;
  return parts.map((part) => {
    const field = (pattern: RegExp) => pattern.exec(part)?.[1]?.trim() ?? "";
    return {
      subject: field(/^[ \t]*Subject:(.*)$/mu),
      issuer: field(/^[ \t]*Issuer:(.*)$/mu),
      serialNumber: field(/Serial Number:\s*([0-9a-f:]+)/u).replaceAll(":", ""),
      notBefore: asTime(Date.parse(field(/Not Before:(.*)$/mu))),
      notAfter: asTime(Date.parse(field(/Not After ?:(.*)$/mu))),
      place,
    };
  });
}

function asText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function asTime(time: number): number | null {
  return Number.isFinite(time) ? time : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
