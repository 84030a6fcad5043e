import { parse as parseCsv } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { stringify as stringifyYaml } from "yaml";
import { parseTarget } from "../diagnosis/target.ts";
import type { ListFault } from "../locales/watching-words.ts";
import type { NewWatch } from "../watches/channel.ts";
import type { WatchProblem } from "../watches/watch-options.ts";
import {
  WatchError,
  parseDays,
  parseOwner,
  parseRunbook,
  parseStartTls,
  problemOf,
} from "../watches/watch-options.ts";
import { isUploadedId, watchedId } from "../watches/watched.ts";
import { readYamlRows } from "./watch-list-yaml.ts";

/** A list of watches as people keep it: CSV, YAML, or a target in each line. */

export const MAX_LIST_BYTES = 1_000_000;
export const MAX_LIST_ROWS = 2_000;

const MAX_RECORD = 10_000;

/** What is read. Hostile text; empty for nothing. */
const COLUMNS = ["target", "starttls", "owner", "runbook", "days"] as const;
/** What is written beside it, for people. */
const SHOWN = ["not_after", "state"] as const;
type Column = (typeof COLUMNS)[number];
type Fields = Readonly<Record<Column, string>>;

export interface ExportedWatch extends Fields {
  readonly not_after: string;
  readonly state: string;
}

/** A line that cannot be watched. */
export interface WrongLine {
  /** From 1. */
  readonly line: number;
  readonly given: string;
  readonly problem: WatchProblem;
}

export type WatchList =
  | { readonly watches: readonly NewWatch[]; readonly wrong: readonly WrongLine[] }
  | { readonly fault: ListFault };

interface Row {
  readonly line: number;
  readonly fields: Fields;
}

/** @param refuse why a target may not be watched; null for one that may */
export function readWatchList(
  bytes: Uint8Array,
  name: string,
  refuse: (watch: NewWatch) => WatchProblem | null,
): WatchList {
  if (bytes.length > MAX_LIST_BYTES) return { fault: { code: "too_large", limit: MAX_LIST_BYTES } };
  const text = decode(bytes);
  if (text === null) return { fault: { code: "not_text" } };
  const rows = isYaml(name, text) ? readYaml(text) : readCsv(text);
  if ("code" in rows) return { fault: rows };
  if (rows.length === 0) return { fault: { code: "empty" } };
  if (rows.length > MAX_LIST_ROWS)
    return { fault: { code: "too_many", count: rows.length, limit: MAX_LIST_ROWS } };
  const watches = new Map<string, NewWatch>();
  const wrong: WrongLine[] = [];
  for (const { line, fields } of rows) {
    try {
      const watch = readFields(fields);
      const problem = refuse(watch);
      if (problem === null) watches.set(watchedId(watch.watched), watch);
      else wrong.push({ line, given: fields.target, problem });
    } catch (error) {
      wrong.push({ line, given: fields.target, problem: problemOf(error) });
    }
  }
  return { watches: [...watches.values()], wrong };
}

function readFields({ target, starttls, owner, runbook, days }: Fields): NewWatch {
  if (isUploadedId(target)) throw new WatchError({ code: "uploaded_certificate", given: target });
  const startTls = starttls === "" ? undefined : parseStartTls(starttls);
  return {
    watched: { kind: "server", target: parseTarget(target, startTls) },
    ...(owner !== "" && { owner: parseOwner(owner) }),
    ...(runbook !== "" && { runbook: parseRunbook(runbook) }),
    ...(days !== "" && { days: parseDays(days) }),
  };
}

