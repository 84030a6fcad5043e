import { X509Certificate, createPrivateKey } from "node:crypto";
import { parseArgs } from "node:util";
import { readFileSync } from "node:fs";
import type { StartTlsProtocol } from "../diagnosis/starttls.ts";
import { STARTTLS_PROTOCOLS } from "../diagnosis/starttls.ts";
import type { Target } from "../diagnosis/target.ts";
import { parseTarget } from "../diagnosis/target.ts";
import type { ExpectedValue } from "../diagnosis/usage-error.ts";
import { UsageError } from "../diagnosis/usage-error.ts";
import type { ClientCertificate } from "../probe/handshake.ts";
import { encodePem } from "../wire/pem.ts";
import { readBundle } from "../x509/bundle/read-bundle.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { Locale } from "../locales/locale.ts";
import { LOCALES } from "../locales/locale.ts";
import { STANDARD_INPUT } from "./standard-input.ts";

export type Call =
  | { readonly command: "help"; readonly locale: Locale }
  | { readonly command: "bot" | "worker" | "serve" }
  | HostCall
  | CertificateCall
  | CaptureCall
  | ExplainCall;

export interface HostCall {
  readonly command: "host";
  readonly targets: readonly Target[];
  readonly json: boolean;
  readonly quick: boolean;
  readonly locale: Locale;
  readonly at: number | null;
  readonly timeoutMs: number;
  /** PEM; null for the built-in Mozilla ones. */
  readonly trustAnchors: string | null;
  readonly clientCertificate: ClientCertificate | null;
}

export interface CertificateCall {
  readonly command: "cert";
  /** `-` is standard input. */
  readonly files: readonly string[];
  readonly json: boolean;
  readonly locale: Locale;
  readonly at: number | null;
  readonly timeoutMs: number;
  /** PEM; null for the built-in Mozilla ones. */
  readonly trustAnchors: string | null;
  /** The reference identifier; null compares no name. */
  readonly serverName: string | null;
  readonly keyFile: string | null;
  readonly password: string | null;
}

export interface CaptureCall {
  readonly command: "capture";
  /** `-` is standard input, told as it comes. */
  readonly file: string;
  readonly json: boolean;
  readonly locale: Locale;
  /** Where to write a copy that is fit to be shown to others; null for none. */
  readonly redactTo: string | null;
  /** What becomes of names in that copy. */
  readonly names: NamesChoice;
  /** Where to draw the first handshake that failed, or else the first; null for no picture. */
  readonly drawTo: string | null;
  /** Ask the servers that refused what they accept. */
  readonly check: boolean;
  /** For each connection of `check`. */
  readonly timeoutMs: number;
}

export interface ExplainCall {
  readonly command: "explain";
  /** `-` is standard input. */
  readonly text: string;
  readonly json: boolean;
  readonly locale: Locale;
}

const NAMES_CHOICES = ["keep", "hash"] as const;
type NamesChoice = (typeof NAMES_CHOICES)[number];

