import type { JsonObject, StateValues } from "./client-api.ts";
import { ClientError } from "./client-error.ts";
import { locateElements, optionOf, valueKey, type Located } from "./input-state.ts";
import { isObject } from "./json.ts";
import type { Workspace } from "./workspace.ts";

/** Slack's action object, made from the element itself so that nobody can click what is not there. */
export function completeAction(
  workspace: Workspace,
  blocks: readonly JsonObject[],
  action: JsonObject,
): JsonObject {
  const found = locateElements(blocks).find(
    ({ block, element }) =>
      element["action_id"] === action["action_id"] &&
      (action["block_id"] === undefined || block["block_id"] === action["block_id"]),
  );
  if (found === undefined) throw notThere();
  const { block, element } = found;
  return {
    action_id: element["action_id"],
    block_id: block["block_id"],
    ...chosen(found, action),
    type: element["type"],
    action_ts: workspace.ids.ts(),
  };
}

/** The state that Slack sends with an action has the action's own choice in it. */
export function withChoice(given: StateValues, action: JsonObject): StateValues {
  const blockId = String(action["block_id"]);
  return { ...given, [blockId]: { ...given[blockId], [String(action["action_id"])]: action } };
}

function chosen({ element }: Located, action: JsonObject): JsonObject {
  const { type } = element;
  switch (type) {
    case "button":
    case "icon_button": {
      const kept = ["text", "value", "style", "url", "icon"].filter((key) => element[key] !== undefined);
      return Object.fromEntries(kept.map((key) => [key, element[key]]));
    }
    case "feedback_buttons": {
      const buttons = [element["positive_button"], element["negative_button"]].filter(isObject);
      const pressed = buttons.find(({ value }) => value === action["value"]);
      if (pressed === undefined) throw notThere();
      return { text: pressed["text"], value: pressed["value"] };
    }
    case "static_select":
    case "radio_buttons":
    case "overflow":
      return { selected_option: pick(element, action["selected_option"]) };
    case "multi_static_select":
    case "checkboxes": {
      const options: unknown = action["selected_options"];
      return {
        selected_options: Array.isArray(options)
          ? options.map((option: unknown) => pick(element, option))
          : [],
      };
    }
    default: {
      const key = valueKey(type);
      return key === undefined ? {} : { [key]: action[key] ?? null };
    }
  }
}

function pick(element: JsonObject, given: unknown): JsonObject {
  const option = optionOf(element, isObject(given) ? given["value"] : undefined);
  if (option === undefined) throw notThere();
  return option;
}

export function notThere(): ClientError {
  return new ClientError("not_there", "That is no longer there.");
}
