import { readFileSync } from "node:fs";
import { z } from "zod";
import { UsageError } from "./diagnosis/usage-error.ts";
import { en } from "./locales/en/catalog.ts";
import type { ConnectTo } from "./probe/connect-to.ts";
import { parseConnectTo } from "./probe/connect-to.ts";
import type { EgressPolicy } from "./probe/egress-policy.ts";
import { createEgressPolicy } from "./probe/egress-policy.ts";
import { parseRedisUrl } from "./store/redis-address.ts";

/** A wrong or missing value, one line each; the start stops. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

const list = z
  .string()
  .default("")
  .transform((value) =>
    value
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  );
const wholeNumber = (least: number, most: number, fallback: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number(error).int(error).min(least, error).max(most, error).default(fallback);
};

/** Of a capture that is dropped in Slack, unpacked. */
const DEFAULT_MAX_CAPTURE_MB = 100;

const environment = z.object({
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^(xoxe\.)?xoxb-/, "must start with xoxb-")
    .optional(),
  SLACK_APP_TOKEN: z.string().startsWith("xapp-", "must start with xapp-").optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .default("https://slack.com/api/"),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_STATE_SECRET: z.string().min(16, "must have at least 16 characters").optional(),
  REDIS_URL: z
    .string()
    .refine(
      (url) => parseRedisUrl(url) !== null,
      "must be redis://HOST:PORT, redis+sentinel://HOST:PORT,…/MASTER or redis+cluster://HOST:PORT,… (rediss for TLS)",
    )
    .default("redis://127.0.0.1:6379"),
  PORT: wholeNumber(0, 65_535, 3000),
  HOST: z.string().default("127.0.0.1"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"], "must be debug, info, warn or error").default("info"),
  TLSCHECK_ENCRYPTION_KEY: z
    .base64("must be 32 bytes in base64")
    .transform((value) => Buffer.from(value, "base64"))
    .refine((key) => key.length === 32, "must be 32 bytes in base64: openssl rand -base64 32")
    .optional(),
  TLSCHECK_EGRESS_ALLOW: list,
  TLSCHECK_EGRESS_DENY: list,
  TLSCHECK_TRUST_FILE: z.string().optional(),
  TLSCHECK_CONNECT_TO: list,
  TLSCHECK_CONCURRENCY: wholeNumber(1, 500, 20),
  TLSCHECK_TIMEOUT_MS: wholeNumber(1, 60_000, 5_000),
  TLSCHECK_MAX_CAPTURE_MB: wholeNumber(1, 10_000, DEFAULT_MAX_CAPTURE_MB),
  TLSCHECK_MAX_RUNNING_PER_USER: wholeNumber(1, 10_000, 10),
  TLSCHECK_MAX_RUNNING_PER_CHANNEL: wholeNumber(1, 10_000, 20),
  TLSCHECK_WATCH_PERIOD_MS: wholeNumber(1_000, 86_400_000, 3_600_000),
  TLSCHECK_WATCH_CONCURRENCY: wholeNumber(1, 1_000, 50),
});

type Environment = z.infer<typeof environment>;

/** Where Slack's requests come in. */
export type Delivery =
  | { readonly mode: "socket"; readonly appToken: string }
  | { readonly mode: "http"; readonly signingSecret: string };

/** One workspace with a token, or many that install the app (OAuth). */
export type Installation =
  | { readonly kind: "one"; readonly botToken: string }
  | {
      readonly kind: "many";
      readonly clientId: string;
      readonly clientSecret: string;
      readonly stateSecret: string;
      readonly encryptionKey: Buffer;
    };

export interface Config {
  readonly slackApiUrl: string;
  readonly installation: Installation;
  /** Null for a worker, which receives nothing. */
  readonly delivery: Delivery | null;
  /** What `parseRedisUrl` takes. */
  readonly redisUrl: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: Environment["LOG_LEVEL"];
  readonly egress: EgressPolicy;
  /** PEM; null for Node's Mozilla set. */
  readonly trustAnchors: string | null;
  readonly connectTo: ConnectTo;
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** Of a capture that is dropped in Slack, unpacked. */
  readonly maxCaptureBytes: number;
  readonly maxRunningPerUser: number;
  readonly maxRunningPerChannel: number;
  /** What is watched is looked at this often. */
  readonly watchPeriodMs: number;
  /** Looks at a time in one worker. */
  readonly watchConcurrency: number;
}

export type Role = "bot" | "worker" | "serve";

/** Reads the environment; empty values count as missing.
 *  @throws ConfigError with every problem, not only the first. */
