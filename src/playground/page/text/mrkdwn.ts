/** Slack's mrkdwn, "Formatting message text": `<…>` is control, `&amp; &lt; &gt;` are the only entities and are
 *  decoded last, so escaped text can never become a mention or a link. Marks need a boundary that is neither letter
 *  nor digit on their outer side, in Korean or Japanese too, and do not span lines. Linear in the text's length. */

export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "emoji"; readonly name: string }
  | { readonly kind: Mark; readonly children: readonly Inline[] }
  | { readonly kind: "link"; readonly url: string; readonly label: string }
  | { readonly kind: "user" | "channel" | "usergroup"; readonly id: string; readonly label: string }
  | { readonly kind: "broadcast"; readonly range: string }
  | DateToken;

export interface DateToken {
  readonly kind: "date";
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly format: string;
  readonly url: string;
  readonly fallback: string;
}

export type Paragraph =
  | { readonly kind: "text" | "quote"; readonly children: readonly Inline[] }
  | { readonly kind: "code_block"; readonly text: string };

type Mark = "bold" | "italic" | "strike";

const MARKS: Readonly<Record<string, Mark>> = { "*": "bold", _: "italic", "~": "strike" };
const FENCE = "```";
const QUOTE = /^(?:&gt;|>) ?/;
/** A control sequence, inline code, an emoji, a bare URL, a mark. Everything between is text. */
const TOKEN = /<[^<>]+>|`[^`]+`|:[a-z0-9_+'-]+:|https?:\/\/[^\s<>|*~`]+|[*_~]/g;
const TRAILING = `.,;:!?)'"]_`;
const WORD = /[\p{L}\p{N}]/u;
const SPACE = /\s/;

export function parseMrkdwn(text: string, verbatim = false): readonly Paragraph[] {
  const fenced = text.split(FENCE);
  // an opening fence that is never closed is text
  if (fenced.length % 2 === 0) {
    const [last = "", before = ""] = [fenced.pop(), fenced.pop()];
    fenced.push(before + FENCE + last);
  }
  return fenced.flatMap((part, index): readonly Paragraph[] => {
    if (index % 2 === 0) return parseLines(part.replace(/^\n|\n$/g, ""), verbatim);
    return [{ kind: "code_block", text: decodeEntities(part.replace(/^\n|\n$/g, "")) }];
  });
}

export function decodeEntities(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function parseLines(text: string, verbatim: boolean): readonly Paragraph[] {
  if (text === "") return [];
  const paragraphs: { kind: "text" | "quote"; children: Inline[] }[] = [];
  for (const line of text.split("\n")) {
    const kind = QUOTE.test(line) ? "quote" : "text";
    const last = paragraphs.at(-1);
    const children = parseInline(kind === "quote" ? line.replace(QUOTE, "") : line, verbatim);
    if (last?.kind === kind) last.children.push({ kind: "text", text: "\n" }, ...children);
    else paragraphs.push({ kind, children: [...children] });
  }
  return paragraphs;
}

function parseInline(line: string, verbatim: boolean): readonly Inline[] {
  // levels[0] is the line itself, each further level an open mark
  const levels: { mark: string; children: Inline[] }[] = [{ mark: "", children: [] }];
  const push = (...nodes: readonly Inline[]) => levels.at(-1)?.children.push(...nodes);
  let end = 0;
  for (const match of line.matchAll(TOKEN)) {
    const token = match[0];
    const { index } = match;
    if (index > end) push({ kind: "text", text: decodeEntities(line.slice(end, index)) });
    end = index + token.length;
    if (!(token in MARKS)) {
      push(...parseToken(token, verbatim));
      continue;
    }
    const before = line.slice(0, index).at(-1);
    const after = line.at(end);
    const open = levels.findIndex(({ mark }) => mark === token);
    if (open > 0 && closes(before, after)) closeMark(levels, open);
    else if (open < 0 && opens(before, after)) levels.push({ mark: token, children: [] });
    else push({ kind: "text", text: token });
  }
  if (end < line.length) push({ kind: "text", text: decodeEntities(line.slice(end)) });
  unwind(levels, 1);
  return levels[0]?.children ?? [];
}

function opens(before: string | undefined, after: string | undefined): boolean {
  return !(before !== undefined && WORD.test(before)) && after !== undefined && !SPACE.test(after);
}

function closes(before: string | undefined, after: string | undefined): boolean {
  return before !== undefined && !SPACE.test(before) && !(after !== undefined && WORD.test(after));
}

function closeMark(levels: { mark: string; children: Inline[] }[], open: number): void {
  unwind(levels, open + 1);
  const closed = levels.pop();
  const kind = MARKS[closed?.mark ?? ""];
  const parent = levels.at(-1);
  if (closed === undefined || kind === undefined || parent === undefined) return;
  if (closed.children.length > 0) parent.children.push({ kind, children: closed.children });
  else parent.children.push({ kind: "text", text: closed.mark + closed.mark });
}

/** Marks that never closed are text again. */
function unwind(levels: { mark: string; children: Inline[] }[], depth: number): void {
  while (levels.length > depth) {
    const unclosed = levels.pop();
    if (unclosed === undefined) return;
    levels.at(-1)?.children.push({ kind: "text", text: unclosed.mark }, ...unclosed.children);
  }
}

function parseToken(token: string, verbatim: boolean): readonly Inline[] {
  if (token.startsWith("`")) return [{ kind: "code", text: decodeEntities(token.slice(1, -1)) }];
  if (token.startsWith(":")) return [{ kind: "emoji", name: token.slice(1, -1) }];
  if (token.startsWith("<")) return [parseControl(token)];
  if (verbatim) return [{ kind: "text", text: decodeEntities(token) }];
  // the punctuation that ends a sentence is not part of its last word
  let end = token.length;
  while (TRAILING.includes(token.charAt(end - 1))) end -= 1;
  const url = decodeEntities(token.slice(0, end));
  const link: Inline = { kind: "link", url, label: url };
  return end === token.length ? [link] : [link, { kind: "text", text: decodeEntities(token.slice(end)) }];
}

function parseControl(token: string): Inline {
  const body = token.slice(1, -1);
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? "" : decodeEntities(body.slice(bar + 1));
  if (/^@[UW]\w+$/.test(target)) return { kind: "user", id: target.slice(1), label };
  if (/^#[CGD]\w+$/.test(target)) return { kind: "channel", id: target.slice(1), label };
  if (/^!subteam\^\w+$/.test(target)) return { kind: "usergroup", id: target.slice(9), label };
  if (/^!(?:here|channel|everyone)$/.test(target)) return { kind: "broadcast", range: target.slice(1) };
  const date = /^!date\^(\d{1,12})\^([^^]*)(?:\^(.*))?$/.exec(target);
  if (date) {
    const [, timestamp = "", format = "", url = ""] = date;
    return { kind: "date", timestamp: Number(timestamp), format, url: decodeEntities(url), fallback: label };
  }
  if (/^(?:https?:\/\/|mailto:)/i.test(target)) {
    const url = decodeEntities(target);
    return { kind: "link", url, label: label || url };
  }
  return { kind: "text", text: label || decodeEntities(token) };
}