const OPTIONS = {
  json: { type: "boolean" },
  quick: { type: "boolean" },
  "no-sni": { type: "boolean" },
  name: { type: "string" },
  starttls: { type: "string" },
  "client-cert": { type: "string" },
  "client-key": { type: "string" },
  at: { type: "string" },
  trust: { type: "string" },
  timeout: { type: "string" },
  key: { type: "string" },
  "password-file": { type: "string" },
  redact: { type: "string" },
  names: { type: "string" },
  svg: { type: "string" },
  check: { type: "boolean" },
  locale: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

export const TIMEOUT_MS = 5_000;
const MAX_TIMEOUT_MS = 600_000;

/** @throws UsageError naming the argument that is wrong. */
export function readArguments(given: readonly string[]): Call {
  const { values, positionals } = parse(given);
  const [first, ...rest] = positionals;
  const locale = readLocale(values.locale ?? "en");
  if (values.help === true || first === "help") return { command: "help", locale };
  if (first === "bot" || first === "worker" || first === "serve") {
    if (rest[0] !== undefined) throw new UsageError({ code: "option_unknown", given: rest[0] });
    return { command: first };
  }
  if (first === "explain") {
    if (rest.length === 0) throw new UsageError({ code: "text_missing" });
    return { command: "explain", text: rest.join(" "), json: values.json === true, locale };
  }
  if (first === "capture") return readCaptureCall(rest, values, locale);
  if (first === "cert") return readCertificateCall(rest, values, locale);
  const names = first === "host" ? rest : positionals;
  if (names.length === 0) throw new UsageError({ code: "target_missing" });
  return {
    command: "host",
    targets: names.map((name) => readTarget(name, values)),
    json: values.json === true,
    quick: values.quick === true,
    locale,
    at: values.at === undefined ? null : readTime(values.at),
    timeoutMs: values.timeout === undefined ? TIMEOUT_MS : readTimeout(values.timeout),
    trustAnchors: values.trust === undefined ? null : readTrustAnchors(values.trust),
    clientCertificate: readClientCertificate(values["client-cert"], values["client-key"]),
  };
}

function readCaptureCall(
  [file, ...others]: readonly string[],
  values: ReturnType<typeof parse>["values"],
  locale: Locale,
): CaptureCall {
  if (file === undefined) throw new UsageError({ code: "file_missing" });
  if (others[0] !== undefined) throw new UsageError({ code: "option_unknown", given: others[0] });
  return {
    command: "capture",
    file,
    json: values.json === true,
    locale,
    redactTo: values.redact ?? null,
    names: readNamesChoice(values.names ?? "keep", file),
    drawTo: values.svg ?? null,
    check: values.check === true,
    timeoutMs: values.timeout === undefined ? TIMEOUT_MS : readTimeout(values.timeout),
  };
}

/** Hiding takes two readings, which standard input does not allow. */
function readNamesChoice(given: string, file: string): NamesChoice {
  const choice = NAMES_CHOICES.find((known) => known === given);
  if (choice === undefined) throw wrongValue("--names", given, { a: "names", of: NAMES_CHOICES });
  if (choice === "hash" && file === STANDARD_INPUT) throw wrongValue("--names", given, { a: "file" });
  return choice;
}

function readCertificateCall(
  files: readonly string[],
  values: ReturnType<typeof parse>["values"],
  locale: Locale,
): CertificateCall {
  if (files.length === 0) throw new UsageError({ code: "file_missing" });
  const password = values["password-file"];
  return {
    command: "cert",
    files,
    json: values.json === true,
    locale,
    at: values.at === undefined ? null : readTime(values.at),
    timeoutMs: values.timeout === undefined ? TIMEOUT_MS : readTimeout(values.timeout),
    trustAnchors: values.trust === undefined ? null : readTrustAnchors(values.trust),
    serverName: values.name === undefined ? null : parseTarget(values.name).host,
    keyFile: values.key ?? null,
    // An editor ends the file with a line break that is not part of the password.
    password:
      password === undefined
        ? null
        : readFile(password)
            .toString("utf8")
            .replace(/\r?\n$/u, ""),
  };
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const option = /'(-[^' ]+)/.exec(error.message)?.[1] ?? given.join(" ");
    throw new UsageError({ code: "option_unknown", given: option }, { cause: error });
  }
}

type TargetOptions = Pick<ReturnType<typeof parse>["values"], "name" | "no-sni" | "starttls">;

/** With --starttls the port is the protocol's own, unless it is given. */
function readTarget(name: string, { name: serverName, starttls, "no-sni": noSni }: TargetOptions): Target {
  const startTls = starttls === undefined ? undefined : readStartTls(starttls);
  return {
    ...parseTarget(name, startTls),
    ...(serverName !== undefined && { serverName: parseTarget(serverName).host }),
    ...(noSni === true && { serverName: null }),
  };
}

function readStartTls(given: string): StartTlsProtocol {
  const protocol = STARTTLS_PROTOCOLS.find((known) => known === given);
  if (protocol === undefined)
    throw wrongValue("--starttls", given, { a: "starttls", of: STARTTLS_PROTOCOLS });
  return protocol;
}

/** Both or none; the key must be the certificate's. Neither leaves this process but in the handshake itself. */
function readClientCertificate(
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

/** The language of a complaint: `--locale` wherever it stands, also when something else is wrong; else English. */
export function findLocale(given: readonly string[]): Locale {
  const end = given.indexOf("--");
  const options = end === -1 ? given : given.slice(0, end);
  const values = options.flatMap((option, index) =>
    option === "--locale" ? (options[index + 1] ?? []) : (/^--locale=(.*)$/.exec(option)?.slice(1) ?? []),
  );
  return LOCALES.find((locale) => locale === values.at(-1)) ?? "en";
}

function readLocale(given: string): Locale {
  const locale = LOCALES.find((known) => known === given);
  if (locale === undefined) throw wrongValue("--locale", given, { a: "locale", of: LOCALES });
  return locale;
}

/** A date alone means its first instant in UTC, as ISO 8601 has it. */
function readTime(given: string): number {
  const time = /^\d{4}-\d{2}-\d{2}/.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(time)) throw wrongValue("--at", given, { a: "time" });
  return time;
}

function readTimeout(given: string): number {
  const ms = /^\d+$/.test(given) ? Number(given) : 0;
  if (ms < 1 || ms > MAX_TIMEOUT_MS)
    throw wrongValue("--timeout", given, { a: "timeout", most: MAX_TIMEOUT_MS });
  return ms;
}

/** PEM, or any other form that holds certificates, such as a Java truststore. */
function readTrustAnchors(file: string): string {
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
