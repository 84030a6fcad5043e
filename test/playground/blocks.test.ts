import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { acceptMessageBlocks, acceptView } from "../../src/playground/blocks/accept.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { SlackError } from "../../src/playground/slack-error.ts";
import { refusal, startSample, webClient } from "./sample.ts";

type Json = Record<string, unknown>;

const long = (length: number) => "x".repeat(length);
const times = <Item>(count: number, make: (index: number) => Item) =>
  Array.from({ length: count }, (_, i) => make(i));
const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const divider = { type: "divider" };
const button = (more: Json = {}) => ({ type: "button", text: plain("Go"), ...more });
const actions = (...elements: Json[]) => ({ type: "actions", elements });
const section = (more: Json) => ({ type: "section", text: mrkdwn("text"), ...more });
const option = (value: string, more: Json = {}) => ({ text: plain("option"), value, ...more });
const select = (more: Json = {}) => ({ type: "static_select", options: [option("a")], ...more });
const richText = (text: string) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
});
const raw = (text: string) => ({ type: "raw_text", text });
const task = (id: string, more: Json = {}) => ({
  type: "task_card",
  task_id: id,
  title: "Name",
  status: "complete",
  ...more,
});
const input = (element: Json, more: Json = {}) => ({
  type: "input",
  label: plain("Label"),
  element,
  ...more,
});
const typed = (more: Json = {}) => ({ type: "plain_text_input", ...more });
const modal = (more: Json = {}) => ({
  type: "modal",
  title: plain("Title"),
  submit: plain("Send"),
  blocks: [],
  ...more,
});

function messageProblem(blocks: unknown): { error: string; messages: unknown } | null {
  return problemOf(() => acceptMessageBlocks(blocks));
}

function viewProblem(view: unknown, scopes = ["files:read"]): { error: string; messages: unknown } | null {
  return problemOf(() => acceptView(view, scopes));
}

function problemOf(accept: () => unknown): { error: string; messages: unknown } | null {
  try {
    accept();
    return null;
  } catch (error) {
    if (error instanceof SlackError) return { error: error.code, messages: error.extra["errors"] };
    throw error;
  }
}

/** A message of the size that Slack takes, and of one more. */
interface Limit {
  readonly what: string;
  readonly limit: number;
  readonly blocks: (size: number) => readonly unknown[];
  readonly problem: string;
}

