import { DecodeError } from "../wire/decode-error.ts";
import { decodePem } from "../wire/pem.ts";
import { latin1 } from "./name.ts";
import type { Malformation } from "./path-fault.ts";

/** PEM with one or more blocks, or DER; or a list of such. */
export type CertificateInput = string | Uint8Array | readonly (string | Uint8Array)[];

const CERTIFICATE_LABELS: readonly string[] = ["CERTIFICATE", "X509 CERTIFICATE"];
const CRL_LABELS: readonly string[] = ["X509 CRL", "CRL"];

export type Decoded<T> = { readonly value: T } | { readonly malformation: Malformation };

/** The certificates of the input in their order, decoded or with the reason why they could not be; at most
 *  `limit`. */
export function decodeCertificates<T>(
  input: CertificateInput,
  decode: (der: Uint8Array) => T,
  limit = Infinity,
): Decoded<T>[] {
  return decodeInput(input, CERTIFICATE_LABELS, decode, limit);
}

export function decodeCrls<T>(input: CertificateInput, decode: (der: Uint8Array) => T): Decoded<T>[] {
  return decodeInput(input, CRL_LABELS, decode, Infinity);
}

function decodeInput<T>(
  input: CertificateInput,
  labels: readonly string[],
  decode: (der: Uint8Array) => T,
  limit: number,
): Decoded<T>[] {
  const parts = typeof input === "string" || input instanceof Uint8Array ? [input] : input;
  return parts
    .flatMap((part) => listEncodings(part, labels))
    .slice(0, limit)
    .map((encoding) => ("value" in encoding ? attempt(() => decode(encoding.value)) : encoding));
}

function listEncodings(part: string | Uint8Array, labels: readonly string[]): Decoded<Uint8Array>[] {
  if (typeof part !== "string" && part[0] === SEQUENCE) return [{ value: part }];
  const blocks = attempt(() => decodePem(typeof part === "string" ? part : latin1(part)));
  if ("malformation" in blocks) return [blocks];
  return blocks.value.filter(({ label }) => labels.includes(label)).map(({ bytes }) => ({ value: bytes }));
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
