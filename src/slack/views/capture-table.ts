import type { RichTextBlock, TableBlock } from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import type { FlowGroup } from "../../report/capture-record.ts";
import { describeFlow, nameFlow } from "../../report/flow-words.ts";
import { printable } from "../../report/printable.ts";
import { cut, richText, section, text } from "./text.ts";

/** https://docs.slack.dev/reference/block-kit/blocks/table-block: rows, the titles' among them, and characters of a message's tables. */
const MAX_ROWS = 100;
const MAX_CHARACTERS = 10_000;
const MAX_CELL = 150;

/** The groups as a table, and as a list for where Slack refuses one. @returns `rows` that there was room for, titles apart */
export function captureTable(
  groups: readonly FlowGroup[],
  catalog: Catalog,
): { rows: number; table: TableBlock; plain: RichTextBlock } {
  const { columns } = catalog.chat.capture;
  const rows = [["#", columns.server, columns.what, columns.count]];
  let characters = lengthOf(rows[0]);
  for (const { flow, count } of groups.slice(0, MAX_ROWS - 1)) {
    const row = [String(rows.length), nameFlow(flow), describeFlow(flow, catalog).title, String(count)].map(
      (cell) => cut(printable(cell), MAX_CELL),
    );
    characters += lengthOf(row);
    if (characters > MAX_CHARACTERS) break;
    rows.push(row);
  }
  const [, ...listed] = rows;
  return {
    rows: listed.length,
    table: {
      type: "table",
      column_settings: [{ align: "right" }, { is_wrapped: true }, { is_wrapped: true }, { align: "right" }],
      rows: rows.map((row) => row.map((cell) => ({ type: "raw_text", text: cell }))),
    },
    plain: richText([
      {
        type: "rich_text_list",
        style: "ordered",
        elements: listed.map(([, server = "", what = "", count = ""]) =>
          section(
            text(`${catalog.report.about({ name: server, text: what })} `),
            text(`×${count}`, { bold: true }),
          ),
        ),
      },
    ]),
  };
}

function lengthOf(row: readonly string[] | undefined): number {
  return (row ?? []).join("").length;
}
