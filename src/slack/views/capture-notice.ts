import type { Catalog, Line } from "../../locales/catalog.ts";
import { printable } from "../../report/printable.ts";
import type { MessageView } from "./message.ts";
import { sentenceView } from "./sentence.ts";
import { lines, messageText, richText } from "./text.ts";

/** While a capture is read. `read` and `total` in bytes. */
export function readingView(
  facts: { readonly name: string; readonly read: number; readonly total: number },
  catalog: Catalog,
): MessageView {
  return sentenceView(catalog.chat.capture.reading({ ...facts, name: printable(facts.name) }));
}

/** Why a capture was not read. */
export function unreadView(
  name: string,
  problem:
    | { readonly kind: "too_large"; readonly limit: number }
    | { readonly kind: "too_slow"; readonly minutes: number }
    | { readonly kind: "failed" },
  catalog: Catalog,
): MessageView {
  const words = catalog.chat.capture;
  const shown = printable(name);
  switch (problem.kind) {
    case "too_large":
      return linesView(words.tooLarge({ name: shown, limit: problem.limit }));
    case "too_slow":
      return linesView(words.tooSlow({ name: shown, minutes: problem.minutes }));
    case "failed":
      return sentenceView(`⚠️ ${words.failed}`);
  }
}

function linesView(content: readonly Line[]): MessageView {
  const first = content.find((line) => typeof line === "string") ?? "";
  return { text: messageText(`⚠️ ${first}`), blocks: [richText(lines(content))] };
}
