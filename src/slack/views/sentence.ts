import type { MessageView } from "./message.ts";
import { messageText, richText, section, text } from "./text.ts";

/** One sentence of ours. */
export function sentenceView(content: string): MessageView {
  return { text: messageText(content), blocks: [richText([section(text(content))])] };
}
