import type {
  HeaderBlock,
  PlainTextElement,
  RichTextBlock,
  RichTextPreformatted,
  RichTextSection,
} from "@slack/types";
import type { Line } from "../../locales/catalog.ts";
import { printable, printableLines } from "../../report/printable.ts";

/** Slack reads `&`, `<` and `>` in `text` and mrkdwn; everything else there is literal.
 *  https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escapeText(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Slack shows at most this much of a message's `text` whole. */
const MAX_TEXT = 4_000;

/** A message's `text`: what a phone's notification and a screen reader say. */
export function messageText(content: string): string {
  return cut(escapeText(printable(content, 2_000)), MAX_TEXT);
}

export function plainText(content: string, limit: number): PlainTextElement {
  return { type: "plain_text", text: cut(content, limit), emoji: false };
}

export function header(content: string): HeaderBlock {
  return { type: "header", text: plainText(printable(content), 150) };
}

type Inline = RichTextSection["elements"][number];

/** Rich text takes text as it is: nothing in it is read as a mention, a link or a mark. */
export function text(
  content: string,
  style: { bold?: boolean; italic?: boolean; code?: boolean } = {},
): Inline {
  return {
    type: "text",
    text: content === "" ? " " : content,
    ...(Object.keys(style).length > 0 && { style }),
  };
}

export function section(...elements: Inline[]): RichTextSection {
  return { type: "rich_text_section", elements };
}

export function richText(elements: RichTextBlock["elements"], blockId?: string): RichTextBlock {
  return { type: "rich_text", ...(blockId !== undefined && { block_id: blockId }), elements };
}

/** Sentences become a list, commands blocks of their own between them, in the given order. */
export function lines(content: readonly Line[]): RichTextBlock["elements"] {
  const elements: RichTextBlock["elements"] = [];
  for (const line of content) {
    if (typeof line !== "string") {
      for (const command of splitPem(line.command)) elements.push(preformatted(printableLines(command)));
      continue;
    }
    const last = elements.at(-1);
    const item = section(text(printable(line, 1_000)));
    if (last?.type === "rich_text_list") last.elements.push(item);
    else elements.push({ type: "rich_text_list", style: "bullet", elements: [item] });
  }
  return elements;
}

function preformatted(content: string): RichTextPreformatted {
  return { type: "rich_text_preformatted", elements: [{ type: "text", text: content }] };
}

/** A chain is longer than one block may be; each of its certificates is not. */
function splitPem(command: string): string[] {
  return command.trimEnd().split(/(?<=-----END CERTIFICATE-----\n)(?=-----BEGIN)/u);
}

export function cut(content: string, limit: number): string {
  return content.length <= limit
    ? content
    : `${content.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