const LIMITS: readonly Limit[] = [
  {
    what: "blocks of a message",
    limit: 50,
    blocks: (n) => times(n, () => divider),
    problem: "no more than 50 items allowed [json-pointer:/blocks]",
  },
  {
    what: "header",
    limit: 150,
    blocks: (n) => [{ type: "header", text: plain(long(n)) }],
    problem: "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
  },
  {
    what: "section text",
    limit: 3000,
    blocks: (n) => [section({ text: mrkdwn(long(n)) })],
    problem: "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
  },
  {
    what: "section fields",
    limit: 10,
    blocks: (n) => [section({ fields: times(n, () => mrkdwn("f")) })],
    problem: "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
  },
  {
    what: "section field",
    limit: 2000,
    blocks: (n) => [section({ fields: [plain(long(n))] })],
    problem: "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
  },
  {
    what: "actions",
    limit: 25,
    blocks: (n) => [actions(...times(n, () => button()))],
    problem: "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
  },
  {
    what: "context elements",
    limit: 10,
    blocks: (n) => [{ type: "context", elements: times(n, () => mrkdwn("c")) }],
    problem: "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
  },
  {
    what: "context_actions",
    limit: 5,
    blocks: (n) => [
      {
        type: "context_actions",
        elements: times(n, () => ({ type: "icon_button", icon: "trash", text: plain("Delete") })),
      },
    ],
    problem: "no more than 5 items allowed [json-pointer:/blocks/0/elements]",
  },
  {
    what: "button text",
    limit: 75,
    blocks: (n) => [actions(button({ text: plain(long(n)) }))],
    problem: "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
  },
  {
    what: "button value",
    limit: 2000,
    blocks: (n) => [actions(button({ value: long(n) }))],
    problem: "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
  },
  {
    what: "button url",
    limit: 3000,
    blocks: (n) => [actions(button({ url: `https://a.test/${long(n - 15)}` }))],
    problem: "must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]",
  },
  {
    what: "accessibility_label",
    limit: 75,
    blocks: (n) => [actions(button({ accessibility_label: long(n) }))],
    problem: "must be less than 76 characters [json-pointer:/blocks/0/elements/0/accessibility_label]",
  },
  {
    what: "action_id",
    limit: 255,
    blocks: (n) => [actions(button({ action_id: long(n) }))],
    problem: "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
  },
  {
    what: "block_id",
    limit: 255,
    blocks: (n) => [{ type: "divider", block_id: long(n) }],
    problem: "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
  },
  {
    what: "options of a select",
    limit: 100,
    blocks: (n) => [actions(select({ options: times(n, (i) => option(`${i}`)) }))],
    problem: "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
  },
  {
    what: "option_groups",
    limit: 100,
    blocks: (n) => [
      actions({
        type: "static_select",
        option_groups: times(n, () => ({ label: plain("g"), options: [option("a")] })),
      }),
    ],
    problem: "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/option_groups]",
  },
  {
    what: "option text",
    limit: 75,
    blocks: (n) => [actions(select({ options: [{ text: plain(long(n)), value: "a" }] }))],
    problem: "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]",
  },
  {
    what: "option value",
    limit: 150,
    blocks: (n) => [actions(select({ options: [option(long(n))] }))],
    problem: "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]",
  },
  {
    what: "option description",
    limit: 75,
    blocks: (n) => [actions(select({ options: [option("a", { description: plain(long(n)) })] }))],
    problem: "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/description/text]",
  },
  {
    what: "placeholder",
    limit: 150,
    blocks: (n) => [actions(select({ placeholder: plain(long(n)) }))],
    problem: "must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]",
  },
  {
    what: "overflow options",
    limit: 5,
    blocks: (n) => [section({ accessory: { type: "overflow", options: times(n, (i) => option(`${i}`)) } })],
    problem: "no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]",
  },
  {
    what: "checkboxes",
    limit: 10,
    blocks: (n) => [actions({ type: "checkboxes", options: times(n, (i) => option(`${i}`)) })],
    problem: "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
  },
  {
    what: "radio buttons",
    limit: 10,
    blocks: (n) => [actions({ type: "radio_buttons", options: times(n, (i) => option(`${i}`)) })],
    problem: "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
  },
  {
    what: "confirm title",
    limit: 100,
    blocks: (n) => [actions(button({ confirm: { title: plain(long(n)), text: mrkdwn("?") } }))],
    problem: "must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]",
  },
  {
    what: "confirm text",
    limit: 300,
    blocks: (n) => [actions(button({ confirm: { text: mrkdwn(long(n)) } }))],
    problem: "must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]",
  },
  {
    what: "confirm button",
    limit: 30,
    blocks: (n) => [actions(button({ confirm: { text: mrkdwn("?"), confirm: plain(long(n)) } }))],
    problem: "must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]",
  },
  {
    what: "image alt_text",
    limit: 2000,
    blocks: (n) => [{ type: "image", image_url: "https://a.test/a.png", alt_text: long(n) }],
    problem: "must be less than 2001 characters [json-pointer:/blocks/0/alt_text]",
  },
  {
    what: "image title",
    limit: 2000,
    blocks: (n) => [
      { type: "image", image_url: "https://a.test/a.png", alt_text: "a", title: plain(long(n)) },
    ],
    problem: "must be less than 2001 characters [json-pointer:/blocks/0/title/text]",
  },
  {
    what: "input label",
    limit: 2000,
    blocks: (n) => [input(typed(), { label: plain(long(n)) })],
    problem: "must be less than 2001 characters [json-pointer:/blocks/0/label/text]",
  },
  {
    what: "input hint",
    limit: 2000,
    blocks: (n) => [input(typed(), { hint: plain(long(n)) })],
    problem: "must be less than 2001 characters [json-pointer:/blocks/0/hint/text]",
  },
  {
    what: "plain_text_input max_length",
    limit: 3000,
    blocks: (n) => [input(typed({ max_length: n }))],
    problem: "must be less than 3001 [json-pointer:/blocks/0/element/max_length]",
  },
  {
    what: "table rows",
    limit: 100,
    blocks: (n) => [{ type: "table", rows: times(n, () => [raw("c")]) }],
    problem: "no more than 100 items allowed [json-pointer:/blocks/0/rows]",
  },
  {
    what: "table columns",
    limit: 20,
    blocks: (n) => [{ type: "table", rows: [times(n, () => raw("c"))] }],
    problem: "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
  },
  {
    what: "table column_settings",
    limit: 20,
    blocks: (n) => [
      { type: "table", rows: [[raw("c")]], column_settings: times(n, () => ({ align: "left" })) },
    ],
    problem: "no more than 20 items allowed [json-pointer:/blocks/0/column_settings]",
  },
  {
    what: "table characters",
    limit: 10_000,
    blocks: (n) => [{ type: "table", rows: [[raw(long(9_000)), richText(long(n - 9_000))]] }],
    problem: "must be less than 10001 characters [json-pointer:/blocks/0/rows]",
  },
  {
    what: "data_table rows",
    limit: 101,
    blocks: (n) => [{ type: "data_table", caption: "c", rows: times(n, () => [raw("c")]) }],
    problem: "no more than 101 items allowed [json-pointer:/blocks/0/rows]",
  },
  {
    what: "markdown",
    limit: 12_000,
    blocks: (n) => [{ type: "markdown", text: long(n) }],
    problem: "must be less than 12001 characters [json-pointer:/blocks/0/text]",
  },
];

