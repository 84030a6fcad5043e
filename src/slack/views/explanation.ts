import type { Explanation } from "../../diagnosis/explain.ts";
import type { Catalog } from "../../locales/catalog.ts";
import { describeExplanation } from "../../report/explanation.ts";
import { checkButtons } from "./check-buttons.ts";
import type { MessageView } from "./message.ts";
import { lines, messageText, richText, section, text } from "./text.ts";

/** What a message may mean, and a button for each host that it names. */
export function explanationView(explanation: Explanation, catalog: Catalog): MessageView {
  const { title, lines: causes, refusal } = describeExplanation(explanation, catalog);
  return {
    text: messageText([title, ...causes].join(" ")),
    blocks: [
      richText([
        section(text(title, { bold: true })),
        ...lines(causes),
        ...(refusal === null ? [] : [section(text(refusal))]),
      ]),
      ...checkButtons(explanation, catalog),
    ],
  };
}
