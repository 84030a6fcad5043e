import { useState } from "react";
import type { JsonObject } from "../../client-api.ts";
import { Element } from "../elements/element.tsx";
import { asObject, asObjects, asText, isObject } from "../json.ts";
import { TextObject } from "../text/text.tsx";

/** From about here on Slack folds a section's text, unless it has `expand`. */
const FOLDED_LENGTH = 700;

export function SectionBlock({ block }: { readonly block: JsonObject }) {
  const { text, accessory, expand } = block;
  const fields = asObjects(block["fields"]);
  return (
    <div className="block-section">
      <div className="section-content">
        {text === undefined ? null : <SectionText text={text} expand={expand === true} />}
        {fields.length === 0 ? null : (
          <div className="section-fields">
            {fields.map((field, index) => (
              <div key={index} className="section-field">
                <TextObject value={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {isObject(accessory) && (
        <div className="section-accessory">
          <Element element={accessory} blockId={asText(block["block_id"])} dispatch />
        </div>
      )}
    </div>
  );
}

function SectionText({ text, expand }: { readonly text: unknown; readonly expand: boolean }) {
  const [open, setOpen] = useState(false);
  const isLong = !expand && asText(asObject(text)["text"]).length > FOLDED_LENGTH;
  if (!isLong) return <TextObject value={text} />;
  return (
    <>
      <div className={open ? "" : "folded"}>
        <TextObject value={text} />
      </div>
      <button type="button" className="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "See less" : "See more"}
      </button>
    </>
  );
}
