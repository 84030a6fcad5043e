import type { RichTextBlock } from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import type { Ending } from "../../watches/overview.ts";
import { countWeeks } from "../../watches/overview.ts";
import { section, text } from "./text.ts";

const WEEKS = 12;
/** Fewer are read faster in the list. */
export const MIN_ENDINGS = 8;
const MAX_BAR = 24;

/** A bar for each of the coming weeks, below a sentence that says what it shows; nothing where it tells no more than the list does. */
export function weeksPicture(
  endings: readonly Pick<Ending, "certificate">[],
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
  { watchHome }: Catalog,
): RichTextBlock["elements"] {
  const weeks = countWeeks(endings, now, timeZone, WEEKS);
  const count = weeks.reduce((sum, week) => sum + week.count, 0);
  if (count < MIN_ENDINGS) return [];
  const fullest = weeks.reduce((most, week) => (week.count > most.count ? week : most));
  const most = fullest.count;
  const scale = Math.min(1, MAX_BAR / most);
  const labels = weeks.map(({ start }) => watchHome.week(start, timeZone));
  const width = Math.max(...labels.map((label) => label.length));
  const rows = weeks.map((week, index) => {
    const bar = "█".repeat(week.count === 0 ? 0 : Math.max(1, Math.round(week.count * scale)));
    return [(labels[index] ?? "").padStart(width), bar, week.count === 0 ? "·" : String(week.count)]
      .filter((part) => part !== "")
      .join(" ");
  });
  const sentence = watchHome.picture({ weeks: WEEKS, count, most, start: fullest.start, timeZone });
  return [
    section(text(sentence)),
    { type: "rich_text_preformatted", elements: [{ type: "text", text: rows.join("\n") }] },
  ];
}
