import { useId, useState } from "react";
import { asNumber } from "../json.ts";
import { plainText } from "../text/text.tsx";
import { chosenKeys, usePicks } from "./options.ts";
import { stateProperty } from "./state-values.ts";
import { useElement, type ElementProps } from "./use-element.ts";

/** Every multi-select menu. As in Slack, the choice is made when the menu closes. */
export function MultiSelect(props: ElementProps) {
  const { element, labelledBy, describedBy } = props;
  const { state, busy, change } = useElement(props);
  const groups = usePicks(element);
  const id = useId();
  const property = stateProperty(element) ?? "";
  const chosen = chosenKeys(state[property]);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const most = asNumber(element["max_selected_items"]) ?? Infinity;
  const picks = groups.flatMap((group) => group.picks);
  const labels = picks.filter(({ key }) => chosen.includes(key)).map(({ label }) => label);
  const placeholder = plainText(element["placeholder"]) || "Choose…";

  function toggled(open: boolean) {
    if (open) return setTicked(new Set(chosen));
    if (ticked.symmetricDifference(new Set(chosen)).size === 0) return;
    change({ [property]: picks.filter(({ key }) => ticked.has(key)).map((pick) => pick.chosen) });
  }

  return (
    <>
      <button
        type="button"
        className="select"
        popoverTarget={id}
        aria-haspopup="true"
        aria-label={labelledBy === undefined ? placeholder : undefined}
        aria-labelledby={labelledBy && `${labelledBy} ${id}-chosen`}
        aria-describedby={describedBy}
        aria-busy={busy}
      >
        <span id={`${id}-chosen`}>{labels.join(", ") || placeholder}</span>
      </button>
      <div
        id={id}
        popover="auto"
        role="group"
        aria-label={placeholder}
        className="menu"
        onToggle={({ newState }) => toggled(newState === "open")}
      >
        {picks.map(({ key, label }) => (
          <label key={key} className="choice menu-item">
            <input
              type="checkbox"
              checked={ticked.has(key)}
              disabled={!ticked.has(key) && ticked.size >= most}
              onChange={() => setTicked(ticked.symmetricDifference(new Set([key])))}
            />
            <span className="choice-text">{label}</span>
          </label>
        ))}
      </div>
    </>
  );
}
