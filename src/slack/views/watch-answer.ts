import type { KnownBlock, RichTextBlock } from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import type { WatchExample } from "../../locales/commands.ts";
import { exampleWatch } from "../../locales/commands.ts";
import { printable } from "../../report/printable.ts";
import type { WatchProblem } from "../../watches/watch-options.ts";
import type { WatchingSaid } from "../ports.ts";
import type { MessageView } from "./message.ts";
import { mentioningView, sentenceView } from "./sentence.ts";
import { cut, escapeText, messageText, plainText, richText, section, text } from "./text.ts";

/** A longer list hides what stands behind it. */
const MAX_LISTED = 20;
/** The refused words, given back; a command may be as long. */
const MAX_AGAIN = 4_000;
export const UNWATCH_ALL = { yes: "unwatch_all", no: "unwatch_none" } as const;

/** A word, or a line of a file, that cannot be watched. `given` is hostile text. */
export interface Refused {
  readonly given: string;
  readonly problem: WatchProblem;
  /** Of a file. */
  readonly line?: number;
}

/** What became of a wish to have something watched; targets are hostile text. */
export interface WatchAnswer {
  readonly added: readonly string[];
  readonly known: readonly string[];
  /** Known too, with an owner, a runbook or days of now. */
  readonly changed: readonly string[];
  readonly refused: readonly Refused[];
}

/** For who asked, alone. @param command to show how it is written */
export function watchAnswerView(answer: WatchAnswer, command: string, catalog: Catalog): MessageView {
  const { watching } = catalog;
  const blocks: KnownBlock[] = [];
  const titles: string[] = [];
  const list = (title: string, items: readonly string[]) => {
    titles.push(title);
    blocks.push(listBlock(title, items, catalog));
  };
  const { added, known, changed, refused } = answer;
  if (added.length > 0) list(watching.added(added.length), added);
  if (known.length > 0) list(watching.known(known.length), known);
  if (changed.length > 0) list(watching.changed(changed.length), changed);
  if (refused.length > 0) {
    const complaints = refused.map((each) => describeRefused(each, catalog));
    list(watching.refused(refused.length), complaints);
    blocks.push(againBlock(refused, command, catalog));
  }
  return { text: messageText(titles.join(" ")), blocks };
}

/** Words can be sent again; of a file, its lines are told. */
function againBlock(refused: readonly Refused[], command: string, { watching }: Catalog): RichTextBlock {
  const example = section(text(watching.example(exampleWatch(command, "watch"))));
  const words = refused.filter(({ line }) => line === undefined).map(({ given }) => printable(given, 500));
  if (words.length === 0) return richText([example]);
  const again = cut(`${command} watch ${words.join(" ")}`, MAX_AGAIN);
  return richText([
    section(text(watching.again)),
    { type: "rich_text_preformatted", elements: [{ type: "text", text: again }] },
    example,
  ]);
}

/** How a command is written; the option that is wrong, where it is one. */
export function exampleOf(
  word: "watch" | "unwatch" | "list",
  command: string,
  { watching }: Catalog,
  problem: WatchProblem | null = null,
): string {
  return watching.example(exampleWatch(command, (word === "watch" ? optionOf(problem) : null) ?? word));
}

function optionOf(problem: WatchProblem | null): WatchExample | null {
  switch (problem?.code) {
    case "owner_wrong":
      return "owner";
    case "runbook_wrong":
      return "runbook";
    case "days_wrong":
      return "days";
    case "option_value":
      return "starttls";
    default:
      return null;
  }
}

function describeRefused({ problem, line }: Refused, catalog: Catalog): string {
  const said = describeProblem(problem, catalog);
  return line === undefined ? said : catalog.watching.inLine({ line, text: said });
}

/** Hostile text in it is printable. */
export function describeProblem(problem: WatchProblem, { chat, watching }: Catalog): string {
  switch (problem.code) {
    case "owner_wrong":
    case "runbook_wrong":
    case "days_wrong":
    case "uploaded_certificate":
    case "address_forbidden":
      return printable(watching.problem(problem), 600);
    default:
      return printable(chat.complaint(problem), 600);
  }
}

/** A title, and at most MAX_LISTED below it. */
function listBlock(title: string, items: readonly string[], { watching }: Catalog): RichTextBlock {
  const listed = items.slice(0, MAX_LISTED).map((item) => section(text(printable(item, 600))));
  const more = items.length - listed.length;
  if (more > 0) listed.push(section(text(watching.more(more))));
  return richText([
    section(text(title, { bold: true })),
    { type: "rich_text_list", style: "bullet", elements: listed },
  ]);
}

/** What became of a wish to watch something no longer. @param similar what is watched of the same hosts otherwise */
export function unwatchAnswerView(
  answer: {
    readonly gone: readonly string[];
    readonly notWatched: readonly string[];
    readonly similar: readonly string[];
    readonly refused: readonly Refused[];
  },
  command: string,
  catalog: Catalog,
): MessageView {
  const { watching } = catalog;
  const { gone, notWatched, similar, refused } = answer;
  const blocks: KnownBlock[] = [];
  const titles: string[] = [];
  const list = (title: string, items: readonly string[]) => {
    titles.push(title);
    blocks.push(listBlock(title, items, catalog));
  };
  if (gone.length > 0) list(watching.unwatched(gone.length), gone);
  if (notWatched.length > 0) list(watching.notWatched(notWatched.length), notWatched);
  if (similar.length > 0) {
    const named = similar.slice(0, MAX_LISTED).map((each) => printable(each));
    blocks.push(richText([section(text(watching.similar(named)))]));
  }
  if (refused.length > 0) {
    const complaints = refused.map((each) => describeRefused(each, catalog));
    list(watching.refused(refused.length), complaints);
    blocks.push(richText([section(text(exampleOf("unwatch", command, catalog)))]));
  }
  return { text: messageText(titles.join(" ")), blocks };
}

/** Before everything is forgotten. */
export function unwatchAllView(count: number, { watching: { unwatchAll } }: Catalog): MessageView {
  return {
    ...sentenceView(unwatchAll.question(count)),
    blocks: [
      richText([section(text(unwatchAll.question(count)))]),
      {
        type: "actions",
        elements: [
          {
            type: "button",
            style: "danger",
            action_id: UNWATCH_ALL.yes,
            text: plainText(unwatchAll.yes(count), 75),
          },
          { type: "button", action_id: UNWATCH_ALL.no, text: plainText(unwatchAll.no, 75) },
        ],
      },
    ],
  };
}

/** For all in the channel, in one line. */
export function announcedView(
  { act, targets, count }: Omit<WatchingSaid, "kind">,
  user: string,
  { watching }: Catalog,
): MessageView {
  const named = targets.map((target) => escapeText(printable(target, 100)));
  return mentioningView(watching.announced({ act, user: `<@${user}>`, targets: named, count }));
}
