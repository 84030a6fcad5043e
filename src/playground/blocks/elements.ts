import {
  URL_LENGTH,
  choice,
  confirmation,
  hasOptions,
  id,
  image,
  option,
  optionGroups,
  options,
  overflowOption,
  plainText,
} from "./composition.ts";
import { richTextBlock } from "./rich-text.ts";
import {
  byType,
  enumeration,
  every,
  flag,
  integer,
  list,
  matching,
  object,
  text,
  url,
  type Check,
  type Fields,
} from "./schema.ts";

/** Block elements: https://docs.slack.dev/reference/block-kit/block-elements */
const ANY_COUNT = Number.MAX_SAFE_INTEGER;
const BUTTON_TEXT = 75;
const BUTTON_VALUE = 2000;
const INPUT_LENGTH = 3000;
const style = enumeration("primary", "danger");
const label = { accessibility_label: text({ max: BUTTON_TEXT }) };
const common = { action_id: id, confirm: confirmation };
const focusable = { ...common, focus_on_load: flag };
const placeholder = { placeholder: plainText(150) };
const menu = { ...focusable, ...placeholder };
const several = { max_selected_items: integer(1, ANY_COUNT) };
const oneFrom = { options, option_groups: optionGroups };
const ids = list(text({ min: 1 }));
const filter = object(
  {},
  {
    include: list(enumeration("im", "mpim", "private", "public"), { min: 1 }),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
);
const typed = {
  action_id: id,
  focus_on_load: flag,
  ...placeholder,
  dispatch_action_config: object(
    {},
    { trigger_actions_on: list(enumeration("on_enter_pressed", "on_character_entered"), { min: 1, max: 2 }) },
  ),
};

const conversationFields: Fields = {
  ...menu,
  filter,
  response_url_enabled: flag,
  default_to_current_conversation: flag,
};
const feedbackButton = object({ text: plainText(BUTTON_TEXT), value: text({ max: BUTTON_VALUE }) }, label);

/** Every element by type; which of them may stand where is said below. */
const elements = {
  button: object(
    { text: plainText(BUTTON_TEXT) },
    { ...common, ...label, url: url(URL_LENGTH), value: text({ max: BUTTON_VALUE }), style },
  ),
  overflow: object({ options: list(overflowOption, { min: 1, max: 5 }) }, common),
  checkboxes: object(
    { options: list(choice, { min: 1, max: 10 }) },
    { ...focusable, initial_options: list(choice, { min: 1 }) },
  ),
  radio_buttons: object(
    { options: list(choice, { min: 1, max: 10 }) },
    { ...focusable, initial_option: choice },
  ),
  static_select: every(object({}, { ...menu, ...oneFrom, initial_option: option }), hasOptions),
  multi_static_select: every(
    object({}, { ...menu, ...oneFrom, ...several, initial_options: list(option, { min: 1 }) }),
    hasOptions,
  ),
  external_select: object({}, { ...menu, initial_option: option, min_query_length: integer(0, ANY_COUNT) }),
  users_select: object({}, { ...menu, initial_user: text() }),
  multi_users_select: object({}, { ...menu, ...several, initial_users: ids }),
  conversations_select: object({}, { ...conversationFields, initial_conversation: text() }),
  multi_conversations_select: object(
    {},
    { ...menu, ...several, filter, default_to_current_conversation: flag, initial_conversations: ids },
  ),
  channels_select: object({}, { ...menu, initial_channel: text(), response_url_enabled: flag }),
  multi_channels_select: object({}, { ...menu, ...several, initial_channels: ids }),
  datepicker: object({}, { ...menu, initial_date: matching(/^\d{4}-\d{2}-\d{2}$/) }),
  timepicker: object({}, { ...menu, initial_time: matching(/^([01]\d|2[0-3]):[0-5]\d$/), timezone: text() }),
  datetimepicker: object({}, { ...focusable, initial_date_time: integer(1_000_000_000, 9_999_999_999) }),
  plain_text_input: object(
    {},
    {
      ...typed,
      initial_value: text({ max: INPUT_LENGTH }),
      multiline: flag,
      min_length: integer(0, INPUT_LENGTH),
      max_length: integer(1, INPUT_LENGTH),
    },
  ),
  email_text_input: object({}, { ...typed, initial_value: text() }),
  url_text_input: object({}, { ...typed, initial_value: text() }),
  number_input: object(
    { is_decimal_allowed: flag },
    { ...typed, initial_value: text(), min_value: text(), max_value: text() },
  ),
  rich_text_input: object(
    {},
    { ...typed, initial_value: richTextBlock, min_lines: integer(1, 100), max_lines: integer(1, 100) },
  ),
  file_input: object(
    {},
    { action_id: id, filetypes: list(text({ min: 1 }), { min: 1 }), max_files: integer(1, 10) },
  ),
  image,
  feedback_buttons: object(
    { positive_button: feedbackButton, negative_button: feedbackButton },
    { action_id: id },
  ),
  icon_button: object(
    { icon: enumeration("trash"), text: plainText(BUTTON_TEXT) },
    { ...common, ...label, value: text({ max: BUTTON_VALUE }), visible_to_user_ids: ids },
  ),
} as const satisfies Readonly<Record<string, Check>>;

type ElementType = keyof typeof elements;

function among(...types: readonly ElementType[]): Check {
  return byType(Object.fromEntries(types.map((type) => [type, elements[type]])));
}

const menus: readonly ElementType[] = [
  "static_select",
  "multi_static_select",
  "external_select",
  "users_select",
  "multi_users_select",
  "conversations_select",
  "multi_conversations_select",
  "channels_select",
  "multi_channels_select",
];
const choices: readonly ElementType[] = ["checkboxes", "radio_buttons", "datepicker", "timepicker", ...menus];
const inputs: readonly ElementType[] = [
  ...choices,
  "datetimepicker",
  "plain_text_input",
  "email_text_input",
  "url_text_input",
  "number_input",
  "rich_text_input",
];

export const actionElement = among("button", "overflow", "datetimepicker", "rich_text_input", ...choices);
export const sectionAccessory = among("button", "overflow", "image", ...choices);
export const inputElement = among(...inputs);
/** Only modals take files. */
export const modalInputElement = among("file_input", ...inputs);
export const contextAction = among("feedback_buttons", "icon_button");
