import { elementsOf } from "./blocks/uniqueness.ts";
import type { Id, JsonObject, StateValues } from "./client-api.ts";
import { fileObject } from "./files.ts";
import { isObject } from "./json.ts";
import type { Workspace } from "./workspace.ts";

/** By element type: the key under which its state, and its action, hold what was chosen, and the element's key for what it starts with. */
const VALUE_KEYS: Readonly<Record<string, readonly [value: string, initial: string]>> = {
  plain_text_input: ["value", "initial_value"],
  email_text_input: ["value", "initial_value"],
  url_text_input: ["value", "initial_value"],
  number_input: ["value", "initial_value"],
  rich_text_input: ["rich_text_value", "initial_value"],
  static_select: ["selected_option", "initial_option"],
  external_select: ["selected_option", "initial_option"],
  radio_buttons: ["selected_option", "initial_option"],
  multi_static_select: ["selected_options", "initial_options"],
  multi_external_select: ["selected_options", "initial_options"],
  checkboxes: ["selected_options", "initial_options"],
  users_select: ["selected_user", "initial_user"],
  multi_users_select: ["selected_users", "initial_users"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  multi_conversations_select: ["selected_conversations", "initial_conversations"],
  channels_select: ["selected_channel", "initial_channel"],
  multi_channels_select: ["selected_channels", "initial_channels"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
  file_input: ["files", "initial_files"],
};

export function valueKey(type: unknown): string | undefined {
  return VALUE_KEYS[String(type)]?.[0];
}

export interface Located {
  readonly block: JsonObject;
  readonly element: JsonObject;
}

/** Every interactive element of a message or view. */
export function locateElements(blocks: readonly JsonObject[]): Located[] {
  return blocks.flatMap((block) => elementsOf(block).map(({ element }) => ({ block, element })));
}

/** `state.values` as Slack sends it: an entry for every element that can hold a value, from what the client gave, else as it started. */
export function stateValues(
  workspace: Workspace,
  blocks: readonly JsonObject[],
  given: StateValues,
): JsonObject {
  const values: Record<string, Record<string, JsonObject>> = {};
  for (const { block, element } of locateElements(blocks)) {
    const keys = VALUE_KEYS[String(element["type"])];
    if (keys === undefined) continue;
    const [key, initial] = keys;
    const [blockId, actionId] = [String(block["block_id"]), String(element["action_id"])];
    const entered = given[blockId]?.[actionId]?.[key];
    const value = entered === undefined ? (element[initial] ?? emptyOf(key)) : entered;
    values[blockId] = {
      ...values[blockId],
      [actionId]: {
        type: element["type"],
        [key]: key === "files" ? submittedFiles(workspace, value) : value,
      },
    };
  }
  return values;
}

function emptyOf(key: string): unknown {
  return key === "files" || key.endsWith("s") ? [] : null;
}

/** The page names files by id; the app gets whole file objects, and may read them from now on. */
function submittedFiles(workspace: Workspace, value: unknown): readonly JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((given: unknown) => {
    const id: unknown = isObject(given) ? given["id"] : given;
    const file = typeof id === "string" ? workspace.files.get(id satisfies Id) : undefined;
    if (file === undefined || file.isDeleted) return [];
    file.isSubmitted = true;
    return [fileObject(workspace, file)];
  });
}

/** What Slack's client says itself before it submits: block_id → sentence. */
export function findInputErrors(blocks: readonly JsonObject[], values: JsonObject): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, element } of locateElements(blocks)) {
    if (block["type"] !== "input") continue;
    const blockId = String(block["block_id"]);
    const ofBlock = values[blockId];
    const state = isObject(ofBlock) ? ofBlock[String(element["action_id"])] : undefined;
    const value = isObject(state) ? state[valueKey(element["type"]) ?? ""] : undefined;
    const isEmpty =
      value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
    if (isEmpty && block["optional"] !== true) errors[blockId] = "Please complete this required field.";
    if (isEmpty || typeof value !== "string") continue;
    const { min_length, max_length } = element;
    if (typeof min_length === "number" && value.length < min_length)
      errors[blockId] = `Please use at least ${min_length} characters.`;
    if (typeof max_length === "number" && value.length > max_length)
      errors[blockId] = `Please use no more than ${max_length} characters.`;
  }
  return errors;
}

/** What a test says was typed or chosen: text, a date, an option's value, ids; several for what takes several. */
export type Choice = string | readonly string[];

/** That choice as the page would give it for this element. */
export function enter(element: JsonObject, choice: Choice | undefined): JsonObject {
  const key = valueKey(element["type"]);
  if (choice === undefined) return {};
  const several = typeof choice === "string" ? [choice] : choice;
  if (key === "selected_option" || element["type"] === "overflow")
    return { selected_option: optionOf(element, several[0]) };
  if (key === "selected_options") return { [key]: several.map((value) => optionOf(element, value)) };
  if (key === "files") return { files: several.map((id) => ({ id })) };
  if (key === "selected_date_time") return { [key]: Number(several[0]) };
  if (key === undefined) return { value: several[0] };
  return { [key]: key.endsWith("s") ? several : several[0] };
}

/** The element's own option with that value. */
export function optionOf(element: JsonObject, value: unknown): JsonObject | undefined {
  const groups = Array.isArray(element["option_groups"]) ? element["option_groups"].filter(isObject) : [];
  return [element, ...groups]
    .flatMap(({ options }): unknown[] => (Array.isArray(options) ? options : []))
    .filter(isObject)
    .find((option) => option["value"] === value);
}
