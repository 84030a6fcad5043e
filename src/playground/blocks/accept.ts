import type { JsonObject } from "../client-api.ts";
import { isObject } from "../json.ts";
import { SlackError, refuse } from "../slack-error.ts";
import type { View } from "../state.ts";
import { ID_LENGTH, plainText } from "./composition.ts";
import { MARKDOWN_CHARACTERS, homeBlock, messageBlock, modalBlock } from "./layout.ts";
import { byType, flag, list, object, text, type Problem } from "./schema.ts";
import { elementsOf, findRepeatedIds, withIds } from "./uniqueness.ts";

const MESSAGE_BLOCKS = 50;
const VIEW_BLOCKS = 100;
const VIEW_BYTES = 250_000;

/** A message's blocks as Slack stores them, ids filled in. Throws `invalid_blocks_format`, `invalid_blocks` with where and why,
 *  `msg_blocks_too_long`, `invalid_attachments`. */
export function acceptMessageBlocks(given: unknown): readonly JsonObject[] {
  if (!Array.isArray(given)) throw new SlackError("invalid_blocks_format");
  const problems = list(messageBlock, { max: MESSAGE_BLOCKS })(given, "/blocks");
  if (problems.length > 0) throw refusal("invalid_blocks", problems);
  const blocks = given.filter(isObject);
  const repeated = findRepeatedIds(blocks, "/blocks");
  if (repeated.length > 0) throw refusal("invalid_blocks", repeated);
  if (blocks.filter(({ type }) => type === "table" || type === "data_table").length > 1)
    throw refuse("invalid_attachments", ["only_one_table_allowed"]);
  const markdown = blocks.flatMap((block) => (block["type"] === "markdown" ? [String(block["text"])] : []));
  if (markdown.join("").length > MARKDOWN_CHARACTERS) throw new SlackError("msg_blocks_too_long");
  return blocks.map(withIds);
}

/** The part of a view that the app decides. */
export type AcceptedView = Omit<View, "id" | "rootId" | "previousId" | "user" | "hash" | "values">;

const shared = {
  private_metadata: text({ max: 3000 }),
  callback_id: text({ max: ID_LENGTH }),
  external_id: text({ max: ID_LENGTH }),
};
const viewCheck = byType({
  modal: object(
    { title: plainText(24), blocks: list(modalBlock, { max: VIEW_BLOCKS }) },
    {
      ...shared,
      submit: plainText(24),
      close: plainText(24),
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
  ),
  home: object({ blocks: list(homeBlock, { max: VIEW_BLOCKS }) }, shared),
});

/** Throws `invalid_arguments` with where and why, `view_too_large`, `missing_scope` for a `file_input`. */
export function acceptView(given: unknown, scopes: readonly string[]): AcceptedView {
  if (!isObject(given)) throw refuse("invalid_arguments", ["missing required field: view"]);
  if (Buffer.byteLength(JSON.stringify(given)) > VIEW_BYTES) throw new SlackError("view_too_large");
  const problems = viewCheck(given, "/view");
  if (problems.length > 0)
    throw refusal("invalid_arguments", [
      { message: "failed to match all allowed schemas", pointer: "/view" },
      ...problems,
    ]);
  const blocks = Array.isArray(given["blocks"]) ? given["blocks"].filter(isObject) : [];
  const misplaced = [...findRepeatedIds(blocks, "/view/blocks"), ...findUnsubmittable(given, blocks)];
  if (misplaced.length > 0) throw refusal("invalid_arguments", misplaced);
  const hasFileInput = blocks.some((block) =>
    elementsOf(block).some(({ element }) => element["type"] === "file_input"),
  );
  if (hasFileInput && !scopes.includes("files:read"))
    throw new SlackError("missing_scope", { needed: "files:read", provided: scopes.join(",") });
  return {
    type: given["type"] === "home" ? "home" : "modal",
    externalId: stringOr(given["external_id"]),
    callbackId: stringOr(given["callback_id"]),
    privateMetadata: stringOr(given["private_metadata"]),
    title: objectOr(given["title"]),
    submit: objectOr(given["submit"]),
    close: objectOr(given["close"]),
    clearOnClose: given["clear_on_close"] === true,
    notifyOnClose: given["notify_on_close"] === true,
    blocks: blocks.map(withIds),
  };
}

function findUnsubmittable({ type, submit }: JsonObject, blocks: readonly JsonObject[]): Problem[] {
  if (type === "home" || submit !== undefined) return [];
  return blocks.flatMap((block, index) =>
    block["type"] === "input"
      ? [
          {
            message: "must define `submit` to use an `input` block in modals",
            pointer: `/view/blocks/${index}/input`,
          },
        ]
      : [],
  );
}

function refusal(code: string, problems: readonly Problem[]): SlackError {
  return refuse(
    code,
    problems.map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`),
  );
}

function stringOr(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function objectOr(value: unknown): JsonObject | null {
  return isObject(value) ? value : null;
}
