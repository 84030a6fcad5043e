import { isObject } from "../json.ts";
import {
  anyOf,
  byType,
  enumeration,
  every,
  flag,
  list,
  object,
  problem,
  text,
  url,
  type Check,
} from "./schema.ts";

/** Composition objects: https://docs.slack.dev/reference/block-kit/composition-objects */
const TEXT_LENGTH = 3000;
const OPTION_LENGTH = 75;
const OPTION_VALUE_LENGTH = 150;
const OPTIONS = 100;
export const URL_LENGTH = 3000;
export const ID_LENGTH = 255;

export const id = text({ min: 1, max: ID_LENGTH });

const plainTextKind = (max: number) => object({ text: text({ min: 1, max }) }, { emoji: flag });
const mrkdwnKind = (max: number) => object({ text: text({ min: 1, max }) }, { verbatim: flag });

export function plainText(max: number): Check {
  return byType({ plain_text: plainTextKind(max) });
}

/** `plain_text` or `mrkdwn`. */
export function textObject(max = TEXT_LENGTH): Check {
  return anyOf(textKinds(max));
}

export function textKinds(max = TEXT_LENGTH): Check {
  return byType({ plain_text: plainTextKind(max), mrkdwn: mrkdwnKind(max) });
}

export const textTypes = { plain_text: plainTextKind(TEXT_LENGTH), mrkdwn: mrkdwnKind(TEXT_LENGTH) };

export const confirmation = object(
  { text: textObject(300) },
  {
    title: plainText(100),
    confirm: plainText(30),
    deny: plainText(30),
    style: enumeration("primary", "danger"),
  },
);

const optionValue = text({ max: OPTION_VALUE_LENGTH });

/** In a menu. */
export const option = object(
  { text: plainText(OPTION_LENGTH), value: optionValue },
  { description: plainText(OPTION_LENGTH) },
);
/** In checkboxes and radio buttons, whose texts may be mrkdwn. */
export const choice = object(
  { text: textObject(OPTION_LENGTH), value: optionValue },
  { description: textObject(OPTION_LENGTH) },
);
/** In an overflow menu, which also knows links. */
export const overflowOption = object(
  { text: plainText(OPTION_LENGTH), value: optionValue },
  { description: plainText(OPTION_LENGTH), url: url(URL_LENGTH) },
);

export const options = list(option, { min: 1, max: OPTIONS });
export const optionGroups = list(object({ label: plainText(OPTION_LENGTH), options }), {
  min: 1,
  max: OPTIONS,
});

/** Either `options` or `option_groups`. */
export const hasOptions: Check = (value, at) => {
  if (!isObject(value)) return [];
  if (value["options"] === undefined && value["option_groups"] === undefined)
    return problem("missing required field: options", at);
  const isBoth = value["options"] !== undefined && value["option_groups"] !== undefined;
  return isBoth ? problem("only one of `options` and `option_groups` is allowed", at) : [];
};

export const image = every(
  object(
    { alt_text: text({ max: 2000 }) },
    { image_url: url(URL_LENGTH), slack_file: object({}, { id: text(), url: text() }) },
  ),
  exactlyOne("image_url", "slack_file"),
);

export function exactlyOne(first: string, second: string): Check {
  return (value, at) => {
    if (!isObject(value)) return [];
    if (value[first] === undefined && value[second] === undefined)
      return problem(`missing required field: ${first}`, at);
    const isBoth = value[first] !== undefined && value[second] !== undefined;
    return isBoth ? problem(`only one of \`${first}\` and \`${second}\` is allowed`, at) : [];
  };
}
