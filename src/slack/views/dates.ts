import type { RichTextSection } from "@slack/types";
import { text } from "./text.ts";

type Inline = RichTextSection["elements"][number];

/** Slack writes a time in each reader's own zone and language.
 *  https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
const DAY = "{date_short}";
const DAY_AND_TIME = "{date_short_pretty} {time}";

/** @param time ms since 1970 */
export function day(time: number): Inline {
  return dateElement(time, DAY);
}

/** @param time ms since 1970 */
export function dayAndTime(time: number): Inline {
  return dateElement(time, DAY_AND_TIME);
}

/** The same for mrkdwn. */
export function dateMark(time: number): string {
  return `<!date^${Math.floor(time / 1000)}^${DAY_AND_TIME}|${formatUtc(time)}>`;
}

/** For where no reader's zone is known: `2026-11-21 09:00 UTC`. */
export function formatUtc(time: number): string {
  const date = new Date(time);
  // Certificates may be valid until after the last day that a Date knows.
  if (Number.isNaN(date.getTime())) return String(time);
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function dateElement(time: number, format: string): Inline {
  // Slack knows none that a Date does not.
  if (Number.isNaN(new Date(time).getTime())) return text(formatUtc(time));
  return { type: "date", timestamp: Math.floor(time / 1000), format, fallback: formatUtc(time) };
}