describe("Slack's limits", () => {
  test.each(LIMITS)("$what: $limit", ({ limit, blocks, problem }) => {
    expect(messageProblem(blocks(limit))).toBeNull();
    expect(messageProblem(blocks(limit + 1))).toMatchObject({
      error: "invalid_blocks",
      messages: expect.arrayContaining([problem]) as unknown,
    });
  });

  test("modals and the home tab have 100 blocks", () => {
    for (const view of [modal(), { type: "home" }]) {
      expect(viewProblem({ ...view, blocks: times(100, () => divider) })).toBeNull();
      expect(viewProblem({ ...view, blocks: times(101, () => divider) })?.messages).toContain(
        "no more than 100 items allowed [json-pointer:/view/blocks]",
      );
    }
  });

  test.each([
    ["title", 24, (text: string) => ({ title: plain(text) }), "/view/title/text"],
    ["submit", 24, (text: string) => ({ submit: plain(text) }), "/view/submit/text"],
    ["close", 24, (text: string) => ({ close: plain(text) }), "/view/close/text"],
    ["private_metadata", 3000, (text: string) => ({ private_metadata: text }), "/view/private_metadata"],
    ["callback_id", 255, (text: string) => ({ callback_id: text }), "/view/callback_id"],
    ["external_id", 255, (text: string) => ({ external_id: text }), "/view/external_id"],
  ] as const)("a modal's %s: %i", (_what, limit, part, pointer) => {
    expect(viewProblem(modal(part(long(limit))))).toBeNull();
    expect(viewProblem(modal(part(long(limit + 1))))).toEqual({
      error: "invalid_arguments",
      messages: [
        "failed to match all allowed schemas [json-pointer:/view]",
        `must be less than ${limit + 1} characters [json-pointer:${pointer}]`,
      ],
    });
  });
});

