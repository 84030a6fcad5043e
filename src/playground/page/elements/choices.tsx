import { useId } from "react";
import type { JsonObject } from "../../client-api.ts";
import { asObject, asObjects, asText } from "../json.ts";
import { TextObject } from "../text/text.tsx";
import { useElement, type ElementProps } from "./use-element.ts";

export function RadioButtons(props: ElementProps) {
  const { state, busy, change } = useElement(props);
  const name = useId();
  const chosen = asObject(state["selected_option"])["value"];
  return (
    <div role="radiogroup" className="choices" aria-busy={busy} {...naming(props)}>
      {asObjects(props.element["options"]).map((option) => (
        <label key={asText(option["value"])} className="choice">
          <input
            type="radio"
            name={name}
            checked={option["value"] === chosen}
            onChange={() => change({ selected_option: option })}
          />
          <ChoiceText option={option} />
        </label>
      ))}
    </div>
  );
}

export function Checkboxes(props: ElementProps) {
  const { state, busy, change } = useElement(props);
  const options = asObjects(props.element["options"]);
  const chosen = new Set(asObjects(state["selected_options"]).map(({ value }) => value));
  function toggle(option: JsonObject) {
    const kept = chosen.symmetricDifference(new Set([option["value"]]));
    change({ selected_options: options.filter(({ value }) => kept.has(value)) });
  }
  return (
    <div role="group" className="choices" aria-busy={busy} {...naming(props)}>
      {options.map((option) => (
        <label key={asText(option["value"])} className="choice">
          <input type="checkbox" checked={chosen.has(option["value"])} onChange={() => toggle(option)} />
          <ChoiceText option={option} />
        </label>
      ))}
    </div>
  );
}

function ChoiceText({ option }: { readonly option: JsonObject }) {
  return (
    <span className="choice-text">
      <TextObject value={option["text"]} />
      {option["description"] === undefined ? null : (
        <small>
          <TextObject value={option["description"]} />
        </small>
      )}
    </span>
  );
}

function naming({ labelledBy, describedBy }: ElementProps) {
  return {
    "aria-labelledby": labelledBy,
    "aria-describedby": describedBy,
    "aria-label": labelledBy === undefined ? "Choose" : undefined,
  };
}
