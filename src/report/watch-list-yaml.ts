import { isMap, isScalar, isSeq, parseDocument } from "yaml";

/** A row as it was written: columns by their titles, or a target alone. */
export interface YamlRow {
  /** From 1. */
  readonly line: number;
  readonly columns: ReadonlyMap<string, string> | string;
}

export interface YamlFault {
  readonly line: number;
  readonly reason: string;
}

/** More is no watch. Each item is parsed by itself, and only when it nests little: on a hostile megabyte the parser takes
 *  minutes, and a thousand levels deep it fills the stack, where a pattern that is compiled then ends the whole process. */
const MAX_ITEM = 4_000;
const MAX_MARKS = 60;
const MARK = /[[{]|(?:^|\s)[-?](?=\s)|:(?=\s)/gu;
const ITEM = /^( *)-(?:\s|$)/u;
/** What may stand before the list. */
const PREAMBLE = /^(?:\s*(?:#.*)?|---\s*|watches:\s*(?:#.*)?)$/u;

/** A list in YAML, at its top or below `watches`. Aliases are not followed. */
export function readYamlRows(
  text: string,
  maxRows: number,
): YamlRow[] | YamlFault | { readonly count: number } {
  const items = [...splitItems(text)];
  if (items.length > maxRows) return { count: items.length };
  const rows: YamlRow[] = [];
  for (const item of items) {
    if ("reason" in item) return item;
    const columns = readItem(item.text);
    if (columns instanceof Error) {
      const [reason = ""] = columns.message.split("\n", 1);
      return { line: item.line, reason: reason.replace(/ at line \d+, column \d+:?$/u, "") };
    }
    rows.push({ line: item.line, columns });
  }
  return rows;
}

function* splitItems(text: string): Generator<{ line: number; text: string } | YamlFault> {
  let indent: string | null = null;
  let open: { line: number; text: string } | null = null;
  for (const [index, written] of text.split(/\r?\n/u).entries()) {
    const line = index + 1;
    const begins = ITEM.exec(written);
    indent ??= begins?.[1] ?? null;
    if (begins !== null && begins[1] === indent) {
      if (open !== null) yield open;
      open = { line, text: written };
    } else if (open === null) {
      if (!PREAMBLE.test(written)) return yield { line, reason: "not a list" };
    } else if (written.trim() === "" || written.startsWith(`${indent ?? ""} `)) open.text += `\n${written}`;
    else if (!PREAMBLE.test(written)) return yield { line, reason: "not an item of the list" };
    if (open !== null && open.text.length > MAX_ITEM) return yield { line: open.line, reason: "too long" };
  }
  if (open !== null) yield open;
}

/** @returns the parser's own complaint where it has one */
function readItem(text: string): YamlRow["columns"] | Error {
  if ((text.match(MARK)?.length ?? 0) > MAX_MARKS) return new Error("nested too deeply");
  // Every scalar is text.
  const { contents, errors } = parseDocument(text, { schema: "failsafe", logLevel: "silent" });
  const [error] = errors;
  if (error !== undefined) return error;
  const item = isSeq(contents) ? contents.items[0] : null;
  if (!isMap(item)) return textOf(item);
  return new Map(item.items.map(({ key, value }) => [textOf(key), textOf(value)]));
}

/** A list is its items in a row: `days: [30, 7]`. Null, maps and aliases are nothing. */
function textOf(node: unknown): string {
  if (isSeq(node)) return node.items.map((item) => (isScalar(item) ? textOf(item) : "")).join(" ");
  return isScalar(node) && typeof node.value === "string" ? node.value.trim() : "";
}
