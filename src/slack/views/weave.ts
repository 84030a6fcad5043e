import type { RichTextSection } from "@slack/types";
import { printable } from "../../report/printable.ts";
import { text } from "./text.ts";

type Inline = RichTextSection["elements"][number];

/** Stands in a sentence for what is no text. Private use: `printable` leaves none of it in what strangers wrote. */
export const MARKS = { first: "\uE000", second: "\uE001" } as const;

/** A sentence with elements in the place of its marks, each once. Text of strangers in it may hold what it likes. */
export function weave(
  sentence: string,
  elements: { readonly first?: Inline; readonly second?: Inline } = {},
  style: { bold?: boolean } = {},
): Inline[] {
  const places = (["first", "second"] as const)
    .flatMap((name) => {
      const [at, element] = [sentence.indexOf(MARKS[name]), elements[name]];
      return at === -1 || element === undefined ? [] : [{ at, element }];
    })
    .toSorted((a, b) => a.at - b.at);
  const woven: Inline[] = [];
  let from = 0;
  const say = (words: string) => {
    if (words !== "") woven.push(text(printable(words), style));
  };
  for (const { at, element } of places) {
    say(sentence.slice(from, at));
    // A date in bold words is bold; who or what is mentioned has its own looks.
    woven.push(element.type === "date" && style.bold === true ? { ...element, style } : element);
    from = at + 1;
  }
  say(sentence.slice(from));
  return woven;
}
