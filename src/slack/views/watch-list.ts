import type {
  ActionsBlock,
  Button,
  KnownBlock,
  RichTextBlock,
  RichTextSection,
  TableBlock,
} from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import { printable } from "../../report/printable.ts";
import type { WatchRow } from "../../report/watch-rows.ts";
import { commonName, nameWatched } from "../../report/watch-rows.ts";
import { day } from "./dates.ts";
import type { MessageView } from "./message.ts";
import { exampleOf } from "./watch-answer.ts";
import { header, messageText, plainText, richText, section, text } from "./text.ts";

const PAGE_ROWS = 15;
const MAX_CELL = 120;
export const MAX_FILTER = 100;
const DAY = 86_400_000;

/** `action_id`s below a list; those of one kind have one listener. */
export const WATCH_LIST = {
  previous: "watch_list:previous",
  next: "watch_list:next",
  add: "watch_list:add",
  csv: "watch_list:csv",
  yaml: "watch_list:yaml",
} as const;

/** Which part of a list is shown. */
export interface WatchListPlace {
  /** From 0. */
  readonly page: number;
  /** Lower case; empty for everything. Hostile text. */
  readonly filter: string;
}

/** What a channel watches, or those with the filter in their name, owner or issuer. */
export function watchListView(
  rows: readonly WatchRow[],
  place: WatchListPlace,
  { paused, now, command }: { readonly paused: boolean; readonly now: number; readonly command: string },
  catalog: Catalog,
): MessageView {
  const { list } = catalog.watching;
  const filter = place.filter === "" ? null : printable(place.filter, MAX_FILTER);
  const found = rows.filter((row) => hasText(row, place.filter));
  const add = button(WATCH_LIST.add, list.add, "");
  if (found.length === 0) {
    const isEmpty = rows.length === 0 || filter === null;
    const said = isEmpty ? list.nothing : list.nothingLike(filter);
    const example = exampleOf(isEmpty ? "watch" : "list", command, catalog);
    const blocks = [richText([section(text(`${said} ${example}`))]), actions([add])];
    return { text: messageText(said), blocks };
  }
  const last = Math.ceil(found.length / PAGE_ROWS) - 1;
  const page = Math.min(Math.max(place.page, 0), last);
  const from = page * PAGE_ROWS;
  const shown = found.slice(from, from + PAGE_ROWS);
  const title = list.title({ count: found.length, filter });
  const { table, plain } = drawRows(shown, now, catalog);
  const turn = (to: number) => JSON.stringify({ page: to, filter: place.filter });
  const around = (middle: KnownBlock): KnownBlock[] => [
    header(title),
    ...(paused ? [richText([section(text(list.paused, { bold: true }))])] : []),
    middle,
    ...(last === 0
      ? []
      : [context(list.page({ from: from + 1, to: from + shown.length, count: found.length }))]),
    actions([
      ...(page > 0 ? [button(WATCH_LIST.previous, list.previous, turn(page - 1))] : []),
      ...(page < last ? [button(WATCH_LIST.next, list.next, turn(page + 1))] : []),
      add,
      button(WATCH_LIST.csv, list.exportAs("CSV"), ""),
      button(WATCH_LIST.yaml, list.exportAs("YAML"), ""),
    ]),
  ];
  return { text: messageText(title), blocks: around(table), plainBlocks: around(plain) };
}

/** Null for none of ours. */
export function readListPlace(value: string | undefined): WatchListPlace | null {
  let given: unknown;
  try {
    given = JSON.parse(value ?? "");
  } catch {
    return null;
  }
  if (typeof given !== "object" || given === null) return null;
  const [page, filter]: unknown[] = [Reflect.get(given, "page"), Reflect.get(given, "filter")];
  return typeof page === "number" && Number.isInteger(page) && typeof filter === "string"
    ? { page, filter: filter.slice(0, MAX_FILTER) }
    : null;
}

function hasText({ watched, issuer, owner }: WatchRow, filter: string): boolean {
  return [nameWatched(watched), issuer ?? "", owner ?? ""].some((each) =>
    each.toLowerCase().includes(filter),
  );
}

/** As a table, and as a list for where Slack refuses one. */
function drawRows(
  rows: readonly WatchRow[],
  now: number,
  catalog: Catalog,
): { table: TableBlock; plain: RichTextBlock } {
  const { columns } = catalog.watching.list;
  const titles = [
    columns.target,
    columns.condition,
    columns.left,
    columns.end,
    columns.issuer,
    columns.owner,
  ];
  const drawn = rows.map((row) => drawRow(row, now, catalog));
  return {
    table: {
      type: "table",
      column_settings: [
        { is_wrapped: true },
        { is_wrapped: true },
        { align: "right" },
        {},
        { is_wrapped: true },
        {},
      ],
      rows: [
        titles.map((title) => ({ type: "raw_text", text: title })),
        ...drawn.map(({ target, condition, left, end, issuer, owner }) =>
          [target, condition, left, end, issuer, owner].map((cell) =>
            typeof cell === "string"
              ? { type: "raw_text" as const, text: cell }
              : { type: "rich_text" as const, elements: [section(cell)] },
          ),
        ),
      ],
    },
    plain: richText([
      {
        type: "rich_text_list",
        style: "bullet",
        elements: drawn.map(({ target, condition, end, owner }) =>
          section(
            text(target, { bold: true }),
            text(` ${condition} `),
            inline(end),
            text(" "),
            inline(owner),
          ),
        ),
      },
    ]),
  };
}

type Inline = RichTextSection["elements"][number];
type Cell = string | Inline;

function inline(cell: Cell): Inline {
  return typeof cell === "string" ? text(cell) : cell;
}

/** A cell may not be empty. */
const NOTHING = "–";

function drawRow({ watched, condition, notAfter, issuer, owner }: WatchRow, now: number, catalog: Catalog) {
  const { list } = catalog.watching;
  const name = printable(nameWatched(watched), MAX_CELL);
  const end: Cell = notAfter === null ? NOTHING : day(notAfter);
  const ownerCell: Cell = owner === null ? NOTHING : { type: "user", user_id: owner };
  return {
    target: watched.kind === "certificate" ? list.uploaded(name) : name,
    condition: list.conditions[condition],
    left: notAfter === null || notAfter < now ? NOTHING : list.days(Math.floor((notAfter - now) / DAY)),
    end,
    issuer: issuer === null ? NOTHING : printable(commonName(issuer), MAX_CELL),
    owner: ownerCell,
  };
}

function context(content: string): KnownBlock {
  return { type: "context", elements: [plainText(content, 300)] };
}

function actions(elements: Button[]): ActionsBlock {
  return { type: "actions", elements };
}

function button(action_id: string, label: string, value: string): Button {
  return { type: "button", action_id, text: plainText(label, 75), ...(value !== "" && { value }) };
}
