import { isObject } from "../json.ts";
import {
  id,
  image,
  plainText,
  textKinds,
  textObject,
  textTypes,
  URL_LENGTH,
  exactlyOne,
} from "./composition.ts";
import {
  actionElement,
  contextAction,
  inputElement,
  modalInputElement,
  sectionAccessory,
} from "./elements.ts";
import { richText, richTextBlock } from "./rich-text.ts";
import {
  byType,
  enumeration,
  every,
  flag,
  integer,
  list,
  number,
  object,
  problem,
  text,
  url,
  type Check,
  type Fields,
} from "./schema.ts";

/** Layout blocks: https://docs.slack.dev/reference/block-kit/blocks */
const TABLE_ROWS = 100;
const TABLE_COLUMNS = 20;
const TABLE_CHARACTERS = 10_000;
export const MARKDOWN_CHARACTERS = 12_000;

function block(required: Fields, optional: Fields = {}): Check {
  return object(required, { block_id: id, ...optional });
}

const sectionHasContent: Check = (value, at) =>
  isObject(value) && value["text"] === undefined && value["fields"] === undefined
    ? problem("missing required field: text", at)
    : [];

const section = every(
  block(
    {},
    {
      text: textObject(),
      fields: list(textObject(2000), { min: 1, max: 10 }),
      accessory: sectionAccessory,
      expand: flag,
    },
  ),
  sectionHasContent,
);

const imageBlock = every(
  block(
    { alt_text: text({ max: 2000 }) },
    {
      image_url: url(URL_LENGTH),
      slack_file: object({}, { id: text(), url: text() }),
      title: plainText(2000),
    },
  ),
  exactlyOne("image_url", "slack_file"),
);

function input(element: Check): Check {
  return block(
    { label: plainText(2000), element },
    { hint: plainText(2000), optional: flag, dispatch_action: flag },
  );
}

const rawText = object({ text: text({ min: 1 }) });
const rawNumber = object({ value: number, text: text({ min: 1 }) });
const cell = byType({ raw_text: rawText, raw_number: rawNumber, rich_text: richText });

const fewCharacters: Check = (value, at) =>
  isObject(value) && countCharacters(value["rows"]) > TABLE_CHARACTERS
    ? problem(`must be less than ${TABLE_CHARACTERS + 1} characters`, `${at}/rows`)
    : [];

function countCharacters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countCharacters(item), 0);
  if (!isObject(value)) return 0;
  const own = typeof value["text"] === "string" ? value["text"].length : 0;
  return own + countCharacters(value["elements"]);
}

const table = every(
  block(
    { rows: list(list(cell, { min: 1, max: TABLE_COLUMNS }), { min: 1, max: TABLE_ROWS }) },
    {
      column_settings: list(object({}, { align: enumeration("left", "center", "right"), is_wrapped: flag }), {
        max: TABLE_COLUMNS,
      }),
    },
  ),
  fewCharacters,
);

const evenRows: Check = (value, at) => {
  const rows: unknown = isObject(value) ? value["rows"] : [];
  if (!Array.isArray(rows)) return [];
  const widths = new Set(rows.map((row: unknown) => (Array.isArray(row) ? row.length : 0)));
  return widths.size > 1 ? problem("all rows must have the same number of cells", `${at}/rows`) : [];
};

const dataTable = every(
  block(
    {
      rows: list(list(cell, { min: 1, max: TABLE_COLUMNS }), { min: 2, max: TABLE_ROWS + 1 }),
      caption: text({ min: 1 }),
    },
    { page_size: integer(1, 100), row_header_column_index: integer(0, TABLE_COLUMNS - 1) },
  ),
  evenRows,
  fewCharacters,
);

const source = byType({ url: object({ url: url(URL_LENGTH), text: text({ min: 1 }) }) });

const taskCard = block(
  {
    task_id: text({ min: 1 }),
    title: text({ min: 1 }),
    status: enumeration("pending", "in_progress", "complete", "error"),
  },
  { details: richTextBlock, output: richTextBlock, sources: list(source) },
);

const everywhere = {
  actions: block({ elements: list(actionElement, { min: 1, max: 25 }) }),
  context: block({ elements: list(byType({ image, ...textTypes }), { min: 1, max: 10 }) }),
  divider: block({}),
  header: block({ text: plainText(150) }),
  image: imageBlock,
  rich_text: richText,
  section,
};

/** What may stand in a message, a modal, the home tab. Slack knows more blocks (`video`, `card`, `carousel`, `container`,
 *  remote `file`); this workspace refuses them as it does unknown ones. */
export const messageBlock = byType({
  ...everywhere,
  input: input(inputElement),
  context_actions: block({ elements: list(contextAction, { min: 1, max: 5 }) }),
  markdown: block({ text: text({ min: 1, max: MARKDOWN_CHARACTERS }) }),
  table,
  data_table: dataTable,
  task_card: taskCard,
  plan: block({ title: text({ min: 1 }) }, { tasks: list(byType({ task_card: taskCard })) }),
});

export const modalBlock = byType({
  ...everywhere,
  input: input(modalInputElement),
  alert: block(
    { text: textKinds() },
    { level: enumeration("default", "info", "warning", "error", "success") },
  ),
});

export const homeBlock = byType({ ...everywhere, input: input(inputElement) });
