import { asObjects, asText } from "../json.ts";
import { isSafeUrl } from "../text/safe-link.tsx";
import { plainText } from "../text/text.tsx";
import { Menu } from "./menu.tsx";
import { useElement, type ElementProps } from "./use-element.ts";

export function Overflow(props: ElementProps) {
  const { busy, act } = useElement(props);
  const items = asObjects(props.element["options"]).map((option, index) => ({
    key: String(index),
    label: plainText(option["text"]),
    detail: plainText(option["description"]),
    choose: () => {
      const url = asText(option["url"]);
      if (isSafeUrl(url)) open(url, "_blank", "noopener,noreferrer");
      act({ selected_option: option });
    },
  }));
  return <Menu label="More choices" className="icon-button" button="⋯" items={items} busy={busy} />;
}
