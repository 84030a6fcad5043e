import type { Catalog } from "../../../src/locales/catalog.ts";
import type { ListFault } from "../../../src/locales/watching-words.ts";
import type { UsageProblem } from "../../../src/diagnosis/usage-error.ts";
import type { WatchProblem } from "../../../src/watches/watch-options.ts";
import { number, text, texts } from "../../support/odd-data.ts";
import type { SamplesOf } from "./samples.ts";

type OwnProblem = Exclude<WatchProblem, UsageProblem>;

const PROBLEMS = Object.values({
  owner_wrong: { code: "owner_wrong", given: text("given") },
  runbook_wrong: { code: "runbook_wrong", given: text("given") },
  days_wrong: { code: "days_wrong", given: text("given"), most: number(), longest: number() },
  uploaded_certificate: { code: "uploaded_certificate", given: text("given") },
  address_forbidden: { code: "address_forbidden", given: text("given"), range: text("range") },
} satisfies { readonly [C in OwnProblem["code"]]: Extract<OwnProblem, { code: C }> });

const FAULTS: readonly ListFault[] = [
  ...Object.values({
    too_large: { code: "too_large", limit: number() * 1_000_000 },
    too_many: { code: "too_many", count: number(), limit: number() },
    not_text: { code: "not_text" },
    empty: { code: "empty" },
    syntax: { code: "syntax", line: number(), reason: text("reason") },
    out_of_reach: { code: "out_of_reach" },
  } satisfies { readonly [C in ListFault["code"]]: Extract<ListFault, { code: C }> }),
  { code: "syntax", line: null, reason: text("reason") },
];

export const watching: SamplesOf<Catalog["watching"]> = {
  help: [[text("command")]],
  added: [[1], [number()]],
  known: [[1], [number()]],
  changed: [[1], [number()]],
  refused: [[1], [number()]],
  more: [[1], [number()]],
  inLine: [[{ line: number(), text: text("text") }]],
  problem: PROBLEMS.map((problem) => [problem] as const),
  example: [[text("call")]],
  announced: (["watch", "unwatch"] as const).flatMap((act) => {
    const targets = texts("target");
    return [0, number()].map(
      (more) => [{ act, user: text("user"), targets, count: targets.length + more }] as const,
    );
  }),
  full: (["channel", "team"] as const).map((scope) => [{ scope, count: number(), limit: number() }] as const),
  notInChannel: [[text("channel")]],
  unwatched: [[1], [number()]],
  notWatched: [[1], [number()]],
  similar: [[texts("target")]],
  unwatchAll: { question: [[1], [number()]], yes: [[1], [number()]] },
  list: {
    title: [[{ count: number(), filter: null }], [{ count: number(), filter: text("filter") }]],
    page: [[{ from: number(), to: number(), count: number() }]],
    nothingLike: [[text("filter")]],
    uploaded: [[text("name")]],
    days: [[1], [number()]],
    exportAs: [["CSV"], ["YAML"]],
  },
  exported: [[{ channel: text("channel"), count: 1 }], [{ channel: text("channel"), count: number() }]],
  file: FAULTS.map((fault) => [fault] as const),
  buttons: { watchCertificates: [[1], [number()]] },
};
