import type { JsonObject } from "../../client-api.ts";
import { asObjects, asText, isObject } from "../json.ts";
import { decodeEntities } from "../text/mrkdwn.ts";
import { RichText } from "./rich-text.tsx";

/** Its first row is the header. It scrolls on its own, by keyboard too. */
export function TableBlock({ block }: { readonly block: JsonObject }) {
  return <Table rows={block["rows"]} columns={asObjects(block["column_settings"])} caption="" />;
}

/** Without the paging and sorting of Slack's own: all its rows, at most 100, are shown. */
export function DataTableBlock({ block }: { readonly block: JsonObject }) {
  return <Table rows={block["rows"]} columns={[]} caption={asText(block["caption"])} />;
}

function Table(props: {
  readonly rows: unknown;
  readonly columns: readonly JsonObject[];
  readonly caption: string;
}) {
  const { rows, columns, caption } = props;
  const [header = [], ...body] = Array.isArray(rows) ? rows.map((row: unknown) => asObjects(row)) : [];
  const look = (index: number) => ({
    "data-align": asText(columns[index]?.["align"]) || "left",
    "data-wrapped": columns[index]?.["is_wrapped"] === true,
  });
  return (
    <div className="table-scroll" role="region" aria-label={caption || "Table"} tabIndex={0}>
      <table>
        {caption === "" ? null : <caption>{caption}</caption>}
        <thead>
          <tr>
            {header.map((cell, index) => (
              <th key={index} scope="col" {...look(index)}>
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, rowIndex) => (
            <tr key={rowIndex}>
              {row.map((cell, index) => (
                <td key={index} {...look(index)}>
                  <Cell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell }: { readonly cell: JsonObject }) {
  if (cell["type"] === "rich_text") return <RichText block={cell} />;
  const text = isObject(cell) ? asText(cell["text"]) : "";
  return <span className="isolate">{decodeEntities(text)}</span>;
}
