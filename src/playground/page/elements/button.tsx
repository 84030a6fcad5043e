import { asText, isObject } from "../json.ts";
import { isSafeUrl } from "../text/safe-link.tsx";
import { plainText } from "../text/text.tsx";
import { useElement, type ElementProps } from "./use-element.ts";

/** `button` and `workflow_button`; one with a `url` opens it and tells the app as well. */
export function Button(props: ElementProps) {
  const { element } = props;
  const { busy, act } = useElement(props);
  const { value, text, style } = element;
  const url = asText(element["url"]);
  const shared = {
    className: "button",
    "data-style": asText(style) || undefined,
    "aria-label": asText(element["accessibility_label"]) || undefined,
    "aria-busy": busy,
    onClick: () =>
      act({ text, ...(value === undefined ? {} : { value }), ...(style === undefined ? {} : { style }) }),
  };
  if (isSafeUrl(url)) {
    return (
      <a {...shared} href={url} target="_blank" rel="noopener noreferrer">
        {plainText(text)}
      </a>
    );
  }
  return (
    <button {...shared} type="button">
      {plainText(text)}
    </button>
  );
}

const ICONS: Readonly<Record<string, string>> = { trash: "🗑️" };

/** `icon_button` of a context_actions block. */
export function IconButton(props: ElementProps) {
  const { element } = props;
  const { busy, act } = useElement(props);
  const { value } = element;
  const name = asText(element["accessibility_label"]) || plainText(element["text"]);
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={name}
      aria-busy={busy}
      title={plainText(element["text"])}
      onClick={() => act(value === undefined ? {} : { value })}
    >
      {ICONS[asText(element["icon"])] ?? "•"}
    </button>
  );
}

/** `feedback_buttons`: thumbs up and down. */
export function FeedbackButtons(props: ElementProps) {
  const { element } = props;
  const { busy, act } = useElement(props);
  const sides = [
    [element["positive_button"], "👍"],
    [element["negative_button"], "👎"],
  ] as const;
  return sides.map(([side, icon]) => {
    if (!isObject(side)) return null;
    const { value, accessibility_label: name, text } = side;
    return (
      <button
        key={icon}
        type="button"
        className="icon-button"
        aria-label={asText(name) || plainText(text)}
        aria-busy={busy}
        title={plainText(text)}
        onClick={() => act({ value })}
      >
        {icon}
      </button>
    );
  });
}
