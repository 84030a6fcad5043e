import { X509Certificate, createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import type { StartTlsProtocol } from "../diagnosis/starttls.ts";
import { STARTTLS_PROTOCOLS } from "../diagnosis/starttls.ts";
import type { ExpectedValue } from "../diagnosis/usage-error.ts";
import { UsageError } from "../diagnosis/usage-error.ts";
import type { Locale } from "../locales/locale.ts";
import { LOCALES } from "../locales/locale.ts";
import type { ClientCertificate } from "../probe/handshake.ts";
import { encodePem } from "../wire/pem.ts";
import { readBundle } from "../x509/bundle/read-bundle.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { NamesChoice } from "./calls.ts";
import { NAMES_CHOICES } from "./calls.ts";
import { STANDARD_INPUT } from "./standard-input.ts";

// What each option wants. All of these throw a UsageError that names the option.

const MAX_TIMEOUT_MS = 600_000;

/** Hiding takes two readings, which standard input does not allow. */
export function readNamesChoice(given: string, file: string): NamesChoice {
  const choice = NAMES_CHOICES.find((known) => known === given);
  if (choice === undefined) throw wrongValue("--names", given, { a: "names", of: NAMES_CHOICES });
  if (choice === "hash" && file === STANDARD_INPUT) throw wrongValue("--names", given, { a: "file" });
  return choice;
}

export function readStartTls(given: string): StartTlsProtocol {
  const protocol = STARTTLS_PROTOCOLS.find((known) => known === given);
  if (protocol === undefined)
    throw wrongValue("--starttls", given, { a: "starttls", of: STARTTLS_PROTOCOLS });
  return protocol;
}

/** Both or none; the key must be the certificate's. Neither leaves this process but in the handshake itself. */
export function readClientCertificate(
  file: string | undefined,
  keyFile: string | undefined,
): ClientCertificate | null {
  if (file === undefined && keyFile === undefined) return null;
  if (file === undefined || keyFile === undefined)
    throw new UsageError({
      code: "option_missing",
      option: file === undefined ? "--client-cert" : "--client-key",
    });
  const certificate = readFile(file).toString("utf8");
  const [first] = readBundle(Buffer.from(certificate)).certificates;
  if (first === undefined) throw wrongValue("--client-cert", file, { a: "certificate_file" });
  const privateKey = readFile(keyFile).toString("utf8");
  if (!belongsTo(privateKey, first.certificate)) throw wrongValue("--client-key", keyFile, { a: "key_file" });
  return { certificate, privateKey, leaf: first.certificate };
}

function belongsTo(privateKey: string, { der }: Certificate): boolean {
  try {
    return new X509Certificate(Buffer.from(der, "base64")).checkPrivateKey(createPrivateKey(privateKey));
  } catch {
    // No key, or one that is encrypted: whatever OpenSSL calls it, it is not what was asked for.
    return false;
  }
}

export function readLocale(given: string): Locale {
  const locale = LOCALES.find((known) => known === given);
  if (locale === undefined) throw wrongValue("--locale", given, { a: "locale", of: LOCALES });
  return locale;
}

/** A date alone means its first instant in UTC, as ISO 8601 has it. */
export function readTime(given: string): number {
  const time = /^\d{4}-\d{2}-\d{2}/.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(time)) throw wrongValue("--at", given, { a: "time" });
  return time;
}

export function readTimeout(given: string): number {
  const ms = /^\d+$/.test(given) ? Number(given) : 0;
  if (ms < 1 || ms > MAX_TIMEOUT_MS)
    throw wrongValue("--timeout", given, { a: "timeout", most: MAX_TIMEOUT_MS });
  return ms;
}

/** PEM, or any other form that holds certificates, such as a Java truststore. */
export function readTrustAnchors(file: string): string {
  const { certificates } = readBundle(readFile(file));
  if (certificates.length === 0) throw wrongValue("--trust", file, { a: "certificate_file" });
  return encodePem(certificates.map(({ certificate }) => certificate.der));
}

/** @throws UsageError naming the file and the reason. */
export function readFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError({ code: "file_unreadable", file, reason }, { cause: error });
  }
}

function wrongValue(option: string, given: string, expected: ExpectedValue): UsageError {
  return new UsageError({ code: "option_value", option, given, expected });
}
