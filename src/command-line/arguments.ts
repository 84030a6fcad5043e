import { parseArgs } from "node:util";
import type { Target } from "../diagnosis/target.ts";
import { parseTarget } from "../diagnosis/target.ts";
import { UsageError } from "../diagnosis/usage-error.ts";
import type { Locale } from "../locales/locale.ts";
import { LOCALES } from "../locales/locale.ts";
import type { Call, CaptureCall, CertificateCall, HostCall } from "./calls.ts";
import {
  readClientCertificate,
  readFile,
  readLocale,
  readNamesChoice,
  readStartTls,
  readTime,
  readTimeout,
  readTrustAnchors,
} from "./option-values.ts";

const OPTIONS = {
  json: { type: "boolean" },
  quick: { type: "boolean" },
  "no-sni": { type: "boolean" },
  name: { type: "string" },
  starttls: { type: "string" },
  "client-cert": { type: "string" },
  "client-key": { type: "string" },
  client: { type: "string", multiple: true },
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
  return readHostCall(first === "host" ? rest : positionals, values, locale);
}

type Values = ReturnType<typeof parse>["values"];

function readHostCall(names: readonly string[], values: Values, locale: Locale): HostCall {
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
    clients: values.client ?? [],
  };
}

function readCaptureCall([file, ...others]: readonly string[], values: Values, locale: Locale): CaptureCall {
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

function readCertificateCall(files: readonly string[], values: Values, locale: Locale): CertificateCall {
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

type TargetOptions = Pick<Values, "name" | "no-sni" | "starttls">;

/** With --starttls the port is the protocol's own, unless it is given. */
function readTarget(name: string, { name: serverName, starttls, "no-sni": noSni }: TargetOptions): Target {
  const startTls = starttls === undefined ? undefined : readStartTls(starttls);
  return {
    ...parseTarget(name, startTls),
    ...(serverName !== undefined && { serverName: parseTarget(serverName).host }),
    ...(noSni === true && { serverName: null }),
  };
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