export function readConfig(variables: Readonly<Record<string, string | undefined>>, role: Role): Config {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const problems: string[] = [];
  const env = readVariables(given, problems);
  const installation = readInstallation(env, problems);
  const delivery = role === "worker" ? null : readDelivery(env, problems);
  if (installation?.kind === "many" && delivery?.mode === "socket") {
    problems.push(
      "SLACK_APP_TOKEN: Socket Mode serves one workspace; with SLACK_CLIENT_ID use SLACK_SIGNING_SECRET (HTTP)",
    );
  }
  const trustAnchors = readTrustFile(env, problems);
  const allow = env.TLSCHECK_EGRESS_ALLOW;
  const deny = env.TLSCHECK_EGRESS_DENY;
  for (const rule of allow) attempt(() => createEgressPolicy({ allow: [rule], deny: [] }), problems);
  for (const rule of deny) attempt(() => createEgressPolicy({ allow: [], deny: [rule] }), problems);
  for (const entry of env.TLSCHECK_CONNECT_TO) attempt(() => parseConnectTo([entry]), problems);
  if (problems.length > 0 || installation === null) throw new ConfigError(firstOfEach(problems));
  return {
    slackApiUrl: env.SLACK_API_URL.replace(/\/?$/, "/"),
    installation,
    delivery,
    redisUrl: env.REDIS_URL,
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    egress: createEgressPolicy({ allow, deny }),
    trustAnchors,
    connectTo: parseConnectTo(env.TLSCHECK_CONNECT_TO),
    concurrency: env.TLSCHECK_CONCURRENCY,
    timeoutMs: env.TLSCHECK_TIMEOUT_MS,
    maxCaptureBytes: env.TLSCHECK_MAX_CAPTURE_MB * 1_000_000,
    maxRunningPerUser: env.TLSCHECK_MAX_RUNNING_PER_USER,
    maxRunningPerChannel: env.TLSCHECK_MAX_RUNNING_PER_CHANNEL,
    watchPeriodMs: env.TLSCHECK_WATCH_PERIOD_MS,
    watchConcurrency: env.TLSCHECK_WATCH_CONCURRENCY,
  };
}

/** A wrong value is a problem, and counts as missing for the others. */
function readVariables(given: Readonly<Record<string, string | undefined>>, problems: string[]): Environment {
  const parsed = environment.safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = new Map(parsed.error.issues.map(({ path, message }) => [path.join("."), message]));
  for (const [name, message] of wrong) problems.push(`${name}: ${message}`);
  return environment.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name))));
}

/** What is wrong need not be called missing as well. */
function firstOfEach(problems: readonly string[]): string[] {
  const named = (problem: string) => /^[A-Z_]+(?=: )/.exec(problem)?.[0] ?? problem;
  return problems.filter(
    (problem, position) => problems.findIndex((other) => named(other) === named(problem)) === position,
  );
}

function readInstallation(env: Environment, problems: string[]): Installation | null {
  const { SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_STATE_SECRET, TLSCHECK_ENCRYPTION_KEY } = env;
  if (SLACK_CLIENT_ID === undefined) {
    if (env.SLACK_BOT_TOKEN !== undefined) return { kind: "one", botToken: env.SLACK_BOT_TOKEN };
    problems.push("SLACK_BOT_TOKEN: is missing (or SLACK_CLIENT_ID and its companions, for many workspaces)");
    return null;
  }
  const companions = { SLACK_CLIENT_SECRET, SLACK_STATE_SECRET, TLSCHECK_ENCRYPTION_KEY };
  for (const [name, value] of Object.entries(companions)) {
    if (value === undefined) problems.push(`${name}: is missing, and SLACK_CLIENT_ID needs it`);
  }
  if (
    SLACK_CLIENT_SECRET === undefined ||
    SLACK_STATE_SECRET === undefined ||
    TLSCHECK_ENCRYPTION_KEY === undefined
  )
    return null;
  return {
    kind: "many",
    clientId: SLACK_CLIENT_ID,
    clientSecret: SLACK_CLIENT_SECRET,
    stateSecret: SLACK_STATE_SECRET,
    encryptionKey: TLSCHECK_ENCRYPTION_KEY,
  };
}

function readDelivery(
  { SLACK_APP_TOKEN, SLACK_SIGNING_SECRET }: Environment,
  problems: string[],
): Delivery | null {
  if (SLACK_APP_TOKEN !== undefined) return { mode: "socket", appToken: SLACK_APP_TOKEN };
  if (SLACK_SIGNING_SECRET !== undefined) return { mode: "http", signingSecret: SLACK_SIGNING_SECRET };
  problems.push("SLACK_APP_TOKEN: is missing (Socket Mode), or SLACK_SIGNING_SECRET (HTTP)");
  return null;
}

/** What a room does not understand of the environment is one more problem. */
function attempt(read: () => unknown, problems: string[]): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    problems.push(en.chat.complaint(error.problem));
  }
}

function readTrustFile({ TLSCHECK_TRUST_FILE }: Environment, problems: string[]): string | null {
  if (TLSCHECK_TRUST_FILE === undefined) return null;
  try {
    const pem = readFileSync(TLSCHECK_TRUST_FILE, "utf8");
    if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
    problems.push(`TLSCHECK_TRUST_FILE: ${TLSCHECK_TRUST_FILE} holds no PEM certificate`);
  } catch (error) {
    problems.push(
      `TLSCHECK_TRUST_FILE: cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return null;
}
