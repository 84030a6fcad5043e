import type { Explanation } from "../../diagnosis/explain.ts";
import type { Catalog } from "../../locales/catalog.ts";
import { describeExplanation } from "../../report/explanation.ts";
import type { MessageView } from "./message.ts";
import { lines, messageText, richText, section, text } from "./text.ts";

/** What a pasted message may mean. */
export function explanationView(explanation: Explanation, command: string, catalog: Catalog): MessageView {
  const { title, lines: causes, next } = describeExplanation(explanation, command, catalog);
  return {
    text: messageText([title, ...causes].join(" ")),
    blocks: [
      richText([
        section(text(title, { bold: true })),
        ...lines(causes),
        ...(next === null ? [] : [section(text(next))]),
      ]),
    ],
  };
}