/** Null for what is no text: a spreadsheet program's own format, an archive. */
function decode(bytes: Uint8Array): string | null {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

function isYaml(name: string, text: string): boolean {
  if (/\.ya?ml$/iu.test(name)) return true;
  // Line by line: one expression for all of it would try every way to part a thousand empty lines.
  const first = text.split("\n").find((line) => !/^(?:\s*$|\s*#|---\s*$)/u.test(line));
  return first !== undefined && /^(?:- |watches:)/u.test(first);
}

function readCsv(text: string): Row[] | ListFault {
  const [first = ""] = text.split("\n", 1);
  const delimiter = ["\t", ";"].find((each) => first.includes(each)) ?? ",";
  // Comments and empty lines are no rows, and reading them takes time, too.
  const count = text.split("\n").length;
  if (count > MAX_LIST_ROWS * 4) return { code: "too_many", count, limit: MAX_LIST_ROWS };
  const records: { record: readonly string[]; line: number }[] = [];
  try {
    parseCsv(text, {
      delimiter,
      bom: true,
      max_record_size: MAX_RECORD,
      trim: true,
      comment: "#",
      comment_no_infix: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      on_record(record: readonly string[], { lines }) {
        records.push({ record, line: lines });
        return null;
      },
    });
  } catch (error) {
    return syntaxFault(error, fieldOf(error, "lines"));
  }
  const heading = records[0]?.record.map(nameColumn) ?? [];
  if (!heading.includes("target")) {
    // No titles: every word is a target.
    return records.flatMap(({ record, line }) =>
      record
        .flatMap((cell) => cell.split(/\s+/u))
        .filter((word) => word !== "")
        .map((word) => ({ line, fields: fieldsOf(() => word, ["target"]) })),
    );
  }
  return records.slice(1).map(({ record, line }) => ({
    line,
    fields: fieldsOf((column) => unescapeFormula(record[heading.indexOf(column)] ?? "")),
  }));
}

function readYaml(text: string): Row[] | ListFault {
  const rows = readYamlRows(text, MAX_LIST_ROWS);
  if ("reason" in rows) return { code: "syntax", ...rows };
  if ("count" in rows) return { code: "too_many", count: rows.count, limit: MAX_LIST_ROWS };
  return rows.map(({ line, columns }) => {
    if (typeof columns === "string") return { line, fields: fieldsOf(() => columns, ["target"]) };
    const named = new Map([...columns].map(([title, value]) => [nameColumn(title), value]));
    return { line, fields: fieldsOf((column) => named.get(column) ?? "") };
  });
}

function fieldsOf(read: (column: Column) => string, known: readonly Column[] = COLUMNS): Fields {
  const field = (column: Column) => (known.includes(column) ? read(column) : "");
  return {
    target: field("target"),
    starttls: field("starttls"),
    owner: field("owner"),
    runbook: field("runbook"),
    days: field("days"),
  };
}

/** Other lists call a target otherwise. */
function nameColumn(title: string): string {
  const name = title.trim().toLowerCase();
  return ["host", "hostname", "domain", "url"].includes(name) ? "target" : name;
}

function syntaxFault(error: unknown, line: unknown): ListFault {
  const message = error instanceof Error ? error.message : String(error);
  const [reason = ""] = message.split("\n", 1);
  return {
    code: "syntax",
    line: typeof line === "number" ? line : null,
    reason: reason.replace(/[:.]$/u, ""),
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

export function writeCsv(watches: readonly ExportedWatch[]): string {
  const columns = [...COLUMNS, ...SHOWN];
  const rows = watches.map((watch) => columns.map((column) => escapeFormula(watch[column])));
  return stringify([columns, ...rows]);
}

/** What is empty is left out. */
export function writeYaml(watches: readonly ExportedWatch[]): string {
  const listed = watches.map((watch) =>
    Object.fromEntries(
      [...COLUMNS, ...SHOWN].flatMap((column) => (watch[column] === "" ? [] : [[column, watch[column]]])),
    ),
  );
  return stringifyYaml({ watches: listed }, { lineWidth: 0 });
}

/** A spreadsheet takes what begins like this for a formula: https://owasp.org/www-community/attacks/CSV_Injection */
function escapeFormula(cell: string): string {
  return /^'*[=+\-@\t\r]/u.test(cell) ? `'${cell}` : cell;
}

function unescapeFormula(cell: string): string {
  return /^'+[=+\-@\t\r]/u.test(cell) ? cell.slice(1) : cell;
}
