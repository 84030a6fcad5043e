import type { Catalog } from "../../locales/catalog.ts";
import type { MessageView } from "./message.ts";
import { lines, messageText, richText } from "./text.ts";

export function helpView(command: string, catalog: Catalog): MessageView {
  const { chat, explaining, settings, watching } = catalog;
  const content = [
    ...chat.help(command),
    ...watching.help(command),
    explaining.help(command),
    settings.help(command),
  ];
  const first = content.find((line) => typeof line === "string") ?? command;
  return { text: messageText(first), blocks: [richText(lines(content))] };
}
