import type { Evidence } from "../../diagnosis/evidence.ts";
import { formatTarget } from "../../diagnosis/target.ts";
import type { Catalog } from "../../locales/catalog.ts";
import type { ClientRow } from "../../report/client-table.ts";
import { clientTable } from "../../report/client-table.ts";
import type { MessageView } from "./message.ts";
import { header, messageText, richText, section, text } from "./text.ts";

const MARKS: Readonly<Record<ClientRow["state"], string>> = { connects: "✓", fails: "✗", not_asked: "–" };

/** Which named clients get a handshake: a table, and a list for where Slack refuses one. */
export function clientsView(evidence: Evidence, catalog: Catalog): MessageView {
  const { title, columns } = catalog.clients;
  const rows = clientTable(evidence, catalog)?.rows ?? [];
  const heading = catalog.report.about({ name: formatTarget(evidence.target), text: title });
  const cells = rows.map(({ client, state, result }) => [`${MARKS[state]} ${client}`, result]);
  return {
    text: messageText(heading),
    blocks: [
      header(heading),
      {
        type: "table",
        column_settings: [{ is_wrapped: true }, { is_wrapped: true }],
        rows: [[columns.client, columns.result], ...cells].map((row) =>
          row.map((cell) => ({ type: "raw_text", text: cell })),
        ),
      },
    ],
    plainBlocks: [
      header(heading),
      richText([
        {
          type: "rich_text_list",
          style: "bullet",
          elements: cells.map(([client = "", result = ""]) =>
            section(text(catalog.report.about({ name: client, text: result }))),
          ),
        },
      ]),
    ],
  };
}