describe("what Slack takes", () => {
  test.each([
    [
      "every style of rich text",
      [
        {
          type: "rich_text",
          elements: [
            {
              type: "rich_text_section",
              elements: [
                { type: "text", text: "a", style: { bold: true, code: true } },
                { type: "link", url: "https://a.test" },
                { type: "emoji", name: "wave" },
              ],
            },
            {
              type: "rich_text_list",
              style: "ordered",
              indent: 1,
              elements: [{ type: "rich_text_section", elements: [] }],
            },
            { type: "rich_text_preformatted", border: 0, elements: [{ type: "text", text: "a" }] },
            { type: "rich_text_quote", elements: [{ type: "text", text: "a" }] },
          ],
        },
      ],
    ],
    [
      "a plan of tasks",
      [
        {
          type: "plan",
          title: "Checking",
          tasks: [
            task("a", {
              details: richText("d"),
              output: richText("o"),
              sources: [{ type: "url", url: "https://a.test", text: "a" }],
            }),
            task("b", { status: "in_progress" }),
          ],
        },
      ],
    ],
    ["an input in a message", [input(typed(), { dispatch_action: true })]],
    [
      "menus of every source",
      [
        actions(
          select(),
          { type: "users_select" },
          { type: "conversations_select", filter: { include: ["im"] } },
          { type: "channels_select" },
          { type: "datepicker", initial_date: "2026-11-20" },
          { type: "timepicker", initial_time: "23:59" },
        ),
      ],
    ],
    [
      "an image in a context",
      [
        {
          type: "context",
          elements: [{ type: "image", image_url: "https://a.test/a.png", alt_text: "a" }, plain("b")],
        },
      ],
    ],
    [
      "ids that repeat in another block",
      [actions(button({ action_id: "a" })), actions(button({ action_id: "a" }))],
    ],
  ])("%s", (_what, blocks) => expect(messageProblem(blocks)).toBeNull());

  test("ids are given to what came without", () => {
    const [block] = acceptMessageBlocks([actions(button(), button({ action_id: "mine" }))]);
    expect(block).toMatchObject({
      block_id: expect.stringMatching(/^\w{5}$/) as unknown,
      elements: [{ action_id: expect.stringMatching(/^\w{5}$/) as unknown }, { action_id: "mine" }],
    });
  });

  test("a modal may have an alert and take files", () => {
    const blocks = [
      { type: "alert", text: plain("Careful"), level: "warning" },
      input({ type: "file_input", max_files: 10 }),
    ];
    expect(viewProblem(modal({ blocks }))).toBeNull();
  });
});

