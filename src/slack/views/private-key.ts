import type { Catalog } from "../../locales/catalog.ts";
import type { MessageView } from "./message.ts";
import { lines, messageText, richText } from "./text.ts";

/** To who posted a private key, alone. @param where the file's name, or the message. */
export function privateKeyView(where: string, catalog: Catalog): MessageView {
  const content = catalog.chat.privateKeyPosted(where);
  const first = content.find((line) => typeof line === "string") ?? where;
  return { text: messageText(first), blocks: [richText(lines(content))] };
}
