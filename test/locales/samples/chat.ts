import type { UsageProblem } from "../../../src/diagnosis/usage-error.ts";
import type { Catalog } from "../../../src/locales/catalog.ts";
import { number, text, texts } from "../../support/odd-data.ts";
import type { SamplesOf } from "./samples.ts";

const MB = 1_000_000;

function wants(expected: Extract<UsageProblem, { code: "option_value" }>["expected"]): UsageProblem {
  return { code: "option_value", option: text("--option"), given: text("given"), expected };
}

/** One of each code at least, and of each thing that an option may want. */
const PROBLEMS: readonly UsageProblem[] = Object.values({
  target_missing: { code: "target_missing" },
  file_missing: { code: "file_missing" },
  text_missing: { code: "text_missing" },
  target_malformed: { code: "target_malformed", given: text("given") },
  scheme_unknown: { code: "scheme_unknown", given: text("given"), scheme: text("scheme") },
  port_out_of_range: { code: "port_out_of_range", given: text("given"), port: text("port") },
  too_many_targets: { code: "too_many_targets", count: number(), limit: number() },
  command_unknown: { code: "command_unknown", given: text("given") },
  option_unknown: { code: "option_unknown", given: text("given") },
  option_missing: { code: "option_missing", option: text("--option") },
  option_value: wants({ a: "time" }),
  file_unreadable: { code: "file_unreadable", file: text("file"), reason: text("reason") },
} satisfies { readonly [C in UsageProblem["code"]]: Extract<UsageProblem, { code: C }> | UsageProblem });

const EXPECTED = Object.values({
  locale: { a: "locale", of: texts("of") },
  starttls: { a: "starttls", of: texts("of") },
  names: { a: "names", of: texts("of") },
  client: { a: "client", of: texts("of") },
  file: { a: "file" },
  key_file: { a: "key_file" },
  time: { a: "time" },
  timeout: { a: "timeout", most: number() },
  certificate_file: { a: "certificate_file" },
  cidr_block: { a: "cidr_block" },
  connect_to: { a: "connect_to" },
} satisfies {
  readonly [A in Parameters<typeof wants>[0]["a"]]: Extract<Parameters<typeof wants>[0], { a: A }>;
});

const problems = [...PROBLEMS, ...EXPECTED.map(wants)];

export const chat: SamplesOf<Catalog["chat"]> = {
  notInChannel: [[text("channel")]],
  tooManyRunning: [
    [{ scope: "user", running: number(), limit: number() }],
    [{ scope: "channel", running: number(), limit: number() }],
  ],
  privateKeyPosted: [[text("where")]],
  help: [[text("command")]],
  complaint: problems.map((problem) => [problem]),
  usage: problems.map((problem) => [problem, text("command")]),
  capture: {
    reading: [[{ name: text("name"), read: number() * MB, total: number() * MB }]],
    tooLarge: [[{ name: text("name"), limit: number() * MB }]],
    tooSlow: [[{ name: text("name"), minutes: number() }]],
    moreGroups: [[1], [number()]],
    check: [[text("target")]],
    copyReady: [["keep"], ["hash"]],
    copyTooLarge: [[number() * MB]],
  },
};
