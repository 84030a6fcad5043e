import { DecodeError } from "./decode-error.ts";

/** RFC 7468. */
export interface PemBlock {
  /** `CERTIFICATE`, `X509 CRL`, … */
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** The blocks of a text, whatever stands around them. Throws DecodeError with an offset in the text for
 *  base64 that is none. Headers inside a block (RFC 1421, only before encrypted keys) are not read. */
export function decodePem(text: string): PemBlock[] {
  const blocks = text.matchAll(/-----BEGIN ([^\r\n-]+)-----([^-]*)-----END \1-----/gu);
  return Array.from(blocks, ({ 1: label = "", 2: body = "", index }) => {
    const base64 = body.replaceAll(/\s/gu, "");
    if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u.test(base64)) {
      throw new DecodeError("illegal_value", label, index);
    }
    return { label, bytes: Buffer.from(base64, "base64") };
  });
}

/** RFC 7468 section 2: certificates in lines of 64 characters. @param certificates DER in base64. */
export function encodePem(certificates: readonly string[]): string {
  return certificates
    .map(
      (der) =>
        `-----BEGIN CERTIFICATE-----\n${der.replaceAll(/.{64}(?!$)/gu, "$&\n")}\n-----END CERTIFICATE-----\n`,
    )
    .join("");
}
