import { asNumber, asText } from "../json.ts";
import { plainText } from "../text/text.tsx";
import { stateProperty } from "./state-values.ts";
import { useElement, type ElementProps } from "./use-element.ts";

const INPUT_TYPES: Readonly<Record<string, string>> = {
  datepicker: "date",
  timepicker: "time",
  datetimepicker: "datetime-local",
};

/** `datepicker` (2026-11-20), `timepicker` (09:30) and `datetimepicker` (seconds since 1970). */
export function DateTimePicker(props: ElementProps) {
  const { element, labelledBy, describedBy } = props;
  const { state, busy, change } = useElement(props);
  const property = stateProperty(element) ?? "";
  const type = INPUT_TYPES[asText(element["type"])] ?? "date";
  const timestamp = asNumber(state[property]);
  return (
    <input
      type={type}
      className="text-input date-input"
      value={timestamp === undefined ? asText(state[property]) : localDateTime(timestamp)}
      aria-label={labelledBy === undefined ? plainText(element["placeholder"]) || "Choose a date" : undefined}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-busy={busy}
      onChange={({ target }) => {
        const isMoment = type === "datetime-local" && target.value !== "";
        const value = isMoment ? new Date(target.value).getTime() / 1000 : target.value;
        change({ [property]: value === "" ? null : value });
      }}
    />
  );
}

/** `2026-11-20T09:30` in the reader's own zone, as the browser's input wants it. */
function localDateTime(timestamp: number): string {
  const offset = new Date(timestamp * 1000).getTimezoneOffset() * 60;
  return new Date((timestamp - offset) * 1000).toISOString().slice(0, 16);
}
