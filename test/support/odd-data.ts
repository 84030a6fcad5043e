import { summarizeCertificate } from "../../src/diagnosis/certificate-summary.ts";
import type { TraceContext, WordContext } from "../../src/locales/catalog.ts";
import type { Certificate } from "../../src/x509/certificate.ts";
import { certificate } from "./evidence.ts";

/** Data that no sentence has by itself, so that a sentence that loses or repeats it is found out. */

let last = 609;

/** Odd, and below 1,000: 613, 615 … What counts from 0 is told one higher, which is even. */
export function number(): number {
  last += 2;
  if (last > 999) last = 101;
  return last;
}

/** `name~613`. */
export function text(what: string): string {
  return `${what}~${number()}`;
}

export function texts(what: string, count = 2): string[] {
  return Array.from({ length: count }, () => text(what));
}

let minutes = 0;

/** Told as `14:07`, no two at the same minute of a day. */
export function time(): number {
  minutes++;
  return Date.UTC(2031, 4, 17, 14, minutes);
}

export function name(what: string): string {
  return `CN=${text(what)}`;
}

export function oddCertificate(given: Partial<Certificate> = {}): Certificate {
  return certificate({
    subject: name("subject"),
    issuer: name("issuer"),
    serialNumber: text("serial"),
    notBefore: time(),
    notAfter: time(),
    publicKey: text("RSA"),
    signatureAlgorithm: text("sha256"),
    sha256: `f${text("")}${"e".repeat(60)}`,
    ...given,
  });
}

export function oddSummary(): ReturnType<typeof summarizeCertificate> {
  return summarizeCertificate(oddCertificate());
}

export const CONTEXT: WordContext = {
  target: { host: `${text("host")}.example`, port: number(), serverName: `${text("name")}.example` },
  addresses: ["192.0.2.17", "2001:db8::23"],
};
export const IN_FILE: WordContext = { ...CONTEXT, fileName: `${text("file")}.pem` };
export const TRACE_CONTEXT: TraceContext = {
  client: `192.0.2.31:${number()}`,
  server: `192.0.2.37:${number()}`,
  serverName: `${text("sni")}.example`,
};
