import { inspect } from "node:util";
import type { Logger as SlackLogger } from "@slack/bolt";
import { LogLevel } from "@slack/bolt";
import type { DestinationStream, Logger } from "pino";
import { pino } from "pino";
import type { Config } from "./config.ts";

/** Where a secret might stand in what we log. Bodies, headers and files are never logged at all. */
const SECRETS = [
  "token",
  "*.token",
  "botToken",
  "*.botToken",
  "responseUrl",
  "*.responseUrl",
  "response_url",
  "*.response_url",
];
/** Slack's tokens, wherever a message of a library may quote one. */
const TOKEN = /\bx(?:ox[a-z]|app)[a-z0-9.-]*-[\w-]+/gi;
const RESPONSE_URL = /https:\/\/hooks\.slack(?:-gov)?\.com\/\S+/g;

/** JSON lines, on stdout by default. */
export function createLogger(
  level: Config["logLevel"],
  role: string,
  destination?: DestinationStream,
): Logger {
  return pino(
    {
      level,
      base: { role },
      redact: { paths: SECRETS, censor: "[secret]" },
      serializers: { err: describeError },
    },
    destination,
  );
}

/** Slack's libraries carry the request in their errors; what we keep is a name, a message and our own frames. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: hideSecrets(String(error)) };
  const { name, message, stack, cause } = error;
  const code: unknown = "code" in error ? error.code : undefined;
  return {
    name,
    message: hideSecrets(message),
    ...(typeof code === "string" && { code }),
    ...(stack !== undefined && { stack: hideSecrets(stack) }),
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
}

function hideSecrets(text: string): string {
  return text.replace(TOKEN, "[secret]").replace(RESPONSE_URL, "[secret]");
}

/** Bolt and the Web API client log through ours. */
export function slackLogger(logger: Logger): SlackLogger {
  const say = (level: "info" | "warn" | "error") => {
    return (...messages: unknown[]) => {
      const error = messages.find((message) => message instanceof Error);
      const text = messages
        .filter((message) => !(message instanceof Error))
        .map((message) => hideSecrets(asText(message)));
      logger[level]({ ...(error !== undefined && { err: error }) }, text.join(" "));
    };
  };
  return {
    // Whole requests and WebSocket messages: what people type, their passwords, URLs that let anybody in.
    debug: () => undefined,
    info: say("info"),
    warn: say("warn"),
    error: say("error"),
    // The level is the process's own.
    setLevel: () => undefined,
    setName: () => undefined,
    getLevel: () => LogLevel.INFO,
  };
}

function asText(message: unknown): string {
  return typeof message === "string" ? message : inspect(message, { breakLength: Infinity });
}