describe("what Slack refuses", () => {
  const at0 = "[json-pointer:/blocks/0";
  test.each([
    ["no array", {}, "invalid_blocks_format", undefined],
    ["an unknown block", [{ type: "banner" }], "invalid_blocks", [`unsupported type: banner ${at0}/type]`]],
    ["a block without type", [{}], "invalid_blocks", [`missing required field: type ${at0}]`]],
    ["a block that is no object", ["text"], "invalid_blocks", [`must provide an object ${at0}]`]],
    [
      "an unknown field",
      [{ type: "divider", colour: 1 }],
      "invalid_blocks",
      [`invalid additional property: colour ${at0}]`],
    ],
    ["an empty section", [{ type: "section" }], "invalid_blocks", [`missing required field: text ${at0}]`]],
    [
      "an empty text",
      [{ type: "header", text: plain("") }],
      "invalid_blocks",
      [`must be more than 0 characters ${at0}/text/text]`],
    ],
    [
      "mrkdwn in a header",
      [{ type: "header", text: mrkdwn("a") }],
      "invalid_blocks",
      [`unsupported type: mrkdwn ${at0}/text/type]`],
    ],
    [
      "emoji on mrkdwn",
      [section({ text: { ...mrkdwn("a"), emoji: true } })],
      "invalid_blocks",
      [`failed to match all allowed schemas ${at0}/text]`, `invalid additional property: emoji ${at0}/text]`],
    ],
    [
      "a text instead of a text object",
      [section({ text: "a" })],
      "invalid_blocks",
      [`failed to match all allowed schemas ${at0}/text]`, `must provide an object ${at0}/text]`],
    ],
    [
      "an unknown style",
      [actions(button({ style: "warning" }))],
      "invalid_blocks",
      [`must be a valid enum value ${at0}/elements/0/style]`],
    ],
    [
      "a number for a text",
      [actions(button({ value: 1 }))],
      "invalid_blocks",
      [`must provide a string ${at0}/elements/0/value]`],
    ],
    [
      "an address that is none",
      [actions(button({ url: "javascript:alert(1)" }))],
      "invalid_blocks",
      [`must be a valid uri ${at0}/elements/0/url]`],
    ],
    [
      "actions without an element",
      [actions()],
      "invalid_blocks",
      [`must provide at least 1 items ${at0}/elements]`],
    ],
    [
      "a button without text",
      [actions({ type: "button" })],
      "invalid_blocks",
      [`missing required field: text ${at0}/elements/0]`],
    ],
    [
      "a menu without options",
      [actions({ type: "static_select" })],
      "invalid_blocks",
      [`missing required field: options ${at0}/elements/0]`],
    ],
    [
      "options and groups",
      [actions(select({ option_groups: [{ label: plain("g"), options: [option("a")] }] }))],
      "invalid_blocks",
      [`only one of \`options\` and \`option_groups\` is allowed ${at0}/elements/0]`],
    ],
    [
      "an input element among actions",
      [actions(typed())],
      "invalid_blocks",
      [`unsupported type: plain_text_input ${at0}/elements/0/type]`],
    ],
    [
      "a button in an input",
      [input(button())],
      "invalid_blocks",
      [`unsupported type: button ${at0}/element/type]`],
    ],
    [
      "a date that is none",
      [actions({ type: "datepicker", initial_date: "tomorrow" })],
      "invalid_blocks",
      [`input must match regex pattern: ^\\d{4}-\\d{2}-\\d{2}$ ${at0}/elements/0/initial_date]`],
    ],
    [
      "an image without address",
      [{ type: "image", alt_text: "a" }],
      "invalid_blocks",
      [`missing required field: image_url ${at0}]`],
    ],
    [
      "a file_input outside a modal",
      [input({ type: "file_input" })],
      "invalid_blocks",
      [`unsupported type: file_input ${at0}/element/type]`],
    ],
    [
      "an alert outside a modal",
      [{ type: "alert", text: plain("a") }],
      "invalid_blocks",
      [`unsupported type: alert ${at0}/type]`],
    ],
    [
      "a task with an unknown status",
      [task("a", { status: "done" })],
      "invalid_blocks",
      [`must be a valid enum value ${at0}/status]`],
    ],
    [
      "a task's title as a text object",
      [task("a", { title: plain("a") })],
      "invalid_blocks",
      [`must provide a string ${at0}/title]`],
    ],
    [
      "a task's details as mrkdwn",
      [task("a", { details: mrkdwn("a") })],
      "invalid_blocks",
      [`unsupported type: mrkdwn ${at0}/details/type]`],
    ],
    [
      "tasks with one id",
      [{ type: "plan", title: "p", tasks: [task("a"), task("a")] }],
      "invalid_blocks",
      [`\`task_id\` "a" already exists ${at0}/tasks/1/task_id]`],
    ],
    [
      "blocks with one id",
      [
        { ...divider, block_id: "a" },
        { ...divider, block_id: "a" },
      ],
      "invalid_blocks",
      ['`block_id` "a" already exists [json-pointer:/blocks/1/block_id]'],
    ],
    [
      "elements of a block with one id",
      [actions(button({ action_id: "a" }), button({ action_id: "a" }))],
      "invalid_blocks",
      [`\`action_id\` "a" already exists ${at0}/elements/1/action_id]`],
    ],
    [
      "an empty table cell",
      [{ type: "table", rows: [[raw("")]] }],
      "invalid_blocks",
      [`must be more than 0 characters ${at0}/rows/0/0/text]`],
    ],
    [
      "two tables",
      [
        { type: "table", rows: [[raw("a")]] },
        { type: "table", rows: [[raw("a")]] },
      ],
      "invalid_attachments",
      ["only_one_table_allowed"],
    ],
    [
      "12,001 characters in two markdown blocks",
      [
        { type: "markdown", text: long(6_001) },
        { type: "markdown", text: long(6_000) },
      ],
      "msg_blocks_too_long",
      undefined,
    ],
    [
      "uneven rows in a data_table",
      [{ type: "data_table", caption: "c", rows: [[raw("a"), raw("b")], [raw("a")]] }],
      "invalid_blocks",
      [`all rows must have the same number of cells ${at0}/rows]`],
    ],
    [
      "an empty rich text",
      [richText("")],
      "invalid_blocks",
      [`must be more than 0 characters ${at0}/elements/0/elements/0/text]`],
    ],
    [
      "a list in a quote",
      [
        {
          type: "rich_text",
          elements: [{ type: "rich_text_quote", elements: [{ type: "rich_text_list" }] }],
        },
      ],
      "invalid_blocks",
      [`unsupported type: rich_text_list ${at0}/elements/0/elements/0/type]`],
    ],
    [
      "__proto__ as a type",
      [{ type: "__proto__" }],
      "invalid_blocks",
      [`unsupported type: __proto__ ${at0}/type]`],
    ],
  ])("%s", (_what, blocks, error, messages) => {
    expect(messageProblem(blocks)).toEqual({ error, messages });
  });

  test.each([
    ["a plan", { type: "plan", title: "p" }],
    ["a task_card", task("a")],
    ["markdown", { type: "markdown", text: "a" }],
    ["context_actions", { type: "context_actions", elements: [] }],
    ["a table", { type: "table", rows: [[raw("a")]] }],
  ])("%s outside a message", (_what, block) => {
    for (const view of [modal({ blocks: [block] }), { type: "home", blocks: [block] }])
      expect(viewProblem(view)?.messages).toContain(
        `unsupported type: ${block.type} [json-pointer:/view/blocks/0/type]`,
      );
  });

  test.each([
    [
      "a modal with inputs and no submit",
      { ...modal({ blocks: [input(typed())] }), submit: undefined },
      "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]",
    ],
    [
      "a home tab with a title",
      { type: "home", title: plain("a"), blocks: [] },
      "invalid additional property: title [json-pointer:/view]",
    ],
    [
      "a home tab with a file_input",
      { type: "home", blocks: [input({ type: "file_input" })] },
      "unsupported type: file_input [json-pointer:/view/blocks/0/element/type]",
    ],
    [
      "another type of view",
      { type: "workflow_step", blocks: [] },
      "unsupported type: workflow_step [json-pointer:/view/type]",
    ],
    ["no view", undefined, "missing required field: view"],
  ])("%s", (_what, view, message) => {
    expect(viewProblem(view)).toMatchObject({
      error: "invalid_arguments",
      messages: expect.arrayContaining([message]) as unknown,
    });
  });

  test("a file_input needs files:read, and a view has 250 kB", () => {
    expect(viewProblem(modal({ blocks: [input({ type: "file_input" })] }), [])?.error).toBe("missing_scope");
    const blocks = times(90, () => section({ text: mrkdwn(long(3000)) }));
    expect(viewProblem(modal({ blocks }))?.error).toBe("view_too_large");
  });
});

describe("through the Web API", () => {
  let playground: Playground;
  beforeAll(async () => {
    playground = await startSample();
  });
  afterAll(() => playground.close());

  test("the answer names the place", async () => {
    const post = webClient(playground).chat.postMessage({
      channel: playground.channel("general"),
      text: "a",
      blocks: [{ type: "header", text: { type: "plain_text", text: long(151) } }],
    });
    expect(await refusal(post)).toEqual({
      error: "invalid_blocks",
      messages: ["[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"],
    });
  });

  test("blocks that are no JSON", async () => {
    const response = await fetch(`${playground.apiUrl}chat.postMessage`, {
      method: "POST",
      headers: { authorization: `Bearer ${playground.botToken}` },
      body: new URLSearchParams({ channel: playground.channel("general"), blocks: "[{" }),
    });
    expect(await response.json()).toEqual({ ok: false, error: "invalid_blocks_format" });
  });
});
