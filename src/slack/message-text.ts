import { typedText } from "./incoming-text.ts";

/** Longer messages are logs. */
const MAX_TEXT = 40_000;
/** Where blocks and the attachments of other apps keep what people read:
 *  https://docs.slack.dev/messaging/formatting-message-text, …/reference/messaging/attachments */
const READ = new Set(["text", "pretext", "title", "value", "fallback", "url", "alt_text"]);
const MAX_DEPTH = 12;

/** Everything that a message says: its text, its blocks (code among them), and the attachments that alerts of other apps
 *  are made of. @param message as Slack hands it out */
export function readMessageText(message: object): string {
  const pieces: string[] = [];
  let length = 0;
  collect(message, 0);
  return typedText(pieces.join("\n")).slice(0, MAX_TEXT);

  function collect(value: object, depth: number): void {
    for (const [name, each] of Object.entries(value) as [string, unknown][]) {
      if (length >= MAX_TEXT) return;
      if (typeof each === "string" && READ.has(name)) {
        pieces.push(each);
        length += each.length + 1;
      } else if (typeof each === "object" && each !== null && depth < MAX_DEPTH && !NOT_SAID.has(name))
        collect(each, depth + 1);
    }
  }
}

/** What is about the message, or about its files. */
const NOT_SAID = new Set([
  "files",
  "reactions",
  "metadata",
  "user_profile",
  "bot_profile",
  "edited",
  "style",
]);
