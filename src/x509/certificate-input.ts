import { DecodeError } from "../wire/decode-error.ts";
import { decodePem } from "../wire/pem.ts";
import type { Malformation } from "./path-fault.ts";

/** PEM with one or more blocks, or DER; or a list of such. */
export type CertificateInput = string | Uint8Array | readonly (string | Uint8Array)[];

const CERTIFICATE_LABELS: readonly string[] = ["CERTIFICATE", "X509 CERTIFICATE"];
const CRL_LABELS: readonly string[] = ["X509 CRL", "CRL"];

export type Decoded<T> = { readonly value: T } | { readonly malformation: Malformation };

/** Every certificate of the input in its order, decoded or with the reason why it could not be. */
export function decodeCertificates<T>(input: CertificateInput, decode: (der: Uint8Array) => T): Decoded<T>[] {
  return decodeInput(input, CERTIFICATE_LABELS, decode);
}

export function decodeCrls<T>(input: CertificateInput, decode: (der: Uint8Array) => T): Decoded<T>[] {
  return decodeInput(input, CRL_LABELS, decode);
}

function decodeInput<T>(
  input: CertificateInput,
  labels: readonly string[],
  decode: (der: Uint8Array) => T,
): Decoded<T>[] {
  const parts = typeof input === "string" || input instanceof Uint8Array ? [input] : input;
  return parts.flatMap((part) => {
    if (typeof part !== "string" && part[0] === SEQUENCE) return [attempt(() => decode(part))];
    const blocks = attempt(() =>
      decodePem(typeof part === "string" ? part : Buffer.from(part).toString("latin1")),
    );
    if ("malformation" in blocks) return [blocks];
    return blocks.value
      .filter(({ label }) => labels.includes(label))
      .map(({ bytes }) => attempt(() => decode(bytes)));
  });
}

/** The first octet of every DER certificate, and of no text. */
const SEQUENCE = 0x30;

function attempt<T>(decode: () => T): Decoded<T> {
  try {
    return { value: decode() };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const { code, structure, offset } = error;
    return { malformation: { code, structure, offset } };
  }
}
