import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { en } from "../../src/locales/en/catalog.ts";

/** Sections that are read by an index, so that their keys' types see to it that each is used. */
const INDEXED = [
  "findings",
  "capture.findings",
  "capture.outcomes",
  "causes",
  "progress.steps",
  "playbook.questions",
  "playbook.choices",
  "playbook.outcomes",
  "playbook.parties",
  "playbook.sources",
  "chat.modal.place",
  "joint.offered",
  "clients.reasons",
  "clients.findings",
  "settings.watching.digests",
  "alerts.titles",
  "alerts.closed",
  "alerts.posts",
  "alerts.replaced.fields",
  "alerts.actions",
  "watching.list.conditions",
];

const SOURCE = path.join(import.meta.dirname, "../../src");
/** What speaks to people: all but the catalog itself and the workspace that shows what it is given. */
const program = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !/^(?:locales|playground)[\\/]/.test(name))
  .map((name) => readFileSync(path.join(SOURCE, name), "utf8"))
  .join("\n");

/** `report.heading` of `{ report: { heading: … } }`. */
function sentencesOf(node: object, name: string): string[] {
  return Object.entries(node).flatMap(([key, inner]: [string, unknown]) => {
    const here = name === "" ? key : `${name}.${key}`;
    if (INDEXED.includes(here)) return [];
    return typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? sentencesOf(inner, here)
      : [here];
  });
}

/** As `section.sentence`, by another name of the section, or taken out of it. */
function isUsed(sentence: string): boolean {
  const [section = "", key = ""] = sentence.split(".").slice(-2);
  const aliases = program.matchAll(new RegExp(`\\b(\\w+) = [\\w.()]*\\.${section};`, "g"));
  const names = [section, ...Array.from(aliases, ([, alias]) => alias)].join("|");
  return (
    new RegExp(`\\b(?:${names})\\.${key}\\b`).test(program) ||
    // What a function answers, and a section that is spread as a whole.
    new RegExp(`\\w\\(\\w*\\)\\.${key}\\b`).test(program) ||
    new RegExp(`\\.\\.\\.[\\w.]*\\.${section}\\b`).test(program) ||
    new RegExp(`\\{[^{}]*\\b${key}\\b[^{}]*\\} = [\\w.()]*\\b${section}\\b`).test(program)
  );
}

describe("a sentence", () => {
  it("that nothing says is found", () => {
    expect(isUsed("report.heading")).toBe(true);
    expect(isUsed("report.verdicts")).toBe(false);
  });

  it.each(sentencesOf(en, ""))("%s is said somewhere", (sentence) => expect(isUsed(sentence)).toBe(true));
});

describe("a section that is read by its keys", () => {
  it.each(INDEXED)("%s is read", (section) => {
    const name = section.split(".").at(-1) ?? "";
    expect(program).toMatch(new RegExp(`\\b${name}(?:\\[|\\))`));
  });
});
