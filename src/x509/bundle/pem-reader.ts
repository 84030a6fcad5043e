import type { Place } from "./bundle.ts";
import type { Collector } from "./collector.ts";
import { readDer } from "./der-object.ts";
import type { BodyLine } from "./pem-body.ts";
import { decodeBody } from "./pem-body.ts";
import { addUnread, readEncryptedBlock } from "./private-key.ts";

/** Hyphen-minus, and what word processors make of it. */
const DASH = "[-\\u2010-\\u2015\\u2212\\uFE58\\uFE63\\uFF0D]";
/** Every run is bounded: a line may be megabytes of dashes. */
const BOUNDARY = new RegExp(
  `(${DASH}{0,40})[ \\t]{0,4}\\b(BEGIN|END)[ \\t]{1,4}([A-Z0-9][A-Z0-9 .#]{0,60}?)[ \\t]{0,4}(${DASH}{1,40}|(?=["'\\u201D]?,?$))`,
  "giu",
);
/** What closes a string. */
const QUOTE_BEHIND = /^["'\u201D\u2019,;+\s]+$/u;
/** What mail programs, chats and code put before a line. */
const PREFIX = /^[\s>|"'\u201C\u2018\uFEFF]*$/u;
const LAST_LINE = /^[A-Za-z0-9+/]+={0,2}$/u;
const BASE64_LINE = /^[A-Za-z0-9+/]{16,}={0,2}$/u;

export function mentionsPem(text: string): boolean {
  return new RegExp(`${DASH}[ \\t]{0,4}(?:BEGIN|END) [A-Z0-9]`, "iu").test(text);
}

interface Boundary {
  readonly type: "BEGIN" | "END";
  readonly label: string;
  readonly written: string;
  readonly column: number;
  readonly end: number;
}

interface Block {
  readonly label: string;
  readonly line: number;
  readonly body: BodyLine[];
}

/** RFC 7468, and what people make of it: text around, other line ends, boundaries that lost their dashes, blocks without
 *  an end, two blocks on a line. */
export function readPem(text: string, place: Place, collector: Collector): void {
  collector.format("PEM");
  const { within } = place;
  let block: Block | null = null;
  /** Lines of base64 outside a block: they belong to one whose BEGIN line is gone. */
  let loose: BodyLine[] = [];
  const close = (open: Block) => readBlock(open, { within, line: open.line }, collector);

  for (const { line, content, column } of listLines(text, place, collector)) {
    if (content === "") continue;
    const here: Place = { within, line };
    let at = 0;
    const boundaries = listBoundaries(content);
    for (const [index, boundary] of boundaries.entries()) {
      const before = content.slice(at, boundary.column - 1);
      if (index > 0 && before === "")
        collector.repaired(here, { code: "blocks_glued", column: boundary.column + column - 1 });
      if (before.trim() !== "" && !PREFIX.test(before)) {
        if (block !== null) {
          collector.repaired(here, { code: "lines_joined" });
          block.body.push({ line, column: at + column, content: before });
        } else if (index === 0 && boundary.type === "BEGIN") {
          // A sentence that speaks of the line, or text that ran into it; openssl reads neither.
          if (!boundary.written.startsWith("-----")) continue;
        }
      }
      const quoted = PREFIX.test(before) ? before : "";
      const behind =
        boundaries.length === index + 1 ? (QUOTE_BEHIND.exec(content.slice(boundary.end))?.[0] ?? "") : "";
      checkForm(boundary, quoted, behind, here, collector);
      if (boundary.type === "BEGIN") {
        if (block !== null) {
          collector.repaired(here, { code: "boundary_missing", expected: `-----END ${block.label}-----` });
          close(block);
        }
        block = { label: boundary.label, line, body: [] };
      } else if (block === null) {
        collector.repaired(here, { code: "boundary_missing", expected: `-----BEGIN ${boundary.label}-----` });
        close({ label: boundary.label, line: loose[0]?.line ?? line, body: loose });
      } else {
        if (block.label !== boundary.label)
          collector.repaired(here, { code: "label_mismatch", begin: block.label, end: boundary.label });
        close(block);
        block = null;
      }
      loose = [];
      at = boundary.end;
    }
    const rest = content.slice(at);
    if (block !== null) {
      if (boundaries.length > 0 && rest.trim() !== "" && !QUOTE_BEHIND.test(rest))
        collector.repaired(here, { code: "lines_joined" });
      block.body.push({ line, column: at + column, content: rest });
    } else if (loose.length > 0 ? LAST_LINE.test(rest.trim()) : BASE64_LINE.test(rest.trim())) {
      loose.push({ line, column: at + column, content: rest });
    } else if (rest.trim() !== "") loose = [];
  }
  if (block !== null) {
    // Where it belongs: behind the last line that says anything.
    const last = (block.body.at(-1)?.line ?? block.line) + 1;
    collector.repaired(
      { within, line: last },
      { code: "boundary_missing", expected: `-----END ${block.label}-----` },
    );
    close(block);
  }
}

/** Lines as written; the two characters `\n` count as a line break where they stand for one. */
function* listLines(
  text: string,
  { within }: Place,
  collector: Collector,
): Generator<{ line: number; column: number; content: string }> {
  let told = false;
  for (const [index, content] of text.split(/\r\n|[\r\n]/u).entries()) {
    const line = index + 1;
    if (!content.includes("\\n") || !(told || mentionsOrIsBody(content))) {
      yield { line, column: 1, content };
      continue;
    }
    if (!told)
      collector.repaired({ within, line }, { code: "literal_newline", column: content.indexOf("\\n") + 1 });
    told = true;
    let column = 1;
    for (const part of content.split(/(?:\\r)?\\n/u)) {
      yield { line, column, content: part };
      column += part.length + 2;
    }
  }
}

function mentionsOrIsBody(content: string): boolean {
  return mentionsPem(content) || /[A-Za-z0-9+/]{16}/u.test(content);
}

function listBoundaries(content: string): Boundary[] {
  const boundaries: Boundary[] = [];
  // Most lines are base64 or empty, and there may be millions of them.
  if (!/BEGIN|END/iu.test(content)) return boundaries;
  for (const match of content.matchAll(BOUNDARY)) {
    const [whole, lead = "", type = "", label = ""] = match;
    const previous = boundaries.at(-1);
    let start = match.index;
    // `-----END X----------BEGIN X-----`: the first took all ten dashes.
    const shared = previous?.end === start && lead === "" ? sharedDashes(previous.written) : 0;
    if (lead === "" && shared === 0) continue;
    if (shared > 0 && previous !== undefined) {
      start -= shared;
      boundaries[boundaries.length - 1] = {
        ...previous,
        written: previous.written.slice(0, -shared),
        end: previous.end - shared,
      };
    }
    boundaries.push({
      type: type.toUpperCase() === "BEGIN" ? "BEGIN" : "END",
      label: label.toUpperCase().trim(),
      written: content.slice(start, match.index + whole.length).trimEnd(),
      column: start + 1,
      end: match.index + whole.length,
    });
  }
  return boundaries;
}

/** The dashes at the end that belong to the next boundary: the later half. */
function sharedDashes(written: string): number {
  return Math.floor((new RegExp(`${DASH}+$`, "u").exec(written)?.[0].length ?? 0) / 2);
}

/** Nothing may stand before or behind it, not even a space before. */
function checkForm(
  { type, label, written }: Boundary,
  before: string,
  behind: string,
  place: Place,
  collector: Collector,
): void {
  const expected = `-----${type} ${label}-----`;
  const found = `${before}${written}${behind}`.trimEnd();
  if (found !== expected) collector.repaired(place, { code: "boundary", found, expected });
}

function readBlock({ label, body }: Block, place: Place, collector: Collector): void {
  if (PARAMETERS.test(label)) return;
  if (FOREIGN.test(label)) {
    if (label.includes("PRIVATE KEY")) addUnread(place, collector);
    else collector.lost(place, { code: "wrong_object", found: "unknown", label });
    return;
  }
  const headers = label.endsWith("PRIVATE KEY") ? body.filter(({ content }) => HEADER.test(content)) : [];
  const bytes = decodeBody(
    body.filter((line) => !headers.includes(line)),
    place,
    collector,
  );
  if (bytes === null) return;
  if (headers.length === 0) return readDer(bytes, label, place, collector);
  const block = { label, headers: headers.map(({ content }) => content), bytes };
  collector.attempt(place, () => readEncryptedBlock(block, place, collector));
}

/** RFC 1421 section 4.6. */
const HEADER = /^[A-Za-z-]+: /u;
/** Of a curve or a group: `openssl ecparam -genkey` writes them before the key. */
const PARAMETERS = /(?:^| )PARAMETERS$/u;
/** Base64 of something that is not ASN.1. */
const FOREIGN = /^(?:OPENSSH|SSH2|PGP) /u;
