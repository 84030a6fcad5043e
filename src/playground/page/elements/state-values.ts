import type { JsonObject, StateValues } from "../../client-api.ts";
import { asObject, asObjects, asText, isObject } from "../json.ts";

/** Per element with state: the property of `view.state.values`, where its first value stands, and what empty is. */
const STATE: Readonly<
  Record<string, readonly [property: string, initial: string, empty: null | readonly []]>
> = {
  plain_text_input: ["value", "initial_value", null],
  email_text_input: ["value", "initial_value", null],
  url_text_input: ["value", "initial_value", null],
  number_input: ["value", "initial_value", null],
  rich_text_input: ["rich_text_value", "initial_value", null],
  static_select: ["selected_option", "initial_option", null],
  external_select: ["selected_option", "initial_option", null],
  users_select: ["selected_user", "initial_user", null],
  conversations_select: ["selected_conversation", "initial_conversation", null],
  channels_select: ["selected_channel", "initial_channel", null],
  multi_static_select: ["selected_options", "initial_options", []],
  multi_external_select: ["selected_options", "initial_options", []],
  multi_users_select: ["selected_users", "initial_users", []],
  multi_conversations_select: ["selected_conversations", "initial_conversations", []],
  multi_channels_select: ["selected_channels", "initial_channels", []],
  radio_buttons: ["selected_option", "initial_option", null],
  checkboxes: ["selected_options", "initial_options", []],
  datepicker: ["selected_date", "initial_date", null],
  timepicker: ["selected_time", "initial_time", null],
  datetimepicker: ["selected_date_time", "initial_date_time", null],
  file_input: ["files", "", []],
};

/** The property in which this element's state stands; `undefined` when it has none (buttons, overflow menus). */
export function stateProperty(element: JsonObject): string | undefined {
  return STATE[asText(element["type"])]?.[0];
}

/** What the element holds, entered or initial. */
export function stateOf(element: JsonObject, blockId: string, entered: StateValues): JsonObject | undefined {
  const type = asText(element["type"]);
  const known = STATE[type];
  if (known === undefined) return undefined;
  const [property, initial, empty] = known;
  return entered[blockId]?.[asText(element["action_id"])] ?? { type, [property]: element[initial] ?? empty };
}

/** `view.state.values`, or a message's `state.values`: every element with state, touched or not. */
export function collectValues(blocks: readonly JsonObject[], entered: StateValues): StateValues {
  const values: { [blockId: string]: { [actionId: string]: JsonObject } } = {};
  for (const block of blocks) {
    const blockId = asText(block["block_id"]);
    for (const element of elementsOf(block)) {
      const state = stateOf(element, blockId, entered);
      if (state) values[blockId] = { ...values[blockId], [asText(element["action_id"])]: state };
    }
  }
  return values;
}

/** What Slack's own client refuses before the app sees it, by block id. */
export function checkInputs(
  blocks: readonly JsonObject[],
  values: StateValues,
): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const block of blocks.filter(({ type }) => type === "input")) {
    const element = asObject(block["element"]);
    const blockId = asText(block["block_id"]);
    const state = stateOf(element, blockId, values) ?? {};
    const value = state[stateProperty(element) ?? ""];
    const error = isEmpty(value)
      ? block["optional"] !== true && "Please complete this required field."
      : checkText(element, value);
    if (error) errors[blockId] = error;
  }
  return errors;
}

function elementsOf(block: JsonObject): readonly JsonObject[] {
  return [block["element"], block["accessory"], ...asObjects(block["elements"])].filter(isObject);
}

function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

function checkText(element: JsonObject, value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const { type, min_length: least, min_value: min, max_value: max } = element;
  if (typeof least === "number" && value.length < least) return `Please use at least ${least} characters.`;
  if (type === "email_text_input" && !/^\S+@\S+\.\S+$/.test(value)) return "Please enter an email address.";
  if (type === "url_text_input" && !URL.canParse(value)) return "Please enter a URL.";
  if (type !== "number_input") return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) return "Please enter a number.";
  if (element["is_decimal_allowed"] !== true && !Number.isInteger(number))
    return "Please enter a whole number.";
  if (typeof min === "string" && number < Number(min)) return `Please enter at least ${min}.`;
  if (typeof max === "string" && number > Number(max)) return `Please enter at most ${max}.`;
  return undefined;
}
