import type { MessageView } from "./message.ts";
import { messageText, richText, section, text } from "./text.ts";

/** One sentence of ours. */
export function sentenceView(content: string): MessageView {
  return { text: messageText(content), blocks: [richText([section(text(content))])] };
}

/** One sentence of ours with Slack's mentions in it, which are to be shown as such: whatever else it holds is escaped already. */
export function mentioningView(content: string): MessageView {
  return {
    text: content,
    blocks: [{ type: "section", text: { type: "mrkdwn", text: content, verbatim: true } }],
  };
}
