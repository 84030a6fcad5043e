import { useId } from "react";
import type { JsonObject } from "../../client-api.ts";
import { Element } from "../elements/element.tsx";
import { useBlockError } from "../elements/use-element.ts";
import { asObject, asText } from "../json.ts";
import { plainText } from "../text/text.tsx";

export function InputBlock({ block }: { readonly block: JsonObject }) {
  const id = useId();
  const blockId = asText(block["block_id"]);
  const error = useBlockError(blockId);
  const hint = plainText(block["hint"]);
  return (
    <div className="block-input" data-invalid={error !== undefined}>
      <div id={`${id}-label`} className="label">
        {plainText(block["label"])}
        {block["optional"] === true ? <small> (optional)</small> : null}
      </div>
      <Element
        element={asObject(block["element"])}
        blockId={blockId}
        labelledBy={`${id}-label`}
        describedBy={error === undefined ? `${id}-hint` : `${id}-error`}
        dispatch={block["dispatch_action"] === true}
      />
      {error === undefined ? null : (
        <p id={`${id}-error`} className="failure" role="alert">
          {error}
        </p>
      )}
      {hint === "" ? null : (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
    </div>
  );
}
