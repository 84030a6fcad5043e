import { plainText } from "../text/text.tsx";
import { chosenKeys, usePicks } from "./options.ts";
import { stateProperty } from "./state-values.ts";
import { useElement, type ElementProps } from "./use-element.ts";

/** Every single select menu, as the browser's own: it searches by typing and suits a phone. */
export function Select(props: ElementProps) {
  const { element, labelledBy, describedBy } = props;
  const { state, busy, change } = useElement(props);
  const groups = usePicks(element);
  const property = stateProperty(element) ?? "";
  const placeholder = plainText(element["placeholder"]) || "Choose…";
  const picks = groups.flatMap((group) => group.picks);
  return (
    <select
      className="select"
      value={chosenKeys(state[property])[0] ?? ""}
      aria-label={labelledBy === undefined ? placeholder : undefined}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-busy={busy}
      onChange={({ target }) =>
        change({ [property]: picks.find(({ key }) => key === target.value)?.chosen ?? null })
      }
    >
      <option value="" disabled>
        {placeholder}
      </option>
      {groups.map(({ label, picks: offered }) => {
        const options = offered.map((pick) => (
          <option key={pick.key} value={pick.key}>
            {pick.label}
          </option>
        ));
        if (label === "") return options;
        return (
          <optgroup key={label} label={label}>
            {options}
          </optgroup>
        );
      })}
    </select>
  );
}
