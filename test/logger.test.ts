import { expect, it } from "vitest";
import { createLogger, slackLogger } from "../src/logger.ts";

type Log = ReturnType<typeof createLogger>;

/** What is written when a program does this. */
function written(write: (log: Log) => void): { readonly text: string; readonly lines: unknown[] } {
  const lines: string[] = [];
  write(createLogger("debug", "bot", { write: (line) => lines.push(line) }));
  return { text: lines.join(""), lines: lines.map((line) => JSON.parse(line) as unknown) };
}

// Made up here, so that nothing in the repository looks like a real one.
const TOKEN = ["xoxb", "123456", "abcDEF"].join("-");
const APP_TOKEN = ["xapp", "1", "A1", "secret"].join("-");
const ROTATED_TOKEN = ["xoxe.xoxb", "1", "roTaTed_x", "y"].join("-");
const REFRESH_TOKEN = ["xoxe", "1", "reFresh"].join("-");
const URL = "https://hooks.slack.com/commands/T1/2/sEcReT";
const GOVERNMENT_URL = "https://hooks.slack-gov.com/actions/T1/2/sEcReT";
const SECRETS = ["abcDEF", "A1-secret", "roTaTed", "reFresh", "sEcReT"];

it("writes JSON lines with level, role and message", () => {
  expect(written((log) => log.info({ diagnosisId: "d1" }, "checked")).lines).toMatchObject([
    { level: 30, role: "bot", diagnosisId: "d1", msg: "checked" },
  ]);
});

it("leaves out what is below its level", () => {
  const lines: string[] = [];
  const log = createLogger("warn", "bot", { write: (line) => lines.push(line) });
  log.info("quiet");
  log.warn("loud");
  expect(lines).toHaveLength(1);
});

it.each<[string, (log: Log) => void]>([
  ["a field", (log) => log.info({ token: TOKEN, botToken: TOKEN, responseUrl: URL, response_url: URL }, "x")],
  [
    "a field below",
    (log) => log.info({ a: { token: TOKEN, botToken: TOKEN, responseUrl: URL, response_url: URL } }, "x"),
  ],
  [
    "an error's message and stack",
    (log) => log.error({ err: new Error(`with ${TOKEN} and ${APP_TOKEN} at ${URL}`) }, "x"),
  ],
  ["a rotated token", (log) => log.error({ err: new Error(`${ROTATED_TOKEN}, ${REFRESH_TOKEN}`) }, "x")],
  ["a government's URL", (log) => log.error({ err: new Error(GOVERNMENT_URL) }, "x")],
  ["an error's cause", (log) => log.error({ err: new Error("a", { cause: new Error(TOKEN) }) }, "x")],
  ["a cause that is none", (log) => log.error({ err: new Error("a", { cause: TOKEN }) }, "x")],
  [
    "what an error carries",
    (log) =>
      log.error({ err: Object.assign(new Error("a"), { config: { headers: `Bearer ${TOKEN}` } }) }, "x"),
  ],
  ["a thrown text", (log) => log.error({ err: TOKEN }, "x")],
  ["a library's message", (log) => slackLogger(log).info(`sent ${TOKEN}`, { url: URL, t: APP_TOKEN })],
  ["a library's error", (log) => slackLogger(log).error("refused", new Error(APP_TOKEN))],
])("hides secrets in %s", (_, write) => {
  const { text, lines } = written(write);
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  expect(lines).toHaveLength(1);
});

it("keeps of an error its name, code, message, stack and cause", () => {
  const cause = Object.assign(new TypeError("below"), { code: 7 });
  const err = Object.assign(new Error("above", { cause }), { code: "ECONNREFUSED", data: "private" });
  expect(written((log) => log.error({ err }, "x")).lines).toMatchObject([
    {
      err: {
        name: "Error",
        code: "ECONNREFUSED",
        message: "above",
        stack: expect.stringContaining("logger.test") as unknown,
        cause: { name: "TypeError", message: "below" },
      },
    },
  ]);
});

it("says what Slack's libraries say, at their level", () => {
  const { lines } = written((log) => {
    const slack = slackLogger(log);
    slack.info("a", { b: [1] }, undefined);
    slack.warn("c");
    slack.error("d", new Error("e"));
  });
  expect(lines).toMatchObject([
    { level: 30, msg: "a { b: [ 1 ] } undefined" },
    { level: 40, msg: "c" },
    { level: 50, msg: "d", err: { message: "e" } },
  ]);
});

// There they put whole requests and WebSocket messages.
it("says nothing of what Slack's libraries say to those who debug them", () => {
  const { lines } = written((log) =>
    slackLogger(log).debug(`Received a message on the WebSocket: {"payload":{"text":"a private key"}}`),
  );
  expect(lines).toEqual([]);
});
