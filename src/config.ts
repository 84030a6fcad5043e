import { readFileSync } from "node:fs";
import { z } from "zod";

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
const count = (fallback: number, most: number) => z.coerce.number().int().min(1).max(most).default(fallback);

const environment = z.object({
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^(xoxe\.)?xoxb-/, "must start with xoxb-")
    .optional(),
  SLACK_APP_TOKEN: z.string().startsWith("xapp-", "must start with xapp-").optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_API_URL: z.url({ protocol: /^https?$/ }).default("https://slack.com/api/"),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_STATE_SECRET: z.string().min(16, "must have at least 16 characters").optional(),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: "must be redis://HOST:PORT or rediss://HOST:PORT" })
    .default("redis://127.0.0.1:6379"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
  TLSCHECK_ENCRYPTION_KEY: z
    .base64("must be 32 bytes in base64")
    .transform((value) => Buffer.from(value, "base64"))
    .refine((key) => key.length === 32, "must be 32 bytes in base64: openssl rand -base64 32")
    .optional(),
  TLSCHECK_EGRESS_ALLOW: list,
  TLSCHECK_EGRESS_DENY: list,
  TLSCHECK_TRUST_FILE: z.string().optional(),
  TLSCHECK_CONNECT_TO: list,
  TLSCHECK_CONCURRENCY: count(20, 500),
  TLSCHECK_TIMEOUT_MS: count(5_000, 60_000),
  TLSCHECK_MAX_RUNNING_PER_USER: count(10, 10_000),
  TLSCHECK_MAX_RUNNING_PER_CHANNEL: count(20, 10_000),
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
  readonly redisUrl: string;
  readonly host: string;
  readonly port: number;
  readonly logLevel: Environment["LOG_LEVEL"];
  readonly egressAllow: readonly string[];
  readonly egressDeny: readonly string[];
  /** PEM; null for Node's Mozilla set. */
  readonly trustAnchors: string | null;
  readonly connectTo: readonly string[];
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly maxRunningPerUser: number;
  readonly maxRunningPerChannel: number;
}

export type Role = "bot" | "worker" | "serve";

/** Reads the environment; empty values count as missing.
 *  @throws ConfigError with every problem, not only the first. */
export function readConfig(variables: Readonly<Record<string, string | undefined>>, role: Role): Config {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = environment.safeParse(given);
  const problems: string[] = [];
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) problems.push(`${path.join(".")}: ${message}`);
    throw new ConfigError(problems);
  }
  const env = parsed.data;
  const installation = readInstallation(env, problems);
  const delivery = role === "worker" ? null : readDelivery(env, problems);
  if (installation?.kind === "many" && delivery?.mode === "socket") {
    problems.push(
      "SLACK_APP_TOKEN: Socket Mode serves one workspace; with SLACK_CLIENT_ID use SLACK_SIGNING_SECRET (HTTP)",
    );
  }
  const trustAnchors = readTrustFile(env, problems);
  if (problems.length > 0 || installation === null) throw new ConfigError(problems);
  return {
    slackApiUrl: env.SLACK_API_URL.replace(/\/?$/, "/"),
    installation,
    delivery,
    redisUrl: env.REDIS_URL,
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    egressAllow: env.TLSCHECK_EGRESS_ALLOW,
    egressDeny: env.TLSCHECK_EGRESS_DENY,
    trustAnchors,
    connectTo: env.TLSCHECK_CONNECT_TO,
    concurrency: env.TLSCHECK_CONCURRENCY,
    timeoutMs: env.TLSCHECK_TIMEOUT_MS,
    maxRunningPerUser: env.TLSCHECK_MAX_RUNNING_PER_USER,
    maxRunningPerChannel: env.TLSCHECK_MAX_RUNNING_PER_CHANNEL,
  };
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
