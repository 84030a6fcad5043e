import type { KeyboardEvent } from "react";
import { asNumber, asObject, asObjects, asText, asTexts } from "../json.ts";
import { plainText } from "../text/text.tsx";
import { useElement, type ElementProps } from "./use-element.ts";

const INPUT_TYPES: Readonly<Record<string, string>> = {
  email_text_input: "email",
  url_text_input: "url",
  number_input: "text",
  plain_text_input: "text",
};

/** `plain_text_input`, `email_text_input`, `url_text_input` and `number_input`. */
export function TextInput(props: ElementProps) {
  const { element } = props;
  const { state, enter, act } = useElement(props);
  const triggers = asTexts(asObject(element["dispatch_action_config"])["trigger_actions_on"]);
  const shared = {
    className: "text-input",
    value: asText(state["value"]),
    placeholder: plainText(element["placeholder"]),
    maxLength: asNumber(element["max_length"]),
    autoFocus: element["focus_on_load"] === true,
    "aria-labelledby": props.labelledBy,
    "aria-describedby": props.describedBy,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => {
      const value = target.value || null;
      enter({ value });
      if (props.dispatch && triggers.includes("on_character_entered")) act({ value });
    },
  };
  if (element["multiline"] === true) return <textarea {...shared} rows={4} />;
  return (
    <input
      {...shared}
      type={INPUT_TYPES[asText(element["type"])] ?? "text"}
      inputMode={element["type"] === "number_input" ? "decimal" : undefined}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "Enter" || !props.dispatch || event.nativeEvent.isComposing) return;
        event.preventDefault();
        if (triggers.length === 0 || triggers.includes("on_enter_pressed")) act({ value: state["value"] });
      }}
    />
  );
}

/** `rich_text_input`, of which we write one plain section. */
export function RichTextInput(props: ElementProps) {
  const { state, enter } = useElement(props);
  const [section] = asObjects(asObject(state["rich_text_value"])["elements"]);
  const text = asObjects(section?.["elements"]).map((part) => asText(part["text"]));
  return (
    <textarea
      className="text-input"
      rows={4}
      value={text.join("")}
      placeholder={plainText(props.element["placeholder"])}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      onChange={({ target }) => enter({ rich_text_value: target.value ? richText(target.value) : null })}
    />
  );
}

function richText(text: string) {
  return {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
  };
}
