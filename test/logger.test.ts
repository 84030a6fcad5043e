import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";
import { PROJECT_ROOT } from "../src/demo/project-root.ts";

/** What the built logger writes to stdout when a program does this with it. */
function written(script: string): { readonly text: string; readonly lines: Record<string, unknown>[] } {
  const logger = path.join(PROJECT_ROOT, "dist", "logger.js");
  const text = execFileSync(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import { createLogger, slackLogger } from ${JSON.stringify(logger)}; const log = createLogger("debug", "bot"); const slack = slackLogger(log); ${script}`,
    ],
    { encoding: "utf8" },
  );
  return {
    text,
    lines: text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

// Made up here, so that nothing in the repository looks like a real one.
const TOKEN = ["xoxb", "123456", "abcDEF"].join("-");
const APP_TOKEN = ["xapp", "1", "A1", "secret"].join("-");
const URL = "https://hooks.slack.com/commands/T1/2/sEcReT";

it("writes JSON lines with level, role and message", () => {
  expect(written(`log.info({ diagnosisId: "d1" }, "checked")`).lines).toMatchObject([
    { level: 30, role: "bot", diagnosisId: "d1", msg: "checked" },
  ]);
});

it.each([
  ["a field", `log.info({ token: "${TOKEN}", botToken: "${TOKEN}", responseUrl: "${URL}" }, "x")`],
  ["a field below", `log.info({ a: { token: "${TOKEN}", response_url: "${URL}" } }, "x")`],
  ["an error's message", `log.error({ err: new Error("with ${TOKEN} and ${APP_TOKEN} at ${URL}") }, "x")`],
  ["an error's cause", `log.error({ err: new Error("a", { cause: new Error("${TOKEN}") }) }, "x")`],
  [
    "what an error carries",
    `log.error({ err: Object.assign(new Error("a"), { config: { headers: "Bearer ${TOKEN}" } }) }, "x")`,
  ],
  ["a thrown text", `log.error({ err: "${TOKEN}" }, "x")`],
  ["a library's message", `slack.info("sent ${TOKEN}", { url: "${URL}", t: "${APP_TOKEN}" })`],
  ["a library's error", `slack.error(new Error("refused ${APP_TOKEN}"))`],
])("hides secrets in %s", (_, script) => {
  const { text, lines } = written(script);
  for (const secret of ["abcDEF", "sEcReT", "A1-secret"]) expect(text).not.toContain(secret);
  expect(lines).toHaveLength(1);
});
