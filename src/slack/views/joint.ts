import type { KnownBlock, TableBlock } from "@slack/types";
import type { Joint } from "../../diagnosis/traces/join-captures.ts";
import type { Catalog } from "../../locales/catalog.ts";
import type { JointDescription } from "../../report/joint-words.ts";
import { describeJoint } from "../../report/joint-words.ts";
import { printable } from "../../report/printable.ts";
import { header, lines, plainText, richText, section, text } from "./text.ts";

/** Of the longer list; Slack's `table` has 100 rows, and nobody reads as many. */
const MAX_NAMES = 24;
const MAX_CELL = 80;

/** What a capture and a check say together, both lists side by side: a table, and a list for where Slack refuses one. */
export function jointBlocks(joint: Joint, catalog: Catalog): { blocks: KnownBlock[]; plain: KnownBlock[] } {
  const { title, evidence, resolution, between, lists } = describeJoint(joint, catalog);
  const seen = section(text(catalog.report.evidence, { bold: true }));
  const end: KnownBlock[] = [
    richText([section(text(catalog.report.resolution, { bold: true })), ...lines(resolution)]),
    { type: "context", elements: [plainText(printable(between), 300)] },
  ];
  const plain = [header(title), richText([seen, ...lines(evidence)]), ...end];
  return {
    blocks: lists === null ? plain : [header(title), richText([seen]), listsTable(lists, catalog), ...end],
    plain,
  };
}

function listsTable(
  { offered, accepted }: NonNullable<JointDescription["lists"]>,
  { joint }: Catalog,
): TableBlock {
  const fill = (names: readonly string[]) =>
    names.length <= MAX_NAMES
      ? names
      : names.slice(0, MAX_NAMES - 1).concat(joint.more(names.length - MAX_NAMES + 1));
  const [left, right] = [fill(offered.names), fill(accepted.names)];
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, index) => [
    left[index] ?? "",
    right[index] ?? "",
  ]);
  return {
    type: "table",
    column_settings: [{ is_wrapped: true }, { is_wrapped: true }],
    rows: [[offered.title, accepted.title], ...rows].map((row) =>
      row.map((cell) => ({ type: "raw_text", text: cell === "" ? " " : printable(cell, MAX_CELL) })),
    ),
  };
}
