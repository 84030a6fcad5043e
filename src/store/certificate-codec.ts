import type { SightedIssuer } from "../watches/sighting.ts";
import type { WatchedCertificate } from "../watches/watched.ts";

export type PackedCertificate = [
  subject: string,
  issuer: string,
  serialNumber: string,
  notBefore: number,
  notAfter: number,
  sha256: string,
  /** 0: one, which the subject names. */
  subjectAltName: 0 | readonly string[],
  names: number,
  publicKey: string,
  signatureAlgorithm: string,
];
export type PackedIssuer = [sha256: string, subject: string, notBefore: number, notAfter: number];
export function packCertificate(certificate: WatchedCertificate): PackedCertificate {
  const { subject, subjectAltName } = certificate;
  const isNamed = subjectAltName.length === 1 && subject === `CN=${subjectAltName[0]}`;
  return [
    subject,
    certificate.issuer,
    packHex(certificate.serialNumber),
    encodeTime(certificate.notBefore),
    encodeTime(certificate.notAfter),
    packHex(certificate.sha256),
    isNamed ? 0 : subjectAltName,
    certificate.names,
    certificate.publicKey,
    certificate.signatureAlgorithm,
  ];
}

export function unpackCertificate(packed: PackedCertificate): WatchedCertificate {
  const [subject, issuer, serialNumber, notBefore, notAfter, sha256, subjectAltName, names, ...algorithms] =
    packed;
  return {
    subject,
    issuer,
    serialNumber: unpackHex(serialNumber),
    notBefore: decodeTime(notBefore),
    notAfter: decodeTime(notAfter),
    sha256: unpackHex(sha256),
    subjectAltName: subjectAltName === 0 ? [subject.slice("CN=".length)] : subjectAltName,
    names,
    publicKey: algorithms[0],
    signatureAlgorithm: algorithms[1],
  };
}

export function packIssuer({ sha256, subject, notBefore, notAfter }: SightedIssuer): PackedIssuer {
  return [packHex(sha256), subject, encodeTime(notBefore), encodeTime(notAfter)];
}

export function unpackIssuer([sha256, subject, notBefore, notAfter]: PackedIssuer): SightedIssuer {
  return {
    sha256: unpackHex(sha256),
    subject,
    notBefore: decodeTime(notBefore),
    notAfter: decodeTime(notAfter),
  };
}

/** Certificates and most else count in seconds. */
export function encodeTime(ms: number): number {
  return ms / 1_000;
}

export function decodeTime(seconds: number): number {
  return Math.round(seconds * 1_000);
}

/** Base64url, which has no `!`; that begins what is not lower-case hex. */
function packHex(text: string): string {
  return /^(?:[0-9a-f]{2})+$/.test(text) ? Buffer.from(text, "hex").toString("base64url") : `!${text}`;
}

function unpackHex(packed: string): string {
  return packed.startsWith("!") ? packed.slice(1) : Buffer.from(packed, "base64url").toString("hex");
}
