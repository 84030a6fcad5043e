import type { Catalog } from "../../locales/catalog.ts";
import type { MessageView } from "./message.ts";
import { lines, messageText, richText } from "./text.ts";

export function helpView(command: string, catalog: Catalog): MessageView {
  const content = catalog.chat.help(command);
  const first = content.find((line) => typeof line === "string") ?? command;
  return { text: messageText(first), blocks: [richText(lines(content))] };
}
