import type { KnownBlock, RichTextBlock } from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import { printable } from "../../report/printable.ts";
import type { Alert } from "../../watches/alert.ts";
import type { WatchedCertificate } from "../../watches/watched.ts";
import { dayAndTime, formatUtc } from "./dates.ts";
import { lines, richText, section, text } from "./text.ts";

type Field = keyof Catalog["alerts"]["replaced"]["fields"];
type Cell = string | number;

/** Of a cell, so that a table stays readable. */
const MAX_CELL = 200;
const MAX_NAMES = 5;

/** What is served now in the place of what was, field by field, only what differs; none when nothing came in its place. */
export function replacedBlocks(
  replaced: Alert["replaced"],
  { alerts, report }: Catalog,
): { table: KnownBlock[]; plain: KnownBlock[] } {
  if (replaced === null) return { table: [], plain: [] };
  const { fields, field, before, after } = alerts.replaced;
  const [old, fresh] = [cellsOf(replaced.before, alerts), cellsOf(replaced.after, alerts)];
  const changed = (Object.keys(fields) as Field[]).filter((each) => old[each] !== fresh[each]);
  if (changed.length === 0) return { table: [], plain: [] };
  const listed: RichTextBlock["elements"] = [];
  for (const each of changed) {
    const was = report.about({ name: before, text: plainCell(old[each]) });
    const is = report.about({ name: after, text: plainCell(fresh[each]) });
    listed.push(section(text(fields[each], { bold: true })), ...lines([was, is]));
  }
  return {
    table: [
      {
        type: "table",
        column_settings: [{ is_wrapped: true }, { is_wrapped: true }, { is_wrapped: true }],
        rows: [
          [field, before, after].map((name) => ({ type: "raw_text" as const, text: name })),
          ...changed.map((each) => [
            { type: "raw_text" as const, text: fields[each] },
            cell(old[each]),
            cell(fresh[each]),
          ]),
        ],
      },
    ],
    plain: [richText(listed)],
  };
}

function cellsOf(
  {
    subject,
    issuer,
    subjectAltName,
    names,
    publicKey,
    signatureAlgorithm,
    notBefore,
    notAfter,
  }: WatchedCertificate,
  { more }: Catalog["alerts"],
): Readonly<Record<Field, Cell>> {
  const listed = subjectAltName.slice(0, MAX_NAMES);
  return {
    subject,
    issuer,
    names: [...listed, ...(names > listed.length ? [more(names - listed.length)] : [])].join(", "),
    publicKey,
    signatureAlgorithm,
    notBefore,
    notAfter,
  };
}

/** A time is shown in the reader's own zone. */
function cell(content: Cell): { type: "raw_text"; text: string } | RichTextBlock {
  if (typeof content === "string") return { type: "raw_text", text: plainCell(content) };
  return richText([section(dayAndTime(content))]);
}

function plainCell(content: Cell): string {
  return typeof content === "string" ? printable(content, MAX_CELL) || "–" : formatUtc(content);
}
